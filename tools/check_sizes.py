#!/usr/bin/env python3
"""Sizes: files of at most 900 lines, lines of at most 110 columns, functions of at most 100 lines, 6 parameters and a
cyclomatic complexity of 15. Functions are found by the layout that gate.format holds: their braces stand alone in the
first column."""
import re

from gate import Findings, bare, c_files, read

FILE_LINES, COLUMNS, FUNCTION_LINES, PARAMETERS, COMPLEXITY = 900, 110, 100, 6, 15
BRANCH = re.compile(r"\b(?:if|for|while|case|EACH_[A-Z]+)\b|&&|\|\||\?")


def count_parameters(header):
    """Number of parameters in the last top-level parentheses of a function's header."""
    depth, count, inside = 0, 0, ""
    for letter in header[header.rfind("\n\n") + 1:]:
        if letter == "(":
            depth += 1
            if depth == 1:
                count, inside = 1, ""
        elif letter == ")":
            depth -= 1
        elif letter == "," and depth == 1:
            count += 1
        elif depth >= 1:
            inside += letter
    return 0 if inside.strip() in ("", "void") else count


def check_function(findings, path, lines, first, last):
    """The function whose braces stand at lines first and last (from 0)."""
    start = first
    while start > 0 and lines[start - 1].strip() and not lines[start - 1].startswith(("}", "#")):
        start -= 1
    header = "\n".join(lines[start:first])
    body = "\n".join(lines[first:last])
    name = (re.findall(r"(\w+)\s*\(", header) or ["?"])[-1 if "TEST(" in header else 0]
    length = last - start + 1
    complexity = 1 + len(BRANCH.findall(body))
    parameters = count_parameters(header)
    if length > FUNCTION_LINES:
        findings.add(path, start + 1, f"{name} has {length} lines, at most {FUNCTION_LINES}")
    if complexity > COMPLEXITY:
        findings.add(path, start + 1, f"{name} has complexity {complexity}, at most {COMPLEXITY}")
    if parameters > PARAMETERS:
        findings.add(path, start + 1, f"{name} has {parameters} parameters, at most {PARAMETERS}")


def main():
    findings = Findings()
    files = c_files("src", "include", "tests", "bench")
    for path in files:
        text = read(path)
        plain = text.splitlines()
        lines = bare(text).splitlines()
        if len(lines) > FILE_LINES:
            findings.add(path, FILE_LINES + 1, f"{len(lines)} lines, at most {FILE_LINES}")
        for number, line in enumerate(plain, 1):
            if len(line) > COLUMNS:
                findings.add(path, number, f"{len(line)} columns, at most {COLUMNS}")
        first = None
        for number, line in enumerate(lines):
            if line.rstrip() == "{":
                first = number
            elif line.rstrip() == "}" and first is not None:
                check_function(findings, path, lines, first, number)
                first = None
    findings.finish(len(files))


main()

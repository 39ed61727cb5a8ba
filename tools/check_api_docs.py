#!/usr/bin/env python3
"""API documents: in a public header, every function and type stands under a comment, alone or as one of a group without
an empty line; every header opens with a comment. A type that is only named (opaque) is what the header's opening
comment is about."""
import re

from gate import Findings, c_files, read

OPAQUE = re.compile(r"^typedef struct (\w+) \1;$")
TYPE = re.compile(r"^(?:typedef )?(?:struct|enum)\b[^;()]*(?:\{|$)|^enum \{")
FUNCTION = re.compile(r"^(?:const |unsigned |struct |enum )*\w+ [*\w ]*\bdt_\w+\(|^typedef [\w *]+\(?\*?dt_\w+\)?\(")


def has_comment(lines, number):
    """Whether a comment stands above line `number` (from 0) with no empty line between."""
    depth = 0
    for line in reversed(lines[:number]):
        if line.rstrip().endswith("*/") and line.lstrip().startswith(("/*", "*")):
            return True
        if not line.strip() or line.startswith("#"):
            return False
        depth += 1
    return False


def main():
    findings, checked = Findings(), 0
    for path in c_files("include"):
        lines = read(path).splitlines()
        if not lines[0].startswith("/*"):
            findings.add(path, 1, "the header does not open with a comment")
        for number, line in enumerate(lines):
            if OPAQUE.match(line) or not (TYPE.match(line) or FUNCTION.match(line)):
                continue
            checked += 1
            if not has_comment(lines, number):
                findings.add(path, number + 1, f"no comment: {line.strip()}")
    findings.finish(checked)


main()

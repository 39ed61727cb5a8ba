#!/usr/bin/env python3
"""Text: what must not stand in the tree.

Everywhere: marks of unfinished work, paths of one person's machine. In the library: printing, leaving the program, reading
the environment. Outside core: intrinsics."""
import re

from gate import Findings, ROOT, bare, c_files, read

# Written in parts so that this file does not find itself.
UNFINISHED = re.compile(r"\b(?:" + "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X"]) + r")\b")
MACHINE = re.compile(r"(?<![\w.])/(?:" + "|".join(["ho" + "me", "ro" + "ot", "Us" + "ers", "wo" + "rk"]) + r")/")
LIBRARY = [
    (re.compile(r"\b(?:exit|_exit|abort|quick_exit)\s*\("), "the library does not leave the program"),
    (re.compile(r"\bv?printf\s*\(|\bputs\s*\(|\bputchar\s*\(|\bperror\s*\(|\bstdout\b|\bstderr\b"), "the library does not print"),
    (re.compile(r"\b(?:secure_)?getenv\s*\("), "the library does not read the environment"),
    (re.compile(r"\b(?:system|popen)\s*\("), "the library does not run programs"),
]
INTRINSIC = re.compile(r"\b_mm\w*\s*\(|intrin\.h|__builtin_ia32_|\barm_neon\.h")
TEXT_FILES = {".c", ".h", ".def", ".py", ".sh", ".md", ".txt", ".cmake", ".yaml", ".json", ""}
CODE_FILES = {".c", ".h", ".def", ".py", ".sh", ".txt"}  # of tests, whose other files are input, some of it wrong on purpose
FOLDERS = ("include", "src", "tests", "bench", "tools", "docs", "cmake", "scenarios", ".ci")


def text_files():
    files = [path for path in ROOT.iterdir() if path.is_file() and path.suffix in TEXT_FILES]
    for folder in FOLDERS:
        endings = CODE_FILES if folder == "tests" else TEXT_FILES
        files += [path for path in (ROOT / folder).rglob("*") if path.is_file() and path.suffix in endings]
    return sorted(path for path in files if "__pycache__" not in path.parts)


def check_lines(findings, path, text, pattern, message):
    for number, line in enumerate(text.splitlines(), 1):
        match = pattern.search(line)
        if match:
            findings.add(path, number, f"{match.group(0).strip()}: {message}")


def main():
    findings, files = Findings(), text_files()
    for path in files:
        try:
            text = read(path)
        except UnicodeDecodeError:
            findings.add(path, 1, "not UTF-8")
            continue
        check_lines(findings, path, text, UNFINISHED, "open an issue instead")
        check_lines(findings, path, text, MACHINE, "path of one machine")
    for path in c_files("src"):
        layer, text = path.relative_to(ROOT).parts[1], bare(read(path))
        if layer != "cli":
            for pattern, message in LIBRARY:
                check_lines(findings, path, text, pattern, message)
        if layer != "core":
            check_lines(findings, path, text, INTRINSIC, "intrinsics belong in core")
    findings.finish(len(files))


main()

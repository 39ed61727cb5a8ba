#!/usr/bin/env python3
"""Duplicates: no eight lines of code in a row stand twice in src. Empty lines, comments, lone braces and includes do
not count."""
import re

from gate import Findings, ROOT, bare, c_files, read

WINDOW = 8
IGNORED = re.compile(r"^\s*(?:[{}();]*|#\s*(?:include|undef|endif|else).*)\s*$")


def main():
    findings, seen = Findings(), {}
    files = c_files("src")
    for path in files:
        text = read(path)
        plain = text.splitlines()
        kept = [(number, plain[number].strip()) for number, line in enumerate(bare(text).splitlines()) if not IGNORED.match(line)]
        last_reported = -WINDOW
        for k in range(len(kept) - WINDOW + 1):
            key = tuple(line for _, line in kept[k:k + WINDOW])
            here = (path, kept[k][0] + 1)
            there = seen.setdefault(key, here)
            if there != here and k >= last_reported + WINDOW:
                findings.add(path, here[1], f"{WINDOW} lines as in {there[0].relative_to(ROOT)}:{there[1]}")
                last_reported = k
    findings.finish(len(files))


main()

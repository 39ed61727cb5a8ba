#!/usr/bin/env python3
"""Format: every C file is as clang-format writes it. `make format` mends it. Versions of clang-format differ in details: the
layout is that of version 14; with another one the check is skipped (exit 77), and says so."""
import re
import subprocess
import sys

from gate import Findings, c_files


VERSION = "14."


def main():
    findings, formatter = Findings(), sys.argv[1] if len(sys.argv) > 1 else "clang-format"
    version = subprocess.run([formatter, "--version"], capture_output=True, text=True, check=True).stdout
    if f"version {VERSION}" not in version:
        print(f"skipped: the layout is that of clang-format {VERSION}x, this is {version.strip()}")
        sys.exit(77)
    files = c_files("include", "src", "tests", "bench")
    out = subprocess.run([formatter, "--dry-run", "--style=file"] + [str(f) for f in files],
                         capture_output=True, text=True, check=False)
    seen = set()
    for path, line in re.findall(r"^(/[^:]+):(\d+):\d+: warning", out.stderr, re.MULTILINE):
        if (path, line) not in seen:
            findings.add(path, int(line), "not as clang-format writes it")
        seen.add((path, line))
    findings.finish(len(files))


main()

#!/usr/bin/env python3
"""Format: every C file is as clang-format writes it. `make format` mends it."""
import re
import subprocess
import sys

from gate import Findings, c_files


def main():
    findings = Findings()
    files = c_files("include", "src", "tests", "bench")
    out = subprocess.run([sys.argv[1] if len(sys.argv) > 1 else "clang-format", "--dry-run", "--style=file"] + [str(f) for f in files],
                         capture_output=True, text=True, check=False)
    seen = set()
    for path, line in re.findall(r"^(/[^:]+):(\d+):\d+: warning", out.stderr, re.MULTILINE):
        if (path, line) not in seen:
            findings.add(path, int(line), "not as clang-format writes it")
        seen.add((path, line))
    findings.finish(len(files))


main()

#!/usr/bin/env python3
"""Symbols: every global symbol that the library defines begins with dt_. Usage: check_symbols.py libdetente.a"""
import subprocess
import sys

from gate import Findings


def main():
    findings, checked = Findings(), 0
    out = subprocess.run(["nm", "-g", "--defined-only", "-A", sys.argv[1]], capture_output=True, text=True, check=True)
    for line in out.stdout.splitlines():
        place, _, rest = line.rpartition(":")
        words = rest.split()
        checked += 1
        if not words[-1].startswith("dt_"):
            findings.add(place.rpartition(":")[2], 0, f"global symbol {words[-1]} does not begin with dt_")
    findings.finish(checked)


main()

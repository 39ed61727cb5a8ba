#!/usr/bin/env python3
"""Globals: no variable at file scope can be changed. Constant data that holds addresses (.data.rel.ro) is constant.
Usage: check_globals.py OBJECT-OR-ARCHIVE ..."""
import subprocess
import sys

from gate import Findings

WRITABLE = (".data", ".bss", ".tdata", ".tbss", "*COM*", ".sdata", ".sbss", ".ldata", ".lbss")


def main():
    findings, checked = Findings(), 0
    for archive in sys.argv[1:]:
        out = subprocess.run(["nm", "-f", "sysv", "--defined-only", archive], capture_output=True, text=True, check=True)
        place = archive
        for line in out.stdout.splitlines():
            columns = [column.strip() for column in line.split("|")]
            if line.rstrip().endswith(":") and len(columns) == 1:
                place = line.rstrip(":")
            if len(columns) != 7:
                continue
            checked += 1
            if columns[3] not in ("OBJECT", "TLS", "COMMON"):
                continue
            section = columns[6]
            if section.startswith(WRITABLE) and not section.startswith(".data.rel.ro"):
                findings.add(place, 0, f"{columns[0]} is a variable at file scope ({section})")
    findings.finish(checked)


main()

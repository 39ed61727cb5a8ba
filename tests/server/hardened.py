"""Whether programs and libraries are linked as cmake/harden.cmake says, as readelf sees them.
Usage: hardened.py FILE ..."""
import subprocess
import sys


def readelf(option, file):
    return subprocess.run(["readelf", "-W", option, file], capture_output=True, text=True, check=True).stdout


def check(file):
    header, segments, dynamic, symbols = (readelf(option, file) for option in ("-h", "-l", "-d", "--dyn-syms"))
    assert "DYN (" in header, "a fixed address"
    assert "GNU_RELRO" in segments, "tables of the linker can be written"
    assert "BIND_NOW" in dynamic or "NOW" in dynamic.split("FLAGS_1", 1)[-1].split("\n")[0], "symbols are bound late"
    stack = [line for line in segments.splitlines() if "GNU_STACK" in line]
    assert stack and "RWE" not in stack[0].replace(" ", ""), "a stack that can be run"
    assert not [line for line in segments.splitlines() if "LOAD" in line and "RWE" in line], "memory that can be written and run"
    assert "TEXTREL" not in dynamic, "code that is written at the start"
    assert "__stack_chk_fail" in symbols, "no guard on the stack"
    assert "_chk@" in symbols, "no checked copies"


for name in sys.argv[1:]:
    check(name)
    print(f"{name}: hardened")

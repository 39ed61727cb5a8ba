#!/usr/bin/env python3
"""Runs one case of the command line. Usage: run_case.py PROGRAM CASE

A case is a folder: `command` is run by sh in an empty folder, with $detente (the program), $case (this folder) and $source
(the source tree); `expect` holds one expectation a line:

    exit 2                      the exit code
    stdout has TEXT             TEXT stands in the output; likewise stderr
    stdout lacks TEXT           it does not
    stdout is empty             or: is json, is lines N
    file PATH exists            in the folder where the command ran; or: is missing
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(__file__).resolve().parent.parent.parent


def check_stream(text, words):
    """Whether the text is as `has TEXT`, `lacks TEXT` or `is KIND` say."""
    verb, _, rest = words.partition(" ")
    if verb == "has":
        return rest in text
    if verb == "lacks":
        return rest not in text
    if verb == "is" and rest == "empty":
        return text == ""
    if verb == "is" and rest.startswith("lines "):
        return len(text.splitlines()) == int(rest.split()[1])
    if verb == "is" and rest == "json":
        try:
            json.loads(text)
            return True
        except ValueError:
            return False
    sys.exit(f"unknown expectation: {words}")


def check(line, run, folder):
    subject, _, rest = line.partition(" ")
    if subject == "exit":
        return run.returncode == int(rest)
    if subject in ("stdout", "stderr"):
        return check_stream(getattr(run, subject), rest)
    if subject == "file":
        path, _, state = rest.partition(" ")
        return (folder / path).exists() == (state == "exists")
    sys.exit(f"unknown expectation: {line}")


def main():
    program, case = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
    expectations = [line for line in (case / "expect").read_text().splitlines() if line and not line.startswith("#")]
    environment = {name: value for name, value in os.environ.items() if name not in ("DETENTE_DATA", "NO_COLOR", "CLICOLOR_FORCE")}
    environment.update(detente=program, case=str(case), source=str(SOURCE), LC_ALL="C.UTF-8")
    with tempfile.TemporaryDirectory() as name:
        run = subprocess.run(["sh", "-eu", str(case / "command")], cwd=name, env=environment, stdin=subprocess.DEVNULL,
                             capture_output=True, text=True, timeout=300, check=False)
        failed = [line for line in expectations if not check(line, run, pathlib.Path(name))]
    if failed or not any(line.startswith("exit") for line in expectations):
        print("\n".join(f"not so: {line}" for line in failed) or "no exit code is expected")
        print(f"exit {run.returncode}\n-- stdout\n{run.stdout}\n-- stderr\n{run.stderr}")
        sys.exit(1)


main()

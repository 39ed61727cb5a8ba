"""What the tests share: the program, whose printed numbers are the reference, and scratch folders."""
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM = os.environ["DETENTE_PROGRAM"]


def program(*arguments, code=0):
    """What the program prints as JSON: its result, or its errors."""
    out = subprocess.run([PROGRAM, *map(str, arguments), "--json"], capture_output=True, text=True)
    if out.returncode != code:
        raise AssertionError(f"exit code {out.returncode}: {out.stderr}{out.stdout}")
    return json.loads(out.stdout or out.stderr)


class Case(unittest.TestCase):
    """A test with a scratch folder."""

    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)

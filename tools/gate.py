"""What the gates share: the files of the tree, C text without comments and strings, and a list of findings."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent


def c_files(*folders):
    """All C sources and headers under the folders, in a fixed order."""
    files = []
    for folder in folders:
        for ending in ("*.c", "*.h"):
            files += (ROOT / folder).rglob(ending)
    return sorted(files)


def read(path):
    return path.read_text(encoding="utf-8")


def bare(text):
    """The text with comments and the inside of strings blanked out; lines and columns stay."""
    pattern = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.DOTALL)

    def blank(match):
        found = match.group(0)
        keep = found[0] if found[0] in "\"'" else ""
        inside = found[1:-1] if keep else found
        return keep + re.sub(r"[^\n]", " ", inside) + keep

    return pattern.sub(blank, text)


class Findings:
    """Collects findings as file:line: text and ends the program with 1 if there are any."""

    def __init__(self):
        self.lines = []

    def add(self, path, line, text):
        path = pathlib.Path(path)
        name = path.relative_to(ROOT) if path.is_absolute() and path.is_relative_to(ROOT) else path
        self.lines.append(f"{name}:{line}: {text}")

    def finish(self, checked):
        for line in self.lines:
            print(line)
        print(f"{checked} checked, {len(self.lines)} findings")
        sys.exit(1 if self.lines or not checked else 0)

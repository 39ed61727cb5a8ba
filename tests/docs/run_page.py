#!/usr/bin/env python3
"""Runs the commands of one page of the documentation. Usage: run_page.py PROGRAM PAGE [--update]

Shell blocks are those fenced as ```sh, and indented ones that begin with a command of ours. They are run in their order by
`sh -e` in one scratch folder that looks like the source tree with a finished build; each must end with 0.

- A block that a ```text block follows is run as it stands, and must print that text: line by line, where a line `...`
  stands for any lines. With --update the text is replaced by what was printed, wherever a line differs in its figures only.
- Other blocks run with few members, by a program that stands before the real one.
- ```python blocks of a page are run as one program after its shell blocks (those of docs/python.md by python/tests).
- A block under the comment `<!-- not run: REASON -->` is not run; gate.commands checks its commands and options.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

SOURCE = pathlib.Path(__file__).resolve().parent.parent.parent
OURS = re.compile(r"(?:build/)?detente |make \w|mpirun |source <\(detente|cc |sbatch |dpkg-buildpackage|ctest |tools/")
NOT_RUN = re.compile(r"<!-- not run: (.+) -->$")
# What a page may name in the folder that it is read in.
LINKS = ("data", "docs", "examples", "games", "include", "networks", "python", "scenarios", "tools")
# Stands before the program in blocks without an expected output. Options that cost time get small values; what would wait
# for a browser is ended when it has printed its link; what takes minutes by its nature does a part of it.
FEW = """#!{python} -ISB
import os, signal, subprocess, sys
PROGRAM, TAKE = {program!r}, {take}
MOST = {{"--members": 24, "--base": 4, "--points": 3, "--effects": 4, "--evaluations": 20, "--population": 8}}
MORE = {{"ensemble": 260, "prim": 128, "cart": 128, "sensitivity": 300, "game": 8, "questions": 160}}
LETTERS = {{"-n": "--members", "-b": "--base"}}
ALSO = {{"run": ["--no-game", "--no-claims"], "report": ["--no-claims"], "questions": ["--no-games", "--no-policies"]}}
OF_ACTION = {{"--effects": ["play"], "--points": ["map", "design"] + ["play"] * ("--page" in sys.argv)}}
PART = {{"backtest": ["--only", "T_TPNW"], "fit": ["--ridge", "1"]}}

words = sys.argv[1:]
plain = [word for word in words if not word.startswith("-")] + ["", ""]
command, verb = plain[:2]
most = dict(MOST, **{{"--members": MORE.get(command, MOST["--members"])}})
seen, out, rest = set(), [], iter(words)
for word in rest:
    name, equals, value = word.partition("=")
    name = LETTERS.get(name, name)
    if name in most and name in TAKE.get(command, ()):
        value = value if equals else next(rest, "")
        word = name + "=" + str(min(int(value), most[name]))
        seen.add(name)
    out.append(word)
is_designed = any(word.split("=")[0] in ("--design", "--design-file") for word in words)
runs = command in TAKE and command not in ("prim", "cart", "sensitivity") and not is_designed
if command == "game":
    runs = verb in ("play", "map", "design")
if command == "treaty":
    runs = "--game" in words
    out += PART.get(verb, [])
if runs:
    for name in ("--members", "--points", "--effects", "--evaluations", "--population"):
        if name in TAKE[command] and name not in seen and not (name in OF_ACTION and verb not in OF_ACTION[name]):
            out.append(name + "=" + str(most[name]))
if "--force" in TAKE.get(command, ()) and "--force" not in out and "-f" not in out:
    out.append("--force")
out += [] if "--claims" in words else ALSO.get(command, [])
is_other = is_designed or any(word.startswith("--states") for word in words)
if command in ("run", "ensemble") and is_other and not any(word.startswith(("--out", "-o")) for word in words):
    out.append("--out=results/other")
if command == "replay":
    out = [str(min(int(word), 7)) if word.isdigit() else word for word in out]
if command == "serve":
    server = subprocess.Popen([PROGRAM] + out + ["--no-browser"], stdout=subprocess.PIPE, text=True)
    link = server.stdout.readline()
    server.send_signal(signal.SIGINT)
    server.communicate()
    sys.exit(0 if "http://127.0.0.1:" in link else 1)
os.execv(PROGRAM, [PROGRAM] + out)
"""


# Stands before mpirun: two ranks wherever there is one, or one process that writes what a rank would.
RANKS = """#!/bin/sh
shift 2
real=$(PATH=${{PATH#*:}} command -v mpirun) && exec "$real" -n 2 --oversubscribe --allow-run-as-root "$@"
exec "$@"
"""


class Block:
    """One block of code: its language, first line (from 0), lines, indent, and why it is not run."""

    def __init__(self, language, first, lines, reason):
        self.language, self.first, self.lines, self.reason = language, first, lines, reason
        self.expected = None


def reason_above(lines, number):
    """The reason of a comment `not run` above a line, if there is one."""
    for line in reversed(lines[:number]):
        if line.strip():
            match = NOT_RUN.match(line.strip())
            return match.group(1) if match else None
    return None


def fenced(lines, number):
    """The fenced block that opens at a line, and the number of the line behind it."""
    indent = len(lines[number]) - len(lines[number].lstrip())
    language = lines[number].strip().lstrip("`").strip()
    end = next((n for n in range(number + 1, len(lines)) if lines[n].strip() == "```"), None)
    if end is None:
        sys.exit(f"line {number + 1}: the block has no end")
    inside = [line[indent:] for line in lines[number + 1:end]]
    return Block(language, number + 1, inside, reason_above(lines, number)), end + 1


def indented(lines, number):
    """The indented block that opens at a line, and the number of the line behind it."""
    end = number
    while end < len(lines) and (lines[end].startswith("    ") or not lines[end].strip()):
        end += 1
    inside = [line[4:] for line in lines[number:end]]
    first = next((line for line in inside if line.strip() and not line.startswith("#")), "")
    language = "sh" if OURS.match(first) else ""
    return Block(language, number, inside, reason_above(lines, number)), end


def blocks_of(text):
    """All blocks of a page; a ```text block becomes what is expected of the shell block before it."""
    lines, number, found, in_text = text.splitlines(), 0, [], False
    while number < len(lines):
        line = lines[number]
        if line.lstrip().startswith("```"):
            block, number = fenced(lines, number)
            between = "\n".join(lines[found[-1].end:block.first - 1]).strip() if found else "-"
            if block.language == "text" and found and found[-1].language == "sh" and not between:
                found[-1].expected = block
            block.end = number
            found.append(block)
        elif line.startswith("    ") and line.strip() and not in_text:
            block, number = indented(lines, number)
            block.end = number
            found.append(block)
        else:
            in_text = bool(line.strip())
            number += 1
    return found


def matches(expected, printed):
    """Whether printed lines are the expected ones, where `...` stands for any lines. Greedy from line to line."""
    place, is_free = 0, False
    for line in expected:
        if line.strip() == "...":
            is_free = True
            continue
        found = next((n for n in range(place, len(printed) if is_free else min(place + 1, len(printed)))
                      if printed[n].rstrip() == line.rstrip()), None)
        if found is None:
            return line
        place, is_free = found + 1, False
    return None if is_free or place >= len(printed) else "(end)"


def renewed(expected, printed):
    """The expected lines with the figures that are printed now; the lines must agree in all else."""
    def skeleton(line):
        return re.sub(r"\s+", " ", re.sub(r"[<>~]?[-+]?[\d.,]*\d(?:e[-+]?\d+)?", "#", line)).strip()

    if "..." not in [line.strip() for line in expected]:
        return [line.rstrip() for line in printed]
    out, place = [], 0
    for line in expected:
        found = next((n for n in range(place, len(printed)) if skeleton(printed[n]) == skeleton(line)), None)
        if line.strip() == "..." or found is None:
            out.append(line)
        else:
            out.append(printed[found].rstrip())
            place = found + 1
    return out


class Folder:
    """A scratch folder in which the commands of a page run."""

    def __init__(self, program, path):
        self.program, self.path = str(pathlib.Path(program).resolve()), path
        for name in LINKS:
            (path / name).symlink_to(SOURCE / name)
        out = subprocess.run([self.program, "help", "--json"], capture_output=True, text=True, check=True)
        take = {c["name"]: ["--" + o["name"] for o in c["options"]] for c in json.loads(out.stdout)["commands"]}
        for name in ("bin-full", "bin-few"):
            (path / name).mkdir()
        (path / "bin-full/detente").symlink_to(self.program)
        few = path / "bin-few/detente"
        few.write_text(FEW.format(python=sys.executable, program=self.program, take=take))
        few.chmod(0o755)
        ranks = path / "bin-few/mpirun"
        ranks.write_text(RANKS.format())
        ranks.chmod(0o755)

    def run(self, script, is_full, language="sh"):
        """Runs a script; gives its exit code, output, and messages."""
        folder = self.path / ("bin-full" if is_full else "bin-few")
        (self.path / "build").unlink(missing_ok=True)
        (self.path / "build").symlink_to(folder)
        kept = {name: value for name, value in os.environ.items() if name not in ("DETENTE_DATA", "CLICOLOR_FORCE")}
        library = pathlib.Path(self.program).parent / "src/libdetente.so.0"
        kept.update(PATH=f"{folder}:{kept['PATH']}", LC_ALL="C.UTF-8", NO_COLOR="1", HOME=str(self.path), DETENTE_LIBRARY=str(library),
                    PYTHONPATH=str(SOURCE / "python"), PYTHONDONTWRITEBYTECODE="1")
        command = ["bash", "-e", "-c", script] if language == "sh" else [sys.executable, "-c", script]
        return subprocess.run(command, cwd=self.path, env=kept, stdin=subprocess.DEVNULL, capture_output=True, text=True)


def check_block(folder, page, block):
    """Runs a block; gives what was printed, and what is wrong."""
    script = "\n".join(block.lines)
    begin = time.monotonic()
    run = folder.run(script, block.expected is not None)
    if os.environ.get("DOCS_TIMES"):
        print(f"{time.monotonic() - begin:6.2f} s  {script.splitlines()[0]}", flush=True)
    where = f"{page.name}:{block.first + 1}"
    if run.returncode:
        return [], f"{where}: exit code {run.returncode}\n{script}\n{run.stderr[-2000:]}"
    printed = run.stdout.rstrip("\n").split("\n")
    missing = block.expected and matches(block.expected.lines, printed)
    if missing:
        return printed, f"{where}: line {missing!r} is not what was printed:\n{run.stdout[:6000]}"
    return printed, None


def main():
    program, page = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
    is_update = "--update" in sys.argv[3:]
    text = page.read_text(encoding="utf-8")
    lines, problems, count, skipped = text.splitlines(), [], 0, 0
    with tempfile.TemporaryDirectory() as name:
        folder = Folder(program, pathlib.Path(name))
        found = blocks_of(text)
        prepare = pathlib.Path(__file__).resolve().parent / f"prepare_{page.stem}.sh"
        if prepare.exists():
            first = folder.run(prepare.read_text(), False)
            if first.returncode:
                sys.exit(f"{prepare.name}: {first.stderr}")
        for block in [block for block in found if block.language == "sh"]:
            if block.reason:
                skipped += 1
                continue
            count += 1
            printed, problem = check_block(folder, page, block)
            if problem and is_update and printed and block.expected:
                wanted = block.expected
                # A line is replaced by one line, so that places further down stay; whole outputs are replaced last.
                wanted.lines[:] = renewed(wanted.lines, printed)
                wanted.is_new = True
            elif problem:
                problems.append(problem)
        python = [block for block in found if block.language == "python" and not block.reason]
        if python and page.name != "python.md":
            count += 1
            run = folder.run("\n".join("\n".join(block.lines) for block in python), False, "python")
            if run.returncode:
                problems.append(f"{page.name}: Python blocks: {run.stderr[-3000:]}")
        if is_update:
            for block in reversed(found):
                if getattr(block, "is_new", False):
                    lines[block.first:block.end - 1] = block.lines
            page.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(problems + [f"{count} blocks run, {skipped} not run, {len(problems)} findings"]))
    sys.exit(1 if problems or count + skipped == 0 else 0)


main()

#!/usr/bin/env python3
"""Commands: every `detente ...` in README.md, CONTRIBUTING.md and docs/ is a command of the program with options that it
has, and every make target there exists. Usage: check_commands.py PROGRAM"""
import json
import re
import shlex
import subprocess
import sys

from gate import Findings, ROOT, read


def examples(text):
    """(line number, words after `program`) of every code line and code span that begins with detente or make."""
    is_fenced = False
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith("```"):
            is_fenced = not is_fenced
            continue
        spans = [line.strip().lstrip("$ ")] if is_fenced or line.startswith("    ") else re.findall(r"`([^`]+)`", line)
        for span in spans:
            match = re.match(r"(?:mpirun (?:-\S+ \S+ )*|cd \S+; |srun )?(?:build/)?(detente|make)(?: (.*))?$", span)
            if match:
                rest = re.split(r"\s[#|>&;]", match.group(2) or "")[0]
                try:
                    yield number, match.group(1), shlex.split(rest)
                except ValueError:
                    yield number, match.group(1), rest.split()


def check_detente(words, table, common):
    if not words or words[0].isupper() or words[0] == "...":
        return None
    if words[0] in ("--help", "--version"):
        return None
    command = table.get(words[0])
    if command is None:
        return f"detente has no command {words[0]}"
    for word in words[1:]:
        if not word.startswith("-") or word in ("-", "--"):
            continue
        name = word.split("=")[0].lstrip("-")
        known = {o["name"] for o in command["options"] + common} | {o["letter"] for o in command["options"] + common}
        if name not in known:
            return f"detente {words[0]} has no option {word}"
    return None


def main():
    findings, checked = Findings(), 0
    out = subprocess.run([sys.argv[1], "help", "--json"], capture_output=True, text=True, check=True)
    document = json.loads(out.stdout)
    table = {command["name"]: command for command in document["commands"]}
    targets = set(re.findall(r"^([a-z][\w-]*):", read(ROOT / "Makefile"), re.MULTILINE))
    for path in [ROOT / "README.md", ROOT / "CONTRIBUTING.md"] + sorted((ROOT / "docs").rglob("*.md")):
        for number, program, words in examples(read(path)):
            checked += 1
            if program == "detente":
                problem = check_detente(words, table, document["common_options"])
            else:
                problem = next((f"no make target {w}" for w in words if w.isalpha() and w not in targets), None)
            if problem:
                findings.add(path, number, problem)
    findings.finish(checked)


main()

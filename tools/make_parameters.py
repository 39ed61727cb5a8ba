#!/usr/bin/env python3
"""Writes docs/parameters.md from the program's own tables: parameters, what evolves, outputs, and fields of the data.
Usage: make_parameters.py PROGRAM [--check]; with --check it only says whether the page is what the tables give."""
import json
import subprocess
import sys

from gate import ROOT

PAGE = ROOT / "docs/parameters.md"
# Shapes in the words of the page.
OF = {"world": "one", "state": "by state", "technology": "by technology"}
HEAD = """# Parameters, state variables, outputs and data

This page is made by `tools/make_parameters.py` from the tables of the program; a test compares them. It completes [the model](model.md):
what its equations use, what evolves from step to step, what is kept, and what is read from `data/`. `detente explain NAME` prints the same.

*lever* is a decision, *uncertain* is drawn for each member, *constant* stays unless a scenario sets it; there is *one* value,
or one *by state* or *by technology*. A default in brackets is low, most likely and high of a triangular
distribution. Sources are keys of [data/SOURCES.md](../data/SOURCES.md); *data* takes the range of each state's own value.
"""


def topics(program, *arguments):
    out = subprocess.run([program, "explain", "--list", *arguments, "--json"], capture_output=True, text=True, check=True)
    return json.loads(out.stdout)["topics"]


def number(value):
    return f"{value:.6g}"


def default(topic):
    """The default of a parameter in a few words."""
    if topic["distribution"] == "data":
        return "data" if topic["data_field"] == topic["name"] else f"data: `{topic['data_field']}`"
    if topic["distribution"] == "fixed":
        return number(topic["central"])
    return f"({number(topic['low'])}, {number(topic['central'])}, {number(topic['high'])})"


def cell(text):
    return str(text).replace("|", "\\|")


def table(head, rows):
    return [f"| {' | '.join(head)} |", "|" + "---|" * len(head)] + [f"| {' | '.join(map(cell, row))} |" for row in rows] + [""]


def by_mechanism(found):
    """Topics by mechanism, in the order in which the program lists them."""
    groups = {}
    for topic in found:
        groups.setdefault(topic["mechanism"], []).append(topic)
    return groups.items()


def page(program):
    every = topics(program)
    kinds = {}
    for topic in every:
        kinds.setdefault(topic["kind"], []).append(topic)
    lines = HEAD.splitlines() + [""]
    lines += ["## Parameters", ""]
    for mechanism, group in by_mechanism(kinds["parameter"]):
        rows = [(f"`{t['name']}`", t["text"], t["unit"], f"{t['role']}, {OF[t['shape']]}", f"{number(t['least'])} to {number(t['greatest'])}",
                 default(t), t["source"]) for t in group]
        lines += [f"### {mechanism.capitalize()}", ""]
        lines += table(("name", "what it is", "unit", "role", "range", "default", "source"), rows)
    lines += ["## State variables", "", "What a member carries from step to step, by the mechanism that owns it.", ""]
    for mechanism, group in by_mechanism(kinds["field"]):
        rows = [(f"`{t['name']}`", t["text"], t["unit"], "states" if t["per_state"] else "world", t["values"]) for t in group]
        lines += [f"### State variables of {mechanism}", ""]
        lines += table(("name", "what it is", "unit", "of", "values"), rows)
    rows = [(f"`{t['name']}`", t["text"], t["unit"], t["of_a_group"]) for t in kinds["output"]]
    lines += ["## Outputs", ""] + table(("name", "what it is", "unit", "of a group"), rows)
    rows = [(f"`{t['name']}`", t["text"], t["unit"], "technology" if t["per_technology"] else "state", "yes" if t["required"] else "no",
             f"{number(t['least'])} to {number(t['greatest'])}") for t in kinds["data"]]
    lines += ["## Fields of the data", ""] + table(("name", "what it is", "unit", "of a", "required", "range"), rows)
    return "\n".join(lines).rstrip() + "\n"


def main():
    text = page(sys.argv[1])
    if "--check" not in sys.argv[2:]:
        PAGE.write_text(text, encoding="utf-8")
        return 0
    if PAGE.exists() and PAGE.read_text(encoding="utf-8") == text:
        print(f"{len(text.splitlines())} lines agree")
        return 0
    print("docs/parameters.md is not what the tables give: tools/make_parameters.py build/detente")
    return 1


sys.exit(main())

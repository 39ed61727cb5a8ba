#!/usr/bin/env python3
"""Makes web/src/tokens.css and web/src/tokens.js from src/report/tokens.def, so that the page and the report look alike.
With --check it writes nothing and fails if they are not what the table gives. Usage: make_tokens.py [--check]"""
import ast
import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
LINE = re.compile(r"^DT_(\w+)\((.*)\)$", re.M)
PART = re.compile(r'"(?:[^"\\]|\\.)*"|[^,\s][^,]*')
NOTE = "Made by tools/make_tokens.py from src/report/tokens.def; do not edit."


def read():
    """The rows of the table by kind; texts and numbers as Python values, names as texts."""
    rows = {}
    for kind, inside in LINE.findall((ROOT / "src/report/tokens.def").read_text(encoding="utf-8")):
        parts = [part.strip() for part in PART.findall(inside)]
        values = [ast.literal_eval(part) if re.match(r'["\d.-]', part) else part for part in parts]
        rows.setdefault(kind, []).append(values)
    return rows


def css(rows):
    def block(column, indent):
        return "".join(f"{indent}--{row[0]}: {row[column]};\n" for row in rows["COLOUR"])

    def medium(query, column):
        return f"@media {query} {{\n    :root {{\n{block(column, ' ' * 8)}    }}\n}}\n"

    fonts = "".join(f"    --{name}: {families};\n" for name, families in rows["FONT"])
    dark, paper = medium("(prefers-color-scheme: dark)", 2), medium("print", 3)
    return f"/* {NOTE} */\n:root {{\n{block(1, '    ')}{fonts}}}\n{dark}{paper}"


def script(rows):
    def dash(text):
        return [float(part) if "." in part else int(part) for part in text.split()]

    tables = {
        "DASHES": [dash(row[1]) for row in rows["GROUP_DASH"]],
        "ROLE_DASHES": {role: dash(text) for role, text in rows["ROLE_DASH"]},
        "LIMITS": {key: {"words": words, "meaning": meaning, "colour": colour, "pattern": pattern}
                   for key, words, meaning, colour, pattern in rows["LIMIT"]},
        "HATCHES": dict(rows["HATCH"]),
        "SHADES": [{"from": first, "words": words} for _, first, words in rows["SHADE"]],
        "FAN": [row[1] for row in rows["FAN"]],
        "FORMAT": {**dict(rows["NUMBER"]), **dict(rows["WORD"])},
    }
    lines = [f"export const {name} = {json.dumps(value)};" for name, value in tables.items()]
    return f"/* {NOTE} */\n" + "\n".join(lines) + "\n"


def main():
    rows, is_check = read(), "--check" in sys.argv[1:]
    for name, text in (("tokens.css", css(rows)), ("tokens.js", script(rows))):
        path = ROOT / "web/src" / name
        if is_check and (not path.exists() or path.read_text(encoding="utf-8") != text):
            sys.exit(f"web/src/{name} is not what src/report/tokens.def gives: run tools/make_tokens.py")
        if not is_check:
            path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""The tools of the documentation find what they are for: a page with one fault fails, without it passes; formulas become MathML
with the structure that the MathML standard gives them. Usage: test_tools.py PROGRAM"""
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent / "tools/docs"))

import c_reference  # noqa: E402
import formula  # noqa: E402

PAGES = [
    ("```sh\ndetente version >/dev/null\n```\n", 0, ""),
    ("```sh\ndetente version --colour\n```\n", 1, "exit code 2"),
    ("    detente explain no_such_name\n", 1, "exit code 1"),
    ("```sh\necho one; echo two\n```\n```text\none\ntwo\n```\n", 0, ""),
    ("```sh\necho one; echo two\n```\n```text\n...\ntwo\n```\n", 0, ""),
    ("```sh\necho one; echo two\n```\n```text\none\n```\n", 1, "(end)"),
    ("```sh\necho one; echo 2.5 GW\n```\n\n```text\none\n2.6 GW\n```\n", 1, "'2.6 GW'"),
    ("<!-- not run: a reason -->\n```sh\nfalse\n```\n", 0, "1 not run"),
    ("Words only.\n", 1, "0 blocks run"),
]
# Text of a formula, and its MathML without attributes.
FORMULAS = [
    ("a / b", "<mfrac><mi>a</mi><mi>b</mi></mfrac>"),
    ("A^-beta", "<msup><mi>A</mi><mrow><mo>−</mo><mi>β</mi></mrow></msup>"),
    ("G_k", "<msub><mi>G</mi><mi>k</mi></msub>"),
    ("sqrt(dt)", "<msqrt><mrow><mi>d</mi><mi>t</mi></mrow></msqrt>"),
    ("1 - x / y", "<mrow><mn>1</mn><mo>−</mo><mfrac><mi>x</mi><mi>y</mi></mfrac></mrow>"),
    ("value x product", "<mrow><mi>value</mi><mo>×</mo><mi>product</mi></mrow>"),
    ("min(1, e)", "<mrow><mi>min</mi><mspace/><mrow><mo>(</mo><mrow><mn>1</mn><mo>,</mo><mi>e</mi></mrow><mo>)</mo></mrow></mrow>"),
]
NO_FORMULAS = ["detente explain --list", "trapped_capacity", "attending: N", "data/texts/"]


def check_pages(program):
    for text, code, said in PAGES:
        with tempfile.TemporaryDirectory() as folder:
            page = pathlib.Path(folder) / "page.md"
            page.write_text(text)
            run = subprocess.run([sys.executable, "-B", HERE / "run_page.py", program, page], capture_output=True, text=True)
        assert run.returncode == code and said in run.stdout, (text, run.returncode, run.stdout, run.stderr)


def check_update(program):
    """Figures are renewed, words are not."""
    with tempfile.TemporaryDirectory() as folder:
        page = pathlib.Path(folder) / "page.md"
        page.write_text("```sh\necho first; echo power 2.5 GW\n```\n```text\n...\npower 9 GW\n```\nEnd.\n")
        subprocess.run([sys.executable, "-B", HERE / "run_page.py", program, page, "--update"], capture_output=True, check=True)
        assert page.read_text().endswith("```text\n...\npower 2.5 GW\n```\nEnd.\n"), page.read_text()


def check_formulas():
    for text, wanted in FORMULAS:
        made = re.sub(r"<(\w+)(?: [^>]*?)?(/?)>", r"<\1\2>", formula.mathml(text))
        assert made == f"<span><math>{wanted}</math></span>", (text, made)
    for text in NO_FORMULAS:
        assert not formula.looks_like_formula(text), text
    for text in ("a / ", "(a", "a ) b", ""):
        try:
            formula.mathml(text)
        except ValueError:
            continue
        raise AssertionError(text)


def check_reference():
    header = "/* What it is. */\n#ifndef A_H\n\n/** Adds\n * two. */\nint dt_add(int a, int b);\nint dt_more(void);\n\n/** Kinds. */\ntypedef enum dt_kind { DT_ONE } dt_kind;\n"
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "a.h"
        path.write_text(header)
        text, known = c_reference.page(path)
    assert known == ["dt_add", "dt_more", "dt_kind"], known
    assert "## dt_add, dt_more\n\nAdds\ntwo.\n\n```c\nint dt_add(int a, int b);\nint dt_more(void);\n```" in text, text


check_pages(sys.argv[1])
check_update(sys.argv[1])
check_formulas()
check_reference()
print("ok")

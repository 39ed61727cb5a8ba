#!/usr/bin/env python3
"""Writes python/detente/_api.py, the constants, structures and functions of the library for ctypes, from the public headers,
and debian/libdetente0.symbols, the list of its functions.
Usage: make_python.py [--check] [--cc COMPILER]; with --check it only says whether the files are what the headers give.

The headers are preprocessed (lists in .def files become enumerators), and the result is read declaration by declaration:
they are plain C without bit fields, unions or nested structures. Whatever is not understood ends the program with its
text. Codes of errors and their sentences are left out: the library tells them at run time."""
import keyword
import re
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "python/detente/_api.py"
SYMBOLS = ROOT / "debian/libdetente0.symbols"
SYSTEM = ("stddef.h", "stdint.h")
BASE = {
    "int": "c_int",
    "double": "c_double",
    "float": "c_float",
    "size_t": "c_size_t",
    "int64_t": "c_int64",
    "uint64_t": "c_uint64",
    "uint32_t": "c_uint32",
    "unsigned char": "c_ubyte",
    "signed char": "c_byte",
    "char": "c_char",
    "unsigned": "c_uint",
    "unsigned long long": "c_ulonglong",
    "long long": "c_longlong",
}
HEAD = '''"""The C library as ctypes see it. Written by tools/make_python.py from include/detente/*.h; do not edit."""
from ctypes import (CFUNCTYPE, POINTER, Structure, c_byte, c_char, c_char_p, c_double, c_float, c_int, c_int64,
                    c_longlong, c_size_t, c_ubyte, c_uint, c_uint32, c_uint64, c_ulonglong, c_void_p)

'''


def preprocess(compiler):
    """All public headers as one text without comments and system headers."""
    headers = sorted(path.name for path in (ROOT / "include/detente").glob("*.h"))
    with tempfile.TemporaryDirectory() as folder:
        for name in SYSTEM:
            (Path(folder) / name).write_text("")
        text = "".join(f'#include "detente/{name}"\n' for name in headers)
        out = subprocess.run(
            [compiler, "-E", "-P", "-nostdinc", "-I", folder, "-I", str(ROOT / "include"), "-x", "c", "-"],
            input=text,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    return re.sub(r"^#.*$", "", out, flags=re.M)


def declarations(text):
    """The text cut at semicolons that stand outside braces, blanks squeezed."""
    depth, start = 0, 0
    for place, letter in enumerate(text):
        depth += (letter == "{") - (letter == "}")
        if letter == ";" and depth == 0:
            yield " ".join(text[start:place].split())
            start = place + 1


def split_arguments(text):
    """Arguments of a function: cut at commas outside parentheses."""
    depth, start, out = 0, 0, []
    for place, letter in enumerate(text + ","):
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth == 0:
            out.append(text[start:place].strip())
            start = place + 1
    return out


class Tables:
    """What was read so far: constants, names of types, and the lines to write."""

    def __init__(self):
        self.constant, self.known, self.lines, self.function = {}, {}, [], []

    def number(self, text):
        """Value of a constant expression."""
        return int(
            eval(text, {"__builtins__": {}}, self.constant)
        )  # only whole numbers and names of constants

    def base(self, words, stars):
        """A type of the headers as one of ctypes; `stars` is how often it is pointed to."""
        is_const = "const" in words
        name = " ".join(word for word in words if word not in ("const", "volatile", "struct", "enum"))
        if name == "void":
            return ("None", "c_void_p", "POINTER(c_void_p)")[stars]
        if name == "char" and stars and is_const:
            kind, stars = "c_char_p", stars - 1
        elif name in BASE:
            kind = BASE[name]
        elif name in self.known:
            kind = self.known[name]
            stars -= kind == "callback"
            kind = name if kind == "callback" else kind
        else:
            raise SystemExit(f"type not known: {name!r}")
        return "POINTER(" * stars + kind + ")" * stars

    def callback(self, words, stars, arguments):
        kinds = [self.base(words, stars)] + [self.argument(one)[1] for one in split_arguments(arguments)]
        return f"CFUNCTYPE({', '.join(kinds)})"

    def declarator(self, words, text, is_argument):
        """One declarator behind the words of its type: its name and type."""
        found = re.fullmatch(r"(\**)\s*\(\*(\w+)\)\((.*)\)", text)
        if found:
            return found[2], self.callback(words, len(found[1]), found[3])
        found = re.fullmatch(r"\(\*(\w+)\)((?:\[[^]]+\])+)", text)
        if found:
            return found[1], f"POINTER({self.array(self.base(words, 0), found[2])})"
        found = re.fullmatch(r"((?:\*|const|\s)*)(\w+)((?:\[[^]]*\])*)", text)
        if not found:
            raise SystemExit(f"not understood: {' '.join(words)} {text}")
        stars, sizes = found[1].count("*"), found[3]
        if sizes and is_argument:
            return found[2], self.base(words, stars + 1)
        return found[2], self.array(self.base(words, stars), sizes)

    def array(self, kind, sizes):
        for size in reversed(re.findall(r"\[([^]]+)\]", sizes)):
            kind = f"{kind} * {self.number(size)}" if " * " not in kind else f"({kind}) * {self.number(size)}"
        return kind

    def split(self, text):
        """A declaration as the words of its type and the rest."""
        found = re.match(
            r"(?:(?:const|volatile|struct|enum)\s+)*"
            r"((?:(?:unsigned|signed|long|char|int|double|float)\b\s*)+|\w+)(?:\s+const\b)?\s*",
            text,
        )
        return found[0].split(), text[found.end() :]

    def argument(self, text):
        words, rest = self.split(text)
        if not re.search(r"\w", re.sub(r"const", "", rest)):
            rest += " unnamed"
        return self.declarator(words, rest.strip(), True)

    def enumerators(self, body):
        value = -1
        for one in filter(None, (part.strip() for part in body.split(","))):
            name, _, text = one.partition("=")
            value = self.number(text) if text else value + 1
            self.constant[name.strip()] = value
            if not name.startswith("DT_E_"):
                self.lines.append(f"{name.strip()} = {value}")

    def structure(self, name, body):
        fields = []
        for member in filter(None, (part.strip() for part in body.split(";"))):
            words, rest = self.split(member)
            parts = [rest] if "(*" in rest else split_arguments(rest)
            fields += [self.declarator(words, part.strip(), False) for part in parts]
        self.lines += ["", ""] if self.lines and not self.lines[-1].startswith("class") else []
        self.lines.append(f"class {name}(Structure):")
        cells = [f'("{field}{"_" * keyword.iskeyword(field)}", {kind})' for field, kind in fields]
        self.lines += wrap("    _fields_ = [", cells, "]")
        self.known[name] = name

    def read(self, text):
        if found := re.fullmatch(r"typedef struct (\w+) \1", text):
            self.known[found[1]] = found[1]
            self.lines += ["", "", f"class {found[1]}(Structure):", "    pass"]
        elif found := re.fullmatch(r"typedef struct (\w+) \{(.*)\} \1", text):
            self.structure(found[1], found[2])
        elif found := re.fullmatch(r"(?:typedef )?enum(?: (\w+))? \{(.*)\}(?: \w+)?", text):
            self.lines += ["", ""] if self.lines and self.lines[-1].startswith(" ") else []
            self.enumerators(found[2])
            if found[1]:
                self.known[found[1]] = "c_int"
        elif found := re.fullmatch(r"typedef ([\w ]+?)(\**)\(?\*?(\w+)\)?\((.*)\)", text):
            self.known[found[3]] = "callback"
            kind = self.callback(found[1].split(), len(found[2]), found[4])
            self.lines += ["", "", f"{found[3]} = {kind}"]
        elif found := re.fullmatch(r"([\w ]+?)\s*((?:\*|const|\s)*)\b(dt_\w+)\((.*)\)", text):
            result = self.base(found[1].split(), found[2].count("*"))
            arguments = (
                [] if found[4] == "void" else [self.argument(one)[1] for one in split_arguments(found[4])]
            )
            self.function.append((found[3], result, arguments))
        elif text:
            raise SystemExit(f"not understood: {text}")


def wrap(begin, cells, end):
    """Cells between brackets, in lines of at most 110 columns; no cell is broken."""
    whole = begin + ", ".join(cell.replace(" ", "\0") for cell in cells) + end
    lines = textwrap.wrap(
        whole,
        110,
        subsequent_indent=" " * len(begin),
        break_long_words=False,
        break_on_hyphens=False,
        drop_whitespace=True,
    )
    return [line.replace("\0", " ") for line in lines]


def generate(compiler):
    tables = Tables()
    for text in declarations(preprocess(compiler)):
        tables.read(text)
    lines = tables.lines + ["", "", "#: Result and arguments of every function.", "FUNCTIONS = {"]
    for name, result, arguments in sorted(tables.function):
        last = "," if len(arguments) == 1 else ""
        lines += wrap(f'    "{name}": ({result}, (', arguments, f"{last})),")
    return (
        HEAD + re.sub(r"\n{4,}", "\n\n\n", "\n".join(line.rstrip() for line in lines)).lstrip("\n") + "\n}\n"
    )


def symbols(text):
    """The list of Debian's symbols: each function with the version that first had it, which a list that is there says."""
    known = dict(re.findall(r"^ (\w+)@DT_0 (\S+)$", SYMBOLS.read_text() if SYMBOLS.exists() else "", re.M))
    version = re.search(r"project\(detente VERSION (\S+)", (ROOT / "CMakeLists.txt").read_text()).group(1)
    names = sorted(re.findall(r'^    "(dt_\w+)": \(', text, re.M))
    lines = [" DT_0@DT_0 0.1.0"] + [f" {name}@DT_0 {known.get(name, version)}" for name in names]
    return "libdetente.so.0 libdetente0 #MINVER#\n* Build-Depends-Package: libdetente-dev\n" + "\n".join(lines) + "\n"


def main():
    compiler = sys.argv[sys.argv.index("--cc") + 1] if "--cc" in sys.argv else "cc"
    text = generate(compiler)
    for path, wanted in ((TARGET, text), (SYMBOLS, symbols(text))):
        if "--check" not in sys.argv:
            path.write_text(wanted)
        elif not path.exists() or path.read_text() != wanted:
            sys.exit(f"{path.relative_to(ROOT)} is not what the headers give: run tools/make_python.py")


if __name__ == "__main__":
    main()

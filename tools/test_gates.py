#!/usr/bin/env python3
"""The gates find what they are for: in a small tree with one fault, the gate fails and names the place; without it, it passes.
Usage: test_gates.py C-COMPILER CLANG-FORMAT"""
import pathlib
import shutil
import subprocess
import sys
import tempfile

TOOLS = pathlib.Path(__file__).resolve().parent

GOOD = {
    "tools/layers.txt": "core\nio core\ncli\n",
    "include/detente/a.h": "/* What a is. */\n#ifndef A_H\n#define A_H\n\n/** One. */\nint dt_one(int x);\n\n#endif\n",
    "src/core/a.h": "/* a */\n#ifndef CORE_A_H\n#define CORE_A_H\n#endif\n",
    "src/io/b.h": "/* b */\n#ifndef IO_B_H\n#define IO_B_H\n#include \"core/a.h\"\n#endif\n",
    "src/io/b.c": "/* b */\n#include \"io/b.h\"\n#include \"detente/a.h\"\n\nstatic const char *const names[] = {\"one\", \"two\"};\n\n"
                  "int dt_one(int x)\n{\n    return names[x][0];\n}\n",
}
SAME = "\n".join(f"    x += {n};" for n in range(8))

# gate, file, what is put in front of its last function or appended, what the finding says
FAULTS = [
    ("layers", "src/core/c.c", '/* c */\n#include "io/b.h"\n', "layer core may not include io/b.h"),
    ("layers", "src/core/c.c", '/* c */\n#include "a.h"\n', "names no layer"),
    ("cycles", "src/core/a.h", '/* a */\n#include "io/b.h"\n', "cycle"),
    ("sizes", "src/core/c.c", "/* " + "x" * 110 + " */\n", "columns"),
    ("sizes", "src/core/c.c", "int dt_f(void)\n{\n" + "    dt_one(1);\n" * 100 + "}\n", "lines, at most 100"),
    ("sizes", "src/core/c.c", "int dt_f(int x)\n{\n" + "    if (x) x++;\n" * 15 + "}\n", "complexity 16"),
    ("sizes", "src/core/c.c", "int dt_f(int a, int b, int c, int d,\n         int e, int f, int g)\n{\n    return a;\n}\n", "7 parameters"),
    ("sizes", "src/core/c.c", "\n" * 901, "901 lines"),
    ("api_docs", "include/detente/c.h", "/* c */\n\nint dt_two(int x);\n", "no comment: int dt_two"),
    ("api_docs", "include/detente/c.h", "/* c */\n\nstruct dt_two {\n    int x;\n};\n", "no comment: struct dt_two"),
    ("text", "src/core/c.c", "/* TO" + "DO: later */\n", "open an issue"),
    ("text", "docs/c.md", "See /ho" + "me/me/file.\n", "path of one machine"),
    ("text", "src/core/c.c", "void dt_f(void)\n{\n    printf(\"x\");\n}\n", "does not print"),
    ("text", "src/core/c.c", "void dt_f(void)\n{\n    exit(1);\n}\n", "does not leave"),
    ("text", "src/core/c.c", "const char *dt_f(void)\n{\n    return getenv(\"X\");\n}\n", "environment"),
    ("text", "src/io/c.c", "#include <immintrin.h>\n", "belong in core"),
    ("duplicates", "src/core/c.c", f"int dt_f(int x)\n{{\n{SAME}\n}}\nint dt_g(int x)\n{{\n{SAME}\n}}\n", "8 lines as in"),
    ("format", "src/core/c.c", "int dt_f(int x) { return x; }\n", "clang-format"),
    ("symbols", "src/io/b.c", "int one(int x);\nint one(int x)\n{\n    return x;\n}\n", "one does not begin with dt_"),
    ("globals", "src/io/b.c", "static int count;\nint dt_one(int x)\n{\n    return count += x;\n}\n", "count is a variable"),
    ("globals", "src/io/b.c", "int dt_one(int x)\n{\n    static int last = 1;\n    return last += x;\n}\n", "is a variable"),
]


def lay(folder, files):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def run_gate(folder, gate, compiler, formatter):
    arguments = []
    if gate == "format":
        arguments = [formatter]
    if gate in ("symbols", "globals"):
        arguments = [str(folder / "b.o")]
        subprocess.run([compiler, "-O1", "-fPIC", f"-I{folder}/include", f"-I{folder}/src", "-c", str(folder / "src/io/b.c"), "-o", arguments[0]],
                       check=True)
    return subprocess.run([sys.executable, str(folder / f"tools/check_{gate}.py")] + arguments, capture_output=True, text=True, check=False)


def main():
    compiler, formatter = sys.argv[1], sys.argv[2]
    failures = 0
    for gate, name, text, expected in [(gate, None, "", "") for gate in sorted({f[0] for f in FAULTS})] + FAULTS:
        with tempfile.TemporaryDirectory() as place:
            folder = pathlib.Path(place)
            lay(folder, GOOD)
            shutil.copy(TOOLS.parent / ".clang-format", folder)
            for script in TOOLS.glob("*.py"):
                shutil.copy(script, folder / "tools")
            if name:
                lay(folder, {name: text})
            result = run_gate(folder, gate, compiler, formatter)
            is_right = result.returncode == (1 if name else 0) and expected in result.stdout
            if not is_right:
                failures += 1
                print(f"gate {gate} with {name}: {expected}\n{result.stdout}{result.stderr}")
    print(f"{len(FAULTS)} faults, {failures} failures")
    sys.exit(1 if failures else 0)


main()

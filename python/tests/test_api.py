"""The generated tables against the compiler's layout of every structure, and against what the library exports."""
import ctypes
import os
import subprocess

from common import ROOT, Case
from detente import _api
from detente._library import lib, library_path

STRUCTURES = {
    name: kind
    for name, kind in vars(_api).items()
    if isinstance(kind, type)
    and issubclass(kind, ctypes.Structure)
    and hasattr(kind, "_fields_")
    and name.startswith("dt_")
}


class Tables(Case):
    def test_layout_is_the_compilers(self):
        lines, wanted = [], []
        for name, kind in sorted(STRUCTURES.items()):
            lines.append(f'printf("{name} %zu\\n", sizeof({name}));')
            wanted.append(f"{name} {ctypes.sizeof(kind)}")
            for field, _ in kind._fields_:
                lines.append(f'printf("{name}.{field} %zu\\n", offsetof({name}, {field.rstrip("_")}));')
                wanted.append(f"{name}.{field} {getattr(kind, field).offset}")
        headers = sorted(path.name for path in (ROOT / "include/detente").glob("*.h"))
        source = "#include <stdio.h>\n" + "".join(f'#include "detente/{name}"\n' for name in headers)
        source += "int main(void) {\n" + "\n".join(lines) + "\nreturn 0; }\n"
        (self.folder / "layout.c").write_text(source)
        subprocess.run(
            [
                os.environ["CC"],
                "-std=c17",
                "-I",
                ROOT / "include",
                self.folder / "layout.c",
                "-o",
                self.folder / "layout",
            ],
            check=True,
        )
        out = subprocess.run([self.folder / "layout"], check=True, capture_output=True, text=True).stdout
        self.assertGreater(len(STRUCTURES), 100)
        self.assertEqual(out.splitlines(), wanted)

    def test_library_exports_the_headers_and_nothing_else(self):
        out = subprocess.run(
            ["nm", "-D", "--defined-only", library_path()], check=True, capture_output=True, text=True
        ).stdout
        names = [line.split()[-1] for line in out.splitlines()]
        self.assertIn("DT_0", [name.lstrip("@") for name in names])
        exported = {name for name in names if not name.startswith("DT_")}
        self.assertEqual(exported, {f"{name}@@DT_0" for name in _api.FUNCTIONS})

    def test_soname(self):
        out = subprocess.run(
            ["readelf", "-d", library_path()], check=True, capture_output=True, text=True
        ).stdout
        self.assertIn("Library soname: [libdetente.so.0]", out)

    def test_every_function_can_be_bound(self):
        for name in _api.FUNCTIONS:
            self.assertTrue(callable(getattr(lib, name)), name)

    def test_wrong_handle_is_refused(self):
        with self.assertRaises(ctypes.ArgumentError):
            lib.dt_case_members(ctypes.POINTER(_api.dt_world)())

"""Builds a wheel for this machine's kind, with the C library and its data inside, from an installed copy:

    cmake --install build --prefix /tmp/detente
    DETENTE_PREFIX=/tmp/detente pip wheel --no-deps --no-build-isolation python

The wheel fits every Python 3 (it holds no extension module) and needs the libraries that the copy needs, which
packages.txt names. Without DETENTE_PREFIX the package is built alone and looks for an installed library."""
import os
import re
import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py
from wheel.bdist_wheel import bdist_wheel

PREFIX = os.environ.get("DETENTE_PREFIX")
SHARED = ("data", "scenarios", "games", "networks")


def library():
    return next(Path(PREFIX).rglob("libdetente.so.0"))


def version():
    """That of the library's pkg-config file, or of the tree."""
    if PREFIX:
        text = (library().parent / "pkgconfig/detente.pc").read_text()
        return re.search(r"^Version: (\S+)", text, re.M).group(1)
    text = (Path(__file__).resolve().parent.parent / "CMakeLists.txt").read_text()
    return re.search(r"project\(detente VERSION (\S+)", text).group(1)


class Build(build_py):
    """The package, and below it lib/ and share/detente/ as an installed copy has them."""

    def run(self):
        super().run()
        if not PREFIX:
            return
        target = Path(self.build_lib) / "detente"
        (target / "lib").mkdir(parents=True, exist_ok=True)
        shutil.copy(library(), target / "lib/libdetente.so.0")
        for name in SHARED:
            shutil.copytree(Path(PREFIX) / "share/detente" / name, target / "share/detente" / name, dirs_exist_ok=True)


class Wheel(bdist_wheel):
    """One wheel for all Pythons: only the C library depends on the machine."""

    def finalize_options(self):
        super().finalize_options()
        self.root_is_pure = not PREFIX

    def get_tag(self):
        return ("py3", "none", super().get_tag()[2] if PREFIX else "any")


setup(
    version=version(),
    packages=["detente"],
    package_data={"detente": ["py.typed"]},
    cmdclass={"build_py": Build, "bdist_wheel": Wheel},
)

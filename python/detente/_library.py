"""Finds the C library and its data, calls it, and turns its errors into exceptions.

The library is found by DETENTE_LIBRARY (a path), else in this package (a wheel), beside its installation or in the build
folder of its source tree, else by the system's loader. Data tables and scenarios are found by DETENTE_DATA, else from the place of the
library, else from that of this package. A call that can take long runs in a thread of its own, so that Ctrl-C reaches
it: what was finished is kept by the library, and KeyboardInterrupt is raised."""
from __future__ import annotations

import ctypes
import dataclasses
import os
import threading
import warnings
from pathlib import Path
from typing import Any, Callable, Sequence

from . import _api

_PACKAGE = Path(__file__).resolve().parent
_SONAME = "libdetente.so.0"


@dataclasses.dataclass(frozen=True)
class Finding:
    """One finding in an input: what stands where, what was expected, how to mend it."""

    code: str  #: for example "E0201"; its explanation: ``detente explain E0201``
    name: str  #: for example "UNKNOWN_KEY"
    is_warning: bool
    file: str
    line: int  #: 1-based; 0 if not known
    column: int
    key: str
    found: str
    expected: str
    suggestion: str
    text: str  #: the whole line, as the program prints it

    def __str__(self) -> str:
        return self.text


class Error(Exception):
    """A call that failed: its status, as the program names it, and all findings."""

    def __init__(self, status: str, findings: Sequence[Finding] = (), text: str = "") -> None:
        self.status = status
        self.findings = list(findings)
        lines = [str(finding) for finding in self.findings if not finding.is_warning]
        super().__init__("\n".join(lines) or text)


class InputError(Error, ValueError):
    """An input file or value is not valid."""


class FileError(Error, OSError):
    """A file could not be read or written."""


class MembersFailed(Error, ArithmeticError):
    """Some members of an ensemble failed; ``result`` holds the others."""

    result: Any = None


class NoSolution(Error, ArithmeticError):
    """No solution was found."""


class Mismatch(Error, ValueError):
    """A version or a content hash does not match."""


class OutOfMemory(Error, MemoryError):
    """Memory could not be allocated."""


class DetenteWarning(UserWarning):
    """A finding that does not fail a call."""


_KINDS = {
    "INPUT": InputError,
    "USAGE": InputError,
    "IO": FileError,
    "MEMBERS_FAILED": MembersFailed,
    "NO_SOLUTION": NoSolution,
    "MISMATCH": Mismatch,
    "NO_MEMORY": OutOfMemory,
}


def _candidates() -> list[str]:
    """Paths of the library, likeliest first. The last is left to the system's loader."""
    named = os.environ.get("DETENTE_LIBRARY")
    if named:
        return [named]
    places = [_PACKAGE / "lib"] + [folder / "build/src" for folder in _PACKAGE.parents[1:2]]
    places += [folder / name for folder in _PACKAGE.parents[2:4] for name in (".", "lib64")]
    return [str(place / _SONAME) for place in places if (place / _SONAME).exists()] + [_SONAME]


class _Library:
    """The functions of the library by name, with the types of their arguments, looked up when first used."""

    def __init__(self) -> None:
        self._handle: ctypes.CDLL | None = None
        self._lock = threading.Lock()

    def _open(self) -> ctypes.CDLL:
        with self._lock:
            if self._handle is None:
                fault = None
                for path in _candidates():
                    try:
                        self._handle = ctypes.CDLL(path)
                        break
                    except OSError as one:
                        fault = fault or one
                if self._handle is None:
                    raise ImportError(
                        f"the library {_SONAME} was not found ({fault}); DETENTE_LIBRARY may name it"
                    )
        return self._handle

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name not in _api.FUNCTIONS:
            raise AttributeError(name)
        function = getattr(self._open(), name)
        function.restype, function.argtypes = _api.FUNCTIONS[name]
        setattr(self, name, function)
        return function


lib = _Library()


class _Place(ctypes.Structure):
    _fields_ = [
        ("file", ctypes.c_char_p),
        ("base", ctypes.c_void_p),
        ("symbol", ctypes.c_char_p),
        ("address", ctypes.c_void_p),
    ]


def library_path() -> Path:
    """File that the library was loaded from."""
    dladdr = ctypes.CDLL(None).dladdr
    dladdr.argtypes = (ctypes.c_void_p, ctypes.POINTER(_Place))
    place = _Place()
    function: Any = lib.dt_version
    dladdr(ctypes.cast(function, ctypes.c_void_p), ctypes.byref(place))
    return Path(os.fsdecode(place.file)).resolve()


def shipped(name: str) -> Path | None:
    """A file or folder that is shipped ("data", "scenarios/coruna.yaml"), found from the library or this package."""
    for start in (library_path(), _PACKAGE):
        for folder in start.parents:
            for root in (folder / "share/detente", folder):
                if (root / "data/states.csv").exists() and (root / name).exists():
                    return root / name
    return None


def data_folder(named: str | os.PathLike[str] | None = None) -> Path:
    """Folder of the data tables."""
    path = named or os.environ.get("DETENTE_DATA") or shipped("data")
    if path is None:
        raise FileError("IO", text="the data tables were not found; DETENTE_DATA may name their folder")
    return Path(path)


def find_input(name: str | os.PathLike[str], folder: str, ending: str) -> Path:
    """A file, or by its plain name one that is shipped in a folder."""
    path = Path(name)
    if path.exists() or path.name != str(name) or path.suffix:
        return path
    return shipped(f"{folder}/{path}{ending}") or path


def encode(text: str | os.PathLike[str]) -> bytes:
    """Text or path for the library."""
    return os.fsencode(text) if isinstance(text, os.PathLike) else str(text).encode()


def decode(text: bytes | None) -> str:
    """Text of the library; "" for none."""
    return (text or b"").decode("utf-8", "replace")


def take_text(pointer: Any) -> str:
    """Text that the library handed over: copied and freed."""
    text = decode(ctypes.cast(pointer, ctypes.c_char_p).value)
    lib.dt_free(pointer)
    return text


class Findings:
    """Receives the findings of a call, and raises or warns after it."""

    def __init__(self) -> None:
        self.list = _api.dt_diagnostics()
        lib.dt_diagnostics_init(self.list)

    @property
    def pointer(self) -> Any:
        return ctypes.pointer(self.list)

    def all(self) -> list[Finding]:
        return [_finding(self.list.item[k]) for k in range(self.list.count)]

    def check(self, status: int) -> None:
        """Raises for a status other than success; findings that are warnings become warnings."""
        findings = self.all()
        for one in findings:
            if one.is_warning:
                warnings.warn(str(one), DetenteWarning, stacklevel=3)
        if status != _api.DT_OK:
            raise failure(status, findings)


def failure(status: int, findings: Sequence[Finding] = ()) -> BaseException:
    """The exception for a status."""
    name = decode(lib.dt_status_name(status))
    if name == "INTERRUPTED":
        return KeyboardInterrupt(decode(lib.dt_status_text(status)))
    return _KINDS.get(name, Error)(name, findings, decode(lib.dt_status_text(status)))


def check(status: int) -> None:
    """Raises for a status other than success of a call without findings."""
    if status != _api.DT_OK:
        raise failure(status)


def _finding(item: Any) -> Finding:
    size = lib.dt_diagnostic_format(item, None, 0)
    text = ctypes.create_string_buffer(size + 1)
    lib.dt_diagnostic_format(item, text, size + 1)
    info = lib.dt_error_find(item.code)
    return Finding(
        f"E{item.code:04d}",
        decode(info.contents.name) if info else "",
        bool(item.is_warning),
        decode(item.file),
        item.line,
        item.column,
        decode(item.key),
        decode(item.found),
        decode(item.expected),
        decode(item.suggestion),
        decode(text.value),
    )


class Handle:
    """An object of the library, freed when it is no longer used."""

    def __init__(self, kind: type, free: str) -> None:
        self.pointer: Any = ctypes.POINTER(kind)()
        self._free = getattr(lib, free)

    @property
    def out(self) -> Any:
        """Where a call puts the object."""
        return ctypes.pointer(self.pointer)

    def __del__(self) -> None:
        if getattr(self, "pointer", None) and self._free:
            self._free(self.pointer)
            self.pointer = None


def interruptible(call: Callable[[], int], stop: ctypes.c_int) -> int:
    """Runs a long call; after Ctrl-C `stop` becomes 1, and the call ends by itself."""
    if threading.current_thread() is not threading.main_thread():
        return call()
    result: list[Any] = []
    is_done = threading.Event()

    def work() -> None:
        try:
            result.append(call())
        except BaseException as fault:  # handed to the waiting thread
            result.append(fault)
        is_done.set()

    threading.Thread(target=work, name="detente").start()
    while not result:
        try:
            is_done.wait(0.2)  # not join, which takes a thread for ended when a signal interrupts it
        except KeyboardInterrupt:
            stop.value = 1
    if isinstance(result[0], BaseException):
        raise result[0]
    return result[0]

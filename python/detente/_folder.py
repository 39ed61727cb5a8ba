"""Result folders, of this package or of the program: reading them, and going on with them."""
from __future__ import annotations

import ctypes
import time
from pathlib import Path
from typing import Any

from . import _api
from ._library import Findings, Handle, Mismatch, check, decode, interruptible, lib
from ._run import (
    Design,
    EnsembleResult,
    PathLike,
    Progress,
    Result,
    Scenario,
    Store,
    _progress,
    outputs,
    settle,
)
from .values import Values, copy_array

_POLICIES = {
    "finish-then-fail": "DT_FINISH_THEN_FAIL",
    "keep-going": "DT_KEEP_GOING",
    "stop": "DT_STOP_AT_FAILURE",
}


class Folder:
    """A result folder: its scenario, its design (None: independent draws), outcomes and factors by member.

    ``detente run --out``, ``detente ensemble --out`` and the argument ``out`` of ``run`` and ``ensemble`` make one.
    """

    def __init__(self, path: PathLike, data: PathLike | None = None) -> None:
        self.path = Path(path)
        self.store = Store.open(path)
        self.scenario = Scenario._of_text(self.store.get("scenario"), self.path, data)
        self._check_case()
        words = self.store.get("design", "independent")
        self.design: Design | None = None
        if words == "file":
            self.design = Design._of_file(self.scenario, self.path / "design.csv")
        elif words != "independent":
            self.design = Design._of_words(self.scenario, words)

    def _check_case(self) -> None:
        digest, layout = (ctypes.c_ubyte * 16)(), lib.dt_store_describe(self.store.pointer)
        lib.dt_case_hash(self.scenario.case.pointer, digest)
        if bytes(digest) != bytes(layout.case_hash[:16]):
            raise Mismatch("MISMATCH", text=f"{self.path}: made with other data tables or another version")
        self.names = [decode(layout.column[k]) for k in range(layout.n_column)]

    def manifest(self, key: str) -> str:
        """What the folder says of itself: "command", "version", "begin", "end", "status", "seconds" (s), "result_hash"."""
        return self.store.get(key)

    @property
    def members(self) -> int:
        """Members of the whole ensemble."""
        return int(self.store.get("members", "0"))

    @property
    def held(self) -> int:
        """Members that were run so far."""
        blocks, members = ctypes.c_int64(), ctypes.c_int64()
        check(lib.dt_ensemble_held(self.store.pointer, ctypes.byref(blocks), ctypes.byref(members)))
        return members.value

    def outcome(self, name: str) -> Values:
        """One number a member by name ("ai_power.USA.2030"), in its output's unit; NaN for a member that failed or is not there."""
        if name not in self.names:
            raise KeyError(f"no outcome {name!r}; there are {', '.join(self.names)}")
        return self._columns([name])[name]

    def _columns(self, names: list[str]) -> dict[str, Values]:
        """Outcomes of all members, block by block."""
        size = lib.dt_store_describe(self.store.pointer).block_size
        cells, count = (ctypes.c_double * (len(self.names) * size))(), ctypes.c_int()
        out = {name: [float("nan")] * self.members for name in names}
        for first in range(0, self.members, size):
            status = lib.dt_store_get_block(self.store.pointer, first, ctypes.byref(count), cells)
            if status == _api.DT_NO:
                continue
            check(status)
            for name, numbers in out.items():
                start = self.names.index(name) * count.value
                numbers[first : first + count.value] = cells[start : start + count.value]
        return {name: Values(numbers, self._unit(name), name, ["member"]) for name, numbers in out.items()}

    def _unit(self, name: str) -> str:
        return outputs().get(name.split(".")[0], {}).get("unit", "")

    @property
    def outcomes(self) -> dict[str, Values]:
        """All outcomes by name."""
        return self._columns(self.names)

    @property
    def factors(self) -> Values:
        """Factors of all members, probabilities in (0, 1): members by factors."""
        if self.design:
            return self.design.rows()
        n, d, case = self.members, len(self.scenario.factors), self.scenario.case.pointer
        cells = (ctypes.c_double * max(1, n * d))()
        for row in range(n):
            at = ctypes.cast(ctypes.byref(cells, 8 * row * d), ctypes.POINTER(ctypes.c_double))
            lib.dt_case_draw(case, row, at)
        return Values(
            copy_array(cells, n, d), "", "u", ["member", "factor"], {"factor": self.scenario.factors}
        )

    def result(self) -> Result:
        """The distributions that the folder holds, as ``run`` gives them."""
        summary = Handle(_api.dt_summary, "dt_summary_free")
        check(lib.dt_summary_load(self.scenario.case.pointer, self.store.pointer, summary.out))
        return self._result(summary, float(self.store.get("seconds", "0")))

    def _result(self, summary: Handle, seconds: float) -> Result:
        if self.design is None:
            return Result(self.scenario, summary, seconds)
        result = EnsembleResult(self.scenario, summary, seconds)
        result.design = self.design
        return result

    def to_xarray(self) -> Any:
        """Outcomes over members, and factors over members, as xarray.Dataset with units in attributes; needs xarray."""
        import xarray

        data: dict[str, Any] = {
            name: (("member",), values.values, {"units": values.unit})
            for name, values in self.outcomes.items()
        }
        data["u"] = (("member", "factor"), self.factors.values, {"units": ""})
        return xarray.Dataset(
            data,
            {"factor": self.scenario.factors},
            {"scenario": self.scenario.name, "folder": str(self.path)},
        )

    def close(self) -> None:
        """Closes the database; it also closes by itself."""
        check(self.store.close())

    def __enter__(self) -> Folder:
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Folder {self.path}: {self.scenario.name}, {self.held} of {self.members} members>"


def open(folder: PathLike, data: PathLike | None = None) -> Folder:
    """Opens a result folder. data: folder of the tables, which must be those of the run."""
    return Folder(folder, data)


def resume(
    folder: PathLike, *, threads: int = 0, data: PathLike | None = None, progress: Progress | None = None
) -> Result:
    """Goes on with an ensemble that was interrupted, as ``detente resume``: only what is missing is run, and the result is,
    bit for bit, that of an ensemble that was not. Arguments as in ``run``."""
    with Folder(folder, data) as source:
        options, found = lib.dt_ensemble_defaults(), Findings()
        stop, summary = ctypes.c_int(0), Handle(_api.dt_summary, "dt_summary_free")
        options.members, options.threads, options.stop = source.members, threads, ctypes.pointer(stop)
        options.slice, options.n_slice = (int(source.store.get(key, "0")) for key in ("slice", "n_slice"))
        options.on_failure = getattr(_api, _POLICIES[source.store.get("failures", "finish-then-fail")])
        options.store = source.store.pointer
        if source.design:
            options.design = source.design.handle.pointer
        held, begin, case = _progress(options, progress), time.monotonic(), source.scenario.case.pointer
        status = interruptible(
            lambda: lib.dt_ensemble_run(case, ctypes.byref(options), summary.out, found.pointer), stop
        )
        del held
        seconds = time.monotonic() - begin
        result = None
        if summary.pointer:
            source.store.end(summary, seconds, status)
            result = source._result(summary, seconds)
        settle(status, found, result)
        assert result is not None
        return result

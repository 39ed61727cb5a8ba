"""Runs of scenarios: ``run`` and ``ensemble``, and what they give."""
from __future__ import annotations

import ctypes
import json
import os
import time
from pathlib import Path
from typing import Any, Callable, Mapping, Sequence, Union

from . import _api
from ._library import (
    Findings,
    Handle,
    InputError,
    MembersFailed,
    check,
    data_folder,
    decode,
    encode,
    failure,
    find_input,
    interruptible,
    lib,
    take_text,
)
from .values import Values, copy_array, numpy

PathLike = Union[str, "os.PathLike[str]"]
#: Called now and then with members done, members in all, and seconds.
Progress = Callable[[int, int, float], None]
_PROGRESS: Any = dict(_api.dt_ensemble_options._fields_)["progress"]


def _value_text(value: Any) -> str:
    """A value as scenario files write it: YAML takes JSON."""
    return value if isinstance(value, str) else json.dumps(value)


class Scenario:
    """A scenario with its world, and the case that both make; ``run`` and ``ensemble`` begin with one.

    ``set`` maps keys to values as ``--set`` does: ``{"algorithm_growth": 1.5, "chip_access_west.CHN": 0}``; a value may
    be a distribution, ``{"triangular": [1, 2, 3]}``."""

    def __init__(
        self,
        scenario: PathLike,
        *,
        set: Mapping[str, Any] | None = None,
        members: int | None = None,
        seed: int | None = None,
        states: Sequence[str] | str | None = None,
        data: PathLike | None = None,
    ) -> None:
        found = Findings()
        self.data = data_folder(data)
        self.path = find_input(scenario, "scenarios", ".yaml")
        self.handle = Handle(_api.dt_scenario, "dt_scenario_free")
        found.check(lib.dt_scenario_load(encode(self.path), self.handle.out, found.pointer))
        self._apply(
            {
                **(set or {}),
                **{key: value for key, value in (("seed", seed), ("members", members)) if value is not None},
            },
            states,
        )
        self._build()

    @classmethod
    def _of_text(cls, text: str, folder: Path, data: PathLike | None) -> Scenario:
        """From the canonical text that a result folder holds."""
        self, found, raw = cls.__new__(cls), Findings(), text.encode()
        self.data, self.path = data_folder(data), folder
        self.handle = Handle(_api.dt_scenario, "dt_scenario_free")
        found.check(
            lib.dt_scenario_parse(
                raw, len(raw), b"scenario of the results", encode(folder), self.handle.out, found.pointer
            )
        )
        self._build()
        return self

    def _build(self) -> None:
        """World and case."""
        self.facts = lib.dt_scenario_describe(self.handle.pointer)
        self.world = Handle(_api.dt_world, "dt_world_free")
        found = Findings()
        year = self.facts.start_year - 1
        found.check(lib.dt_world_load(encode(self.data), year, self.world.out, found.pointer))
        found.check(lib.dt_treaty_inform(self.world.pointer, encode(self.data), found.pointer))
        self.case = Handle(_api.dt_case, "dt_case_free")
        found.check(lib.dt_case_build(self.world.pointer, self.handle.pointer, self.case.out, found.pointer))

    def _apply(self, values: Mapping[str, Any], states: Sequence[str] | str | None) -> None:
        found, worst = Findings(), _api.DT_OK
        for key, value in values.items():
            status = lib.dt_scenario_set(
                self.handle.pointer, encode(key), encode(_value_text(value)), found.pointer
            )
            worst = worst or status
        if states is not None and worst == _api.DT_OK:
            text = states if isinstance(states, str) else ",".join(states)
            worst = lib.dt_scenario_set_groups(self.handle.pointer, encode(text))
            if worst == _api.DT_INPUT:
                raise InputError("INPUT", text=f"states: found {text!r}, expected names like USA,CHN,EU")
        found.check(worst)

    @property
    def name(self) -> str:
        return decode(self.facts.name)

    @property
    def text(self) -> str:
        """What it assumes, in sentences."""
        return decode(self.facts.text)

    @property
    def times(self) -> Values:
        """Ends of all steps, the start first (yr)."""
        steps = lib.dt_case_step_count(self.case.pointer)
        return Values(
            [lib.dt_case_time(self.case.pointer, step) for step in range(steps + 1)], "yr", "time", ["time"]
        )

    @property
    def groups(self) -> list[str]:
        """Groups and states that are reported."""
        case = self.case.pointer
        return [decode(lib.dt_case_group_name(case, k)) for k in range(lib.dt_case_group_count(case))]

    @property
    def factors(self) -> list[str]:
        """Uncertain factors, one column of a design each."""
        case = self.case.pointer
        return [
            decode(lib.dt_case_factor(case, k).contents.name) for k in range(lib.dt_case_factor_count(case))
        ]

    def canonical(self) -> str:
        """Everything that can change a result, in fixed order."""
        text = ctypes.POINTER(ctypes.c_char)()
        check(lib.dt_scenario_canonical(self.handle.pointer, ctypes.byref(text)))
        return take_text(text)

    def draw(self, member: int) -> Values:
        """The factors of a member of plain Monte Carlo, each a probability in (0, 1)."""
        u = (ctypes.c_double * max(1, len(self.factors)))()
        lib.dt_case_draw(self.case.pointer, member, u)
        return Values(copy_array(u, len(self.factors)), "", "u", ["factor"], {"factor": self.factors})


def outputs() -> dict[str, dict[str, str]]:
    """All outputs of the model: name, with unit and sentence."""
    infos = [lib.dt_output_at(k).contents for k in range(lib.dt_output_count())]
    return {decode(one.name): {"unit": decode(one.unit), "text": decode(one.text)} for one in infos}


def parameters() -> dict[str, dict[str, Any]]:
    """All parameters of the model: name, with unit, mechanism, sentence, source and range."""
    infos = [lib.dt_param_at(k).contents for k in range(lib.dt_param_count())]
    return {
        decode(one.name): {
            "unit": decode(one.unit),
            "mechanism": decode(one.mechanism),
            "text": decode(one.text),
            "source": decode(one.source),
            "least": one.least,
            "greatest": one.greatest,
        }
        for one in infos
    }


class Result:
    """What an ensemble did: distributions of outputs over members by group and time, and outcomes by member."""

    design: Design | None = None  #: that the members follow; None: independent draws

    def __init__(self, scenario: Scenario, summary: Handle, seconds: float) -> None:
        self.scenario, self._summary, self.seconds = scenario, summary, seconds
        self.times, self.groups = scenario.times, scenario.groups
        self.units = {name: one["unit"] for name, one in outputs().items()}

    @property
    def members(self) -> int:
        """Members that were finished without failure."""
        return lib.dt_summary_members(self._summary.pointer)

    @property
    def failed(self) -> int:
        """Members whose numbers stopped being finite."""
        return lib.dt_summary_failed(self._summary.pointer)

    @property
    def hash(self) -> str:
        """128 bits of all counts and outcomes; equal for any number of threads and any width."""
        digest = (ctypes.c_ubyte * 16)()
        lib.dt_summary_hash(self._summary.pointer, digest)
        return bytes(digest).hex()

    def _output(self, name: str) -> int:
        output = lib.dt_output_find(encode(name))
        if output < 0:
            raise KeyError(f"no output {name!r}; there are {', '.join(self.units)}")
        return output

    def _group(self, name: str) -> int:
        if name not in self.groups:
            raise KeyError(f"no group {name!r}; there are {', '.join(self.groups)}")
        return self.groups.index(name)

    def quantile(self, output: str, group: str, p: float = 0.5) -> Values:
        """Quantile p over members after every step, in the output's unit."""
        one, place = self._output(output), self._group(group)
        values = [
            lib.dt_summary_quantile(self._summary.pointer, one, place, step, p)
            for step in range(len(self.times))
        ]
        return self._series(values, output)

    def quantiles(self, output: str, group: str, p: Sequence[float] = (0.1, 0.5, 0.9)) -> Values:
        """Several quantiles: one row a probability, one column a step."""
        rows = [self.quantile(output, group, one).tolist() for one in p]
        return Values(
            rows,
            self.units[output],
            output,
            ["quantile", "time"],
            {"quantile": list(p), "time": self.times.tolist()},
        )

    def mean(self, output: str, group: str) -> Values:
        """Mean over members after every step, in the output's unit."""
        one, place = self._output(output), self._group(group)
        values = [
            lib.dt_summary_mean(self._summary.pointer, one, place, step) for step in range(len(self.times))
        ]
        return self._series(values, output)

    def _series(self, values: Sequence[float], output: str) -> Values:
        return Values(values, self.units[output], output, ["time"], {"time": self.times.tolist()})

    def leader_share(self, state: str) -> Values:
        """Share of members in which a state (ISO 3166 code) has the highest capability, after every step."""
        case = self.scenario.case.pointer
        codes = [decode(lib.dt_case_state_iso3(case, k)) for k in range(lib.dt_case_state_count(case))]
        if state not in codes:
            raise KeyError(f"no state {state!r}")
        values = [
            lib.dt_summary_leader_share(self._summary.pointer, step, codes.index(state))
            for step in range(len(self.times))
        ]
        return Values(values, "", "leader_share", ["time"], {"time": self.times.tolist()})

    def limit_share(self, group: str) -> Values:
        """Share of members in which each limit on compute binds: one row a limit, one column a step."""
        place = self._group(group)
        names = [decode(lib.dt_limit_name(k)) for k in range(lib.dt_limit_count())]
        rows = [
            [
                lib.dt_summary_limit_share(self._summary.pointer, place, step, k)
                for step in range(len(self.times))
            ]
            for k in range(len(names))
        ]
        return Values(
            rows, "", "limit_share", ["limit", "time"], {"limit": names, "time": self.times.tolist()}
        )

    @property
    def outcomes(self) -> dict[str, Values]:
        """Outcomes by member, by name ("ai_power.USA.2030"); NaN for a member that failed."""
        summary, out = self._summary.pointer, {}
        n = self.members + self.failed
        for k in range(lib.dt_summary_outcome_count(summary)):
            name = decode(lib.dt_summary_outcome_name(summary, k))
            pointer = lib.dt_summary_outcome(summary, k)
            if pointer:
                out[name] = Values(
                    copy_array(pointer, n), self.units.get(name.split(".")[0], ""), name, ["member"]
                )
        return out

    @property
    def failures(self) -> list[dict[str, Any]]:
        """Members that failed (at most 1000), where and why."""
        out, member, case = [], ctypes.c_uint64(), self.scenario.case.pointer
        for k in range(min(self.failed, 1000)):
            one = lib.dt_summary_failure(self._summary.pointer, k, ctypes.byref(member))
            state = decode(lib.dt_case_state_iso3(case, one.state)) if one.state >= 0 else "WORLD"
            out.append(
                {
                    "member": member.value,
                    "step": one.step,
                    "state": state,
                    "mechanism": decode(one.mechanism),
                    "field": decode(one.field),
                }
            )
        return out

    def _input(self) -> Any:
        pointers = self.scenario
        return _api.dt_report_input(
            world=pointers.world.pointer,
            scenario=pointers.handle.pointer,
            c=pointers.case.pointer,
            summary=self._summary.pointer,
            command=b"detente.run()",
            version=lib.dt_version(),
            seconds=self.seconds,
        )

    def summary(self) -> dict[str, Any]:
        """What ``detente run --json`` prints."""
        return json.loads(self._summary_text(_api.DT_SUMMARY_JSON))

    def _summary_text(self, form: int) -> str:
        text = ctypes.POINTER(ctypes.c_char)()
        check(lib.dt_report_summary(ctypes.byref(self._input()), form, ctypes.byref(text)))
        return take_text(text)

    def __str__(self) -> str:
        """What ``detente run`` prints."""
        return self._summary_text(_api.DT_SUMMARY_TEXT)

    def __repr__(self) -> str:
        return f"<Result {self.scenario.name}: {self.members} members, {len(self.groups)} groups, {len(self.times)} times>"

    def report(self, path: PathLike) -> Path:
        """Writes the report, one HTML file that needs no network; with the map of parties where members follow no design."""
        found, source, shares = Findings(), self._input(), _api.dt_party_shares()
        try:
            if self.design is None:
                members = min(256, self.members + self.failed)
                check(lib.dt_party_shares_make(self.scenario.case.pointer, members, ctypes.byref(shares)))
                source.parties = ctypes.pointer(shares)
            found.check(lib.dt_report_write(ctypes.byref(source), encode(path), found.pointer))
        finally:
            lib.dt_party_shares_clear(ctypes.byref(shares))
        return Path(path)

    def to_xarray(self, p: Sequence[float] = (0.1, 0.5, 0.9)) -> Any:
        """All outputs as xarray.Dataset over group, quantile and time, units in attributes; needs xarray."""
        import xarray

        coords = {"group": self.groups, "quantile": list(p), "time": self.times.tolist()}
        data = {
            name: (
                ("group", "quantile", "time"),
                numpy.stack([self.quantiles(name, group, p).values for group in self.groups]),
                {"units": unit},
            )
            for name, unit in self.units.items()
        }
        return xarray.Dataset(
            data, coords, {"scenario": self.scenario.name, "members": self.members, "hash": self.hash}
        )


class Design:
    """A sampling design for the factors of a scenario: one row a member, each number in (0, 1)."""

    def __init__(
        self,
        scenario: Scenario,
        kind: str = "sobol",
        rows: int = 1024,
        *,
        seed: int | None = None,
        scrambled: bool = True,
        levels: int = 4,
        second_order: bool = False,
    ) -> None:
        options = lib.dt_design_defaults()
        options.kind = lib.dt_design_find(encode(kind))
        if options.kind < 0:
            names = [decode(lib.dt_design_name(k)) for k in range(_api.DT_DESIGN_COUNT)]
            raise InputError("INPUT", text=f"design: found {kind!r}, expected one of {', '.join(names)}")
        options.n_column, options.base = len(scenario.factors), rows
        options.seed = lib.dt_case_seed(scenario.case.pointer) if seed is None else seed
        options.is_scrambled, options.level, options.second_order = scrambled, levels, second_order
        self._create(scenario, options)

    def _create(self, scenario: Scenario, options: Any) -> None:
        found = Findings()
        self.kind, self.factors = decode(lib.dt_design_name(options.kind)), scenario.factors
        self.handle = Handle(_api.dt_design, "dt_design_free")
        found.check(lib.dt_design_create(ctypes.byref(options), self.handle.out, found.pointer))

    @classmethod
    def _of_words(cls, scenario: Scenario, words: str) -> Design:
        """From the line of a manifest: kind, then names with their numbers."""
        self, options, parts = cls.__new__(cls), lib.dt_design_defaults(), words.split()
        numbers = dict(zip(parts[1::2], map(int, parts[2::2])))
        options.kind, options.n_column = lib.dt_design_find(encode(parts[0])), len(scenario.factors)
        options.base, options.seed = numbers["base"], numbers["seed"]
        options.is_scrambled, options.level = numbers["scrambled"], numbers["level"]
        options.second_order = numbers["second"]
        self._create(scenario, options)
        return self

    @classmethod
    def _of_file(cls, scenario: Scenario, path: Path) -> Design:
        self, found, names = cls.__new__(cls), Findings(), scenario.factors
        self.kind, self.factors = "file", names
        self.handle = Handle(_api.dt_design, "dt_design_free")
        columns = (ctypes.c_char_p * len(names))(*map(encode, names))
        found.check(lib.dt_design_read(encode(path), columns, len(names), self.handle.out, found.pointer))
        return self

    def _words(self) -> str:
        """The line of a manifest, as the program writes it."""
        one = lib.dt_design_made_by(self.handle.pointer)
        return (
            f"{decode(lib.dt_design_name(one.kind))} base {one.base} seed {one.seed} scrambled {one.is_scrambled} "
            f"level {one.level} second {one.second_order}"
        )

    def __len__(self) -> int:
        return lib.dt_design_rows(self.handle.pointer)

    def rows(self) -> Values:
        """All rows: members by factors, probabilities without unit."""
        n, d = len(self), len(self.factors)
        cells = (ctypes.c_double * (n * d))()
        for row in range(n):
            at = ctypes.cast(ctypes.byref(cells, 8 * row * d), ctypes.POINTER(ctypes.c_double))
            lib.dt_design_row(self.handle.pointer, row, at)
        return Values(copy_array(cells, n, d), "", "u", ["member", "factor"], {"factor": self.factors})


def _progress(options: Any, progress: Progress | None) -> Any:
    """Puts a progress function into options; what it returns must live as long as the call."""

    def told(_: Any, state: Any) -> None:
        now = state.contents
        if progress:
            progress(now.done, now.total, now.seconds)

    call = _PROGRESS(told) if progress else _PROGRESS()
    options.progress = call
    return call


def _run(
    scenario: Scenario,
    design: Design | None,
    threads: int,
    keep_going: bool,
    progress: Progress | None,
    out: PathLike | None,
    kind: type[Result],
) -> Any:
    options, found = lib.dt_ensemble_defaults(), Findings()
    stop, summary = ctypes.c_int(0), Handle(_api.dt_summary, "dt_summary_free")
    options.threads = threads
    options.on_failure = _api.DT_KEEP_GOING if keep_going else _api.DT_FINISH_THEN_FAIL
    options.stop = ctypes.pointer(stop)
    if design is not None:
        options.design = design.handle.pointer
    held = _progress(options, progress)
    store = Store.create(scenario, design, out, keep_going) if out is not None else None
    if store:
        options.store = store.pointer
    begin = time.monotonic()
    try:
        status = interruptible(
            lambda: lib.dt_ensemble_run(
                scenario.case.pointer, ctypes.byref(options), summary.out, found.pointer
            ),
            stop,
        )
        if store and summary.pointer:
            store.end(summary, time.monotonic() - begin, status)
    finally:
        closed = store.close() if store else _api.DT_OK
        del held
    result = kind(scenario, summary, time.monotonic() - begin) if summary.pointer else None
    if result is not None and design is not None:
        result.design = design
    settle(status, found, result)
    check(closed)
    return result


def settle(status: int, found: Findings, result: Any) -> None:
    """Raises what a run's status says; MembersFailed holds the result."""
    if status == _api.DT_MEMBERS_FAILED:
        fault = failure(status, found.all())
        assert isinstance(fault, MembersFailed)
        fault.result = result
        raise fault
    found.check(status)


class Store:
    """The database of a result folder: what was run, and what came of it."""

    def __init__(self, pointer: Any) -> None:
        self.pointer = pointer

    @classmethod
    def create(cls, scenario: Scenario, design: Design | None, folder: PathLike, keep_going: bool) -> Store:
        """An empty folder with its manifest, which ``open`` and the program read."""
        pointer, found, digest = ctypes.POINTER(_api.dt_store)(), Findings(), (ctypes.c_ubyte * 16)()
        found.check(
            lib.dt_ensemble_store(
                scenario.case.pointer, encode(folder), 0, ctypes.byref(pointer), found.pointer
            )
        )
        self = cls(pointer)
        lib.dt_world_hash(scenario.world.pointer, digest)
        members = len(design) if design else lib.dt_case_members(scenario.case.pointer)
        texts = {
            "version": decode(lib.dt_version()),
            "compiler": decode(lib.dt_build_info()),
            "command": f"detente.ensemble() of {scenario.name}",
            "scenario": scenario.canonical(),
            "begin": _now(),
            "design": design._words() if design else "independent",
            "data_hash": bytes(digest).hex(),
            "failures": "keep-going" if keep_going else "finish-then-fail",
            "name": scenario.name,
            "seconds": "0",
            "members": members,
            "slice": 0,
            "n_slice": 0,
            "seed": lib.dt_case_seed(scenario.case.pointer),
            "host_cores": os.cpu_count() or 1,
        }
        for key, text in texts.items():
            self.put(key, text)
        return self

    @classmethod
    def open(cls, folder: PathLike) -> Store:
        """One that exists."""
        pointer, found = ctypes.POINTER(_api.dt_store)(), Findings()
        found.check(lib.dt_store_open(encode(folder), ctypes.byref(pointer), found.pointer))
        return cls(pointer)

    def put(self, key: str, text: Any) -> None:
        check(lib.dt_store_put_text(self.pointer, encode(key), encode(str(text))))

    def get(self, key: str, fallback: str = "") -> str:
        """Text of the manifest by its key."""
        text = ctypes.POINTER(ctypes.c_char)()
        status = lib.dt_store_get_text(self.pointer, encode(key), ctypes.byref(text))
        if status == _api.DT_NO:
            return fallback
        check(status)
        return take_text(text)

    def end(self, summary: Handle, seconds: float, status: int) -> None:
        """Notes how a run of so many seconds ended."""
        digest = (ctypes.c_ubyte * 16)()
        lib.dt_summary_hash(summary.pointer, digest)
        self.put("seconds", repr(float(self.get("seconds", "0")) + seconds))
        self.put("end", _now())
        self.put("result_hash", bytes(digest).hex())
        self.put("status", decode(lib.dt_status_name(status)))

    def close(self) -> int:
        pointer, self.pointer = self.pointer, None
        return lib.dt_store_close(pointer) if pointer else _api.DT_OK

    def __del__(self) -> None:
        if getattr(self, "pointer", None):
            self.close()


def _now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def run(
    scenario: PathLike,
    members: int | None = None,
    set: Mapping[str, Any] | None = None,
    *,
    seed: int | None = None,
    states: Sequence[str] | str | None = None,
    threads: int = 0,
    keep_going: bool = False,
    data: PathLike | None = None,
    progress: Progress | None = None,
    out: PathLike | None = None,
) -> Result:
    """Runs a scenario: a file, or the name of a shipped one ("coruna").

    members: size of the ensemble; as the scenario says if left out. set: values by key, as ``--set``. seed: of the
    random numbers. states: groups and ISO 3166 codes to report. threads: 0 is one per core. keep_going: failed members
    are counted out; otherwise they raise MembersFailed after all have run. data: folder of the tables. progress: called
    now and then. out: new folder that keeps the results, for ``open``, ``resume`` and the program. The same scenario, seed and data give the same bits as the program.
    """
    return _run(
        Scenario(scenario, set=set, members=members, seed=seed, states=states, data=data),
        None,
        threads,
        keep_going,
        progress,
        out,
        Result,
    )


class EnsembleResult(Result):
    """A result whose members follow a design."""

    design: Design  #: that the members follow, row by row

    @property
    def factors(self) -> Values:
        """Factors of all members, probabilities in (0, 1): members by factors."""
        return self.design.rows()


def ensemble(
    scenario: PathLike,
    design: str = "sobol",
    rows: int = 1024,
    set: Mapping[str, Any] | None = None,
    *,
    design_seed: int | None = None,
    scrambled: bool = True,
    levels: int = 4,
    second_order: bool = False,
    seed: int | None = None,
    states: Sequence[str] | str | None = None,
    threads: int = 0,
    keep_going: bool = False,
    data: PathLike | None = None,
    progress: Progress | None = None,
    out: PathLike | None = None,
) -> EnsembleResult:
    """Runs a scenario over a sampling design of its uncertain factors.

    design: a name of ``detente sample`` ("sobol", "latin", "saltelli", "morris", ...). rows: points; base points of
    Saltelli's design and trajectories of Morris'. design_seed: the scenario's if left out. Other arguments as in ``run``.
    """
    prepared = Scenario(scenario, set=set, seed=seed, states=states, data=data)
    made = Design(
        prepared,
        design,
        rows,
        seed=design_seed,
        scrambled=scrambled,
        levels=levels,
        second_order=second_order,
    )
    return _run(prepared, made, threads, keep_going, progress, out, EnsembleResult)

"""Claims tested on a scenario, policies searched for, and questions answered from results."""
from __future__ import annotations

import ctypes
import dataclasses
import json
from typing import Any, Mapping, Sequence

from . import _api
from ._analysis import Results, _Cases, _Evidence, _Interest
from ._library import (
    Findings,
    Handle,
    InputError,
    NoSolution,
    check,
    decode,
    encode,
    interruptible,
    lib,
    take_text,
)
from ._run import PathLike, Progress, Scenario, _progress
from .values import Values


@dataclasses.dataclass(frozen=True)
class Claim:
    """A claim of the story: when it is true in a member, in what share of members, and the verdict."""

    id: str
    letter: str
    text: str
    rule: str
    compare: str  #: the variations that were compared
    note: str
    verdict: str  #: "holds", "does not hold", "undetermined" or "not tested"
    members: int
    probability: float  #: share of members in which it is true
    low: float  #: its 95% interval (Wilson)
    high: float
    effect_text: str
    unit: str  #: of the effect
    effect: float  #: median over members
    effect_low: float  #: quantiles 0.1 and 0.9
    effect_high: float
    hinges: list[tuple[str, float, bool]]  #: factor, rank correlation with the effect, whether that is clear


class Claims(Sequence[Claim]):
    """All claims that were tested, in the order of the story."""

    def __init__(self, scenario: Scenario, handle: Handle) -> None:
        self._scenario, self._handle = scenario, handle
        self._all = [
            _claim(lib.dt_claims_at(handle.pointer, k)) for k in range(lib.dt_claims_count(handle.pointer))
        ]

    def __getitem__(self, key: Any) -> Any:
        """By place, or by id ("power_limits.USA")."""
        if isinstance(key, str):
            return next(one for one in self._all if one.id == key)
        return self._all[key]

    def __len__(self) -> int:
        return len(self._all)

    @property
    def variations(self) -> int:
        """Variations of the scenario that were run."""
        return lib.dt_claims_variations(self._handle.pointer)

    def _text(self, form: int) -> str:
        text = ctypes.POINTER(ctypes.c_char)()
        check(
            lib.dt_report_claims(
                self._handle.pointer, self._scenario.handle.pointer, form, ctypes.byref(text)
            )
        )
        return take_text(text)

    def summary(self) -> dict[str, Any]:
        """What ``detente claims --json`` prints."""
        return json.loads(self._text(_api.DT_SUMMARY_JSON))

    def __str__(self) -> str:
        """What ``detente claims`` prints."""
        return self._text(_api.DT_SUMMARY_TEXT)


def _claim(one: Any) -> Claim:
    hinges = [
        (decode(hinge.factor), hinge.correlation, bool(hinge.is_clear)) for hinge in one.hinge[: one.n_hinge]
    ]
    words: dict[str, Any] = {
        name: decode(getattr(one, name))
        for name in ("id", "letter", "text", "rule", "compare", "note", "effect_text", "unit")
    }
    numbers: dict[str, Any] = {
        name: getattr(one, name)
        for name in ("members", "probability", "low", "high", "effect", "effect_low", "effect_high")
    }
    return Claim(**words, **numbers, verdict=decode(lib.dt_verdict_words(one.verdict)), hinges=hinges)


def claims(
    scenario: PathLike,
    members: int = 400,
    set: Mapping[str, Any] | None = None,
    *,
    only: str | None = None,
    seed: int | None = None,
    threads: int = 0,
    data: PathLike | None = None,
    progress: Progress | None = None,
) -> Claims:
    """Tests the claims of the story on a scenario and its variations, on the same members and random numbers.

    members: of each variation, 20 to 1,000,000. only: a claim's id or letter. Other arguments as in ``run``.
    """
    prepared = Scenario(scenario, set=set, seed=seed, data=data)
    options, found, stop = lib.dt_claims_defaults(), Findings(), ctypes.c_int(0)
    options.members, options.threads, options.stop = members, threads, ctypes.pointer(stop)
    if only is not None:
        options.only = encode(only)
    held, out = _progress(options, progress), Handle(_api.dt_claims, "dt_claims_free")
    status = interruptible(
        lambda: lib.dt_claims_run(
            prepared.world.pointer, prepared.handle.pointer, ctypes.byref(options), out.out, found.pointer
        ),
        stop,
    )
    del held
    found.check(status)
    return Claims(prepared, out)


@dataclasses.dataclass(frozen=True)
class Policies:
    """Settings of levers that no other beats in all aims."""

    levers: Values  #: policies by levers, as they are set
    objectives: Values  #: policies by aims, in the outcomes' own sign and unit
    evaluations: int
    restarts: int

    def __len__(self) -> int:
        return len(self.levers)


def _read_all(texts: Sequence[str], kind: Any, read: Any, what: str) -> Any:
    rows = (kind * max(1, len(texts)))()
    for k, text in enumerate(texts):
        if read(encode(text), ctypes.byref(rows[k])) != _api.DT_OK:
            raise InputError("INPUT", text=f"{what}: found {text!r}")
    return rows


def search(
    scenario: PathLike,
    levers: Mapping[str, tuple[float, float]],
    objectives: Sequence[str],
    set: Mapping[str, Any] | None = None,
    *,
    members: int = 64,
    evaluations: int = 1000,
    population: int = 0,
    seed: int | None = None,
    threads: int = 0,
    data: PathLike | None = None,
    progress: Progress | None = None,
    out: PathLike | None = None,
    resume: bool = False,
) -> Policies:
    """Searches settings of levers that are good for several aims, judged on the same members of an ensemble.

    levers: key as ``--set`` takes it, with its range. objectives: "OUTCOME:min" or "OUTCOME:max", and if wanted
    ":EPSILON" (differences below it do not count) and ":mean", ":p10", ":share>X" or ":share<X". members: that judge a
    policy. evaluations: policies to judge. population: of the first generation; 0: 32. out: folder that keeps each
    generation; resume: goes on from there. Other arguments as in ``run``."""
    prepared = Scenario(scenario, set=set, seed=seed, data=data)
    texts = [f"{key}:{low!r}:{high!r}" for key, (low, high) in levers.items()]
    lever = _read_all(texts, _api.dt_policy_lever, lib.dt_policy_read_lever, "levers")
    aim = _read_all(objectives, _api.dt_policy_objective, lib.dt_policy_read_objective, "objectives")
    problem = _api.dt_policy_problem(
        world=prepared.world.pointer,
        scenario=prepared.handle.pointer,
        n_lever=len(texts),
        n_objective=len(objectives),
        lever=lever,
        objective=aim,
        members=members,
    )
    stop, options = ctypes.c_int(0), _api.dt_policy_options(evaluations=evaluations, population=population)
    options.seed, options.threads, options.is_resumed = prepared.facts.seed, threads, resume
    options.folder = None if out is None else encode(out)
    options.stop = ctypes.pointer(stop)
    held, found, handle = _progress(options, progress), Findings(), Handle(_api.dt_search, "dt_search_free")
    status = interruptible(
        lambda: lib.dt_policy_search(ctypes.byref(problem), ctypes.byref(options), handle.out, found.pointer),
        stop,
    )
    del held
    found.check(status)
    return _policies(problem, handle, list(levers), list(objectives))


def _policies(problem: Any, handle: Handle, levers: list[str], objectives: list[str]) -> Policies:
    value, aim = (ctypes.c_double * len(levers))(), (ctypes.c_double * len(objectives))()
    values, aims = [], []
    for k in range(lib.dt_search_count(handle.pointer)):
        lib.dt_policy_at(ctypes.byref(problem), handle.pointer, k, value, aim)
        values.append(list(value))
        aims.append(list(aim))
    return Policies(
        Values(values, "", "levers", ["policy", "lever"], {"lever": levers}),
        Values(aims, "", "objectives", ["policy", "objective"], {"objective": objectives}),
        lib.dt_search_evaluations(handle.pointer),
        lib.dt_search_restarts(handle.pointer),
    )


@dataclasses.dataclass(frozen=True)
class Question:
    """What decides an outcome: factors with their first-order index and its 95% interval, largest first."""

    outcome: str
    members: int
    factors: int
    clear: int  #: factors whose interval lies above 0
    explained: float  #: share of the variance without interactions and chance
    bars: list[tuple[str, float, float, float, float]]  #: factor, index, low, high, rank correlation


def _names(factors: Sequence[str]) -> Any:
    return (ctypes.c_char_p * len(factors))(*map(encode, factors))


def question(results: Results, outcome: str, *, members: int = 20000) -> Question:
    """What decides an outcome, from any sample of at least 160 members, as the page of ``detente questions`` draws it."""
    evidence = _Evidence(results)
    cases, out = _Cases(evidence, outcome, members), _api.dt_question()
    samples = _api.dt_samples(x=cases.rows, y=cases.y, n=cases.n, d=cases.d)
    status = lib.dt_question_measure(ctypes.byref(samples), _names(evidence.factors), ctypes.byref(out))
    if status == _api.DT_INPUT:
        raise InputError("INPUT", text=f"members: found {cases.n}, expected at least 160")
    check(status)
    bars = [
        (decode(bar.factor), bar.share.value, bar.share.low, bar.share.high, bar.correlation)
        for bar in out.bar[: out.n_bar]
    ]
    return Question(outcome, out.n, out.n_factor, out.n_clear, out.explained, bars)


@dataclasses.dataclass(frozen=True)
class Discovery:
    """A box found on two thirds of the members, and how it does on the others."""

    members: int
    of_interest: int
    limits: dict[str, tuple[float, float, float]]  #: by factor: low and high quantile, and quasi-p
    coverage: float  #: share of the cases of interest that it holds
    density: float  #: share of its cases that are of interest
    tested_coverage: float  #: the same on the members that were not used
    tested_density: float


def discover(
    results: Results,
    outcome: str,
    *,
    above: float | None = None,
    below: float | None = None,
    members: int = 20000,
) -> Discovery:
    """Where an outcome happens, tested on members that did not make the box; limits that chance may have made are dropped.

    above, below: limit of the outcome in its unit; one of them."""
    asked, out = _Interest(results, outcome, above, below, members), _api.dt_discovery()
    check(lib.dt_discovery_find(ctypes.byref(asked.raw), _names(asked.factors), ctypes.byref(out)))
    try:
        if not out.prim:
            raise NoSolution("NO_SOLUTION", text="fewer than 20 members are of interest")
        limits = {}
        low, high, chance = ctypes.c_double(), ctypes.c_double(), ctypes.c_double()
        for f, name in enumerate(asked.factors):
            if lib.dt_discovery_limit(
                ctypes.byref(out), f, ctypes.byref(low), ctypes.byref(high), ctypes.byref(chance)
            ):
                limits[name] = (low.value, high.value, chance.value)
        return Discovery(
            out.n,
            out.n_of_interest,
            limits,
            out.coverage,
            out.density,
            out.tested_coverage,
            out.tested_density,
        )
    finally:
        lib.dt_discovery_clear(ctypes.byref(out))

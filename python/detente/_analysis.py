"""What decides an outcome, in which cases it happens, and which policy stands: analyses of ensembles.

Each takes the results of an ensemble: an open folder, its path, or what ``ensemble`` or ``run`` gave. The numbers are
those that the program prints; of results in memory, outcomes are in single precision (2^-24 relative)."""
from __future__ import annotations

import ctypes
import dataclasses
import math
import os
from typing import Any, Iterator, Sequence, Union

from . import _api
from ._folder import Folder
from ._library import InputError, NoSolution, check, decode, encode, lib
from ._run import Design, EnsembleResult, PathLike, Result
from .values import Values, copy_array

#: A folder, its path, or a result in memory.
Results = Union[Folder, Result, str, "os.PathLike[str]"]
_MOST_CASES = 20000
_SLICES = 10
_ESTIMATE = ["value", "low", "high"]


class _Evidence:
    """Results as the library reads them; keeps alive what it points to."""

    def __init__(self, results: Results) -> None:
        self.source = results if isinstance(results, (Folder, Result)) else Folder(results)
        self.scenario, self.raw = self.source.scenario, _api.dt_evidence()
        self.raw.c = self.scenario.case.pointer
        design: Design | None = getattr(self.source, "design", None)
        if design:
            self.raw.design = design.handle.pointer
        if isinstance(self.source, Folder):
            self.raw.store, self.names = self.source.store.pointer, self.source.names
        else:
            self._take(self.source)

    def _take(self, result: Result) -> None:
        outcomes, n = result.outcomes, result.members + result.failed
        self.names = list(outcomes)
        if not outcomes:
            raise InputError(
                "INPUT", text="results: found none in memory, expected a folder (the argument out)"
            )
        self._cells = (ctypes.c_double * (len(outcomes) * n))()
        for k, values in enumerate(outcomes.values()):
            self._cells[k * n : (k + 1) * n] = [float(one) for one in values]
        self._memory = _api.dt_outcomes(members=n, value=self._cells)
        self.raw.memory = ctypes.pointer(self._memory)

    @property
    def pointer(self) -> Any:
        return ctypes.byref(self.raw)

    @property
    def factors(self) -> list[str]:
        return self.scenario.factors

    def outcome(self, name: str) -> int:
        place = lib.dt_evidence_outcome(self.pointer, encode(name))
        if place < 0:
            raise KeyError(f"no outcome {name!r}; there are {', '.join(self.names)}")
        return place


class _Cases:
    """Factors and one outcome of members that did not fail: at most so many (0: all), chosen as the program does."""

    def __init__(self, evidence: _Evidence, outcome: str, most: int) -> None:
        place, options = evidence.outcome(outcome), _api.dt_member_column_options(most=most)
        self.column, self.rows = _api.dt_member_column(), ctypes.POINTER(ctypes.c_double)()
        status = lib.dt_member_column_load(
            evidence.pointer, place, ctypes.byref(options), ctypes.byref(self.column)
        )
        if status == _api.DT_NO:
            raise NoSolution("NO_SOLUTION", text="no member without failure")
        check(status)
        check(
            lib.dt_member_column_rows(evidence.pointer, ctypes.byref(self.column), 0, ctypes.byref(self.rows))
        )
        self.n, self.d, self.n_failed = self.column.n, len(evidence.factors), self.column.n_failed
        self.y = self.column.y

    def factor(self, factor: int) -> Any:
        """One factor of all cases."""
        return (ctypes.c_double * self.n)(*self.rows[factor : self.n * self.d : self.d])

    def __del__(self) -> None:
        lib.dt_member_column_clear(ctypes.byref(self.column))
        if self.rows:
            lib.dt_free(ctypes.cast(self.rows, ctypes.c_void_p))


@dataclasses.dataclass(frozen=True)
class Sensitivity:
    """What was measured of each factor on one outcome: tables of factors by value, low and high (NaN: no interval)."""

    method: str
    outcome: str
    factors: list[str]
    measures: dict[str, Values]  #: by name, the one that orders the factors first
    used: int  #: members, base points of Saltelli's design, or effects of Morris'
    dropped: int  #: left out, because a member failed

    def __getitem__(self, name: str) -> Values:
        return self.measures[name]

    def top(self, n: int = 10) -> list[tuple[str, float]]:
        """The factors that matter most, by the size of the first measure."""
        rows = next(iter(self.measures.values())).tolist()
        known = [(name, row[0]) for name, row in zip(self.factors, rows) if not math.isnan(row[0])]
        return sorted(known, key=lambda one: -abs(one[1]))[:n]

    def to_xarray(self) -> Any:
        """As xarray.Dataset over factor and estimate; needs xarray."""
        import xarray

        return xarray.Dataset(
            {name: values.to_xarray() for name, values in self.measures.items()},
            attrs={"method": self.method, "outcome": self.outcome, "used": self.used},
        )

    def __str__(self) -> str:
        lines = [
            f"{self.outcome}: what decides it, by {self.method}, from {self.used}, {self.dropped} left out"
        ]
        return "\n".join(lines + [f"{name:<40}  {value:9.4g}" for name, value in self.top()])


def _measure(evidence: _Evidence, name: str, intervals: Any) -> Values:
    rows = [[one.value, one.low, one.high] for one in intervals]
    coords = {"factor": evidence.factors, "estimate": _ESTIMATE}
    return Values(rows, "", name, ["factor", "estimate"], coords)


def sobol(results: Results, outcome: str) -> Sensitivity:
    """Sobol' indices from an ensemble of Saltelli's design, without unit, with 95% intervals.

    "first_order" is the share of the outcome's variance that would vanish if the factor were known, "total" the share
    that would be left if all others were. Raises InputError for another design, NoSolution if the outcome does not vary.
    """
    evidence = _Evidence(results)
    n = len(evidence.factors)
    first, total = (_api.dt_interval * n)(), (_api.dt_interval * n)()
    used, dropped = ctypes.c_int64(), ctypes.c_int64()
    status = lib.dt_evidence_indices(
        evidence.pointer, evidence.outcome(outcome), first, total, ctypes.byref(used), ctypes.byref(dropped)
    )
    if status == _api.DT_INPUT:
        raise InputError("INPUT", text="design: expected saltelli with at least 8 base points")
    check(status)
    measures = {
        "total": _measure(evidence, "total", total),
        "first_order": _measure(evidence, "first_order", first),
    }
    return Sensitivity("sobol", outcome, evidence.factors, measures, used.value, dropped.value)


def morris(results: Results, outcome: str) -> Sensitivity:
    """Elementary effects from an ensemble of Morris' or the radial design, in the outcome's unit per whole range of a factor.

    "mu_star" is the mean size with its 95% interval, "mu" the mean, "sigma" the spread: effects that differ from place
    to place. Raises InputError for another design."""
    evidence = _Evidence(results)
    effects, dropped = (_api.dt_effects * len(evidence.factors))(), ctypes.c_int64()
    status = lib.dt_evidence_morris(
        evidence.pointer, evidence.outcome(outcome), effects, ctypes.byref(dropped)
    )
    if status == _api.DT_INPUT:
        raise InputError("INPUT", text="design: expected morris or morris-radial")
    check(status)
    sizes = [lib.dt_effects_interval(ctypes.byref(one), 0.95) for one in effects]
    alone = [
        [_api.dt_interval(x, math.nan, math.nan) for x in row]
        for row in zip(*((e.mean, e.spread) for e in effects))
    ]
    measures = {
        "mu_star": _measure(evidence, "mu_star", sizes),
        "mu": _measure(evidence, "mu", alone[0]),
        "sigma": _measure(evidence, "sigma", alone[1]),
    }
    return Sensitivity(
        "morris", outcome, evidence.factors, measures, sum(e.n for e in effects), dropped.value
    )


def _pawn(pairs: Any, n: int) -> Any:
    distance = (ctypes.c_double * _SLICES)()
    check(lib.dt_pawn(pairs, _SLICES, distance))
    ordered = (ctypes.c_double * _SLICES)(*sorted(distance))
    return _api.dt_interval(lib.dt_quantile(ordered, _SLICES, 0.5, 7), ordered[0], ordered[_SLICES - 1])


def _delta(pairs: Any, n: int) -> Any:
    out, resampling = _api.dt_interval(), _api.dt_resampling(resamples=40, seed=1, level=0.95)
    check(lib.dt_delta(pairs, ctypes.byref(resampling), ctypes.byref(out)))
    return out


def _hsic(pairs: Any, n: int) -> Any:
    out, options = _api.dt_hsic(), _api.dt_hsic_options()
    check(lib.dt_hsic_measure(pairs, ctypes.byref(options), ctypes.byref(out)))
    return _api.dt_interval(out.share, math.nan, math.nan)


def _first_order(pairs: Any, n: int) -> Any:
    return _api.dt_interval(lib.dt_first_order(pairs, min(50, max(4, n // 100))), math.nan, math.nan)


#: Members that a method takes unless it is told; 0: all.
_MOST = {"delta": _MOST_CASES, "hsic": 2000, "regression": 50000, "rank": 50000}
_METHODS = {"first-order": _first_order, "pawn": _pawn, "delta": _delta, "hsic": _hsic}


def _regression(evidence: _Evidence, cases: _Cases, ranked: bool) -> dict[str, Values]:
    value, partial = (_api.dt_interval * cases.d)(), (_api.dt_interval * cases.d)()
    samples, r2 = _api.dt_samples(x=cases.rows, y=cases.y, n=cases.n, d=cases.d), ctypes.c_double()
    status = lib.dt_regression(ctypes.byref(samples), ranked, 0.95, value, partial, ctypes.byref(r2))
    if status == _api.DT_INPUT:
        raise InputError(
            "INPUT",
            text=f"members: found {cases.n}, expected more than factors ({cases.d}); pawn needs fewer",
        )
    check(status)
    return {
        "coefficient": _measure(evidence, "coefficient", value),
        "partial_correlation": _measure(evidence, "partial_correlation", partial),
    }


def sensitivity(
    results: Results, outcome: str, method: str = "first-order", *, members: int | None = None
) -> Sensitivity:
    """What decides an outcome, from any sample, without unit.

    method: "first-order" (share of variance), "pawn" (Kolmogorov-Smirnov distances: median, least and greatest),
    "delta" (Borgonovo's, with 95% interval), "hsic" (R2 of the dependence), "regression" or "rank" (standardised, linear,
    with partial correlations). members: at most so many are used, 0 all; as the program if left out."""
    evidence = _Evidence(results)
    words = [*_METHODS, "regression", "rank"]
    if method not in words:
        raise InputError("INPUT", text=f"method: found {method!r}, expected one of {', '.join(words)}")
    cases = _Cases(evidence, outcome, _MOST.get(method, 0) if members is None else members)
    if method in _METHODS:
        rows = []
        for factor in range(cases.d):
            column = cases.factor(factor)
            pairs = _api.dt_pairs(x=column, y=cases.y, n=cases.n)
            rows.append(_METHODS[method](ctypes.pointer(pairs), cases.n))
        measures = {method.replace("-", "_"): _measure(evidence, method, rows)}
    else:
        measures = _regression(evidence, cases, method == "rank")
    return Sensitivity(method, outcome, evidence.factors, measures, cases.n, cases.n_failed)


class _Interest:
    """Cases of interest: the outcome lies beyond a limit."""

    def __init__(
        self, results: Results, outcome: str, above: float | None, below: float | None, members: int
    ) -> None:
        if (above is None) == (below is None):
            raise InputError(
                "INPUT", text="above, below: expected one of them, which says what cases are of interest"
            )
        self.evidence = _Evidence(results)
        self.cases = _Cases(self.evidence, outcome, members)
        n, y = self.cases.n, self.cases.y
        self.flags = (ctypes.c_ubyte * n)(
            *(int(y[k] > above if above is not None else y[k] < below) for k in range(n))  # type: ignore[operator]
        )
        self.of_interest = sum(self.flags)
        if not 0 < self.of_interest < n:
            raise NoSolution(
                "NO_SOLUTION", text=f"{self.of_interest} of {n} members are of interest: expected some"
            )
        self.raw = _api.dt_cases(x=self.cases.rows, y=self.flags, n=n, d=self.cases.d)

    @property
    def factors(self) -> list[str]:
        return self.evidence.factors


@dataclasses.dataclass(frozen=True)
class Box:
    """A box of scenario discovery: limits on a few factors that hold most cases of interest and little else."""

    step: int  #: of the trajectory
    members: int  #: that it holds
    of_interest: int  #: of these
    coverage: float  #: share of all cases of interest that it holds
    density: float  #: share of its cases that are of interest
    mass: float  #: share of all cases that it holds
    limits: dict[
        str, tuple[float, float, float]
    ]  #: by factor: low and high quantile, and quasi-p, the chance that it is chance
    trajectory: Values  #: coverage, density, mass and number of limits at each step


def _box(question: _Interest, prim: Any, step: int) -> Box:
    box, whole = lib.dt_prim_box(prim, step).contents, lib.dt_prim_box(prim, 0).contents
    limits, lower, upper = {}, ctypes.c_double(), ctypes.c_double()
    for f, name in enumerate(question.factors):
        if box.low[f] > whole.low[f] or box.high[f] < whole.high[f]:
            lib.dt_prim_quasi_p(prim, step, f, ctypes.byref(lower), ctypes.byref(upper))
            limits[name] = (box.low[f], box.high[f], min(lower.value, upper.value))
    steps = [lib.dt_prim_box(prim, k).contents for k in range(lib.dt_prim_count(prim))]
    names = ["coverage", "density", "mass", "restricted"]
    rows = [[one.coverage, one.density, one.mass, float(one.restricted)] for one in steps]
    path = Values(rows, "", "trajectory", ["step", "measure"], {"measure": names})
    return Box(step, box.n, box.n_of_interest, box.coverage, box.density, box.mass, limits, path)


def prim(
    results: Results,
    outcome: str,
    *,
    above: float | None = None,
    below: float | None = None,
    boxes: int = 1,
    step: int = -1,
    peel: float = 0.05,
    members: int = _MOST_CASES,
) -> list[Box]:
    """Boxes in which an outcome happens, by the patient rule induction method.

    above, below: limit of the outcome in its unit; one of them. boxes: each is sought among the cases of interest that
    those before lack. step: of the trajectory; negative: the one that balances coverage and density. peel: share of a box
    that a step takes off. members: at most so many are used."""
    question, found = _Interest(results, outcome, above, below, members), _api.dt_prim_boxes()
    options = lib.dt_prim_defaults()
    options.peel = peel
    check(
        lib.dt_prim_find_boxes(
            ctypes.byref(question.raw), ctypes.byref(options), boxes, step, ctypes.byref(found)
        )
    )
    try:
        return [_box(question, found.prim[k], found.step[k]) for k in range(found.n)]
    finally:
        lib.dt_prim_boxes_clear(ctypes.byref(found))


@dataclasses.dataclass(frozen=True)
class TreeNode:
    """A node of a tree of cases: a split, or a leaf."""

    members: int
    of_interest: int
    factor: str  #: that splits it; "" for a leaf
    threshold: float  #: quantile of the factor
    at_most: int  #: place in the list of the node of cases at most the threshold; -1 for a leaf
    above: int  #: of those above it


def cart(
    results: Results,
    outcome: str,
    *,
    above: float | None = None,
    below: float | None = None,
    depth: int = 4,
    leaf: int | None = None,
    members: int = _MOST_CASES,
) -> list[TreeNode]:
    """A classification tree of cases of interest; the first node is the root.

    above, below: limit of the outcome in its unit; one of them. depth: most splits above a leaf. leaf: least members of
    one; a fiftieth if left out. members: at most so many are used."""
    question, tree = _Interest(results, outcome, above, below, members), _api.dt_tree()
    least = max(5, question.cases.n // 50) if leaf is None else leaf
    check(lib.dt_tree_grow(ctypes.byref(question.raw), least, depth, ctypes.byref(tree)))
    try:
        nodes = tree.node[: tree.count]
        return [
            TreeNode(
                one.n,
                one.n_of_interest,
                question.factors[one.factor] if one.factor >= 0 else "",
                one.threshold,
                one.left,
                one.right,
            )
            for one in nodes
        ]
    finally:
        lib.dt_tree_clear(ctypes.byref(tree))


@dataclasses.dataclass(frozen=True)
class Robustness:
    """How a policy stands over many futures, in the outcome's unit; its sign is that of the outcome."""

    policy: str
    worst: float
    best: float
    mean: float
    p10: float  #: quantile 0.1 on the bad side
    greatest_regret: float  #: against the best policy of each future
    mean_regret: float
    regret90: float  #: that one future in ten exceeds
    satisficing: float  #: share of futures that satisfy the threshold
    spread: float  #: standard deviation
    is_dominated: bool  #: another is as good in every future and better in one
    has_least_regret: bool
    futures: int


def regret(
    folders: Sequence[PathLike], outcome: str, *, less: bool = False, threshold: float | None = None
) -> list[Robustness]:
    """Robustness of policies, whose folders hold the same members, by one outcome. less: less is better. threshold: what
    satisfies, in the outcome's unit; without it all does. Futures in which a member failed are left out for all.
    """
    sources = [Folder(folder) for folder in folders]
    stores = (ctypes.POINTER(_api.dt_store) * len(sources))(*(one.store.pointer for one in sources))
    payoff, n = ctypes.POINTER(ctypes.c_double)(), ctypes.c_int()
    status = lib.dt_evidence_payoffs(
        stores, len(sources), encode(outcome), 1000000, ctypes.byref(payoff), ctypes.byref(n)
    )
    if status == _api.DT_NO:
        raise KeyError(f"{outcome!r} is no outcome that all folders hold for the same members")
    check(status)
    sign = -1.0 if less else 1.0
    try:
        cells = (ctypes.c_double * (len(sources) * n.value))(
            *(sign * x for x in payoff[: len(sources) * n.value])
        )
    finally:
        lib.dt_free(ctypes.cast(payoff, ctypes.c_void_p))
    return _robustness([one.scenario.name for one in sources], cells, n.value, sign, threshold)


def _robustness(
    policies: list[str], cells: Any, n: int, sign: float, threshold: float | None
) -> list[Robustness]:
    out, used = (_api.dt_robustness * len(policies))(), ctypes.c_int()
    limit = -math.inf if threshold is None else sign * threshold
    payoffs = _api.dt_payoffs(
        payoff=cells, n_policy=len(policies), n_scenario=n, threshold=limit, optimism=0.5
    )
    if lib.dt_robustness_measure(ctypes.byref(payoffs), out, ctypes.byref(used)) != _api.DT_OK:
        raise NoSolution("NO_SOLUTION", text="no future in which every policy has a number")
    least = min(one.greatest_regret for one in out)
    signed, plain = ("worst", "best", "mean", "p10"), (
        "greatest_regret",
        "mean_regret",
        "regret90",
        "satisficing",
        "spread",
    )
    return [
        Robustness(
            policy=name,
            **{key: sign * getattr(one, key) for key in signed},
            **{key: getattr(one, key) for key in plain},
            is_dominated=bool(one.is_dominated),
            has_least_regret=one.greatest_regret == least,
            futures=used.value,
        )
        for name, one in zip(policies, out)
    ]

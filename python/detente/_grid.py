"""Power networks: loading, optimal power flow, flows, hosting of extra load."""
from __future__ import annotations

import ctypes
import dataclasses
import os
from typing import Any, Sequence

from . import _api
from ._library import (
    Findings,
    Handle,
    InputError,
    NoSolution,
    check,
    decode,
    encode,
    find_input,
    interruptible,
    lib,
)
from .values import Values, copy_array, doubles

_OUTCOMES = ("optimal", "infeasible", "stopped")
_METHODS = ("auto", "lazy", "simplex", "interior")


@dataclasses.dataclass(frozen=True)
class Limit:
    """A limit that binds, or one of those that cannot hold together."""

    kind: str
    element: int  #: number of the branch, generator, line or bus in the file's order, from 1
    outage: int | None  #: branch that is out, from 1
    value: float  #: MW
    limit: float  #: MW
    shadow_price: float  #: USD/h saved per MW more of the limit


@dataclasses.dataclass(frozen=True)
class PowerFlow:
    """An optimal power flow: dispatch of least cost, prices, flows, what binds or conflicts."""

    outcome: str  #: optimal, infeasible, stopped
    method: str
    convention: str
    objective: float  #: USD/h
    shed_total: float  #: MW not served; of an infeasible case the least that would have to be shed
    lmp: Values  #: USD/MWh by bus
    energy: Values  #: USD/MWh by bus: the price at the island's reference
    congestion: Values  #: USD/MWh by bus
    shed: Values  #: MW by bus
    angle: Values  #: rad by bus
    dispatch: Values  #: MW by generator
    flow: Values  #: MW by branch, at the from side
    dc_flow: Values  #: MW by direct-current line
    binding: list[Limit]  #: greatest shadow price first
    conflict: list[Limit]
    balance_residual: float  #: MW
    limit_residual: float  #: MW
    seconds: float


@dataclasses.dataclass(frozen=True)
class Host:
    """What a site can host."""

    site: str  #: number of its bus, with the name where the case has one
    bus: int
    outcome: str
    mw: float  #: MW of constant extra load
    binding: list[str]  #: what limits it, in words
    relief: list[dict[str, Any]]  #: what relieves it, cheapest first


@dataclasses.dataclass(frozen=True)
class Expansion:
    """What to build, and when, to host a path of load at least cost."""

    objective: float  #: USD over all years, discounted
    bound_gap: float  #: distance to the proven bound, relative; 0 without whole units
    load: Values  #: MW by year
    curtailed: Values  #: share of the load's energy left out, by year
    capacity: Values  #: MW in use, by year and candidate
    load_price: Values  #: USD a year per MW more of the load, by year
    shed: Values  #: MWh a year not served, by year
    emission: Values  #: t CO2 a year, by year
    carbon_price: Values  #: USD/t, by year
    binding: list[
        tuple[str, float, int]
    ]  #: limit in words, USD gained per unit more of it, hours in which it binds


class Grid:
    """A power network as its MATPOWER case says; ``opf``, ``flows`` and ``hosting`` compute with its linear model."""

    def __init__(self, case: str | os.PathLike[str]) -> None:
        self.path, found = find_input(case, "networks", ".m"), Findings()
        self.handle = Handle(_api.dt_grid, "dt_grid_free")
        found.check(lib.dt_grid_load(encode(self.path), self.handle.out, found.pointer))
        self._case = self.handle.pointer.contents

    @property
    def name(self) -> str:
        return decode(self._case.name)

    def _labels(self) -> list[int]:
        return [self._case.bus[k].number for k in range(self._case.n_bus)]

    @property
    def buses(self) -> list[dict[str, Any]]:
        """Buses: number, type, load pd (MW) and qd (MVAr), base voltage (kV), area, name."""
        return [
            {
                "number": one.number,
                "type": one.type,
                "pd": one.pd,
                "qd": one.qd,
                "base_kv": one.base_kv,
                "area": one.area,
                "name": decode(one.name),
                "is_in": bool(one.is_in),
            }
            for one in self._case.bus[: self._case.n_bus]
        ]

    @property
    def branches(self) -> list[dict[str, Any]]:
        """Branches: numbers of their buses, r, x, b (p.u.), limit rate_a (MVA; 0: none), tap and shift (degrees)."""
        label = self._labels()
        return [
            {
                "from": label[one.from_],
                "to": label[one.to],
                "r": one.r,
                "x": one.x,
                "b": one.b,
                "rate_a": one.rate_a,
                "ratio": one.ratio,
                "angle": one.angle,
                "is_in": bool(one.is_in),
            }
            for one in self._case.branch[: self._case.n_branch]
        ]

    @property
    def generators(self) -> list[dict[str, Any]]:
        """Generators: number of the bus, pmin and pmax (MW), name, fuel."""
        label = self._labels()
        return [
            {
                "bus": label[one.bus],
                "pmin": one.pmin,
                "pmax": one.pmax,
                "name": decode(one.name),
                "fuel": decode(one.fuel),
                "is_in": bool(one.is_in),
            }
            for one in self._case.generator[: self._case.n_generator]
        ]

    def opf(
        self,
        *,
        convention: str = "powermodels",
        method: str = "auto",
        n_1: bool = False,
        shed_cost: float = 0.0,
        dclines: bool = True,
        angle_limits: bool = True,
        time_limit: float = 0.0,
    ) -> PowerFlow:
        """Dispatch of least cost. convention: "powermodels" or "matpower". method: auto, lazy, simplex, interior. n_1: no
        outage of one branch may overload another. shed_cost: USD/MWh of load not served; 0: all is served. time_limit:
        s; 0: none. An infeasible case gives its conflict, no exception."""
        options = _options(convention, n_1, shed_cost)
        options.method = _index("method", method, _METHODS)
        options.no_dclines, options.no_angle_limits, options.time_limit = (
            not dclines,
            not angle_limits,
            time_limit,
        )
        result, found, stop = _api.dt_grid_opf(), Findings(), ctypes.c_int(0)
        try:
            found.check(
                interruptible(
                    lambda: lib.dt_grid_opf_solve(
                        self.handle.pointer, ctypes.byref(options), ctypes.byref(result), found.pointer
                    ),
                    stop,
                )
            )
            return self._flow(result)
        finally:
            lib.dt_grid_opf_clear(ctypes.byref(result))

    def _by_bus(self, values: Any, unit: str, name: str) -> Values:
        return Values(values, unit, name, ["bus"], {"bus": self._labels()})

    def _flow(self, r: Any) -> PowerFlow:
        buses = {
            name: self._by_bus(copy_array(getattr(r, name), r.n_bus), unit, name)
            for name, unit in (
                ("lmp", "USD/MWh"),
                ("energy", "USD/MWh"),
                ("congestion", "USD/MWh"),
                ("shed", "MW"),
                ("angle", "rad"),
            )
        }
        others = {
            "dispatch": Values(copy_array(r.dispatch, r.n_generator), "MW", "dispatch", ["generator"]),
            "flow": Values(copy_array(r.flow, r.n_branch), "MW", "flow", ["branch"]),
            "dc_flow": Values(copy_array(r.dc_flow, r.n_dcline), "MW", "dc_flow", ["dcline"]),
        }
        return PowerFlow(
            outcome=_OUTCOMES[r.outcome],
            method=_METHODS[r.method],
            convention=decode(lib.dt_grid_convention_name(r.convention)),
            objective=r.objective,
            shed_total=r.shed_total,
            **buses,
            **others,
            binding=_limits(r.binding, r.n_binding),
            conflict=_limits(r.conflict, r.n_conflict),
            balance_residual=r.balance_residual,
            limit_residual=r.limit_residual,
            seconds=r.seconds,
        )

    def flows(self, injection: Sequence[float], *, convention: str = "powermodels") -> Values:
        """Flow of each branch (MW) for an injection at each bus (MW, in the order of the file); the reference of each
        island takes the rest."""
        if len(injection) != self._case.n_bus:
            raise InputError(
                "INPUT", text=f"injection: found {len(injection)} numbers, expected {self._case.n_bus}"
            )
        flow = (ctypes.c_double * self._case.n_branch)()
        check(lib.dt_grid_flow(self.handle.pointer, _convention(convention), doubles(injection), flow, None))
        return Values(copy_array(flow, self._case.n_branch), "MW", "flow", ["branch"])

    def ptdf(self, branch: int, *, convention: str = "powermodels") -> Values:
        """Flow of a branch (its number from 1) per MW injected at each bus and taken at the island's reference."""
        row = (ctypes.c_double * self._case.n_bus)()
        if not 1 <= branch <= self._case.n_branch:
            raise InputError("INPUT", text=f"branch: found {branch}, expected 1 to {self._case.n_branch}")
        check(lib.dt_grid_ptdf(self.handle.pointer, _convention(convention), branch - 1, row))
        return self._by_bus(copy_array(row, self._case.n_bus), "MW/MW", "ptdf")

    def hosting(
        self,
        buses: Sequence[int] | None = None,
        *,
        convention: str = "powermodels",
        n_1: bool = False,
        curtailed: float = 0.0,
        relief: bool = False,
    ) -> list[Host]:
        """Extra constant load that each bus (by number; all if left out) can host by itself, with what limits it.
        curtailed: share of its energy that may be left out. relief: also what relieves each site, with costs. Raises
        NoSolution if limits cannot hold even without extra load."""
        numbers = [one["number"] for one in self.buses if one["is_in"]] if buses is None else list(buses)
        places = [lib.dt_grid_find_bus(self.handle.pointer, number) for number in numbers]
        if min(places, default=0) < 0:
            raise InputError(
                "INPUT",
                text=f"buses: found {numbers[places.index(min(places))]}, which is no bus of the case",
            )
        bus, share, stop = (ctypes.c_int * len(places))(*places), (ctypes.c_double * 1)(1.0), ctypes.c_int(0)
        sites = (_api.dt_grid_site * len(places))()
        for k, number in enumerate(numbers):
            at = ctypes.cast(ctypes.byref(bus, ctypes.sizeof(ctypes.c_int) * k), ctypes.POINTER(ctypes.c_int))
            sites[k] = _api.dt_grid_site(str(number).encode(), 1, at, share)
        watch = _api.dt_grid_watch(stop=ctypes.pointer(stop))
        options = _api.dt_grid_hosting_options(
            curtailed=curtailed, has_relief=relief, cost=lib.dt_grid_relief_defaults()
        )
        options.plan.opf, options.plan.watch = _options(convention, n_1, 0.0), ctypes.pointer(watch)
        out = _api.dt_grid_hosting()
        try:
            check(
                interruptible(
                    lambda: lib.dt_grid_hosting_find(
                        self.handle.pointer, ctypes.byref(options), len(places), sites, ctypes.byref(out)
                    ),
                    stop,
                )
            )
            if stop.value:
                raise KeyboardInterrupt
            if not out.is_base_secure:
                excess = f": {out.base_excess:.2f} MW of overload after outages remain" if n_1 else ""
                raise NoSolution("NO_SOLUTION", text=f"limits cannot hold even without extra load{excess}")
            return [self._host(numbers[k], out.site[k], options.plan) for k in range(out.n_done)]
        finally:
            lib.dt_grid_hosting_clear(ctypes.byref(out))

    def expand(
        self,
        candidates: str | os.PathLike[str],
        path: str | os.PathLike[str],
        bus: int,
        *,
        profile: str | os.PathLike[str] | None = None,
        days: int = 0,
        discount: float = 0.0,
        curtailed: float = 0.0,
        margin: float | None = None,
        convention: str = "powermodels",
        n_1: bool = False,
        shed_cost: float = 0.0,
    ) -> Expansion:
        """Least cost of hosting a path of load at a bus (its number): which candidates to build, and when.

        candidates, path: tables as ``detente grid expand`` reads them; without a profile, the one hour of the case.
        profile: table of hours; days: typical days that stand for all (0: all). discount: rate a year. curtailed: share
        of the load's energy that may be left out. margin: share by which firm capacity must exceed the greatest load.
        Other arguments as in ``opf``. Raises NoSolution, which says what conflicts."""
        with _Plan(self, profile, days) as plan:
            plan.read(candidates, path, discount)
            plan.host(bus, curtailed)
            raw = plan.raw
            raw.opf = _options(convention, n_1, shed_cost)
            raw.has_margin, raw.margin = margin is not None, margin or 0.0
            return plan.solve()

    def _host(self, number: int, host: Any, plan: Any) -> Host:
        names = [one["name"] for one in self.buses if one["number"] == number]
        words = ctypes.create_string_buffer(_api.DT_SUPPLY_TEXT)
        binding, relief = [], []
        for k in range(host.n_bound):
            lib.dt_grid_bound_words(
                self.handle.pointer, ctypes.byref(plan), ctypes.byref(host.bound[k]), words
            )
            binding.append(decode(words.value))
        for k in range(host.n_relief):
            one = host.relief[k]
            relief.append(
                {
                    "kind": decode(lib.dt_grid_relief_name(one.kind)),
                    "element": one.element + 1,
                    "gain": one.gain,
                    "step_mw": one.step,
                    "gained_mw": one.gained,
                    "usd_per_year_and_mw": one.cost,
                    "years": one.years,
                }
            )
        return Host(f"{number} {names[0]}".strip(), number, _OUTCOMES[host.outcome], host.mw, binding, relief)

    def __repr__(self) -> str:
        return (
            f"<Grid {self.name}: {self._case.n_bus} buses, {self._case.n_branch} branches, "
            f"{self._case.n_generator} generators>"
        )


class _Plan:
    """A plan with the tables that it points to, and its result; cleared at the end of its block."""

    def __init__(self, network: Grid, profile: Any, days: int) -> None:
        self.network, self.case, self.raw = network, network.handle.pointer, _api.dt_grid_plan()
        self.candidates, self.path, self.result = (
            _api.dt_grid_candidates(),
            _api.dt_grid_path(),
            _api.dt_grid_plan_result(),
        )
        self.profile, self.load, self.stop = (
            _api.dt_grid_profile(),
            _api.dt_grid_extra_load(),
            ctypes.c_int(0),
        )
        if profile is not None:
            self._read_profile(profile, days)

    def _read_profile(self, path: Any, days: int) -> None:
        found, some = Findings(), _api.dt_grid_profile()
        found.check(
            lib.dt_grid_profile_load(self.case, encode(path), ctypes.byref(self.profile), found.pointer)
        )
        if days:
            check(lib.dt_grid_profile_select(self.case, ctypes.byref(self.profile), days, ctypes.byref(some)))
            lib.dt_grid_profile_clear(ctypes.byref(self.profile))
            self.profile = some
        self.raw.periods = ctypes.pointer(self.profile.periods)

    def read(self, candidates: Any, path: Any, discount: float) -> None:
        found = Findings()
        found.check(
            lib.dt_grid_candidates_load(
                self.case,
                ctypes.byref(self.profile),
                encode(candidates),
                ctypes.byref(self.candidates),
                found.pointer,
            )
        )
        found.check(lib.dt_grid_path_load(encode(path), discount, ctypes.byref(self.path), found.pointer))
        raw = self.raw
        raw.n_candidate, raw.candidate = self.candidates.count, self.candidates.item
        raw.n_stage, raw.stage = self.path.n_stage, self.path.stage
        raw.start_year = self.path.stage[0].year

    def host(self, bus: int, curtailed: float) -> None:
        place = lib.dt_grid_find_bus(self.case, bus)
        if place < 0:
            raise InputError("INPUT", text=f"bus: found {bus}, which is no bus of the case")
        self._bus, self._share = (ctypes.c_int * 1)(place), (ctypes.c_double * 1)(1.0)
        self.load.name, self.load.count = str(bus).encode(), 1
        self.load.bus, self.load.share, self.load.mw = self._bus, self._share, self.path.mw
        self.load.curtailed = curtailed
        self.raw.n_load, self.raw.load = 1, ctypes.pointer(self.load)

    def solve(self) -> Expansion:
        found, watch = Findings(), _api.dt_grid_watch(stop=ctypes.pointer(self.stop))
        self.raw.watch = ctypes.pointer(watch)
        status = interruptible(
            lambda: lib.dt_grid_plan_solve(
                self.case, ctypes.byref(self.raw), ctypes.byref(self.result), found.pointer
            ),
            self.stop,
        )
        if self.stop.value:
            raise KeyboardInterrupt
        found.check(status)
        if _OUTCOMES[self.result.outcome] != "optimal":
            text = ctypes.create_string_buffer(_api.DT_GRID_CONFLICT)
            check(lib.dt_grid_plan_conflict(self.case, ctypes.byref(self.raw), text))
            raise NoSolution("NO_SOLUTION", text=decode(text.value) or _OUTCOMES[self.result.outcome])
        return self._expansion()

    def _expansion(self) -> Expansion:
        r, years = self.result, [self.path.stage[k].year for k in range(self.path.n_stage)]

        def by_year(name: str, unit: str) -> Values:
            return Values(copy_array(getattr(r, name), r.n_stage), unit, name, ["year"], {"year": years})

        names = [decode(self.candidates.item[k].name) for k in range(r.n_candidate)]
        binding, words = [], ctypes.create_string_buffer(_api.DT_SUPPLY_TEXT)
        for bound in r.bound[: r.n_bound]:
            lib.dt_grid_bound_words(self.case, ctypes.byref(self.raw), ctypes.byref(bound), words)
            binding.append((decode(words.value), bound.value, bound.n_period))
        return Expansion(
            objective=r.objective,
            bound_gap=r.bound_gap,
            load=by_year("load", "MW"),
            curtailed=by_year("curtailed", ""),
            capacity=Values(
                copy_array(r.capacity, r.n_stage, r.n_candidate),
                "MW",
                "capacity",
                ["year", "candidate"],
                {"year": years, "candidate": names},
            ),
            load_price=by_year("load_price", "USD/MW/yr"),
            shed=by_year("shed", "MWh/yr"),
            emission=by_year("emission", "t/yr"),
            carbon_price=by_year("carbon_price", "USD/t"),
            binding=binding,
        )

    def __enter__(self) -> _Plan:
        return self

    def __exit__(self, *_: Any) -> None:
        lib.dt_grid_plan_clear(ctypes.byref(self.result))
        lib.dt_grid_candidates_clear(ctypes.byref(self.candidates))
        lib.dt_grid_path_clear(ctypes.byref(self.path))
        lib.dt_grid_profile_clear(ctypes.byref(self.profile))


def _index(name: str, word: str, words: Sequence[str]) -> int:
    if word not in words:
        raise InputError("INPUT", text=f"{name}: found {word!r}, expected one of {', '.join(words)}")
    return list(words).index(word)


def _convention(word: str) -> int:
    return _index("convention", word, [decode(lib.dt_grid_convention_name(k)) for k in range(2)])


def _options(convention: str, n_1: bool, shed_cost: float) -> Any:
    options = lib.dt_grid_opf_defaults()
    options.convention, options.is_n1, options.shed_cost = _convention(convention), n_1, shed_cost
    return options


def _limits(limit: Any, count: int) -> list[Limit]:
    return [
        Limit(
            decode(lib.dt_grid_limit_name(one.kind)),
            one.element + 1,
            one.outage + 1 if one.outage >= 0 else None,
            one.value,
            one.limit,
            one.shadow_price,
        )
        for one in limit[:count]
    ]


def grid(case: str | os.PathLike[str]) -> Grid:
    """Reads a MATPOWER case (.m), or a shipped network by its name ("usa", "china")."""
    return Grid(case)

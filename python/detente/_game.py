"""Games: ``game`` solves a table of payoffs, ``play`` simulates a game on a scenario."""
from __future__ import annotations

import ctypes
import dataclasses
import json
import os
from fractions import Fraction
from pathlib import Path
from typing import Any, Mapping, Sequence

from . import _api
from ._library import (
    Findings,
    Handle,
    InputError,
    encode,
    decode,
    find_input,
    interruptible,
    lib,
    take_text,
    check,
)
from ._run import Scenario
from .values import Values


@dataclasses.dataclass(frozen=True)
class Equilibrium:
    """An equilibrium: probabilities of each player's strategies, payoffs, and what a deviation could still gain."""

    mixed: list[Values]  #: by player, over strategies
    payoffs: list[float]  #: by player, in payoff units
    regret: float  #: greatest gain of a player by leaving, payoff units
    relative_regret: float  #: the same over the range of that player's payoffs
    is_pure: bool
    is_exact: bool  #: found and checked in fractions
    fractions: list[list[Fraction]] | None  #: of the probabilities, where the method gives them
    parameter: float  #: of the method: lambda of a quantal response, 1 / payoff unit


@dataclasses.dataclass(frozen=True)
class Solution:
    """What a search for equilibria found, and what is known about it."""

    equilibria: list[Equilibrium]
    method: str
    is_complete: bool  #: no equilibrium of the kind sought is missing
    is_degenerate: bool  #: equilibria may form continua between those listed
    is_limit_reached: bool
    note: str
    best_regret: float  #: least relative regret of any point met
    players: list[str]
    strategies: list[list[str]]

    def __len__(self) -> int:
        return len(self.equilibria)

    def __getitem__(self, index: int) -> Equilibrium:
        return self.equilibria[index]


def _shape(payoffs: Any) -> list[int]:
    shape = []
    while not isinstance(payoffs, (int, float, str, Fraction)) and hasattr(payoffs, "__len__"):
        shape.append(len(payoffs))
        payoffs = payoffs[0]
    return shape


def _at(payoffs: Any, place: Sequence[int]) -> Any:
    for one in place:
        payoffs = payoffs[one]
    return payoffs


def _set(table: Handle, profile: int, player: int, value: Any) -> None:
    """A number as it is; a fraction or text exactly."""
    if isinstance(value, (str, Fraction)):
        check(lib.dt_normal_set_payoff_text(table.pointer, profile, player, encode(str(value))))
    else:
        lib.dt_normal_set_payoff(table.pointer, profile, player, float(value))


def _from_table(payoffs: Sequence[Any]) -> Handle:
    """A game from one table a player, each with an axis a player."""
    shape = _shape(payoffs[0])
    if any(_shape(one) != shape for one in payoffs) or len(shape) != len(payoffs):
        raise InputError(
            "INPUT",
            text=f"payoffs: found {len(payoffs)} tables of {[_shape(one) for one in payoffs]}, "
            "expected one table a player, all with one axis a player",
        )
    table, n = Handle(_api.dt_normal, "dt_normal_free"), len(shape)
    check(lib.dt_normal_create(n, (ctypes.c_int * n)(*shape), table.out))
    strategy = (ctypes.c_int * n)()
    for profile in range(lib.dt_normal_profiles(table.pointer)):
        lib.dt_normal_profile_strategies(table.pointer, profile, strategy)
        for player in range(n):
            _set(table, profile, player, _at(payoffs[player], list(strategy)))
    return table


def _from_file(path: str | os.PathLike[str]) -> Handle:
    table, found = Handle(_api.dt_normal, "dt_normal_free"), Findings()
    found.check(lib.dt_normal_load(encode(path), table.out, found.pointer))
    return table


def _set_names(
    table: Handle, players: Sequence[str] | None, strategies: Sequence[Sequence[str]] | None
) -> None:
    for player, name in enumerate(players or []):
        lib.dt_normal_set_player_name(table.pointer, player, encode(name))
    for player, names in enumerate(strategies or []):
        for place, name in enumerate(names):
            lib.dt_normal_set_strategy_name(table.pointer, player, place, encode(name))


def _names(table: Handle) -> tuple[list[str], list[list[str]]]:
    game, players = table.pointer, range(lib.dt_normal_players(table.pointer))
    return (
        [decode(lib.dt_normal_player_name(game, i)) or str(i + 1) for i in players],
        [
            [
                decode(lib.dt_normal_strategy_name(game, i, s)) or str(s + 1)
                for s in range(lib.dt_normal_strategies(game, i))
            ]
            for i in players
        ],
    )


def _split(flat: Sequence[Any], strategies: Sequence[Sequence[str]]) -> list[list[Any]]:
    out, start = [], 0
    for names in strategies:
        out.append(list(flat[start : start + len(names)]))
        start += len(names)
    return out


def _equilibrium(
    item: Any, players: Sequence[str], strategies: Sequence[Sequence[str]], total: int
) -> Equilibrium:
    parts = _split(item.mixed[:total], strategies)
    mixed = [
        Values(part, "", player, ["strategy"], {"strategy": names})
        for part, player, names in zip(parts, players, strategies)
    ]
    exact = item.exact and ctypes.string_at(item.exact).decode().split()
    fractions = _split([Fraction(one) for one in exact], strategies) if exact else None
    return Equilibrium(
        mixed,
        item.payoff[: len(players)],
        item.regret,
        item.relative_regret,
        bool(item.is_pure),
        bool(item.is_exact),
        fractions,
        item.parameter,
    )


def game(
    payoffs: Any,
    *,
    players: Sequence[str] | None = None,
    strategies: Sequence[Sequence[str]] | None = None,
    method: str | None = None,
    exact: bool = False,
    time_limit: float = 60.0,
    most: int = 100000,
    tolerance: float = 1e-9,
    seed: int | None = None,
    lam: float | None = None,
) -> Solution:
    """Equilibria of a game in normal form.

    payoffs: one table a player, each with one axis a player (player 0 first), as nested lists or arrays of numbers,
    Fractions or texts like "22/7"; or the path of a file (.nfg, .agg, .json, .csv). players, strategies: names. method:
    as ``detente game methods`` lists; for two players, vertex if left out. exact: fractions throughout. time_limit: s.
    tolerance: greatest relative regret that counts as an equilibrium. lam: of a quantal response, 1 / payoff unit.
    Raises NoSolution if nothing was found."""
    table = _from_file(payoffs) if isinstance(payoffs, (str, os.PathLike)) else _from_table(payoffs)
    _set_names(table, players, strategies)
    options, found, stop, listed = lib.dt_solve_defaults(), Findings(), ctypes.c_int(0), _api.dt_equilibria()
    options.is_exact, options.time_limit, options.most, options.tolerance = exact, time_limit, most, tolerance
    options.seed = options.seed if seed is None else seed
    options.lambda_ = options.lambda_ if lam is None else lam
    options.stop = ctypes.pointer(stop)
    name = encode(method) if method else None
    try:
        found.check(
            interruptible(
                lambda: lib.dt_normal_solve(
                    table.pointer, name, ctypes.byref(options), ctypes.byref(listed), found.pointer
                ),
                stop,
            )
        )
        named, moves = _names(table)
        total = lib.dt_normal_total_strategies(table.pointer)
        items = [_equilibrium(listed.item[k], named, moves, total) for k in range(listed.count)]
        return Solution(
            items,
            decode(listed.method),
            bool(listed.is_complete),
            bool(listed.is_degenerate),
            bool(listed.is_limit_reached),
            decode(listed.note),
            listed.best_regret,
            named,
            moves,
        )
    finally:
        lib.dt_equilibria_free(ctypes.byref(listed))


def play(
    name: str | os.PathLike[str] = "usa-china",
    members: int = 0,
    set: Mapping[str, Any] | None = None,
    *,
    scenario: str | os.PathLike[str] | None = None,
    seed: int | None = None,
    threads: int = 0,
    effects: int = 64,
    data: str | os.PathLike[str] | None = None,
) -> dict[str, Any]:
    """Plays a game file, or a shipped game, on its scenario (or another), and gives what ``detente game play --json``
    prints: payoffs with intervals, equilibria, classes of dilemmas with probabilities. members: most of a profile; 0 is
    as the game says. effects: members on which total effects are measured."""
    path, found, stop = find_input(name, "games", ".yaml"), Findings(), ctypes.c_int(0)
    loaded = Handle(_api.dt_game, "dt_game_free")
    found.check(lib.dt_game_load(encode(path), loaded.out, found.pointer))
    inside = decode(lib.dt_game_describe(loaded.pointer).scenario)
    beside = Path(path).parent / inside
    chosen = scenario or (beside if beside.suffix and beside.exists() else inside)
    prepared = Scenario(chosen, set=set, seed=seed, data=data)
    simulator, result = _api.dt_simulator(), Handle(_api.dt_game_result, "dt_game_result_free")
    found.check(
        lib.dt_simulator_create(
            prepared.world.pointer,
            prepared.handle.pointer,
            loaded.pointer,
            threads,
            ctypes.byref(simulator),
            found.pointer,
        )
    )
    try:
        options = lib.dt_game_defaults()
        options.members, options.threads, options.n_effect, options.stop = (
            members,
            threads,
            effects,
            ctypes.pointer(stop),
        )
        found.check(
            interruptible(
                lambda: lib.dt_game_play(
                    loaded.pointer, ctypes.byref(simulator), ctypes.byref(options), result.out, found.pointer
                ),
                stop,
            )
        )
        text = ctypes.POINTER(ctypes.c_char)()
        check(lib.dt_report_game(result.pointer, _api.DT_SUMMARY_JSON, ctypes.byref(text)))
        return json.loads(take_text(text))
    finally:
        lib.dt_simulator_free(ctypes.byref(simulator))

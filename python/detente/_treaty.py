"""Treaties: who signs a text, why, and which change of the text would bring somebody in."""
from __future__ import annotations

import ctypes
import dataclasses
import os
from typing import Any

from . import _api
from ._library import Findings, Handle, InputError, check, data_folder, decode, encode, find_input, lib
from .values import Values

_MOST_CHANGES = 4096


def _names(name_of: Any, count: int) -> list[str]:
    return [decode(name_of(k)) for k in range(count)]


@dataclasses.dataclass(frozen=True)
class Change:
    """A changed text and what it brings."""

    kind: str
    sponsor: str
    binding: bool
    verification: int
    steps: int  #: attributes changed; verification counts each of its levels
    is_reached: bool
    probability: float  #: of the state that is sought
    expected: float  #: number of states that sign


class Prediction:
    """Who signs a text: probabilities of states over coefficients and the level of the text."""

    def __init__(self, data: Handle, fit: Handle, text: Any) -> None:
        self._data, self._fit, self.text = data, fit, text
        self._handle = Handle(_api.dt_treaty_prediction, "dt_treaty_prediction_free")
        check(lib.dt_treaty_predict(fit.pointer, data.pointer, ctypes.byref(text), self._handle.out))
        n = lib.dt_treaty_state_count(data.pointer)
        self.states = _names(lambda k: lib.dt_treaty_state_code(data.pointer, k), n)
        self._each = [lib.dt_treaty_prediction_state(self._handle.pointer, k) for k in range(n)]
        self.total = lib.dt_treaty_prediction_total(self._handle.pointer)

    @property
    def name(self) -> str:
        return decode(self.text.name)

    @property
    def expected(self) -> float:
        """Expected number of states that sign."""
        return self.total.expected

    @property
    def low(self) -> float:
        """10 per cent point of that number."""
        return self.total.low

    @property
    def high(self) -> float:
        """90 per cent point of that number."""
        return self.total.high

    def column(self, field: str) -> Values:
        """A field of all states: "signs", "low", "high", "attends", "signs_if_attends" (probabilities), "log_odds",
        "neighbours" (log-odds that the network adds)."""
        unit = "log-odds" if field in ("log_odds", "neighbours") else ""
        return Values(
            [getattr(one, field) for one in self._each], unit, field, ["state"], {"state": self.states}
        )

    @property
    def signs(self) -> Values:
        """Probability of signing by state (ISO 3166 code): ``prediction.signs["CHN"]``."""
        return self.column("signs")

    def _state(self, iso3: str) -> int:
        if iso3 not in self.states:
            raise KeyError(f"no state {iso3!r}")
        return self.states.index(iso3)

    def reasons(self, iso3: str) -> dict[str, float]:
        """What moves a state's log-odds from the mean of all states, by reason."""
        state = self._state(iso3)
        return {
            decode(lib.dt_treaty_reason_name(k)): lib.dt_treaty_prediction_reason(
                self._handle.pointer, state, k
            )
            for k in range(lib.dt_treaty_reason_count())
        }

    def tips(self, iso3: str) -> Values:
        """How much the probability of each other state rises when this one is known to sign instead of to refuse."""
        state = self._state(iso3)
        values = [
            lib.dt_treaty_prediction_tips(self._handle.pointer, state, k) for k in range(len(self.states))
        ]
        return Values(values, "", "tips", ["state"], {"state": self.states})

    def design(
        self, state: str | None = None, *, probability: float = 0.5, count: float = 0.0, most: int = 20
    ) -> list[Change]:
        """Least changes of the text that bring in a state with this probability, or an expected number of states: those
        that reach the goal first, then the fewest steps."""
        if state is None and not count > 0.0:
            raise InputError("INPUT", text="design: expected a state, or a count above 0")
        goal = _api.dt_treaty_goal(self._state(state) if state is not None else -1, probability, count)
        changes, n = (_api.dt_treaty_change * min(most, _MOST_CHANGES))(), ctypes.c_int(
            min(most, _MOST_CHANGES)
        )
        check(
            lib.dt_treaty_design(
                self._fit.pointer,
                self._data.pointer,
                ctypes.byref(self.text),
                ctypes.byref(goal),
                changes,
                ctypes.byref(n),
            )
        )
        return [_change(one) for one in changes[: n.value]]

    def __repr__(self) -> str:
        return f"<Prediction {self.name}: {self.expected:.1f} states sign ({self.low:.1f}-{self.high:.1f})>"


def _change(one: Any) -> Change:
    return Change(
        decode(lib.dt_treaty_kind_name(one.text.kind)),
        decode(lib.dt_treaty_sponsor_name(one.text.sponsor)),
        bool(one.text.binding),
        one.text.verification,
        one.steps,
        bool(one.is_reached),
        one.probability,
        one.expected,
    )


def _word(name: str, word: str, name_of: Any, count: int) -> int:
    names = _names(name_of, count)
    if word not in names:
        raise InputError("INPUT", text=f"{name}: found {word!r}, expected one of {', '.join(names)}")
    return names.index(word)


def treaty(
    text: str | os.PathLike[str] = "coruna",
    *,
    kind: str | None = None,
    sponsor: str | None = None,
    binding: bool | None = None,
    verification: int | None = None,
    military_ai: bool | None = None,
    topic: str | None = None,
    years: float | None = None,
    date: int | None = None,
    data: str | os.PathLike[str] | None = None,
) -> Prediction:
    """Predicts who signs a text: a YAML file (docs/treaty.md), or a shipped one (coruna, binding, verified, neutral).

    The other arguments change the text: kind ("vote", "declaration", ...), sponsor (who drives it), binding,
    verification (0 none, 1 reporting, 2 on-site by consent, 3 inspectorate), military_ai, topic, years for which it is
    open (yr), date (yyyymmdd; only what was known before it is used)."""
    folder, found = data_folder(data), Findings()
    tables, fit = Handle(_api.dt_treaty_data, "dt_treaty_data_free"), Handle(
        _api.dt_treaty_fit, "dt_treaty_fit_free"
    )
    found.check(lib.dt_treaty_data_load(encode(folder), tables.out, found.pointer))
    coefficients = encode(folder / "participation_coefficients.csv")
    found.check(lib.dt_treaty_fit_load(coefficients, fit.out, found.pointer))
    made = lib.dt_treaty_text_defaults()
    path = find_input(text, "data/texts", ".yaml")
    found.check(lib.dt_treaty_text_load(encode(path), tables.pointer, ctypes.byref(made), found.pointer))
    if kind is not None:
        made.kind = _word("kind", kind, lib.dt_treaty_kind_name, _api.DT_TREATY_KIND_COUNT)
    if sponsor is not None:
        made.sponsor = _word("sponsor", sponsor, lib.dt_treaty_sponsor_name, _api.DT_SPONSOR_COUNT)
    if topic is not None:
        made.topic = encode(topic)
    for name, value in (
        ("binding", binding),
        ("verification", verification),
        ("military_ai", military_ai),
        ("years", years),
        ("date", date),
    ):
        if value is not None:
            setattr(made, name, value)
    if not 0 <= made.verification <= 3:
        raise InputError("INPUT", text=f"verification: found {made.verification}, expected 0 to 3")
    return Prediction(tables, fit, made)

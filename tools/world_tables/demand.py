"""Electricity demand, its peak, its growth, losses and net imports."""

from .base import FIRST, GULF, HOURS, NOW, REST, YEARS, number
from .capacity import RAW

# Demand other than AI: our reading of the five years to 2025 and of what planners expect beside data centres.
DEMAND_GROWTH = {"USA": 0.010, "CHN": 0.052, "IND": 0.058}
WORLD_GROWTH = 0.022


class Demand:
    def __init__(self, world, capacity):
        self.world, self.capacity = world, capacity
        self.loss_mean = sum(number(r["td_loss_pct_2025"]) or 0 for r in world.demand.values()) / sum(
            1 for r in world.demand.values() if r["td_loss_pct_2025"]
        )

    def one(self, iso, year):
        """Generation of one state in TWh and whether it stands in the tables for that year."""
        row, series = self.world.demand[iso], self.capacity.observed["elec_generation_twh", iso]
        newest, last = float(row["generation_twh"]), int(row["year"])
        if year >= last:
            return newest, year == last
        if year in series:
            return series[year], True
        mixed = {
            y: sum(self.capacity.made[iso, raw].get(y, 0.0) for raw in RAW) for y in range(2019, last + 1)
        }
        if mixed.get(year) and mixed.get(last):
            return newest * mixed[year] / mixed[last], True
        growth = (number(row["generation_cagr5_pct"]) or 0.0) / 100
        return newest / (1 + max(-0.03, min(0.06, growth))) ** (last - year), False

    def generation(self, place, year):
        parts = [self.one(iso, year) for iso in self.world.members(place) if iso in self.world.demand]
        total = sum(p[0] for p in parts)
        return total, "reported" if sum(p[0] for p in parts if p[1]) > 0.9 * total else "estimate"

    def loss(self, place, year):
        column = "td_loss_pct_2025" if year >= 2023 else "td_loss_pct_2020"
        have = [
            (self.one(iso, year)[0], number(self.world.demand[iso][column]))
            for iso in self.world.members(place)
            if iso in self.world.demand
        ]
        known = [(twh, loss) for twh, loss in have if loss is not None]
        if not known:
            return self.loss_mean / 100, "estimate"
        return (
            sum(t * l for t, l in known) / sum(t for t, l in known) / 100,
            "reported" if len(known) == len(have) == 1 else "derived",
        )

    def net_import(self, place):
        return (
            sum(
                number(self.world.demand[iso]["net_imports_twh"]) or 0.0
                for iso in self.world.members(place)
                if iso in self.world.demand
            )
            / HOURS
        )

    def peak(self, place):
        rows = [self.world.demand[iso] for iso in self.world.members(place) if iso in self.world.demand]
        kinds = {row["peak_kind"] for row in rows}
        kind = (
            {"reported": "reported", "recalled": "memory"}.get(kinds.pop(), "estimate")
            if len(kinds) == 1
            else "estimate"
        )
        return (
            tuple(
                sum(float(row[c]) for row in rows) for c in ("peak_low_gw", "peak_demand_gw", "peak_high_gw")
            ),
            kind,
        )

    def growth(self, place, year):
        """Growth of the five years to `year`, shrunk towards the world's."""
        if year == NOW and place in DEMAND_GROWTH:
            return DEMAND_GROWTH[place], "judgement"
        begin = 2019 if year in (2019, 2020) else max(FIRST, year - 5)
        begin = FIRST if year <= 2020 else begin
        end = max(year, FIRST)
        cagr = (
            WORLD_GROWTH
            if end == begin
            else (self.generation(place, end)[0] / self.generation(place, begin)[0]) ** (1 / (end - begin))
            - 1
        )
        goal, weight = (
            (0.01, 0.35)
            if self.world.group(place) == "EU"
            else (0.03 if place in GULF else WORLD_GROWTH, 0.6)
        )
        return max(-0.01, min(0.07, weight * cagr + (1 - weight) * goal)), "estimate"


def put_demand(values, world, demand):
    for place in world.places:
        exports = demand.net_import(place)
        values.put(
            place, "net_import", "", FIRST, exports, "reported" if place != REST else "derived", "ember-owid"
        )
        for year in YEARS:
            twh, kind = demand.generation(place, year)
            values.put(place, "generation", "", year, twh, kind, "ember-owid")
            loss, loss_kind = demand.loss(place, year)
            values.put(
                place, "td_loss", "", year, (0.8 * loss, loss, 1.2 * loss), loss_kind, "osemosys-losses"
            )
            load = (twh / HOURS + exports) * (1 - loss)
            values.put(
                place,
                "demand",
                "",
                year,
                (0.98 * load, load, 1.02 * load),
                "derived" if kind == "reported" else kind,
                "ember-owid",
            )
            peak, peak_kind = demand.peak(place)
            scale = twh / demand.generation(place, NOW)[0]
            peak_source = {"reported": "power-pages", "memory": "memory"}.get(peak_kind, "rules")
            values.put(
                place,
                "peak_demand",
                "",
                year,
                tuple(scale * p for p in peak),
                peak_kind if year >= 2023 else "estimate",
                peak_source,
            )
            growth, growth_kind = demand.growth(place, year)
            values.put(
                place,
                "demand_growth",
                "",
                year,
                (growth - 0.012, growth, growth + 0.012),
                growth_kind,
                "judgement" if growth_kind == "judgement" else "ember-owid",
            )

"""Demonstrated build rates."""

from .base import NOW, TECHS, YEARS
from .capacity import BATTERY, PARTS
from .base import NUCLEAR_UNDER_CONSTRUCTION

# Figures of one family share their definitions: only those are subtracted from one another.
FAMILY = {
    "irena-owid": "irena",
    "irena-2024": "irena",
    "ember-2025": "ember",
    "nea-2026": "ember",
    "cea-2026": "ember",
}
JUMP_LIMIT = 3.0  # a flagged one-year jump counts as at most this many mean years
OVERRIDE = {
    ("CHN", "coal"): (50, 80, "nea-2026", "judgement"),
    ("USA", "storage"): (9, 18.3, "eia-2025", "reported"),
    ("CHN", "storage"): (40, 50, "judgement", "judgement"),
    ("CHN", "solar"): (189, 315.07, "nea-2026", "derived"),
    ("CHN", "wind"): (71.6, 119.33, "nea-2026", "derived"),
    ("IND", "solar"): (17, 35, "cea-2026", "judgement"),
    ("IND", "wind"): (2.5, 6, "cea-2026", "judgement"),
}
SEED = 0.002  # of peak per year: first build of a technology


class BuildRates:
    def __init__(self, world, capacity):
        self.capacity, self.world = capacity, world
        self.reported = {(r["iso3"], r["tech"]): r for r in world.build_rows}

    def additions(self, iso, raw, year):
        """(year, GW added) between figures that stand in the tables, up to `year`."""
        seen = {
            y: (v[0], FAMILY.get(v[2], v[2])) for y, v in self.capacity.seen[iso, raw].items() if y <= year
        }
        if raw in ("wind", "solar"):
            early = self.capacity.observed[f"{raw}_capacity_gw", iso]
            seen = {**{y: (gw, "irena") for y, gw in early.items() if 2010 <= y < 2019}, **seen}
        years = sorted(y for y in seen if y <= year)
        return [
            (b, (seen[b][0] - seen[a][0]) / (b - a), b - a)
            for a, b in zip(years, years[1:])
            if seen[a][1] == seen[b][1]
        ]

    def one(self, iso, raw, year):
        """Mean of up to three years and best year of one state's raw technology."""
        added = self.additions(iso, raw, year)
        recent = [(gw, span) for y, gw, span in added if y > year - 4][-3:]
        row = self.reported.get((iso, raw))
        mean = sum(g * s for g, s in recent) / sum(s for g, s in recent) if recent else None
        best = max((gw for y, gw, span in added), default=0.0)
        if row and (mean is None or (year == NOW and not any(y == NOW for y, gw, span in added))):
            mean = float(row["mean_net_add_gw_per_yr_5y"])
        if row and int(row["year_of_max"]) <= max(year, 2016):
            best = max(best, float(row["max_net_add_gw_per_yr"]))
        mean = mean or 0.0
        if row and "one-year jump" in row["source"]:
            best = min(best, max(JUMP_LIMIT * mean, 0.25 * best))
        return mean, max(best, mean)

    def sum(self, place, tech, year):
        if (place, tech) in OVERRIDE and year == NOW:
            mean, best, source, kind = OVERRIDE[place, tech]
            return mean, best, kind, source
        pairs = [
            self.one(iso, raw, year)
            for iso in self.world.members(place)
            if iso in self.world.demand
            for raw in PARTS[tech]
        ]
        mean, best = sum(p[0] for p in pairs), sum(p[1] for p in pairs)
        if tech == "storage" and not any(iso in BATTERY or iso == "DEU" for iso in self.world.members(place)):
            mean = max(mean, 0.2 * self.sum(place, "solar", year)[0] * (year >= 2021))
            return mean, max(best, 1.5 * mean), "estimate", "rules"
        is_early = year < 2020 and tech not in ("wind", "solar")
        return mean, best, "estimate" if is_early else "derived", "irena-2024"


def may_seed(values, place, tech):
    if tech == "nuclear":
        return values.get(place, "capacity", "nuclear") > 0.0 or place in NUCLEAR_UNDER_CONSTRUCTION
    return values.get(place, "capacity", "hydro") > 0.0 if tech == "hydro" else True


def put_build_rates(values, world, rates):
    for place in world.places:
        for tech in TECHS:
            for year in YEARS:
                mean, best, kind, source = rates.sum(place, tech, year)
                span = tuple(sorted((0.7 * mean, mean, 1.3 * mean)))
                values.put(place, "build_rate", tech, year, span, kind, source)
                seed = (
                    SEED * values.get(place, "peak_demand", "", year)
                    if may_seed(values, place, tech)
                    else 0.0
                )
                if best < 0.25 * seed:
                    best, kind, source = seed, "estimate", "rules"
                values.put(place, "build_rate_best", tech, year, (0.8 * best, best, 1.2 * best), kind, source)

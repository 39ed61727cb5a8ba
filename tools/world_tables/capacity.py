"""Installed capacity and generation, checked against one another, with the rules that fill their gaps."""

from collections import defaultdict

from .base import FIRST, HOURS, NOW, TECHS, YEARS

PARTS = {
    "coal": ["coal"],
    "gas": ["gas"],
    "nuclear": ["nuclear"],
    "hydro": ["hydro"],
    "wind": ["wind"],
    "solar": ["solar"],
    "storage": ["battery", "pumped_storage"],
    "other": ["oil", "bio", "other"],
}
RAW = [raw for parts in PARTS.values() for raw in parts]
# A yearly output above this share of capacity cannot be: the capacity is then wrong or old.
CF_MOST = {
    "coal": 0.93,
    "gas": 0.93,
    "oil": 0.93,
    "bio": 0.93,
    "other": 0.95,
    "nuclear": 0.97,
    "hydro": 0.85,
    "wind": 0.55,
    "solar": 0.32,
}
# Where generation is known and capacity is not: capacity = generation at this factor.
CF_FILL = {
    "coal": 0.55,
    "gas": 0.5,
    "oil": 0.35,
    "bio": 0.5,
    "other": 0.6,
    "nuclear": 0.8,
    "hydro": 0.42,
    "wind": 0.28,
    "solar": 0.165,
}
NO_ENERGY = {"battery", "pumped_storage"}
# Gross ratings in the source over net summer ratings.
NET = {("USA", "coal"): 175 / 194.13, ("USA", "gas"): 1 / 1.05}
# Batteries, GW at the end of the year, recalled from agencies' releases; the additions of 2025 in the USA
# were seen (EIA).
BATTERY = {
    "USA": {2019: 1.0, 2020: 1.5, 2021: 4.8, 2022: 8.8, 2023: 15.5, 2024: 26.0, 2025: 44.3},
    "CHN": {2019: 1.7, 2020: 3.3, 2021: 5.7, 2022: 8.7, 2023: 31.4, 2024: 73.8, 2025: 108.0},
    "GBR": {2019: 0.9, 2021: 1.6, 2023: 3.5, 2025: 6.0},
    "AUS": {2019: 0.6, 2021: 1.2, 2023: 3.0, 2025: 6.0},
    "KOR": {2019: 3.8, 2021: 4.1},
}
RETIRED = {("DEU", "nuclear"): 2023, ("TWN", "nuclear"): 2025}  # closed for good by the end of that year
BATTERY_PER_SOLAR = {
    "EU": {2019: 0.01, 2021: 0.02, 2023: 0.06, 2025: 0.08},
    "": {2019: 0.005, 2021: 0.01, 2023: 0.03, 2025: 0.05},
}


def capacity_source(text, iso, raw):
    if "memory" in text:
        return "memory", "memory"
    if "estimate" in text or "derived" in text or "carried" in text or "split" in text:
        kind = "estimate"
    else:
        kind = "derived" if (iso, raw) in NET else "reported"
    for mark, key in (
        ("NEA", "nea-2026"),
        ("CREA", "nea-2026"),
        ("CEA", "cea-2026"),
        ("Fraunhofer", "ise-2025"),
        ("IRENA", "irena-2024"),
        ("Ember", "ember-2025"),
        ("EIA", "eia-international"),
    ):
        if mark in text:
            return kind, key
    raise ValueError(text)


class Capacity:
    """Capacity and generation of every state, raw technology and year, checked against one another."""

    def __init__(self, world):
        self.world = world
        # (iso, raw) -> year -> (GW, kind, source): only figures that stand in the tables
        self.seen = defaultdict(dict)
        # (iso, raw) -> year -> TWh
        self.made = defaultdict(dict)
        for row in world.capacity_rows:
            iso, raw, year = row["iso3"], row["tech"], int(row["year"])
            if raw not in RAW:
                continue
            if row["generation_twh"]:
                self.made[iso, raw][year] = float(row["generation_twh"])
            if row["capacity_gw"] and "carried" not in row["source"].split("gen:")[0]:
                kind, source = capacity_source(row["source"].split("; gen:")[0], iso, raw)
                gw = float(row["capacity_gw"]) * NET.get((iso, raw), 1.0)
                self.seen[iso, raw][year] = (gw, kind, source)
        self.drop_impossible()
        self.add_batteries()
        self.observed = observed_series(world)
        self.take_observed()
        self.world_ratio = {raw: self.early_ratio(raw) for raw in ("wind", "solar")}

    def drop_impossible(self):
        for (iso, raw), years in self.seen.items():
            for year in list(years):
                twh = self.made[iso, raw].get(year, 0.0)
                if (
                    raw in CF_MOST
                    and raw != "nuclear"
                    and twh > 0.05
                    and twh > CF_MOST[raw] * HOURS * years[year][0]
                ):
                    del years[year]

    def take_observed(self):
        """The newer edition of wind and solar capacity, which counts solar thermal plants, where it is there."""
        for iso in self.world.demand:
            for raw in ("wind", "solar"):
                for year, gw in self.observed[f"{raw}_capacity_gw", iso].items():
                    if self.seen[iso, raw].get(year, ("", "", ""))[2] == "irena-2024":
                        self.seen[iso, raw][year] = (gw, "reported", "irena-owid")

    def add_batteries(self):
        for iso, years in BATTERY.items():
            for year, gw in years.items():
                self.seen[iso, "battery"][year] = (gw, "memory", "memory")

    def early_ratio(self, raw):
        both = [
            (self.observed[f"{raw}_capacity_gw", iso][FIRST], self.seen[iso, raw][2019][0])
            for iso in self.world.demand
            if FIRST in self.observed[f"{raw}_capacity_gw", iso] and 2019 in self.seen[iso, raw]
        ]
        return sum(a for a, b in both) / sum(b for a, b in both)

    def one(self, iso, raw, year):
        """Capacity of a state, raw technology and year: as it stands, of the nearest year, or from output."""
        seen, twh = self.seen[iso, raw], self.output(iso, raw, year)
        if year in seen:
            return seen[year]
        if RETIRED.get((iso, raw), NOW + 1) <= year:
            return 0.0, "memory", "memory"
        if year == FIRST and raw in ("wind", "solar"):
            return self.early(iso, raw)
        if raw == "battery" and iso not in BATTERY and iso != "DEU":
            return self.battery_rule(iso, year)
        if seen:
            near = min(seen, key=lambda y: (abs(y - year), y > year))
            gw = self.grown(iso, raw, near, year, seen[near][0])
            if raw in NO_ENERGY or twh <= CF_MOST[raw] * HOURS * gw + 0.05:
                return gw, "estimate", seen[near][2] if gw == seen[near][0] else "rules"
        if raw in NO_ENERGY:
            return 0.0, "estimate", "rules"
        if year < 2019:
            return self.one(iso, raw, 2019)
        return twh / (HOURS * CF_FILL[raw]), "estimate", "rules"

    def output(self, iso, raw, year):
        """Generation of the newest of four years, TWh."""
        years = [y for y in self.made[iso, raw] if year - 3 <= y <= year]
        return self.made[iso, raw][max(years)] if years else 0.0

    def grown(self, iso, raw, near, year, gw):
        """Wind and solar capacity that is older than its generation grows with it."""
        before, after = self.made[iso, raw].get(near, 0.0), self.output(iso, raw, year)
        is_growing = raw in ("wind", "solar") and near < year and before > 0.05 and after > before
        return gw * min(after / before, 2.5) if is_growing else gw

    def early(self, iso, raw):
        observed = self.observed[f"{raw}_capacity_gw", iso]
        if FIRST in observed:
            return observed[FIRST], "reported", "irena-owid"
        return self.one(iso, raw, 2019)[0] * self.world_ratio[raw], "estimate", "rules"

    def battery_rule(self, iso, year):
        is_eu = iso in self.world.state and self.world.state[iso]["eu"] == "1"
        shares = BATTERY_PER_SOLAR["EU" if is_eu else ""]
        known = [y for y in shares if y <= year]
        share = shares[max(known)] if known else 0.0
        return self.one(iso, "solar", year)[0] * share, "estimate", "rules"

    def sum(self, place, raws, year):
        """Capacity of a row of the world: GW, kind, source."""
        parts = [
            self.one(iso, raw, year)
            for iso in self.world.members(place)
            if iso in self.world.demand
            for raw in raws
        ]
        return (sum(p[0] for p in parts), *weakest(parts))

    def energy(self, place, raws, year):
        return sum(self.made[iso, raw].get(year, 0.0) for iso in self.world.members(place) for raw in raws)


def weakest(parts):
    """Kind and source of a sum: the source of its largest part; estimate if a tenth or more of it is one."""
    total = sum(p[0] for p in parts)
    largest = max(parts, key=lambda p: p[0])
    weak = sum(p[0] for p in parts if p[1] in ("estimate", "memory"))
    if total > 0.0 and weak >= 0.1 * total:
        return ("memory" if largest[1] == "memory" else "estimate"), largest[2]
    return ("derived" if len(parts) > 1 and total > largest[0] else largest[1]), largest[2]


def observed_series(world):
    series = defaultdict(dict)
    for row in world.series_rows:
        series[row["series"], row["iso3"]][int(row["year"])] = float(row["value"])
    return series


def put_capacity(values, capacity):
    for place in capacity.world.places:
        for tech in TECHS:
            for year in YEARS:
                gw, kind, source = capacity.sum(place, PARTS[tech], year)
                values.put(place, "capacity", tech, year, spread(gw, tech, kind, source), kind, source)


def spread(gw, tech, kind, source):
    """Range of a capacity: what the sources say of themselves, wider where a rule filled it."""
    if kind in ("estimate", "memory"):
        share = 0.22 if source in ("rules", "memory") else 0.1  # a rule, or a figure of another year
        return (1 - share) * gw, gw, (1 + share) * gw
    share = 0.03 if tech in ("hydro", "wind", "nuclear") else 0.05
    return (1 - share) * gw, gw, (1 + share) * gw

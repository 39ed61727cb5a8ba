#!/usr/bin/env python3
"""Compiles the world tables in data/ from the research tables.

    compile_data.py INPUT_FOLDER OUTPUT_FOLDER

The research tables (power_*.csv, technologies.csv, datacentres.csv, compute.csv, series.csv, states*.csv, participation.csv,
reaim2026_press.csv) hold reported figures; here they become one value per state, field, technology and year, with a range, a kind
and a source. Every rule that fills a gap stands in this file and marks its value `estimate` or `judgement`; docs/data.md
describes the rules. The same input gives the same output, byte for byte.

Kinds: reported, derived (arithmetic on reported figures of that state), estimate (a rule filled it), judgement (ours),
memory (recalled, not seen)."""

import csv
import math
import re
import sys
from collections import defaultdict
from pathlib import Path

TECHS = ["coal", "gas", "nuclear", "hydro", "wind", "solar", "storage", "other"]
YEARS = [2015, 2019, 2020, 2021, 2022, 2023, 2024, 2025]
NOW = 2025
FIRST = 2015
HOURS = 8.766  # thousand hours a year: TWh per GW of average load
REST = "XRW"
MAX_STATES = 110

# ---------------------------------------------------------------------------------------------- input and output


def read(folder, name):
    with open(folder / name, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def number(text):
    return float(text) if text not in ("", None) else None


def field_units():
    """Units of the world's fields, from the one table that declares them."""
    text = (Path(__file__).resolve().parent.parent / "src/world/fields.def").read_text(encoding="utf-8")
    return dict(re.findall(r'DT_WORLD_FIELD\((\w+), "([^"]+)"', text))


def show(value):
    """Five digits: more than any of these figures deserves."""
    text = f"{value:.5g}"
    return "0" if float(text) == 0.0 else (f"{float(text):.0f}" if "e+" in text else text)


def write(path, head, columns, rows):
    with open(path, "w", newline="\n", encoding="utf-8") as file:
        for line in head:
            file.write(f"# {line}\n")
        out = csv.writer(file, lineterminator="\n")
        out.writerow(columns)
        out.writerows(rows)


class Values:
    """All rows of the value tables."""

    def __init__(self, units):
        self.units = units
        self.rows = {}
        self.years = defaultdict(list)  # (place, field, technology) -> years that have a row

    def put(self, place, field, tech, year, value, kind, source):
        """`value` is one number or (low, central, high)."""
        low, central, high = value if isinstance(value, tuple) else (value, value, value)
        low, high = min(low, central), max(high, central)
        assert math.isfinite(low) and math.isfinite(high), (place, field, tech)
        if (place, field, tech, year) not in self.rows:
            self.years[place, field, tech].append(year)
        self.rows[place, field, tech, year] = (show(low), show(central), show(high), kind, source)

    def get(self, place, field, tech="", year=NOW):
        newest = max(y for y in self.years[place, field, tech] if y <= year)
        return float(self.rows[place, field, tech, newest][1])

    def table(self, fields):
        """Rows of these fields, without those that only repeat the year before."""
        last = {}
        for (place, field, tech, year), row in sorted(self.rows.items(), key=lambda item: item[0]):
            if field not in fields or last.get((place, field, tech)) == row[:3]:
                continue
            last[place, field, tech] = row[:3]
            yield [place, field, tech, self.units[field], year, *row]


# ---------------------------------------------------------------------------------------------- who is in the table

GULF = "SAU ARE QAT KWT OMN BHR".split()
G20 = "ARG AUS BRA CAN CHN DEU FRA GBR IDN IND ITA JPN KOR MEX RUS SAU TUR USA ZAF".split()
BRICS = "BRA RUS IND CHN ZAF EGY ETH IRN ARE IDN".split()
ALWAYS = "TWN IRN CUB SYR BLR KEN".split()
TOO_SMALL = {"ATG", "SMR"}  # endorsers without a power system that the tables know
WEST_PARTNERS = "JPN KOR AUS NZL ISR TWN PHL".split()
RESTRICTED = "RUS IRN PRK BLR SYR CUB".split()
NUCLEAR_UNDER_CONSTRUCTION = "BGD EGY TUR".split()


class World:
    """The research tables, with the choice of states."""

    def __init__(self, folder):
        self.state = {row["iso3"]: row for row in read(folder, "states.csv")}
        self.demand = {row["iso3"]: row for row in read(folder, "power_demand.csv")}
        self.capacity_rows = read(folder, "power_capacity.csv")
        self.build_rows = read(folder, "power_build_rates.csv")
        self.technology_rows = read(folder, "technologies.csv")
        self.datacentre_rows = read(folder, "datacentres.csv")
        self.compute_rows = read(folder, "compute.csv")
        self.series_rows = read(folder, "series.csv")
        self.year_rows = {(row["iso3"], int(row["year"])): row for row in read(folder, "states_year.csv")}
        self.press = {row["iso3"]: row["outcome"] for row in read(folder, "reaim2026_press.csv")}
        self.endorsers = {row["iso3"] for row in read(folder, "participation.csv")
                          if row["instrument"] in ("REAIM2023", "USPD") and row["y"] == "1"}
        self.named = self.choose()
        self.places = self.named + [REST]
        self.rest = sorted((set(self.demand) | set(self.state)) - set(self.named))

    def choose(self):
        flags = {iso for iso, row in self.state.items() if "1" in (row["eu"], row["nato"], row["nuclear_armed"])}
        chosen = (self.endorsers | set(self.press) | flags | set(G20) | set(GULF) | set(ALWAYS)) - TOO_SMALL
        assert chosen <= set(self.demand), chosen - set(self.demand)
        by_size = sorted(self.demand, key=lambda iso: -float(self.demand[iso]["generation_twh"] or 0))
        for iso in by_size:
            if iso in self.state and len(chosen) < MAX_STATES - 1:
                chosen.add(iso)
        return sorted(chosen)

    def members(self, place):
        """The states whose figures add up to this row."""
        return self.rest if place == REST else [place]

    def region(self, place):
        if place == REST:
            return "ROW"
        if self.state[place]["eu"] == "1" or place in ("GBR", "NOR", "CHE", "ISL"):
            return "EU"
        if place in GULF:
            return "GULF"
        return {"USA": "US", "CHN": "CN", "IND": "IN"}.get(place, "ROW")

    def group(self, place):
        if place in ("USA", "CHN", "IND"):
            return place
        if place != REST and self.state[place]["eu"] == "1":
            return "EU"
        return "GULF" if place in GULF else "REST"

    def bloc(self, place):
        if place == REST:
            return 0
        row = self.state[place]
        if row["nato"] == "1" or row["five_eyes"] == "1" or place in WEST_PARTNERS:
            return 1
        if place in ("CHN", "PRK"):
            return 2
        return 3 if row["csto"] == "1" else 0

    def is_western(self, place):
        return self.bloc(place) == 1 or place in ("CHE", "UKR") or self.group(place) == "EU"

    def total(self, place, column):
        return sum(number(self.state[iso][column]) or 0.0 for iso in self.members(place) if iso in self.state)


def states_table(world):
    outcome = {"sign": "signed", "attended_not_signed": "attended"}
    for place in world.places:
        row = world.state.get(place)
        flag = (lambda name: row[name]) if row else (lambda name: "0")
        yield [place, row["name"] if row else "Rest of the world", row["region"] if row else "World", world.group(place),
               world.region(place), world.bloc(place), flag("eu"), flag("nato"), int(place in GULF), int(place in G20),
               flag("nuclear_armed"), outcome.get(world.press.get(place), "unknown")]


def groups_table(world):
    lists = {"BRICS": BRICS, "FIVE_EYES": [i for i in world.named if world.state[i]["five_eyes"] == "1"],
             "NAM": [i for i in world.named if world.state[i]["nam"] == "1"],
             "SCO": [i for i in world.named if world.state[i]["sco"] == "1"],
             "US_DECLARATION": sorted(set(world.named) & world.endorsed["USPD"]),
             "REAIM2023": sorted(set(world.named) & world.endorsed["REAIM2023"])}
    return [[name, iso] for name in sorted(lists) for iso in sorted(lists[name])]


# ---------------------------------------------------------------------------------------------- capacity and generation

PARTS = {"coal": ["coal"], "gas": ["gas"], "nuclear": ["nuclear"], "hydro": ["hydro"], "wind": ["wind"], "solar": ["solar"],
         "storage": ["battery", "pumped_storage"], "other": ["oil", "bio", "other"]}
RAW = [raw for parts in PARTS.values() for raw in parts]
# A yearly output above this share of capacity cannot be: the capacity is then wrong or old.
CF_MOST = {"coal": 0.93, "gas": 0.93, "oil": 0.93, "bio": 0.93, "other": 0.95, "nuclear": 0.97, "hydro": 0.85, "wind": 0.55,
           "solar": 0.32}
# Where generation is known and capacity is not: capacity = generation at this factor.
CF_FILL = {"coal": 0.55, "gas": 0.5, "oil": 0.35, "bio": 0.5, "other": 0.6, "nuclear": 0.8, "hydro": 0.42, "wind": 0.28,
           "solar": 0.165}
NO_ENERGY = {"battery", "pumped_storage"}
# Gross ratings in the source over net summer ratings.
NET = {("USA", "coal"): 175 / 194.13, ("USA", "gas"): 1 / 1.05}
# Batteries, GW at the end of the year, recalled from agencies' releases; the additions of 2025 in the USA were seen (EIA).
BATTERY = {"USA": {2019: 1.0, 2020: 1.5, 2021: 4.8, 2022: 8.8, 2023: 15.5, 2024: 26.0, 2025: 44.3},
           "CHN": {2019: 1.7, 2020: 3.3, 2021: 5.7, 2022: 8.7, 2023: 31.4, 2024: 73.8, 2025: 108.0},
           "GBR": {2019: 0.9, 2021: 1.6, 2023: 3.5, 2025: 6.0}, "AUS": {2019: 0.6, 2021: 1.2, 2023: 3.0, 2025: 6.0},
           "KOR": {2019: 3.8, 2021: 4.1}}
RETIRED = {("DEU", "nuclear"): 2023, ("TWN", "nuclear"): 2025}  # closed for good by the end of that year
BATTERY_PER_SOLAR = {"EU": {2019: 0.01, 2021: 0.02, 2023: 0.06, 2025: 0.08}, "": {2019: 0.005, 2021: 0.01, 2023: 0.03, 2025: 0.05}}


def capacity_source(text, iso, raw):
    if "memory" in text:
        return "memory", "memory"
    if "estimate" in text or "derived" in text or "carried" in text or "split" in text:
        kind = "estimate"
    else:
        kind = "derived" if (iso, raw) in NET else "reported"
    for mark, key in (("NEA", "nea-2026"), ("CREA", "nea-2026"), ("CEA", "cea-2026"), ("Fraunhofer", "ise-2025"), ("IRENA", "irena-2024"),
                      ("Ember", "ember-2025"), ("EIA", "eia-international")):
        if mark in text:
            return kind, key
    raise ValueError(text)


class Capacity:
    """Capacity and generation of every state, raw technology and year, checked against one another."""

    def __init__(self, world):
        self.world = world
        self.seen = defaultdict(dict)  # (iso, raw) -> year -> (GW, kind, source), only figures that stand in the tables
        self.made = defaultdict(dict)  # (iso, raw) -> year -> TWh
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
        self.world_ratio = {raw: self.early_ratio(raw) for raw in ("wind", "solar")}

    def drop_impossible(self):
        for (iso, raw), years in self.seen.items():
            for year in list(years):
                twh = self.made[iso, raw].get(year, 0.0)
                if raw in CF_MOST and raw != "nuclear" and twh > 0.05 and twh > CF_MOST[raw] * HOURS * years[year][0]:
                    del years[year]

    def add_batteries(self):
        for iso, years in BATTERY.items():
            for year, gw in years.items():
                self.seen[iso, "battery"][year] = (gw, "memory", "memory")

    def early_ratio(self, raw):
        both = [(self.observed[f"{raw}_capacity_gw", iso][FIRST], self.seen[iso, raw][2019][0]) for iso in self.world.demand
                if FIRST in self.observed[f"{raw}_capacity_gw", iso] and 2019 in self.seen[iso, raw]]
        return sum(a for a, b in both) / sum(b for a, b in both)

    def one(self, iso, raw, year):
        """Capacity of one state, raw technology and year: as it stands there, else the nearest year, else from generation."""
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
        parts = [self.one(iso, raw, year) for iso in self.world.members(place) if iso in self.world.demand for raw in raws]
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
                values.put(place, "capacity", tech, year, spread(gw, tech, kind), kind, source)


def spread(gw, tech, kind):
    """Range of a capacity: what the sources say of themselves, wider where a rule filled it."""
    if kind in ("estimate", "memory"):
        return 0.8 * gw, gw, 1.25 * gw
    share = 0.03 if tech in ("hydro", "wind", "nuclear") else 0.05
    return (1 - share) * gw, gw, (1 + share) * gw


# ---------------------------------------------------------------------------------------------- build rates

# Figures of one family share their definitions: only those are subtracted from one another.
FAMILY = {"irena-owid": "irena", "irena-2024": "irena", "ember-2025": "ember", "nea-2026": "ember", "cea-2026": "ember"}
JUMP_LIMIT = 3.0  # a flagged one-year jump counts as at most this many mean years
OVERRIDE = {("CHN", "coal"): (50, 80, "nea-2026", "judgement"), ("USA", "storage"): (9, 18.3, "eia-2025", "reported"),
            ("CHN", "storage"): (40, 50, "judgement", "judgement"), ("CHN", "solar"): (189, 315.07, "nea-2026", "derived"),
            ("CHN", "wind"): (71.6, 119.33, "nea-2026", "derived"), ("IND", "solar"): (17, 35, "cea-2026", "judgement"),
            ("IND", "wind"): (2.5, 6, "cea-2026", "judgement")}
SEED = 0.002  # of peak per year: first build of a technology


class BuildRates:
    def __init__(self, world, capacity):
        self.capacity, self.world = capacity, world
        self.reported = {(r["iso3"], r["tech"]): r for r in world.build_rows}

    def additions(self, iso, raw, year):
        """(year, GW added) between figures that stand in the tables, up to `year`."""
        seen = {y: (v[0], FAMILY.get(v[2], v[2])) for y, v in self.capacity.seen[iso, raw].items() if y <= year}
        if raw in ("wind", "solar"):
            early = self.capacity.observed[f"{raw}_capacity_gw", iso]
            seen = {**{y: (gw, "irena") for y, gw in early.items() if 2010 <= y < 2019}, **seen}
        years = sorted(y for y in seen if y <= year)
        return [(b, (seen[b][0] - seen[a][0]) / (b - a), b - a) for a, b in zip(years, years[1:]) if seen[a][1] == seen[b][1]]

    def one(self, iso, raw, year):
        """Mean of up to five years and best year of one state's raw technology."""
        added = self.additions(iso, raw, year)
        recent = [(gw, span) for y, gw, span in added if y > year - 6][-5:]
        row = self.reported.get((iso, raw))
        mean = sum(g * s for g, s in recent) / sum(s for g, s in recent) if recent else None
        best = max((gw for y, gw, span in added), default=0.0)
        if row and (mean is None or (year == NOW and not any(y == NOW for y, gw, span in added))):
            mean = float(row["mean_net_add_gw_per_yr_5y"])
        if row and int(row["year_of_max"]) <= max(year, 2016):
            best = max(best, float(row["max_net_add_gw_per_yr"]))
        mean = max(mean or 0.0, 0.0)
        if row and "one-year jump" in row["source"]:
            best = min(best, max(JUMP_LIMIT * mean, 0.25 * best))
        return mean, max(best, mean)

    def sum(self, place, tech, year):
        if (place, tech) in OVERRIDE and year == NOW:
            mean, best, source, kind = OVERRIDE[place, tech]
            return mean, best, kind, source
        pairs = [self.one(iso, raw, year) for iso in self.world.members(place) if iso in self.world.demand for raw in PARTS[tech]]
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
                values.put(place, "build_rate", tech, year, (0.7 * mean, mean, 1.3 * mean), kind, source)
                seed = SEED * values.get(place, "peak_demand", "", year) if may_seed(values, place, tech) else 0.0
                if best < 0.25 * seed:
                    best, kind, source = seed, "estimate", "rules"
                values.put(place, "build_rate_best", tech, year, (0.8 * best, best, 1.2 * best), kind, source)


# ---------------------------------------------------------------------------------------------- demand

DEMAND_GROWTH = {"USA": 0.023, "CHN": 0.055, "IND": 0.058}  # our reading of the five years to 2025
WORLD_GROWTH = 0.022


class Demand:
    def __init__(self, world, capacity):
        self.world, self.capacity = world, capacity
        self.loss_mean = sum(number(r["td_loss_pct_2025"]) or 0 for r in world.demand.values()) / \
            sum(1 for r in world.demand.values() if r["td_loss_pct_2025"])

    def one(self, iso, year):
        """Generation of one state in TWh and whether it stands in the tables for that year."""
        row, series = self.world.demand[iso], self.capacity.observed["elec_generation_twh", iso]
        newest, last = float(row["generation_twh"]), int(row["year"])
        if year >= last:
            return newest, year == last
        if year in series:
            return series[year], True
        mixed = {y: sum(self.capacity.made[iso, raw].get(y, 0.0) for raw in RAW) for y in range(2019, last + 1)}
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
        have = [(self.one(iso, year)[0], number(self.world.demand[iso][column])) for iso in self.world.members(place)
                if iso in self.world.demand]
        known = [(twh, loss) for twh, loss in have if loss is not None]
        if not known:
            return self.loss_mean / 100, "estimate"
        return sum(t * l for t, l in known) / sum(t for t, l in known) / 100, "reported" if len(known) == len(have) == 1 else "derived"

    def net_import(self, place):
        return sum(number(self.world.demand[iso]["net_imports_twh"]) or 0.0 for iso in self.world.members(place)
                   if iso in self.world.demand) / HOURS

    def peak(self, place):
        rows = [self.world.demand[iso] for iso in self.world.members(place) if iso in self.world.demand]
        kinds = {row["peak_kind"] for row in rows}
        kind = {"reported": "reported", "recalled": "memory"}.get(kinds.pop(), "estimate") if len(kinds) == 1 else "estimate"
        return tuple(sum(float(row[c]) for row in rows) for c in ("peak_low_gw", "peak_demand_gw", "peak_high_gw")), kind

    def growth(self, place, year):
        """Growth of the five years to `year`, shrunk towards the world's."""
        if year == NOW and place in DEMAND_GROWTH:
            return DEMAND_GROWTH[place], "judgement"
        begin = 2019 if year in (2019, 2020) else max(FIRST, year - 5)
        begin = FIRST if year <= 2020 else begin
        end = max(year, FIRST)
        cagr = WORLD_GROWTH if end == begin else (self.generation(place, end)[0] / self.generation(place, begin)[0]) ** (1 / (end - begin)) - 1
        goal, weight = (0.01, 0.35) if self.world.group(place) == "EU" else (0.03 if place in GULF else WORLD_GROWTH, 0.6)
        return max(-0.01, min(0.07, weight * cagr + (1 - weight) * goal)), "estimate"


def put_demand(values, world, demand):
    for place in world.places:
        exports = demand.net_import(place)
        values.put(place, "net_import", "", FIRST, exports, "reported" if place != REST else "derived", "ember-owid")
        for year in YEARS:
            twh, kind = demand.generation(place, year)
            values.put(place, "generation", "", year, twh, kind, "ember-owid")
            loss, loss_kind = demand.loss(place, year)
            values.put(place, "td_loss", "", year, (0.8 * loss, loss, 1.2 * loss), loss_kind, "osemosys-losses")
            load = (twh / HOURS + exports) * (1 - loss)
            values.put(place, "demand", "", year, (0.98 * load, load, 1.02 * load), "derived" if kind == "reported" else kind, "ember-owid")
            peak, peak_kind = demand.peak(place)
            scale = twh / demand.generation(place, NOW)[0]
            peak_source = {"reported": "power-pages", "memory": "memory"}.get(peak_kind, "rules")
            values.put(place, "peak_demand", "", year, tuple(scale * p for p in peak), peak_kind if year >= 2023 else "estimate", peak_source)
            growth, growth_kind = demand.growth(place, year)
            values.put(place, "demand_growth", "", year, (growth - 0.012, growth, growth + 0.012), growth_kind,
                       "judgement" if growth_kind == "judgement" else "ember-owid")


# ---------------------------------------------------------------------------------------------- technologies

REGIONS = ["US", "CN", "EU", "GULF", "IN", "ROW"]
ROWS_OF = {"coal": "coal", "gas": "ccgt", "nuclear": "nuclear", "hydro": "hydro", "wind": "wind_onshore", "solar": "solar_pv",
           "storage": "battery_4h"}
OFFSHORE = {"US": 0.05, "CN": 0.08, "EU": 0.2}  # share of new wind that stands at sea
# Oil, bioenergy and the rest: between the cost of a small engine and of a biomass plant.
OTHER = {"capital_cost": {"US": 2500, "CN": 1100, "EU": 2300, "GULF": 900, "IN": 1100, "ROW": 1500}, "fixed_om": 60, "permit_time": 2.0,
         "build_time": 2.5, "lifetime": 35, "learning_rate": 0.02}
CARBON_T_PER_MWH_TH = {"coal": 0.34, "gas": 0.202}
NEW_CF = {"coal": 0.75, "gas": 0.75, "other": 0.6, "storage": 0.0}
NEW_NUCLEAR_CF = {"US": 0.92, "CN": 0.89, "EU": 0.82, "GULF": 0.88, "IN": 0.8, "ROW": 0.85}
NEW_OVER_FLEET = 1.1  # new wind and solar plants yield more than the fleet
THERMAL_AVAILABILITY = {"coal": (0.6, 0.8, 0.87), "gas": (0.55, 0.8, 0.88), "other": (0.4, 0.6, 0.75)}
CF_BOUNDS = {"nuclear": (0.3, 0.95), "hydro": (0.1, 0.8), "wind": (0.12, 0.5), "solar": (0.08, 0.3)}


class Technologies:
    def __init__(self, rows):
        self.rows = {(r["tech"], r["region"], r["parameter"]): r for r in rows}

    def find(self, tech, region, parameter):
        """(low, central, high), kind, source; the region's, else the rest of the world's, else ALL."""
        for place in (region, "ROW", "ALL"):
            row = self.rows.get((tech, place, parameter))
            if row:
                value = tuple(float(row[c]) for c in ("low", "value", "high"))
                kind = "estimate" if place == "ROW" and region != "ROW" else source_kind(row["source"])
                return value, kind, technology_source(row["source"])
        raise KeyError((tech, region, parameter))

    def wind(self, region, parameter):
        value, kind, source = self.find("wind_onshore", region, parameter)
        sea = OFFSHORE.get(region, 0.0)
        if sea:
            other = self.find("wind_offshore", region, parameter)[0]
            value = tuple((1 - sea) * a + sea * b for a, b in zip(value, other))
        return value, kind, source

    def any(self, tech, region, parameter):
        return self.wind(region, parameter) if tech == "wind" else self.find(ROWS_OF[tech], region, parameter)


def source_kind(text):
    if "memory" in text:
        return "memory"
    return "judgement" if "judgement" in text else "derived"


def technology_source(text):
    for mark, key in (("LBNL", "lbnl-queues"), ("PJM", "pjm-elcc"), ("measured", "irena-2024"), ("PyPSA-China", "pypsa-china"),
                      ("PyPSA", "technology-costs"), ("ATB", "technology-costs"), ("WEO", "technology-costs"), ("DEA", "technology-costs"),
                      ("TYNDP", "technology-costs"), ("IRENA", "irena-costs"), ("memory", "memory")):
        if mark in text:
            return key
    return "judgement"


def put_costs(values, technologies, capacity):
    names = {"capital_cost": "capex_overnight", "fixed_om": "fom", "permit_time": "permitting_queue_time", "build_time": "construction_time"}
    shares = cost_path(technologies, capacity)
    for region in REGIONS:
        for field, parameter in names.items():
            for tech in TECHS:
                if tech == "other":
                    central = OTHER[field][region] if field == "capital_cost" else OTHER[field]
                    value, kind, source = (0.6 * central, central, 1.5 * central), "judgement", "judgement"
                else:
                    value, kind, source = technologies.any(tech, region, parameter)
                years = YEARS if field == "capital_cost" and tech in shares else [FIRST]
                for year in years:
                    scale = shares[tech][year] if len(years) > 1 else 1.0
                    values.put(region, field, tech, year, tuple(scale * v for v in value), kind if scale == 1.0 else "estimate", source)
        value, kind, source = technologies.find("finance", region, "wacc_real")
        values.put(region, "interest", "", FIRST, value, kind, source)
        for tech in TECHS:
            value, kind, source = running_cost(technologies, region, tech)
            values.put(region, "variable_cost", tech, FIRST, value, kind, source)


def cost_path(technologies, capacity):
    """Capital cost of earlier years relative to now, from the learning rate and the world's deployment."""
    world = {tech: {year: world_capacity(capacity, tech, year) for year in YEARS} for tech in ("wind", "solar", "storage")}
    rate = {tech: technologies.any(tech, "ALL", "learning_rate")[0][1] for tech in world}
    return {tech: {year: min(4.0, (world[tech][year] / world[tech][NOW]) ** math.log2(1 - rate[tech])) for year in YEARS} for tech in world}


def world_capacity(capacity, tech, year):
    raws = ["battery"] if tech == "storage" else PARTS[tech]
    return max(0.4, sum(capacity.sum(place, raws, year)[0] for place in capacity.world.places))


def running_cost(technologies, region, tech):
    """Variable operation, fuel over efficiency, and carbon: low, central and high ends each added up."""
    if tech == "other":
        value = {"GULF": (20, 60, 150)}.get(region, (70, 120, 170))
        return value, "judgement", "judgement"
    vom, kind, source = technologies.any(tech, "ALL", "vom")
    if tech in ("hydro", "wind", "solar", "storage"):
        return vom, kind, source
    fuel = technologies.find({"coal": "coal_fuel", "gas": "gas_fuel", "nuclear": "uranium_fuel"}[tech], region, "fuel_cost")
    efficiency = technologies.find(ROWS_OF[tech], "CN" if (tech, region) == ("coal", "CN") else "ALL", "efficiency")[0][1]
    carbon = technologies.rows.get(("carbon", region, "carbon_price"))
    tonnes = CARBON_T_PER_MWH_TH.get(tech, 0.0)
    parts = []
    for i, column in enumerate(("low", "value", "high")):
        price = float(carbon[column]) if carbon else 0.0
        parts.append(vom[i] + (fuel[0][i] + tonnes * price) / efficiency)
    return tuple(parts), fuel[1], fuel[2]


def put_world_technology(values, technologies, capacity):
    for tech in TECHS:
        for field in ("lifetime", "learning_rate"):
            if tech == "other":
                central = OTHER[field]
                value, kind, source = (0.7 * central, central, 1.4 * central), "judgement", "judgement"
            else:
                value, kind, source = technologies.any(tech, "ALL", field)
            values.put("ALL", field, tech, FIRST, value, kind, source)
        for year in YEARS:
            gw = world_capacity(capacity, tech, year)
            values.put("ALL", "world_capacity", tech, year, (0.95 * gw, gw, 1.05 * gw), "estimate" if tech == "storage" else "derived",
                       "memory" if tech == "storage" else "irena-2024")


def fleet_factor(capacity, places, raws):
    """Measured capacity factor: energy of the years after 2020 over the mean of capacity at the year's begin and end."""
    energy = room = 0.0
    for place in places:
        for year in range(2021, NOW + 1):
            for iso in capacity.world.members(place):
                for raw in raws:
                    seen, twh = capacity.seen[iso, raw], capacity.made[iso, raw].get(year, 0.0)
                    if year in seen and year - 1 in seen and twh > 0.0:
                        energy += twh
                        room += HOURS * 0.5 * (seen[year][0] + seen[year - 1][0])
    return energy / room if room > 0.02 * HOURS else None


def put_performance(values, world, technologies, capacity):
    for region in REGIONS:
        places = [place for place in world.places if world.region(place) == region]
        for tech in TECHS:
            put_region_performance(values, technologies, capacity, region, places, tech)
    for place in world.places:
        for tech in ("nuclear", "hydro", "wind", "solar"):
            factor = fleet_factor(capacity, [place], PARTS[tech])
            if factor and values.get(place, "capacity", tech) > 0.05:
                low, high = CF_BOUNDS[tech]
                factor = max(low, min(high, factor))
                values.put(place, "availability", tech, FIRST, around(factor, 0.9, 1.1), "derived", "irena-2024")
                if tech in ("wind", "solar") and place != "USA":
                    new = min(NEW_OVER_FLEET * factor, high)
                    values.put(place, "capacity_factor", tech, FIRST, around(new, 0.9, 1.12), "estimate", "rules")
                if tech == "hydro":
                    values.put(place, "capacity_factor", tech, FIRST, around(factor, 0.9, 1.1), "derived", "irena-2024")
        put_mixed_credits(values, technologies, capacity, place)
        put_observed_output(values, capacity, place)
        close_energy(values, world.region(place), place)


def around(value, low, high):
    return low * value, value, min(0.98, high * value)


def put_region_performance(values, technologies, capacity, region, places, tech):
    raws = PARTS[tech]
    fleet = fleet_factor(capacity, places, raws) if tech in CF_BOUNDS else None
    if tech in CF_BOUNDS:
        fleet = fleet or fleet_factor(capacity, capacity.world.places, raws)
        values.put(region, "availability", tech, FIRST, around(max(fleet, CF_BOUNDS[tech][0]), 0.85, 1.15), "derived", "irena-2024")
    elif tech == "storage":
        values.put(region, "availability", tech, FIRST, 0.0, "derived", "rules")
    else:
        values.put(region, "availability", tech, FIRST, THERMAL_AVAILABILITY[tech], "judgement", "judgement")
    if tech in NEW_CF:
        new, kind, source = around(NEW_CF[tech], 0.85, 1.13), "judgement", "judgement"
    elif tech == "nuclear":
        new, kind, source = around(NEW_NUCLEAR_CF[region], 0.92, 1.05), "estimate", "irena-2024"
    elif region == "US" and tech in ("wind", "solar"):
        new, kind, source = technologies.find(ROWS_OF[tech], "US", "capacity_factor_new")
    else:
        new, kind, source = around(fleet * (1.0 if tech == "hydro" else NEW_OVER_FLEET), 0.9, 1.12), "estimate", "rules"
    values.put(region, "capacity_factor", tech, FIRST, new, kind, source)
    if tech == "other":
        credit = ((0.55, 0.77, 0.9), "memory", "pjm-elcc")
    else:
        credit = technologies.any(tech, region, "firm_credit")
    values.put(region, "firm_credit", tech, FIRST, *credit)


def put_observed_output(values, capacity, place):
    """A plant that ran more than its class allows in a year can do so again."""
    for tech in TECHS:
        if tech in ("storage", "nuclear") or values.get(place, "capacity", tech) <= 0.0:
            continue
        region = capacity.world.region(place)
        have = values.get(place if (place, "availability", tech, FIRST) in values.rows else region, "availability", tech)
        newest = max((capacity.energy(place, PARTS[tech], year) for year in (2023, 2024, 2025)), default=0.0)
        used = newest / (HOURS * values.get(place, "capacity", tech))
        most = CF_BOUNDS[tech][1] if tech in CF_BOUNDS else 0.95
        if used > have:
            values.put(place, "availability", tech, FIRST, around(min(most, 1.02 * used), 0.95, 1.04), "estimate", "ember-owid")


def close_energy(values, region, place):
    """What was delivered could be made: capacity of `other` grows by what the table lacks."""
    for year in YEARS:
        made = values.get(place, "net_import", "", year)
        share = {tech: values.get(place if values.years[place, "availability", tech] else region, "availability", tech) for tech in TECHS}
        made += sum(values.get(place, "capacity", tech, year) * share[tech] for tech in TECHS)
        lack = values.get(place, "demand", "", year) / (1 - values.get(place, "td_loss", "", year)) - made
        if lack > 0.0:
            gw = values.get(place, "capacity", "other", year) + 1.02 * lack / share["other"]
            values.put(place, "capacity", "other", year, (0.8 * gw, gw, 1.25 * gw), "estimate", "rules")


def put_mixed_credits(values, technologies, capacity, place):
    """Storage and other are mixtures: their credit follows what the state has."""
    credit = {raw: technologies.find(row, "ALL", "firm_credit")[0]
              for raw, row in (("battery", "battery_4h"), ("pumped_storage", "pumped_storage"), ("oil", "oil"), ("bio", "bio"), ("other", "bio"))}
    ready = {"oil": (0.4, 0.6, 0.8), "bio": (0.45, 0.62, 0.8), "other": (0.7, 0.88, 0.95)}
    mix = [(capacity.sum(place, [raw], NOW)[0], ready[raw]) for raw in PARTS["other"]]
    if sum(gw for gw, share in mix) > 0.0:
        value = tuple(sum(gw * share[i] for gw, share in mix) / sum(gw for gw, share in mix) for i in range(3))
        values.put(place, "availability", "other", FIRST, value, "judgement", "judgement")
    for tech in ("storage", "other"):
        parts = [(capacity.sum(place, [raw], NOW)[0], credit[raw]) for raw in PARTS[tech]]
        total = sum(gw for gw, c in parts)
        if total > 0.0:
            mixed = tuple(sum(gw * c[i] for gw, c in parts) / total for i in range(3))
            values.put(place, "firm_credit", tech, FIRST, mixed, "memory", "pjm-elcc")


# ---------------------------------------------------------------------------------------------- grid and data centres

EU_PEAK_FACTOR = 448 * 1.08  # GW: peak of the EU as one system, times the factor for one system
# Room for large loads that one node and its lines really leave, GW; the account of firm capacity less this is trapped.
SLACK = {"USA": (-15.0, 15.0, 40.0), "CHN": (20.0, 100.0, 190.0), "EU": (0.0, 12.0, 30.0), "GULF": (0.0, 8.0, 18.0)}
TRAPPED_SHARE = (-0.03, 0.03, 0.08)  # of peak, elsewhere
RESERVE = 0.03
CONNECTION = {"USA": (6.0, 9.0, 12.0), "CHN": (3.5, 5.5, 8.0)}
CONNECTION_EU, CONNECTION_GULF = (1.1, 1.7, 2.4), (0.3, 0.6, 1.0)
# GW a year for each TWh of data-centre electricity in 2024; faster where sites are being built quickly.
CONNECTION_PER_TWH = {"IND": 0.08, "MYS": 0.15, "IDN": 0.08, "THA": 0.1, "SAU": 0.1, "CAN": 0.05, "BRA": 0.07, "": 0.045}
SLOW_EUROPE = {"GBR", "NOR", "CHE", "ISL", "UKR", "SRB", "TUR"}
CONNECTION_GROWTH = {"USA": (0.08, 0.14, 0.22), "CHN": (0.06, 0.15, 0.25), "EU": (0.06, 0.14, 0.22), "GULF": (0.2, 0.35, 0.5), "": (0.06, 0.15, 0.27)}
AI_SHARE = {"USA": (0.65, 0.78, 0.88), "CHN": (0.6, 0.75, 0.87), "EU": (0.45, 0.62, 0.78), "GULF": (0.75, 0.87, 0.95), "": (0.4, 0.6, 0.8)}
PRICE = {"RUS": (35, 55, 75), "CAN": (40, 60, 85), "SWE": (45, 75, 105), "FIN": (45, 75, 105), "NOR": (40, 65, 95), "ISL": (35, 50, 70),
         "IRN": (15, 35, 70), "KAZ": (35, 55, 80), "GBR": (95, 150, 220), "KOR": (95, 125, 150), "TWN": (90, 120, 150),
         "MYS": (80, 105, 130), "JPN": (110, 140, 180), "IND": (65, 85, 110)}
PRICE_REGION = {"US": "USA", "CN": "CHN", "EU": "EU", "GULF": "GULF", "IN": "IND", "ROW": "ROW"}


def put_grid(values, world):
    peak = {place: values.get(place, "peak_demand") for place in world.places}
    eu = [place for place in world.named if world.group(place) == "EU"]
    use = datacentre_use(world)
    for place in world.places:
        factor = noncoincidence(place, world.group(place), sum(peak[p] for p in eu))
        values.put(place, "noncoincidence", "", FIRST, factor, "judgement", "power-notes")
    for place in world.places:
        group = world.group(place)
        values.put(place, "trapped_capacity", "", FIRST, trapped(values, world, place, group), "judgement", "power-notes")
        rate = connection(place, group, use, eu, peak)
        for year in YEARS[1:]:
            scale = (1 + CONNECTION_GROWTH.get(place, CONNECTION_GROWTH.get(group, CONNECTION_GROWTH[""]))[1]) ** (year - NOW)
            kind = "judgement" if place in CONNECTION and year == NOW else "estimate"
            values.put(place, "connection_rate", "", year, tuple(scale * r for r in rate), kind, "power-notes")
        values.put(place, "connection_rate", "", FIRST, tuple(0.25 * r for r in rate), "estimate", "power-notes")
        for field, table in (("connection_growth", CONNECTION_GROWTH), ("ai_share_of_connections", AI_SHARE)):
            values.put(place, field, "", FIRST, table.get(place, table.get(group, table[""])), "judgement", "power-notes")
        values.put(place, "permit_delay_scale", "", FIRST, 1.0, "judgement", "judgement")
        put_price(values, world, place)


def noncoincidence(place, group, eu_peak):
    if place in ("USA", "CHN"):
        return 1.02, 1.06, 1.11
    if group == "EU":
        central = max(1.0, EU_PEAK_FACTOR / eu_peak)
        return max(1.0, central - 0.05), central, central + 0.05
    return (1.01, 1.03, 1.08) if group == "GULF" else (1.0, 1.05, 1.1)


def trapped(values, world, place, group):
    """Firm capacity that large loads cannot reach: what the account of one node gives beyond the slack above."""
    whole = place if place in SLACK else group
    peak = values.get(place, "peak_demand")
    if whole not in SLACK:
        return tuple(share * peak for share in TRAPPED_SHARE)
    members = [p for p in world.named if whole in (p, world.group(p))]
    account = sum(room_of_one_node(values, world, p) for p in members)
    share = peak / sum(values.get(p, "peak_demand") for p in members)
    return tuple(share * (account - slack) for slack in reversed(SLACK[whole]))


def room_of_one_node(values, world, place):
    """Accredited capacity over the reserve, less the sum of regional peaks, delivered."""
    def credit(tech):
        return values.get(place if values.years[place, "firm_credit", tech] else world.region(place), "firm_credit", tech)

    firm = sum(credit(tech) * values.get(place, "capacity", tech) for tech in TECHS)
    needed = values.get(place, "noncoincidence") * values.get(place, "peak_demand")
    return (firm / (1 + RESERVE) - needed) * (1 - values.get(place, "td_loss"))


def datacentre_use(world):
    """Electricity of data centres in 2024, TWh."""
    return {r["iso3"]: float(r["value"]) for r in world.datacentre_rows if r["parameter"] == "electricity_use" and r["year"] == "2024"}


def connection(place, group, use, eu, peak):
    if place in CONNECTION:
        return CONNECTION[place]
    if group in ("EU", "GULF"):
        whole, members = (CONNECTION_EU, eu) if group == "EU" else (CONNECTION_GULF, GULF)
        share = use.get(place, 0.05) / sum(use.get(p, 0.05) for p in members)
        return tuple(share * v for v in whole)
    per_twh = 0.03 if place in SLOW_EUROPE else CONNECTION_PER_TWH.get(place, CONNECTION_PER_TWH[""])
    twh = use.get(place, 0.0) + (use["HKG"] + use["LKA"] if place == REST else 0.0)
    central = max(per_twh * twh, 0.0005 * peak[place])
    return 0.6 * central, central, 1.5 * central


def put_price(values, world, place):
    name = PRICE_REGION[world.region(place)]
    row = next(r for r in world.datacentre_rows if (r["iso3"], r["parameter"]) == (name, "electricity_price_large_load"))
    value = PRICE.get(place, tuple(float(row[c]) for c in ("low", "value", "high")))
    values.put(place, "power_price", "", FIRST, value, "judgement", "power-pages" if place not in PRICE else "judgement")


# ---------------------------------------------------------------------------------------------- compute and chips

PRICE_WEST, PRICE_CHINA = (20000.0, 28000.0, 36000.0), (20000.0, 33000.0, 50000.0)  # USD/H100e with its site
WORLD_CAPEX = {2023: 40.0, 2024: 130.0, 2025: 400.0, 2026: 600.0}  # bn USD/yr
CHINA_CAPEX = {2023: 12.0, 2024: 30.0, 2025: 60.0, 2026: 85.0}  # wanted: more than what export rules let through
CEILING = {"USA": (0.015, 0.025, 0.045), "CHN": (0.008, 0.015, 0.03), "GULF": (0.02, 0.04, 0.08), "": (0.003, 0.008, 0.02)}
CHINA_OUTPUT_EARLY = {2022: 0.03e6, 2023: 0.08e6, 2024: 0.22e6}  # what stock changes leave after foreign inflow
OPENNESS = {"USA": (0.1, 0.25, 0.4), "CHN": (0.5, 0.75, 0.9), "EU": (0.4, 0.6, 0.8), "": (0.3, 0.5, 0.7)}
PUE = {"USA": "USA", "CHN": "CHN", "EU": "EUR", "GULF": "GULF"}
H100E_PER_BN_USD = 3.0  # where no stock is known: a low ratio of what is seen elsewhere


def accelerator_stock(world):
    """(low, central, high) of each state at the end of 2025."""
    stock = {r["scope"]: tuple(float(r[c]) for c in ("low", "value", "high"))
             for r in world.compute_rows if r["parameter"] == "ai_stock" and r["year"] == "2025" and r["scope"] != "WLD"}
    result = {}
    for place in world.places:
        known = [stock[iso] for iso in world.members(place) if iso in stock]
        if known:
            result[place] = (tuple(sum(v[i] for v in known) for i in range(3)), "judgement" if place in ("USA", "CHN") else "estimate", "epoch-2026")
        else:
            central = max(10.0, H100E_PER_BN_USD * world.total(place, "gdp_busd"))
            result[place] = ((0.2 * central, central, 4 * central), "estimate", "rules")
    return result


def world_stock(world, scope, year):
    row = next(r for r in world.compute_rows if (r["scope"], r["year"], r["parameter"]) == (scope, str(year), "ai_stock"))
    return float(row["value"])


def put_compute(values, world):
    stock = accelerator_stock(world)
    others = sum(v[0][1] for place, v in stock.items() if place not in ("USA", "CHN"))
    for year in (2022, 2023, 2024, 2025):
        left = world_stock(world, "WLD", year) - world_stock(world, "USA", year) - world_stock(world, "CHN", year)
        for place, (value, kind, source) in stock.items():
            scale = world_stock(world, place, year) / value[1] if place in ("USA", "CHN") else left / others
            if year == NOW:
                scale = 1.0
            values.put(place, "accelerators", "", year, tuple(scale * v for v in value), kind if year == NOW else "estimate", source)
    early = {2015: 0.0005, 2019: 0.02, 2020: 0.06, 2021: 0.3}
    for year, scale in early.items():
        for place in world.places:
            first = values.get(place, "accelerators", "", 2022)
            values.put(place, "accelerators", "", year, (0.3 * scale * first, scale * first, 3 * scale * first), "estimate", "rules")
    for place in world.places:
        power = (1.3, 2.0, 2.8) if place == "CHN" else (0.85, 1.0, 1.2)
        values.put(place, "accelerator_power", "", FIRST, power, "derived" if place in ("USA", "CHN") else "estimate", "epoch-2026")
        name = PUE.get(place, PUE.get(world.group(place), "ROW"))
        row = next(r for r in world.datacentre_rows if (r["iso3"], r["parameter"]) == (name, "pue_new_ai_site"))
        values.put(place, "pue", "", FIRST, tuple(float(row[c]) for c in ("low", "value", "high")), "judgement", "power-notes")
        put_access(values, world, place)
    put_capex(values, world, stock)


def put_access(values, world, place):
    if place in RESTRICTED:
        west = (0.005, 0.02, 0.05)
    elif place == "CHN":
        west = (0.02, 0.1, 0.3)
    else:
        west = 1.0 if world.is_western(place) else (0.4, 0.7, 1.0)
    values.put(place, "chip_access_west", "", FIRST, west, "judgement", "judgement")
    if place == "CHN":
        china = 1.0
    elif place in ("RUS", "IRN", "PAK"):
        china = (0.05, 0.2, 0.4)
    elif world.is_western(place):
        china = 0.0
    else:
        china = (0.0, 0.02, 0.05) if place == "IND" else (0.02, 0.1, 0.3)
    values.put(place, "chip_access_china", "", FIRST, china, "judgement", "judgement")


def put_capex(values, world, stock):
    """The world's spending, shared by what each state holds; China's is what its buyers want to spend."""
    others = sum(v[0][1] for place, v in stock.items() if place != "CHN")
    share = {}
    for year, total in WORLD_CAPEX.items():
        for place, (value, kind, source) in stock.items():
            money = CHINA_CAPEX[year] if place == "CHN" else (total - CHINA_CAPEX[year]) * value[1] / others
            values.put(place, "ai_capex", "", year, (0.6 * money, money, 1.5 * money), "estimate", "epoch-2026" if place != "CHN" else "judgement")
            share[place] = max(share.get(place, 0.0), money / values.get(place, "gdp"))
    for place in world.places:
        for year, scale in ((FIRST, 0.02), (2019, 0.06), (2021, 0.2), (2022, 0.35)):
            values.put(place, "ai_capex", "", year, scale * values.get(place, "ai_capex", "", 2023), "estimate", "rules")
        low, central, high = CEILING.get(place, CEILING.get(world.group(place), CEILING[""]))
        floor = min(0.15, 1.2 * share[place])
        ceiling = (max(low, share[place] if floor > low else low), max(central, floor), max(high, 2 * floor))
        values.put(place, "capex_ceiling", "", FIRST, ceiling, "judgement", "judgement")


def put_capability(values, world):
    """Absorptive capacity from income and published models; the lag behind the frontier from both."""
    for place in world.places:
        income = max(1.0, 1000.0 * world.total(place, "gdp_ppp_busd") / world.total(place, "pop_m"))
        models, recent = world.total(place, "ai_notable_models"), world.total(place, "ai_notable_models_2023on")
        by_income = max(0.0, min(1.0, math.log(income / 1000.0) / math.log(80.0)))
        by_models = min(1.0, math.log1p(models) / math.log(101.0))
        ability = 0.15 + 0.45 * by_income + 0.4 * by_models
        values.put(place, "absorptive_capacity", "", FIRST, (0.8 * ability, ability, min(1.0, 1.15 * ability)), "estimate", "absorption-rule")
        if place in ("USA", "CHN"):
            lag, kind, source = ((0.0, 0.0, 0.0) if place == "USA" else (4.0, 7.0, 14.0)), "reported", "epoch-2026"
        else:
            central = max(6.0, 6.0 + 34.0 * (1.0 - ability) - 5.0 * min(1.0, math.log1p(recent) / math.log(21.0)))
            lag, kind, source = (0.6 * central, central, 1.6 * central), "estimate", "absorption-rule"
        values.put(place, "capability_lag", "", FIRST, lag, kind, source)
        values.put(place, "openness", "", FIRST, OPENNESS.get(place, OPENNESS.get(world.group(place), OPENNESS[""])), "judgement", "judgement")


def chips_table(world):
    rows = []
    get = lambda scope, year, name: tuple(float(r[c]) for r in world.compute_rows for c in ("low", "value", "high")
                                          if (r["scope"], r["year"], r["parameter"]) == (scope, str(year), name))
    for year in range(2022, 2031):
        if year < 2025:
            china = tuple(f * CHINA_OUTPUT_EARLY[year] for f in (0.5, 1.0, 1.6))
            before = world_stock(world, "WLD", year - 1) if year > 2022 else world_stock(world, "WLD", 2022) / 3.3
            made = world_stock(world, "WLD", year) - before
            whole = (0.7 * made, made, 1.35 * made)
            kind, source = "estimate", "epoch-2026"
        else:
            whole, china = get("WLD", year, "accelerator_output"), get("CHN", year, "domestic_accelerator_output")
            kind, source = ("derived" if year == 2025 else "judgement"), "epoch-2026"
        west = tuple(w - china[1] for w in whole)
        rows.append(["west", "output", year, "H100e/yr", *map(show, west), "", kind, source])
        rows.append(["china", "output", year, "H100e/yr", *map(show, china), "", kind if year != 2025 else "derived", "china-chips" if year >= 2025 else source])
    for maker, power, price in (("west", (0.64, 0.73, 0.85), PRICE_WEST), ("china", (1.5, 1.92, 2.4), PRICE_CHINA)):
        rows.append([maker, "power", "", "kW/H100e", *map(show, power), "", "derived" if maker == "west" else "memory", "epoch-2026" if maker == "west" else "memory"])
        rows.append([maker, "price", "", "USD/H100e", *map(show, price), "", "derived" if maker == "west" else "judgement", "epoch-2026" if maker == "west" else "judgement"])
    rows.append(["china", "home", "", "", "", "", "", "CHN", "judgement", "judgement"])
    return rows


# ---------------------------------------------------------------------------------------------- economy

GDP_GROWTH = {"USA": (0.012, 0.02, 0.028), "CHN": (0.03, 0.043, 0.052), "IND": (0.05, 0.06, 0.07)}
WORLD_GDP_GROWTH, US_INFLATION = 0.027, 0.024


def put_economy(values, world):
    for place in world.places:
        for year in YEARS:
            put_year_of_economy(values, world, place, year)
        if place in GDP_GROWTH:
            values.put(place, "gdp_growth", "", FIRST, GDP_GROWTH[place], "judgement", "judgement")
            continue
        then, last = known_gdp(world, place, 2013), known_gdp(world, place, 2023)
        real = (last / then) ** 0.1 - 1 - US_INFLATION if then and last else WORLD_GDP_GROWTH
        central = max(0.005, min(0.06, 0.4 * real + 0.6 * WORLD_GDP_GROWTH))
        values.put(place, "gdp_growth", "", FIRST, (central - 0.015, central, central + 0.015), "estimate", "world-bank")


def known_gdp(world, place, year):
    have = [number(world.year_rows[iso, year]["gdp_busd"]) for iso in world.members(place) if (iso, year) in world.year_rows]
    if place != REST and (not have or have[0] is None):
        return None
    return sum(v or 0.0 for v in have)


def put_year_of_economy(values, world, place, year):
    def yearly(iso, column):
        return number(world.year_rows[iso, year][column]) if (iso, year) in world.year_rows else None

    for field, column, newest, share in (("gdp", "gdp_busd", "gdp_busd", 0.03), ("population", "pop_m", "pop_m", 0.01)):
        total, is_guess = 0.0, False
        for iso in world.members(place):
            if iso not in world.state:
                continue
            value = yearly(iso, column) if year < 2024 else None
            if value is None:
                value = number(world.state[iso][newest]) or 0.0
                is_guess = is_guess or year < 2023 or not value
            total += value
        if place == "PRK" and field == "gdp":
            is_guess, share = True, 0.4
        source = "world-bank" if year < 2024 or field == "population" else "factbook"
        values.put(place, field, "", year, ((1 - share) * total, total, (1 + share) * total), "estimate" if is_guess else "reported", source)


# ---------------------------------------------------------------------------------------------- series and sources

SERIES = {"solar_capacity_gw": 2010, "wind_capacity_gw": 2010, "elec_generation_twh": 2010, "ai_stock_h100e_world": 2012,
          "train_compute_record": 2012, "train_compute_open_record": 2012, "train_compute_closed_record": 2012}


def series_table(world):
    keys = {"solar_capacity_gw": "irena-owid", "wind_capacity_gw": "irena-owid", "elec_generation_twh": "ember-owid", "ai_stock_h100e_world": "epoch-2026"}
    for row in sorted(world.series_rows, key=lambda r: (r["series"], r["iso3"], int(r["year"]))):
        is_here = row["iso3"] == "WLD" or row["iso3"] in world.named
        if is_here and row["series"] in SERIES and int(row["year"]) >= SERIES[row["series"]]:
            yield [row["iso3"], row["series"], row["year"], show(float(row["value"])), row["unit"], keys.get(row["series"], "epoch-2025")]


# key: publisher and title; taken; year or version; licence; uncertainty
SOURCES = {
    "irena-2024": ("International Renewable Energy Agency, capacity statistics 2024, as kept by OSeMOSYS Global",
                   "Installed capacity by technology 2015-23, build rates and, with generation, capacity factors", "edition 2024, read January 2026",
                   "free with attribution", "2% for renewables, 10% for fossil plants; the fossil split of some states is missing"),
    "irena-owid": ("International Renewable Energy Agency through Our World in Data", "Solar and wind capacity of 2010-23", "June 2025", "CC BY 4.0",
                   "solar mixes alternating and direct current ratings by country: 20%"),
    "irena-costs": ("International Renewable Energy Agency, Renewable power generation costs", "Single cost figures", "2024",
                    "free with attribution", "world means hide a factor of two"),
    "ember-2025": ("Ember, yearly electricity data, through Electricity Maps", "Capacity of 2017-24 for about 60 states", "read August 2026",
                   "CC BY 4.0", "years without change are absent in the source; coal is gross"),
    "ember-owid": ("Our World in Data on Ember and the Energy Institute", "Generation by state and technology, net imports", "editions 2022 to 2026",
                   "CC BY 4.0", "editions differ by 1-2%; net imports are of 2020-21"),
    "ise-2025": ("Fraunhofer ISE, energy charts, through Electricity Maps", "German capacity 2017-25, batteries included", "2025", "CC BY 4.0", "2%"),
    "nea-2026": ("National Energy Administration of China through press", "Capacity and additions of 2025; coal with estimates of CREA and GEM",
                 "28 January 2026", "facts", "thermal plants are not split by fuel"),
    "cea-2026": ("Central Electricity Authority of India through press", "Capacity at the end of 2025", "January 2026", "facts", "2%"),
    "eia-2025": ("US Energy Information Administration through press", "Battery additions of 2024-25", "2025-26", "public domain",
                 "2025 partly expected"),
    "eia-international": ("US Energy Information Administration, international data, as kept by OSeMOSYS Global",
                          "Fossil capacity 2022, split by generation", "2024", "public domain", "the split by fuel is a rule"),
    "osemosys-losses": ("OSeMOSYS Global, table of transmission and distribution losses", "Losses of 2020 and 2025", "2026", "MIT",
                        "a modelled path: 1 point in rich states, 5 in poor ones"),
    "technology-costs": ("NREL Annual Technology Baseline 2024, Danish Energy Agency and Lazard through PyPSA technology-data; IEA World Energy "
                         "Outlook 2020 regional costs through OSeMOSYS Global", "Capital, fixed and fuel costs, lifetimes, efficiencies",
                         "2020 to May 2026", "public domain (NREL), CC BY 4.0 (technology-data), single figures quoted (IEA)",
                         "gas plants in the USA cost up to twice what 2022 tables say; see the ranges"),
    "pypsa-china": ("PyPSA-China, cost tables of the Potsdam Institute", "Costs in China", "December 2025", "CC BY 4.0", "the literature spreads by two"),
    "pjm-elcc": ("PJM Interconnection, class averages of effective load-carrying capability", "Firm credits", "2026/27 and 2027/28", "facts",
                 "only onshore wind was seen; the other classes are recalled"),
    "lbnl-queues": ("Lawrence Berkeley National Laboratory, Queued Up 2025", "Permitting and queue times in the USA", "December 2025", "public",
                    "medians; projects differ by years"),
    "power-pages": ("System operators and agencies through trade press (EIA, NEA and others)", "Reported peaks and prices of large loads", "2025-26",
                    "facts", "prices that data centres really pay are not public outside the USA"),
    "power-notes": ("IEA Energy and AI (2025, 2026), Wood Mackenzie, McKinsey and others through press, combined by us",
                    "Connection rates, trapped capacity, non-coincidence, power usage effectiveness", "2025-26", "single figures quoted",
                    "counts of sites under construction differ threefold"),
    "epoch-2025": ("Epoch AI, models and clusters", "Training compute of record models", "snapshot of November 2025", "CC BY 4.0",
                   "compute of closed models is estimated within a factor of two or three"),
    "epoch-2026": ("Epoch AI, chip sales, chip owners, data centres, capabilities index",
                   "Stock and output of accelerators, capital cost per GW, lag of China", "January to June 2026", "CC BY 4.0",
                   "stocks outside the USA and China are an allocation within a factor of three; later output is a scenario"),
    "china-chips": ("US Department of Commerce, SemiAnalysis, Financial Times, Reuters and Bloomberg through press", "Chinese output of accelerators",
                    "2025-26", "single figures quoted", "sources for 2025 differ fourfold; later years are judgement"),
    "world-bank": ("World Bank, gross domestic product and population, through Open Knowledge datasets", "To 2023 (GDP) and 2024 (population)",
                   "March 2026", "CC BY 4.0", "1-3%"),
    "factbook": ("World Factbook", "Gross domestic product of 2024 at exchange rates", "frozen in February 2026", "public domain",
                 "3%; North Korea and Cuba are guesses of the source"),
    "absorption-rule": ("This project, from World Factbook incomes and counts of notable models (Epoch AI)",
                        "Absorptive capacity and capability lag of all but the USA and China", "2025", "CC BY 4.0", "a formula, not a measurement"),
    "membership": ("Member lists of the organisations and treaties, and this project for blocs",
                   "States, regions, memberships, blocs, outcomes of the 2026 summit named by the press", "2025-26", "facts",
                   "blocs are judgement; who else signed in 2026 is left out"),
    "rules": ("This project", "Gaps filled by the rules in docs/data.md", "2026", "as the project", "each within its range at best"),
    "judgement": ("This project", "Central values and ranges judged from the sources above", "2026", "as the project", "see the ranges"),
    "memory": ("Recalled by the authors, not seen in a source", "Battery stocks, peaks and single classes", "2026", "facts", "20-25%"),
}


def sources_text(used):
    lines = ["# Sources", "", "Every row of the tables in this folder names one of these keys. Nothing is copied whole: the tables are our own "
             "selection and arithmetic.", "The indices of V-Dem and the Global AI Index are not in them.", ""]
    for key in sorted(SOURCES):
        if key in used:
            who, taken, version, licence, doubt = SOURCES[key]
            lines += [f"## {key}", "", f"- Publisher: {who}.", f"- Taken: {taken}.", f"- Version: {version}.", f"- Licence: {licence}.",
                      f"- Uncertainty: {doubt}.", ""]
    return "\n".join(lines)


# ---------------------------------------------------------------------------------------------- everything together

FILES = {
    "economy.csv": ("Population and product.", ["population", "gdp", "gdp_growth"]),
    "power.csv": ("Power systems of states.", ["generation", "demand", "peak_demand", "td_loss", "net_import", "demand_growth", "noncoincidence",
                                               "trapped_capacity", "connection_rate", "connection_growth", "ai_share_of_connections", "power_price",
                                               "permit_delay_scale", "capacity", "build_rate", "build_rate_best"]),
    "technology.csv": ("Technologies, by region and, where measured, by state.",
                       ["availability", "capacity_factor", "firm_credit", "capital_cost", "fixed_om", "variable_cost", "permit_time", "build_time",
                        "interest", "lifetime", "learning_rate", "world_capacity"]),
    "compute.csv": ("Accelerators, access to them, money for them, and what states can do with them.",
                    ["chip_access_west", "chip_access_china", "pue", "accelerators", "accelerator_power", "ai_capex", "capex_ceiling",
                     "capability_lag", "openness", "absorptive_capacity"]),
}
HEAD = ["Compiled by tools/compile_data.py; do not edit. A row holds from its year until a later year's row.",
        "A state's row goes before its technology region's (US CN EU GULF IN ROW), that before ALL. Sources: SOURCES.md."]


def compile_values(world):
    values = Values(field_units())
    capacity = Capacity(world)
    technologies = Technologies(world.technology_rows)
    put_economy(values, world)
    put_demand(values, world, Demand(world, capacity))
    put_capacity(values, capacity)
    put_build_rates(values, world, BuildRates(world, capacity))
    put_costs(values, technologies, capacity)
    put_world_technology(values, technologies, capacity)
    put_performance(values, world, technologies, capacity)
    put_grid(values, world)
    put_compute(values, world)
    put_capability(values, world)
    return values


def main(arguments):
    if len(arguments) != 3:
        sys.exit(__doc__.strip().splitlines()[2].strip())
    source, target = Path(arguments[1]), Path(arguments[2])
    target.mkdir(parents=True, exist_ok=True)
    world = World(source)
    world.endorsed = {name: {r["iso3"] for r in read(source, "participation.csv") if (r["instrument"], r["y"]) == (name, "1")}
                      for name in ("USPD", "REAIM2023")}
    values = compile_values(world)
    columns = "iso3 field tech unit year low central high kind source".split()
    for name, (title, fields) in FILES.items():
        write(target / name, [title, *HEAD], columns, values.table(fields))
    write(target / "states.csv", ["States. reaim2026: signed or attended as named by the press on the closing day; unknown otherwise."],
          "iso3 name region data_group tech_region bloc eu nato gcc g20 nuclear_armed reaim2026".split(), states_table(world))
    write(target / "groups.csv", ["Named groups beside those that the flags of states.csv make."], ["group", "iso3"], groups_table(world))
    write(target / "chips.csv", ["Makers of accelerators: yearly output, and constants without a year."],
          "maker item year unit low central high state kind source".split(), chips_table(world))
    write(target / "series.csv", ["Observed yearly series for back-tests; WLD is the world. States that are kept aside for tests are not here."],
          "iso3 series year value unit source".split(), series_table(world))
    used = {"membership"} | {row[4] for row in values.rows.values()} | {row[-1] for row in chips_table(world)} | {row[-1] for row in series_table(world)}
    assert used <= set(SOURCES), used - set(SOURCES)
    (target / "SOURCES.md").write_text(sources_text(used), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv)

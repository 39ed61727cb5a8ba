"""What all steps share: reading and writing tables, the rows of values, and the choice of states."""

import csv
import math
import re
from collections import defaultdict
from pathlib import Path

TECHS = ["coal", "gas", "nuclear", "hydro", "wind", "solar", "storage", "other"]
YEARS = [2015, 2019, 2020, 2021, 2022, 2023, 2024, 2025]
NOW = 2025
FIRST = 2015
HOURS = 8.766  # thousand hours a year: TWh per GW of average load
REST = "XRW"
MAX_STATES = 110


def read(folder, name):
    with open(folder / name, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def number(text):
    return float(text) if text not in ("", None) else None


def field_units():
    """Units of the world's fields, from the one table that declares them."""
    text = (Path(__file__).resolve().parents[2] / "src/world/fields.def").read_text(encoding="utf-8")
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
        self.endorsers = {
            row["iso3"]
            for row in read(folder, "participation.csv")
            if row["instrument"] in ("REAIM2023", "USPD") and row["y"] == "1"
        }
        self.named = self.choose()
        self.places = self.named + [REST]
        self.rest = sorted((set(self.demand) | set(self.state)) - set(self.named))

    def choose(self):
        flags = {
            iso for iso, row in self.state.items() if "1" in (row["eu"], row["nato"], row["nuclear_armed"])
        }
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
        yield [
            place,
            row["name"] if row else "Rest of the world",
            row["region"] if row else "World",
            world.group(place),
            world.region(place),
            world.bloc(place),
            flag("eu"),
            flag("nato"),
            int(place in GULF),
            int(place in G20),
            flag("nuclear_armed"),
            outcome.get(world.press.get(place), "unknown"),
        ]


def groups_table(world):
    lists = {
        "BRICS": BRICS,
        "FIVE_EYES": [i for i in world.named if world.state[i]["five_eyes"] == "1"],
        "NAM": [i for i in world.named if world.state[i]["nam"] == "1"],
        "SCO": [i for i in world.named if world.state[i]["sco"] == "1"],
        "US_DECLARATION": sorted(set(world.named) & world.endorsed["USPD"]),
        "REAIM2023": sorted(set(world.named) & world.endorsed["REAIM2023"]),
    }
    return [[name, iso] for name in sorted(lists) for iso in sorted(lists[name])]

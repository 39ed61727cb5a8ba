#!/usr/bin/env python3
"""Compiles the zonal networks in networks/ from their tables.

    compile_networks.py NETWORKS DATA [--check]

NETWORKS holds, for each country, <name>_zones.csv, <name>_values.csv and <name>_lines.csv; DATA is the folder of the
world's tables, from which firm credits, availabilities, variable costs, losses and national totals come. Two MATPOWER
cases are written for each country: <name>.m, every zone at its own peak with what is firm, and <name>_average.m, the
average hour with what energy allows. The same tables give the same files, byte for byte. `--check` writes nothing: it
fails if a file would differ, or if zones do not add up to the nation's totals."""

import csv
import re
import sys
from pathlib import Path

COUNTRIES = {"usa": ("USA", "US"), "china": ("CHN", "CN")}
YEAR = 2025
RESERVE = 0.03  # central reserve_margin of the model
KINDS = {"reported", "derived", "estimate", "judgement", "memory"}
TECHNOLOGIES = ["coal", "gas", "nuclear", "hydro", "wind", "solar", "storage", "other"]
# Share of the gas fleet and cost over the table's: combined cycles, then peakers of 1.5 times the heat rate.
GAS_BLOCKS = [("gas_cc", 0.6, 0.9), ("gas_peaker", 0.4, 1.4)]
ANGLE = 0.2  # rad at the limit: what a line carries is proportional to its limit
DC_LOSS = 0.03 / 1000.0  # per km
CONVERTERS = 0.014
# Zones over the nation, and how far they may be apart: capacity of each technology, demand, noncoincident peak.
TOLERANCE = {"capacity": 0.03, "other": 0.10, "average": 0.02, "peak": 0.02, "import": 0.02,
             "site_share": 1e-9}


def rows(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


class Nation:
    """The nation's values of the last year, from the world's tables."""

    def __init__(self, data, state, region):
        self.values = {}
        for name in ("technology.csv", "power.csv"):
            for place in ("ALL", region, state):
                for row in rows(data / name):
                    if row["iso3"] == place and int(row["year"]) <= YEAR:
                        self.values[row["field"], row["tech"]] = float(row["central"])

    def get(self, field, tech=""):
        return self.values[field, tech]


class Network:
    """The tables of a country."""

    def __init__(self, folder, name):
        self.zones = rows(folder / f"{name}_zones.csv")
        self.lines = rows(folder / f"{name}_lines.csv")
        self.values = {}
        for row in rows(folder / f"{name}_values.csv"):
            key = row["zone"], row["field"], row["tech"]
            if key in self.values:
                raise SystemExit(f"{name}_values.csv: {key} stands twice")
            self.values[key] = float(row["value"])

    def get(self, zone, field, tech="", default=0.0):
        return self.values.get((zone, field, tech), default)

    def total(self, field, tech=""):
        return sum(self.get(z["zone"], field, tech) for z in self.zones)


def check_totals(name, network, nation):
    """Sentences about totals that are too far apart."""
    wanted = [("capacity", t, nation.get("capacity", t)) for t in TECHNOLOGIES]
    wanted.append(("average", "", nation.get("demand")))
    wanted.append(("peak", "", nation.get("peak_demand") * nation.get("noncoincidence")))
    wanted.append(("import", "", nation.get("net_import")))
    wanted.append(("site_share", "", 1.0))
    found = []
    for field, tech, nationwide in wanted:
        zonal = network.total(field, tech)
        tolerance = TOLERANCE.get(tech, TOLERANCE[field])
        if abs(zonal - nationwide) > tolerance * abs(nationwide):
            found.append(f"{name}: {field} {tech}: zones {zonal:.1f}, nation {nationwide:.1f} GW")
    return found


def check_sources(folder, name):
    """Sentences about rows without a unit, a year, a known kind or a source that SOURCES.md has."""
    sources = set(re.findall(r"^## (\S+)", (folder / "SOURCES.md").read_text(), re.MULTILINE))
    found = []
    for table in ("values", "lines"):
        for row in rows(folder / f"{name}_{table}.csv"):
            if not (row["unit"] and row["year"].isdigit() and row["kind"] in KINDS and row["source"] in sources):
                found.append(f"{name}_{table}.csv: {','.join(row.values())}: no unit, year, kind or source")
    return found


def blocks(tech):
    return GAS_BLOCKS if tech == "gas" else [(tech, 1.0, 1.0)]


def generators(network, nation, is_peak):
    """(bus, name, MW, USD/MWh), net of losses and, at the peak, of the reserve."""
    loss = nation.get("td_loss")
    found = []
    for zone in network.zones:
        z = zone["zone"]
        for tech in TECHNOLOGIES:
            used = nation.get("firm_credit" if is_peak else "availability", tech)
            net = used * (1.0 - loss) / (1.0 + RESERVE if is_peak else 1.0)
            megawatts = 1000.0 * network.get(z, "capacity", tech) * net
            cost = nation.get("variable_cost", tech) * network.get(z, "fuel_cost", tech, 1.0)
            for block, share, scale in blocks(tech):
                if megawatts > 0.0:
                    found.append((zone["number"], f"{z} {block}", megawatts * share, cost * scale))
        imported = 1000.0 * network.get(z, "import") * (1.0 - loss)
        if imported > 0.0:
            found.append((zone["number"], f"{z} import", imported, 0.0))
    return found


def loads(network, nation, is_peak, extra):
    """(zone, MW) of every zone; `extra` MW of large loads stand where the tables say."""
    loss = nation.get("td_loss")
    for zone in network.zones:
        z = zone["zone"]
        sent = -1000.0 * min(0.0, network.get(z, "import"))
        delivered = network.get(z, "peak") * (1.0 - loss) if is_peak else network.get(z, "average")
        yield zone, 1000.0 * delivered + sent * (1.0 - loss) + extra * network.get(z, "site_share")


def dc_loss(line):
    return CONVERTERS + DC_LOSS * float(line["length_km"] or 0.0)


def islands(network):
    """The first zone of each synchronous area takes the reference."""
    near = {z["zone"]: set() for z in network.zones}
    for line in network.lines:
        if line["kind_of_line"] == "ac":
            near[line["from"]].add(line["to"])
            near[line["to"]].add(line["from"])
    seen, first = set(), set()
    for zone in network.zones:
        if zone["zone"] in seen:
            continue
        first.add(zone["zone"])
        open_zones = [zone["zone"]]
        while open_zones:
            z = open_zones.pop()
            if z not in seen:
                seen.add(z)
                open_zones += near[z]
    return first


def matrix(name, body):
    return [f"mpc.{name} = ["] + [f"  {line};" for line in body] + ["];", ""]


def branches(network, number, more):
    for i, line in enumerate(network.lines):
        if line["kind_of_line"] == "ac":
            limit = min(float(line["forward"]), float(line["backward"])) + more.get(i, 0.0)
            yield (f"{number[line['from']]} {number[line['to']]} 0 {ANGLE * 100.0 / limit:.8g} 0 "
                   f"{limit:.6g} {limit:.6g} {limit:.6g} 0 0 1 -360 360 % {line['name']}")


def dc_lines(network, number, more):
    for i, line in enumerate(network.lines):
        if line["kind_of_line"] == "dc":
            back, forward = float(line["backward"]), float(line["forward"]) + more.get(i, 0.0)
            loss = dc_loss(line) if back == 0.0 else 0.0
            yield (f"{number[line['from']]} {number[line['to']]} 1 0 0 0 0 1 1 {-back:.6g} {forward:.6g} "
                   f"0 0 0 0 0 {loss:.6g} % {line['name']}")


def case(name, network, nation, is_peak, extra=0.0, more=None):
    """The text of a case; `extra`: MW of large loads, `more`: MW added to the limits of lines, by their place in the
    table, and to the generation of zones, by their names."""
    more = more or {}
    number = {z["zone"]: z["number"] for z in network.zones}
    units = generators(network, nation, is_peak)
    units += [(number[z], f"{z} more", megawatts, 0.0) for z, megawatts in more.items() if z in number]
    references = islands(network)
    hour = "every zone at its own peak, with what is firm" if is_peak else "the average hour, with what energy allows"
    out = [f"function mpc = {name}", f"% {name}: {hour}. Zones; MW net of losses{' and reserve' if is_peak else ''}.",
           "% Compiled by tools/compile_networks.py from the tables beside it; do not edit.",
           "mpc.version = '2';", "mpc.baseMVA = 100;", ""]
    out += matrix("bus", [f"{z['number']} {3 if z['zone'] in references else 2} {mw:.6g} 0 0 0 {z['number']} 1 0 500 1 "
                          "1.1 0.9" for z, mw in loads(network, nation, is_peak, extra)])
    out += matrix("gen", [f"{bus} 0 0 0 0 1 100 1 {mw:.6g} 0" for bus, _, mw, _ in units])
    out += matrix("gencost", [f"2 0 0 2 {cost:.6g} 0" for _, _, _, cost in units])
    out += matrix("branch", branches(network, number, more))
    out += matrix("dcline", dc_lines(network, number, more))
    out += ["mpc.bus_name = {"] + [f"  '{z['zone']}';" for z in network.zones] + ["};", ""]
    out += ["mpc.gen_name = {"] + [f"  '{name}';" for _, name, _, _ in units] + ["};", ""]
    return "\n".join(out)


def main(arguments):
    is_check = "--check" in arguments
    folder, data = (Path(a) for a in arguments if a != "--check")
    found = []
    for name, (state, region) in COUNTRIES.items():
        network, nation = Network(folder, name), Nation(data, state, region)
        found += check_sources(folder, name) + check_totals(name, network, nation)
        for suffix, is_peak in (("", True), ("_average", False)):
            path, text = folder / f"{name}{suffix}.m", case(name + suffix, network, nation, is_peak)
            if not is_check:
                path.write_text(text)
            elif path.read_text() != text:
                found.append(f"{path.name} is not what the tables give")
    for sentence in found:
        print(sentence, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

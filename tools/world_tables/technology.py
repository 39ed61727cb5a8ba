"""Costs, times and performance of technologies, by region and, where measured, by state."""

import math

from .base import FIRST, HOURS, NOW, TECHS, YEARS
from .capacity import PARTS

REGIONS = ["US", "CN", "EU", "GULF", "IN", "ROW"]
ROWS_OF = {
    "coal": "coal",
    "gas": "ccgt",
    "nuclear": "nuclear",
    "hydro": "hydro",
    "wind": "wind_onshore",
    "solar": "solar_pv",
    "storage": "battery_4h",
}
# Fastest growth of what industry can start in a year: low, central, high.
BUILD_GROWTH = {
    "coal": (0.0, 0.1, 0.2),
    "gas": (0.08, 0.2, 0.35),
    "nuclear": (0.03, 0.1, 0.2),
    "hydro": (0.0, 0.05, 0.1),
    "wind": (0.03, 0.12, 0.25),
    "solar": (0.1, 0.25, 0.45),
    "storage": (0.15, 0.35, 0.7),
    "other": (0.0, 0.05, 0.1),
}
OFFSHORE = {"US": 0.05, "CN": 0.08, "EU": 0.2}  # share of new wind that stands at sea
# Oil, bioenergy and the rest: between the cost of a small engine and of a biomass plant.
OTHER = {
    "capital_cost": {"US": 2500, "CN": 1100, "EU": 2300, "GULF": 900, "IN": 1100, "ROW": 1500},
    "fixed_om": 60,
    "permit_time": 2.0,
    "build_time": 2.5,
    "lifetime": 35,
    "learning_rate": 0.02,
}
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
    for mark, key in (
        ("LBNL", "lbnl-queues"),
        ("PJM", "pjm-elcc"),
        ("measured", "irena-2024"),
        ("PyPSA-China", "pypsa-china"),
        ("PyPSA", "technology-costs"),
        ("ATB", "technology-costs"),
        ("WEO", "technology-costs"),
        ("DEA", "technology-costs"),
        ("TYNDP", "technology-costs"),
        ("IRENA", "irena-costs"),
        ("memory", "memory"),
    ):
        if mark in text:
            return key
    return "judgement"


def put_costs(values, technologies, capacity):
    names = {
        "capital_cost": "capex_overnight",
        "fixed_om": "fom",
        "permit_time": "permitting_queue_time",
        "build_time": "construction_time",
    }
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
                    values.put(
                        region,
                        field,
                        tech,
                        year,
                        tuple(scale * v for v in value),
                        kind if scale == 1.0 else "estimate",
                        source,
                    )
        value, kind, source = technologies.find("finance", region, "wacc_real")
        values.put(region, "interest", "", FIRST, value, kind, source)
        for tech in TECHS:
            value, kind, source = running_cost(technologies, region, tech)
            values.put(region, "variable_cost", tech, FIRST, value, kind, source)


def cost_path(technologies, capacity):
    """Capital cost of earlier years relative to now, from the learning rate and the world's deployment."""
    world = {
        tech: {year: world_capacity(capacity, tech, year) for year in YEARS}
        for tech in ("wind", "solar", "storage")
    }
    rate = {tech: technologies.any(tech, "ALL", "learning_rate")[0][1] for tech in world}
    return {
        tech: {
            year: min(4.0, (world[tech][year] / world[tech][NOW]) ** math.log2(1 - rate[tech]))
            for year in YEARS
        }
        for tech in world
    }


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
    fuel = technologies.find(
        {"coal": "coal_fuel", "gas": "gas_fuel", "nuclear": "uranium_fuel"}[tech], region, "fuel_cost"
    )
    efficiency = technologies.find(
        ROWS_OF[tech], "CN" if (tech, region) == ("coal", "CN") else "ALL", "efficiency"
    )[0][1]
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
        values.put("ALL", "build_growth", tech, FIRST, BUILD_GROWTH[tech], "judgement", "power-notes")
        for year in YEARS:
            gw = world_capacity(capacity, tech, year)
            values.put(
                "ALL",
                "world_capacity",
                tech,
                year,
                (0.95 * gw, gw, 1.05 * gw),
                "estimate" if tech == "storage" else "derived",
                "memory" if tech == "storage" else "irena-2024",
            )


def fleet_factor(capacity, places, raws):
    """Measured capacity factor since 2021: energy over the mean of capacity before and after each year."""
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
                values.put(
                    place, "availability", tech, FIRST, around(factor, 0.9, 1.1), "derived", "irena-2024"
                )
                if tech in ("wind", "solar") and place != "USA":
                    new = min(NEW_OVER_FLEET * factor, high)
                    values.put(
                        place, "capacity_factor", tech, FIRST, around(new, 0.9, 1.12), "estimate", "rules"
                    )
                if tech == "hydro":
                    values.put(
                        place,
                        "capacity_factor",
                        tech,
                        FIRST,
                        around(factor, 0.9, 1.1),
                        "derived",
                        "irena-2024",
                    )
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
        values.put(
            region,
            "availability",
            tech,
            FIRST,
            around(max(fleet, CF_BOUNDS[tech][0]), 0.85, 1.15),
            "derived",
            "irena-2024",
        )
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
        new, kind, source = (
            around(fleet * (1.0 if tech == "hydro" else NEW_OVER_FLEET), 0.9, 1.12),
            "estimate",
            "rules",
        )
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
        have = values.get(
            place if (place, "availability", tech, FIRST) in values.rows else region, "availability", tech
        )
        newest = max((capacity.energy(place, PARTS[tech], year) for year in (2023, 2024, 2025)), default=0.0)
        used = newest / (HOURS * values.get(place, "capacity", tech))
        most = CF_BOUNDS[tech][1] if tech in CF_BOUNDS else 0.95
        if used > have:
            values.put(
                place,
                "availability",
                tech,
                FIRST,
                around(min(most, 1.02 * used), 0.95, 1.04),
                "estimate",
                "ember-owid",
            )


def close_energy(values, region, place):
    """What was delivered could be made: capacity of `other` grows by what the table lacks."""
    for year in YEARS:
        made = values.get(place, "net_import", "", year)
        share = {
            tech: values.get(
                place if values.years[place, "availability", tech] else region, "availability", tech
            )
            for tech in TECHS
        }
        made += sum(values.get(place, "capacity", tech, year) * share[tech] for tech in TECHS)
        lack = values.get(place, "demand", "", year) / (1 - values.get(place, "td_loss", "", year)) - made
        if lack > 0.0:
            gw = values.get(place, "capacity", "other", year) + 1.02 * lack / share["other"]
            values.put(place, "capacity", "other", year, (0.8 * gw, gw, 1.25 * gw), "estimate", "rules")


def put_mixed_credits(values, technologies, capacity, place):
    """Storage and other are mixtures: their credit follows what the state has."""
    credit = {
        raw: technologies.find(row, "ALL", "firm_credit")[0]
        for raw, row in (
            ("battery", "battery_4h"),
            ("pumped_storage", "pumped_storage"),
            ("oil", "oil"),
            ("bio", "bio"),
            ("other", "bio"),
        )
    }
    ready = {"oil": (0.4, 0.6, 0.8), "bio": (0.45, 0.62, 0.8), "other": (0.7, 0.88, 0.95)}
    mix = [(capacity.sum(place, [raw], NOW)[0], ready[raw]) for raw in PARTS["other"]]
    if sum(gw for gw, share in mix) > 0.0:
        value = tuple(
            sum(gw * share[i] for gw, share in mix) / sum(gw for gw, share in mix) for i in range(3)
        )
        values.put(place, "availability", "other", FIRST, value, "judgement", "judgement")
    for tech in ("storage", "other"):
        parts = [(capacity.sum(place, [raw], NOW)[0], credit[raw]) for raw in PARTS[tech]]
        total = sum(gw for gw, c in parts)
        if total > 0.0:
            mixed = tuple(sum(gw * c[i] for gw, c in parts) / total for i in range(3))
            values.put(place, "firm_credit", tech, FIRST, mixed, "memory", "pjm-elcc")

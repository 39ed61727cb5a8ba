#!/usr/bin/env python3
"""Compiles the world tables in data/ from the research tables.

    compile_data.py INPUT_FOLDER OUTPUT_FOLDER

The research tables (power_*.csv, technologies.csv, datacentres.csv, compute.csv, series.csv, states*.csv,
participation.csv, reaim2026_press.csv) hold reported figures; here they become one value per state, field,
technology and year, with a range, a kind and a source. Every rule that fills a gap stands in the folder
world_tables and marks its value `estimate` or `judgement`; docs/data.md describes the rules. The same input gives
the same output, byte for byte.

Kinds: reported, derived (arithmetic on reported figures of that state), estimate (a rule filled it),
judgement (ours), memory (recalled, not seen)."""

import sys
from pathlib import Path

from world_tables.arms import arms_table
from world_tables.base import Values, World, field_units, groups_table, read, states_table, write
from world_tables.build import BuildRates, put_build_rates
from world_tables.capacity import Capacity, put_capacity
from world_tables.compute import chips_table, put_capability, put_compute
from world_tables.demand import Demand, put_demand
from world_tables.economy import put_economy
from world_tables.grid import put_grid
from world_tables.participation import put_participation
from world_tables.politics import put_politics
from world_tables.rivalry import put_threats, rivals_table
from world_tables.sources import SOURCES, series_table, sources_text
from world_tables.technology import Technologies, put_costs, put_performance, put_world_technology

FILES = {
    "economy.csv": ("Population and product.", ["population", "gdp", "gdp_growth"]),
    "power.csv": (
        "Power systems of states.",
        [
            "generation",
            "demand",
            "peak_demand",
            "td_loss",
            "net_import",
            "demand_growth",
            "noncoincidence",
            "trapped_capacity",
            "connection_rate",
            "connection_growth",
            "ai_share_of_connections",
            "power_price",
            "permit_delay_scale",
            "capacity",
            "build_rate",
            "build_rate_best",
        ],
    ),
    "technology.csv": (
        "Technologies, by region and, where measured, by state.",
        [
            "availability",
            "capacity_factor",
            "firm_credit",
            "capital_cost",
            "fixed_om",
            "variable_cost",
            "permit_time",
            "build_time",
            "interest",
            "lifetime",
            "learning_rate",
            "build_growth",
            "world_capacity",
        ],
    ),
    "compute.csv": (
        "Accelerators, access to them, money for them, and what states can do with them.",
        [
            "chip_access_west",
            "chip_access_china",
            "pue",
            "accelerators",
            "accelerator_power",
            "ai_capex",
            "capex_ceiling",
            "capability_lag",
            "openness",
            "absorptive_capacity",
        ],
    ),
    "politics.csv": (
        "What states spend on arms, how they decide, and who opposes.",
        [
            "military_share",
            "weariness",
            "opposition",
            "disposition",
            "concentration",
            "posture",
            "threat_of_usa_bloc",
            "threat_of_china_bloc",
            "threat_of_russia_bloc",
        ],
    ),
}
HEAD = [
    "Compiled by tools/compile_data.py; do not edit. A row holds from its year until a later year's row.",
    "A state's row goes before its technology region's (US CN EU GULF IN ROW), that before ALL.",
    "Sources: SOURCES.md.",
]


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
    put_politics(values, world)
    put_threats(values, world)
    return values


def main(arguments):
    if len(arguments) != 3:
        sys.exit(__doc__.strip().splitlines()[2].strip())
    source, target = Path(arguments[1]), Path(arguments[2])
    target.mkdir(parents=True, exist_ok=True)
    world = World(source)
    world.endorsed = {
        name: {
            r["iso3"] for r in read(source, "participation.csv") if (r["instrument"], r["y"]) == (name, "1")
        }
        for name in ("USPD", "REAIM2023")
    }
    values = compile_values(world)
    columns = "iso3 field tech unit year low central high kind source".split()
    for name, (title, fields) in FILES.items():
        write(target / name, [title, *HEAD], columns, values.table(fields))
    write(
        target / "states.csv",
        ["States. reaim2026: signed or attended as the press named on the closing day; unknown otherwise."],
        "iso3 name region data_group tech_region bloc eu nato gcc g20 nuclear_armed reaim2026".split(),
        states_table(world),
    )
    write(
        target / "groups.csv",
        ["Named groups beside those that the flags of states.csv make."],
        ["group", "iso3"],
        groups_table(world),
    )
    write(
        target / "rivals.csv",
        [
            "A state, and what share of a rival's strength it fears beyond what that one's bloc is to it.",
            "Hostility holds between the two: both directions stand here and agree in it.",
        ],
        "iso3 rival weight hostility kind source".split(),
        rivals_table(world),
    )
    write(
        target / "chips.csv",
        ["Makers of accelerators: yearly output, and constants without a year."],
        "maker item year unit low central high state kind source".split(),
        chips_table(world),
    )
    write(
        target / "series.csv",
        [
            "Observed yearly series for back-tests; WLD is the world.",
            "States that are kept aside for tests are not here.",
        ],
        "iso3 series year value unit source".split(),
        series_table(world),
    )
    write(
        target / "arms_races.csv",
        [
            "Arms races of the past: each has two sides with a value in every year. A side is a sum of states.",
            "`detente backtest --series arms` tries the reaction equation on them.",
        ],
        "race side year value unit source".split(),
        arms_table(world),
    )
    used = (
        {"membership"}
        | {row[-1] for row in arms_table(world)}
        | {row[-1] for row in rivals_table(world)}
        | {row[4] for row in values.rows.values()}
        | {row[-1] for row in chips_table(world)}
        | {row[-1] for row in series_table(world)}
    )
    used |= put_participation(source, target)
    assert used <= set(SOURCES), used - set(SOURCES)
    (target / "SOURCES.md").write_text(sources_text(used), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv)

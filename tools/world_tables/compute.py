"""Accelerators: who has, may buy, pays for and makes them; and what states can do with them."""

import math

from .base import FIRST, NOW, RESTRICTED, show

PRICE_WEST, PRICE_CHINA = (20000.0, 28000.0, 36000.0), (20000.0, 33000.0, 50000.0)  # USD/H100e with its site
WORLD_CAPEX = {2023: 40.0, 2024: 130.0, 2025: 400.0, 2026: 600.0}  # bn USD/yr
# Where buyers want more than export rules and deliveries have let through: China, and the campuses under way in
# the Gulf.
WANTED_CAPEX = {
    "CHN": {2023: 12.0, 2024: 30.0, 2025: 60.0, 2026: 85.0},
    "ARE": {2023: 0.1, 2024: 0.5, 2025: 5.0, 2026: 10.0},
    "SAU": {2023: 0.2, 2024: 0.8, 2025: 5.0, 2026: 8.0},
    "QAT": {2023: 0.0, 2024: 0.1, 2025: 0.7, 2026: 2.0},
}
CEILING = {
    "USA": (0.015, 0.025, 0.045),
    "CHN": (0.008, 0.015, 0.03),
    "GULF": (0.02, 0.04, 0.08),
    "": (0.003, 0.008, 0.02),
}
CHINA_OUTPUT_EARLY = {
    2022: 0.03e6,
    2023: 0.08e6,
    2024: 0.22e6,
}  # what stock changes leave after foreign inflow
OPENNESS = {"USA": (0.1, 0.25, 0.4), "CHN": (0.5, 0.75, 0.9), "EU": (0.4, 0.6, 0.8), "": (0.3, 0.5, 0.7)}
PUE = {"USA": "USA", "CHN": "CHN", "EU": "EUR", "GULF": "GULF"}
H100E_PER_BN_USD = 3.0  # where no stock is known: a low ratio of what is seen elsewhere


def accelerator_stock(world):
    """(low, central, high) of each state at the end of 2025."""
    stock = {
        r["scope"]: tuple(float(r[c]) for c in ("low", "value", "high"))
        for r in world.compute_rows
        if r["parameter"] == "ai_stock" and r["year"] == "2025" and r["scope"] != "WLD"
    }
    result = {}
    for place in world.places:
        known = [stock[iso] for iso in world.members(place) if iso in stock]
        if known:
            result[place] = (
                tuple(sum(v[i] for v in known) for i in range(3)),
                "judgement" if place in ("USA", "CHN") else "estimate",
                "epoch-2026",
            )
        else:
            central = max(10.0, H100E_PER_BN_USD * world.total(place, "gdp_busd"))
            result[place] = ((0.2 * central, central, 4 * central), "estimate", "rules")
    return result


def world_stock(world, scope, year):
    row = next(
        r
        for r in world.compute_rows
        if (r["scope"], r["year"], r["parameter"]) == (scope, str(year), "ai_stock")
    )
    return float(row["value"])


def put_compute(values, world):
    stock = accelerator_stock(world)
    others = sum(v[0][1] for place, v in stock.items() if place not in ("USA", "CHN"))
    for year in (2022, 2023, 2024, 2025):
        left = (
            world_stock(world, "WLD", year)
            - world_stock(world, "USA", year)
            - world_stock(world, "CHN", year)
        )
        for place, (value, kind, source) in stock.items():
            scale = world_stock(world, place, year) / value[1] if place in ("USA", "CHN") else left / others
            if year == NOW:
                scale = 1.0
            values.put(
                place,
                "accelerators",
                "",
                year,
                tuple(scale * v for v in value),
                kind if year == NOW else "estimate",
                source,
            )
    early = {2015: 0.0005, 2019: 0.02, 2020: 0.06, 2021: 0.3}
    for year, scale in early.items():
        for place in world.places:
            first = values.get(place, "accelerators", "", 2022)
            values.put(
                place,
                "accelerators",
                "",
                year,
                (0.3 * scale * first, scale * first, 3 * scale * first),
                "estimate",
                "rules",
            )
    for place in world.places:
        power = (1.3, 2.0, 2.8) if place == "CHN" else (0.85, 1.0, 1.2)
        values.put(
            place,
            "accelerator_power",
            "",
            FIRST,
            power,
            "derived" if place in ("USA", "CHN") else "estimate",
            "epoch-2026",
        )
        name = PUE.get(place, PUE.get(world.group(place), "ROW"))
        row = next(
            r for r in world.datacentre_rows if (r["iso3"], r["parameter"]) == (name, "pue_new_ai_site")
        )
        values.put(
            place,
            "pue",
            "",
            FIRST,
            tuple(float(row[c]) for c in ("low", "value", "high")),
            "judgement",
            "power-notes",
        )
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
    """The world's spending, shared by what each state holds, but for those whose wants are known better."""
    others = sum(v[0][1] for place, v in stock.items() if place not in WANTED_CAPEX)
    share = {}
    for year, total in WORLD_CAPEX.items():
        left = total - sum(wanted[year] for wanted in WANTED_CAPEX.values())
        for place, (value, kind, source) in stock.items():
            is_known = place in WANTED_CAPEX
            money = WANTED_CAPEX[place][year] if is_known else left * value[1] / others
            source = "judgement" if is_known else "epoch-2026"
            value = (0.6 * money, money, 1.5 * money)
            values.put(place, "ai_capex", "", year, value, "judgement" if is_known else "estimate", source)
            share[place] = max(share.get(place, 0.0), money / values.get(place, "gdp"))
    for place in world.places:
        for year, scale in ((FIRST, 0.02), (2019, 0.06), (2021, 0.2), (2022, 0.35)):
            values.put(
                place,
                "ai_capex",
                "",
                year,
                scale * values.get(place, "ai_capex", "", 2023),
                "estimate",
                "rules",
            )
        low, central, high = CEILING.get(place, CEILING.get(world.group(place), CEILING[""]))
        floor = min(0.15, 1.2 * share[place])
        ceiling = (max(low, share[place] if floor > low else low), max(central, floor), max(high, 2 * floor))
        values.put(place, "capex_ceiling", "", FIRST, ceiling, "judgement", "judgement")


def put_capability(values, world):
    """Absorptive capacity from income and published models; the lag behind the frontier from both."""
    for place in world.places:
        income = max(1.0, 1000.0 * world.total(place, "gdp_ppp_busd") / world.total(place, "pop_m"))
        models, recent = world.total(place, "ai_notable_models"), world.total(
            place, "ai_notable_models_2023on"
        )
        by_income = max(0.0, min(1.0, math.log(income / 1000.0) / math.log(80.0)))
        by_models = min(1.0, math.log1p(models) / math.log(101.0))
        ability = 0.15 + 0.45 * by_income + 0.4 * by_models
        values.put(
            place,
            "absorptive_capacity",
            "",
            FIRST,
            (0.8 * ability, ability, min(1.0, 1.15 * ability)),
            "estimate",
            "absorption-rule",
        )
        if place in ("USA", "CHN"):
            lag, kind, source = (
                ((0.0, 0.0, 0.0) if place == "USA" else (4.0, 7.0, 14.0)),
                "reported",
                "epoch-2026",
            )
        else:
            central = max(
                6.0, 6.0 + 34.0 * (1.0 - ability) - 5.0 * min(1.0, math.log1p(recent) / math.log(21.0))
            )
            lag, kind, source = (0.6 * central, central, 1.6 * central), "estimate", "absorption-rule"
        values.put(place, "capability_lag", "", FIRST, lag, kind, source)
        values.put(
            place,
            "openness",
            "",
            FIRST,
            OPENNESS.get(place, OPENNESS.get(world.group(place), OPENNESS[""])),
            "judgement",
            "judgement",
        )


def chips_table(world):
    rows = []
    get = lambda scope, year, name: tuple(
        float(r[c])
        for r in world.compute_rows
        for c in ("low", "value", "high")
        if (r["scope"], r["year"], r["parameter"]) == (scope, str(year), name)
    )
    for year in range(2022, 2031):
        if year < 2025:
            china = tuple(f * CHINA_OUTPUT_EARLY[year] for f in (0.5, 1.0, 1.6))
            before = (
                world_stock(world, "WLD", year - 1) if year > 2022 else world_stock(world, "WLD", 2022) / 3.3
            )
            made = world_stock(world, "WLD", year) - before
            whole = (0.7 * made, made, 1.35 * made)
            kind, source = "estimate", "epoch-2026"
        else:
            whole, china = get("WLD", year, "accelerator_output"), get(
                "CHN", year, "domestic_accelerator_output"
            )
            kind, source = ("derived" if year == 2025 else "judgement"), "epoch-2026"
        west = tuple(w - china[1] for w in whole)
        rows.append(["west", "output", year, "H100e/yr", *map(show, west), "", kind, source])
        rows.append(
            [
                "china",
                "output",
                year,
                "H100e/yr",
                *map(show, china),
                "",
                kind if year != 2025 else "derived",
                "china-chips" if year >= 2025 else source,
            ]
        )
    for maker, power, price in (
        ("west", (0.64, 0.73, 0.85), PRICE_WEST),
        ("china", (1.5, 1.92, 2.4), PRICE_CHINA),
    ):
        rows.append(
            [
                maker,
                "power",
                "",
                "kW/H100e",
                *map(show, power),
                "",
                "derived" if maker == "west" else "memory",
                "epoch-2026" if maker == "west" else "memory",
            ]
        )
        rows.append(
            [
                maker,
                "price",
                "",
                "USD/H100e",
                *map(show, price),
                "",
                "derived" if maker == "west" else "judgement",
                "epoch-2026" if maker == "west" else "judgement",
            ]
        )
    rows.append(["china", "home", "", "", "", "", "", "CHN", "judgement", "judgement"])
    return rows

"""Population and product."""

from .base import FIRST, REST, YEARS, number

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
        values.put(
            place,
            "gdp_growth",
            "",
            FIRST,
            (central - 0.015, central, central + 0.015),
            "estimate",
            "world-bank",
        )


def known_gdp(world, place, year):
    have = [
        number(world.year_rows[iso, year]["gdp_busd"])
        for iso in world.members(place)
        if (iso, year) in world.year_rows
    ]
    if place != REST and (not have or have[0] is None):
        return None
    return sum(v or 0.0 for v in have)


def put_year_of_economy(values, world, place, year):
    def yearly(iso, column):
        return number(world.year_rows[iso, year][column]) if (iso, year) in world.year_rows else None

    for field, column, newest, share in (
        ("gdp", "gdp_busd", "gdp_busd", 0.03),
        ("population", "pop_m", "pop_m", 0.01),
    ):
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
        values.put(
            place,
            field,
            "",
            year,
            ((1 - share) * total, total, (1 + share) * total),
            "estimate" if is_guess else "reported",
            source,
        )

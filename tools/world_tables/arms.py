"""Arms races of the past, as pairs of yearly series: what the reaction equation of the model is tried on."""

from .sources import SOURCES

DOLLARS, POUNDS, WARHEADS = "milex_usd2020", "milex_nmc_gbp", "nuclear_warheads"
SHIPS, BUILDING = "dreadnoughts_commissioned_cum", "naval_new_construction_gbp"
# series: (factor, unit, key of the source)
SERIES = {
    DOLLARS: (1e-9, "bn USD of 2020", "military-capabilities"),
    POUNDS: (1e-6, "million GBP", "military-capabilities"),
    WARHEADS: (1.0, "warheads", "nuclear-notebook"),
    SHIPS: (1.0, "ships", "dreadnought-lists"),
    BUILDING: (1e-6, "million GBP", "naval-estimates"),
}
# race: (series, first side, second side, first year, last year). A side is a sum of states. Years are those of the
# rivalry in the list of Thompson (2001) for which both series are whole, without the world wars.
RACES = {
    "alliances_1905": (POUNDS, "FRA RUS", "AUH DEU", 1905, 1913),
    "navies_1905": (POUNDS, "GBR", "DEU", 1905, 1913),
    "dreadnoughts_1909": (SHIPS, "GBR", "DEU", 1909, 1914),
    "shipyards_1909": (BUILDING, "GBR", "DEU", 1909, 1914),
    "warheads_1950": (WARHEADS, "USA", "RUS", 1950, 1991),
    "fra_deu_1872": (DOLLARS, "FRA", "DEU", 1872, 1913),
    "fra_gbr_1872": (DOLLARS, "FRA", "GBR", 1872, 1904),
    "gbr_rus_1872": (DOLLARS, "GBR", "RUS", 1872, 1903),
    "auh_rus_1872": (DOLLARS, "AUH", "RUS", 1872, 1913),
    "auh_ita_1872": (DOLLARS, "AUH", "ITA", 1872, 1913),
    "jpn_rus_1874": (DOLLARS, "JPN", "RUS", 1874, 1903),
    "fra_ita_1881": (DOLLARS, "FRA", "ITA", 1881, 1913),
    "deu_rus_1890": (DOLLARS, "DEU", "RUS", 1890, 1913),
    "arg_chl_1893": (POUNDS, "ARG", "CHL", 1893, 1900),
    "arg_bra_1905": (POUNDS, "ARG", "BRA", 1905, 1913),
    "jpn_usa_1920": (DOLLARS, "JPN", "USA", 1920, 1940),
    "fra_ita_1920": (DOLLARS, "FRA", "ITA", 1920, 1938),
    "deu_fra_1930": (DOLLARS, "DEU", "FRA", 1930, 1939),
    "rus_usa_1948": (DOLLARS, "RUS", "USA", 1948, 1990),
    "chn_usa_1950": (DOLLARS, "CHN", "USA", 1950, 1972),
    "chn_rus_1960": (DOLLARS, "CHN", "RUS", 1960, 1989),
    "chn_jpn_1996": (DOLLARS, "CHN", "JPN", 1996, 2020),
    "chn_usa_1996": (DOLLARS, "CHN", "USA", 1996, 2020),
    "rus_usa_2007": (DOLLARS, "RUS", "USA", 2007, 2020),
}
NEW_SOURCES = {
    "military-capabilities": (
        "Correlates of War, National Material Capabilities 6.0; in dollars of 2020 through Our World in Data, which carries "
        "it on with the Stockholm International Peace Research Institute",
        "Military spending of the pairs of states in arms_races.csv, from 1872 on",
        "6.0 (2021), read June 2026",
        "facts, cite",
        "estimates of budgets of the time; the Soviet Union and China after 1945 within a factor of two; dollars of 2020 are "
        "current dollars over the US price index",
    ),
    "nuclear-notebook": (
        "Federation of American Scientists and Bulletin of the Atomic Scientists, through Our World in Data",
        "Warheads in the stockpiles of the USA and Russia (the Soviet Union)",
        "2023",
        "CC BY 4.0",
        "the Soviet series is an estimate, about 10%",
    ),
    "dreadnought-lists": (
        "Ship lists of the Royal Navy and the Imperial German Navy, recalled; sums checked with Hansard of 24 July 1912",
        "Battleships and battlecruisers in service at the end of the year; 1914 to 4 August",
        "1909-14",
        "facts",
        "one ship",
    ),
    "naval-estimates": (
        "Table of naval estimates reprinted in The Myth of a Guilty Nation (1922), Wikisource",
        "Money voted for new ships",
        "1909-14",
        "public domain",
        "votes, not what was spent",
    ),
}
SOURCES.update(NEW_SOURCES)


def arms_table(world):
    known = {
        (row["series"], row["iso3"], int(row["year"])): float(row["value"])
        for row in world.series_rows
        if row["series"] in SERIES
    }
    for race, (series, *sides, first, last) in sorted(RACES.items()):
        factor, unit, source = SERIES[series]
        for side in sides:
            for year in range(first, last + 1):
                value = factor * sum(known[series, state, year] for state in side.split())
                yield [race, side.replace(" ", "-"), year, f"{value:.6g}", unit, source]

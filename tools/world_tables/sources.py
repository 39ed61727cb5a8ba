"""Observed series, and the sources of everything."""

from .base import show

SERIES = {
    "solar_capacity_gw": 2010,
    "wind_capacity_gw": 2010,
    "elec_generation_twh": 2010,
    "ai_stock_h100e_world": 2012,
    "train_compute_record": 2012,
    "train_compute_open_record": 2012,
    "train_compute_closed_record": 2012,
}


def series_table(world):
    keys = {
        "solar_capacity_gw": "irena-owid",
        "wind_capacity_gw": "irena-owid",
        "elec_generation_twh": "ember-owid",
        "ai_stock_h100e_world": "epoch-2026",
    }
    for row in sorted(world.series_rows, key=lambda r: (r["series"], r["iso3"], int(r["year"]))):
        is_here = row["iso3"] == "WLD" or row["iso3"] in world.named
        if is_here and row["series"] in SERIES and int(row["year"]) >= SERIES[row["series"]]:
            yield [
                row["iso3"],
                row["series"],
                row["year"],
                show(float(row["value"])),
                row["unit"],
                keys.get(row["series"], "epoch-2025"),
            ]


# key: publisher and title; taken; year or version; licence; uncertainty
SOURCES = {
    "irena-2024": (
        "International Renewable Energy Agency, capacity statistics 2024, as kept by OSeMOSYS Global",
        "Installed capacity by technology 2015-23, build rates and, with generation, capacity factors",
        "edition 2024, read January 2026",
        "free with attribution",
        "2% for renewables, 10% for fossil plants; the fossil split of some states is missing",
    ),
    "irena-owid": (
        "International Renewable Energy Agency through Our World in Data",
        "Solar and wind capacity of 2010-23",
        "June 2025",
        "CC BY 4.0",
        "solar mixes alternating and direct current ratings by country: 20%",
    ),
    "irena-costs": (
        "International Renewable Energy Agency, Renewable power generation costs",
        "Single cost figures",
        "2024",
        "free with attribution",
        "world means hide a factor of two",
    ),
    "ember-2025": (
        "Ember, yearly electricity data, through Electricity Maps",
        "Capacity of 2017-24 for about 60 states",
        "read August 2026",
        "CC BY 4.0",
        "years without change are absent in the source; coal is gross",
    ),
    "ember-owid": (
        "Our World in Data on Ember and the Energy Institute",
        "Generation by state and technology, net imports",
        "editions 2022 to 2026",
        "CC BY 4.0",
        "editions differ by 1-2%; net imports are of 2020-21",
    ),
    "ise-2025": (
        "Fraunhofer ISE, energy charts, through Electricity Maps",
        "German capacity 2017-25, batteries included",
        "2025",
        "CC BY 4.0",
        "2%",
    ),
    "nea-2026": (
        "National Energy Administration of China through press",
        "Capacity and additions of 2025; coal with estimates of CREA and GEM",
        "28 January 2026",
        "facts",
        "thermal plants are not split by fuel",
    ),
    "cea-2026": (
        "Central Electricity Authority of India through press",
        "Capacity at the end of 2025",
        "January 2026",
        "facts",
        "2%",
    ),
    "eia-2025": (
        "US Energy Information Administration through press",
        "Battery additions of 2024-25",
        "2025-26",
        "public domain",
        "2025 partly expected",
    ),
    "eia-international": (
        "US Energy Information Administration, international data, as kept by OSeMOSYS Global",
        "Fossil capacity 2022, split by generation",
        "2024",
        "public domain",
        "the split by fuel is a rule",
    ),
    "osemosys-losses": (
        "OSeMOSYS Global, table of transmission and distribution losses",
        "Losses of 2020 and 2025",
        "2026",
        "MIT",
        "a modelled path: 1 point in rich states, 5 in poor ones",
    ),
    "technology-costs": (
        "NREL Annual Technology Baseline 2024, Danish Energy Agency and Lazard through PyPSA technology-data; IEA "
        "World Energy "
        "Outlook 2020 regional costs through OSeMOSYS Global",
        "Capital, fixed and fuel costs, lifetimes, efficiencies",
        "2020 to May 2026",
        "public domain (NREL), CC BY 4.0 (technology-data), single figures quoted (IEA)",
        "gas plants in the USA cost up to twice what 2022 tables say; see the ranges",
    ),
    "pypsa-china": (
        "PyPSA-China, cost tables of the Potsdam Institute",
        "Costs in China",
        "December 2025",
        "CC BY 4.0",
        "the literature spreads by two",
    ),
    "pjm-elcc": (
        "PJM Interconnection, class averages of effective load-carrying capability",
        "Firm credits",
        "2026/27 and 2027/28",
        "facts",
        "only onshore wind was seen; the other classes are recalled",
    ),
    "lbnl-queues": (
        "Lawrence Berkeley National Laboratory, Queued Up 2025",
        "Permitting and queue times in the USA",
        "December 2025",
        "public",
        "medians; projects differ by years",
    ),
    "power-pages": (
        "System operators and agencies through trade press (EIA, NEA and others)",
        "Reported peaks and prices of large loads",
        "2025-26",
        "facts",
        "prices that data centres really pay are not public outside the USA",
    ),
    "power-notes": (
        "IEA Energy and AI (2025, 2026), Wood Mackenzie, McKinsey and others through press, combined by us",
        "Connection rates, trapped capacity, non-coincidence, power usage effectiveness",
        "2025-26",
        "single figures quoted",
        "counts of sites under construction differ threefold",
    ),
    "epoch-2025": (
        "Epoch AI, models and clusters",
        "Training compute of record models",
        "snapshot of November 2025",
        "CC BY 4.0",
        "compute of closed models is estimated within a factor of two or three",
    ),
    "epoch-2026": (
        "Epoch AI, chip sales, chip owners, data centres, capabilities index",
        "Stock and output of accelerators, capital cost per GW, lag of China",
        "January to June 2026",
        "CC BY 4.0",
        "other stocks than those of the USA and China: a factor of three; later output is a scenario",
    ),
    "china-chips": (
        "US Department of Commerce, SemiAnalysis, Financial Times, Reuters and Bloomberg through press",
        "Chinese output of accelerators",
        "2025-26",
        "single figures quoted",
        "sources for 2025 differ fourfold; later years are judgement",
    ),
    "world-bank": (
        "World Bank, gross domestic product and population, through Open Knowledge datasets",
        "To 2023 (GDP) and 2024 (population)",
        "March 2026",
        "CC BY 4.0",
        "1-3%",
    ),
    "factbook": (
        "World Factbook",
        "Gross domestic product of 2024 at exchange rates",
        "frozen in February 2026",
        "public domain",
        "3%; North Korea and Cuba are guesses of the source",
    ),
    "absorption-rule": (
        "This project, from World Factbook incomes and counts of notable models (Epoch AI)",
        "Absorptive capacity and capability lag of all but the USA and China",
        "2025",
        "CC BY 4.0",
        "a formula, not a measurement",
    ),
    "membership": (
        "Member lists of the organisations and treaties, and this project for blocs",
        "States, regions, memberships, blocs, outcomes of the 2026 summit named by the press",
        "2025-26",
        "facts",
        "blocs are judgement; who else signed in 2026 is left out",
    ),
    "sipri": (
        "Stockholm International Peace Research Institute; the World Factbook where it has none",
        "Military spending, or its share of product",
        "2024-25",
        "facts, cite",
        "10%; blank for a few states, North Korea among them",
    ),
    "rules": (
        "This project",
        "Gaps filled by the rules in docs/data.md",
        "2026",
        "as the project",
        "each within its range at best",
    ),
    "judgement": (
        "This project",
        "Central values and ranges judged from the sources above",
        "2026",
        "as the project",
        "see the ranges",
    ),
    "memory": (
        "Recalled by the authors, not seen in a source",
        "Battery stocks, peaks and single classes",
        "2026",
        "facts",
        "20-25%",
    ),
}


def sources_text(used):
    lines = [
        "# Sources",
        "",
        "Every row of the tables in this folder names one of these keys. Nothing is copied whole: the tables "
        "are our own "
        "selection and arithmetic.",
        "The indices of V-Dem and the Global AI Index are not in them.",
        "",
    ]
    for key in sorted(SOURCES):
        if key in used:
            who, taken, version, licence, doubt = SOURCES[key]
            lines += [
                f"## {key}",
                "",
                f"- Publisher: {who}.",
                f"- Taken: {taken}.",
                f"- Version: {version}.",
                f"- Licence: {licence}.",
                f"- Uncertainty: {doubt}.",
                "",
            ]
    return "\n".join(lines)

"""What lines and connections leave for large loads, and what power costs them."""

from .base import FIRST, GULF, NOW, REST, TECHS, YEARS

EU_PEAK_FACTOR = 448 * 1.08  # GW: peak of the EU as one system, times the factor for one system
# Room for large loads that one node and its lines really leave, GW; what the account of firm capacity gives
# beyond it is trapped.
SLACK = {
    "USA": (-15.0, 15.0, 40.0),
    "CHN": (20.0, 100.0, 190.0),
    "EU": (0.0, 12.0, 30.0),
    "GULF": (0.0, 8.0, 18.0),
}
TRAPPED_SHARE = (-0.03, 0.03, 0.08)  # of peak, elsewhere
RESERVE = 0.03
CONNECTION = {"USA": (6.0, 9.0, 12.0), "CHN": (3.5, 5.5, 8.0)}
CONNECTION_EU, CONNECTION_GULF = (1.1, 1.7, 2.4), (0.3, 0.6, 1.0)
# GW a year for each TWh of data-centre electricity in 2024; faster where sites are being built quickly.
CONNECTION_PER_TWH = {
    "IND": 0.08,
    "MYS": 0.15,
    "IDN": 0.08,
    "THA": 0.1,
    "SAU": 0.1,
    "CAN": 0.05,
    "BRA": 0.07,
    "": 0.045,
}
SLOW_EUROPE = {"GBR", "NOR", "CHE", "ISL", "UKR", "SRB", "TUR"}
CONNECTION_GROWTH = {
    "USA": (0.08, 0.14, 0.22),
    "CHN": (0.06, 0.15, 0.25),
    "EU": (0.06, 0.14, 0.22),
    "GULF": (0.2, 0.35, 0.5),
    "": (0.06, 0.15, 0.27),
}
AI_SHARE = {
    "USA": (0.65, 0.78, 0.88),
    "CHN": (0.6, 0.75, 0.87),
    "EU": (0.45, 0.62, 0.78),
    "GULF": (0.75, 0.87, 0.95),
    "": (0.4, 0.6, 0.8),
}
PRICE = {
    "RUS": (35, 55, 75),
    "CAN": (40, 60, 85),
    "SWE": (45, 75, 105),
    "FIN": (45, 75, 105),
    "NOR": (40, 65, 95),
    "ISL": (35, 50, 70),
    "IRN": (15, 35, 70),
    "KAZ": (35, 55, 80),
    "GBR": (95, 150, 220),
    "KOR": (95, 125, 150),
    "TWN": (90, 120, 150),
    "MYS": (80, 105, 130),
    "JPN": (110, 140, 180),
    "IND": (65, 85, 110),
}
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
        values.put(
            place,
            "trapped_capacity",
            "",
            FIRST,
            trapped(values, world, place, group),
            "judgement",
            "power-notes",
        )
        rate = connection(place, group, use, eu, peak)
        for year in YEARS[1:]:
            scale = (
                1 + CONNECTION_GROWTH.get(place, CONNECTION_GROWTH.get(group, CONNECTION_GROWTH[""]))[1]
            ) ** (year - NOW)
            kind = "judgement" if place in CONNECTION and year == NOW else "estimate"
            values.put(
                place, "connection_rate", "", year, tuple(scale * r for r in rate), kind, "power-notes"
            )
        values.put(
            place, "connection_rate", "", FIRST, tuple(0.25 * r for r in rate), "estimate", "power-notes"
        )
        for field, table in (("connection_growth", CONNECTION_GROWTH), ("ai_share_of_connections", AI_SHARE)):
            values.put(
                place,
                field,
                "",
                FIRST,
                table.get(place, table.get(group, table[""])),
                "judgement",
                "power-notes",
            )
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
    """Firm capacity that large loads cannot reach: the account of one node less the slack above."""
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
        return values.get(
            place if values.years[place, "firm_credit", tech] else world.region(place), "firm_credit", tech
        )

    firm = sum(credit(tech) * values.get(place, "capacity", tech) for tech in TECHS)
    needed = values.get(place, "noncoincidence") * values.get(place, "peak_demand")
    return (firm / (1 + RESERVE) - needed) * (1 - values.get(place, "td_loss"))


def datacentre_use(world):
    """Electricity of data centres in 2024, TWh."""
    return {
        r["iso3"]: float(r["value"])
        for r in world.datacentre_rows
        if r["parameter"] == "electricity_use" and r["year"] == "2024"
    }


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
    row = next(
        r
        for r in world.datacentre_rows
        if (r["iso3"], r["parameter"]) == (name, "electricity_price_large_load")
    )
    value = PRICE.get(place, tuple(float(row[c]) for c in ("low", "value", "high")))
    values.put(
        place,
        "power_price",
        "",
        FIRST,
        value,
        "judgement",
        "power-pages" if place not in PRICE else "judgement",
    )

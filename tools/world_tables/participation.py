"""Texts, votes and signatures, and the features of states that explain them.

Instruments whose outcomes are kept aside for tests have no rows here. The indices of V-Dem, the Global AI Index and
military shares are not used: see data/SOURCES.md for what their terms ask."""

from .base import number, read, show, write
from .memberships import ARAB_LEAGUE, ARAB_SINCE, COUNCIL_OF_EUROPE, NUCLEAR, OECD, SCO
from .sources import SOURCES

FIRST_YEAR, LAST_YEAR = 1990, 2024
# Last day on which an outcome could have changed, where that is not the day of the text itself.
KNOWN = {
    "T_CCW": "2013-09-25",
    "T_CWC": "2013-09-14",
    "T_CTBT": "2014-03-04",
    "T_MINEBAN": "2012-12-27",
    "T_ATT": "2014-06-16",
    "T_TPNW": "2022-07-01",
    "T_NPT": "2022-12-31",
    "T_BWC": "2022-12-31",
    "USPD": "2024-11-27",
    "COE_AI": "2026-01-27",
}
ATTENDED = {"REAIM2024": 96, "BLETCHLEY2023": 28, "REAIM2023": 80, "PARIS2025": 100}
KINDS = {"resolution": "vote", "declaration": "declaration", "treaty": "treaty"}
SPONSOR_LISTS = ("SPONSOR_78_241", "SPONSOR_79_62", "GGE2025_JS")
OUTCOMES = {"no": "no", "abstain": "abstain", "attended_not_signed": "attended", "unknown": "unknown"}
VOTE_SOURCES = {
    "unga-2025": "unga-2025",
    "machine-politics": "machine-politics",
    "unvotes": "unvotes",
    "untreaties": "untreaties",
    "press.un.org gadis3757": "un-press",
    "oecd-nea": "tpnw-lists",
    "cnduk (2017-09-20)": "tpnw-lists",
    "1lurer.am 2026-01-27": "coe-press",
    "miragenews": "coe-press",
    "press": "summit-press",
    "gzeromedia": "summit-press",
    "press, from memory": "memory",
    "from memory, count-checked": "memory",
    "repo text (HKU student report page)": "summit-press",
}
LIST_SOURCES = {"PARIS2025": "summit-press", "BLETCHLEY2023": "summit-press", "COE_AI": "coe-press", "T_TPNW": "tpnw-lists"}
REGIONS = {"Africa": 2, "Oceania": 9, "Americas": 19, "Asia": 142, "Europe": 150}  # M49 codes
SUBREGIONS = {
    "South America": 5,
    "Western Africa": 11,
    "Central America": 13,
    "Eastern Africa": 14,
    "Northern Africa": 15,
    "Middle Africa": 17,
    "Southern Africa": 18,
    "Northern America": 21,
    "Caribbean": 29,
    "Eastern Asia": 30,
    "Southern Asia": 34,
    "South-eastern Asia": 35,
    "Southern Europe": 39,
    "Australia and New Zealand": 53,
    "Melanesia": 54,
    "Micronesia": 57,
    "Polynesia": 61,
    "Central Asia": 143,
    "Western Asia": 145,
    "Eastern Europe": 151,
    "Northern Europe": 154,
    "Western Europe": 155,
}
NEW_SOURCES = {
    "machine-politics": (
        "Machine Politics (public repository of votes and endorsements on military AI), transcribed from the lists of the "
        "US State Department, the Dutch and Spanish governments and the United Nations",
        "Endorsers, sponsors and roll calls of the texts on autonomous weapons and military AI",
        "July and August 2026",
        "CC BY 4.0; roll calls: United Nations Digital Library, non-commercial use with attribution",
        "checked against the published totals",
    ),
    "unga-2025": (
        "United Nations Digital Library, voting data, through the public repository unga-2025",
        "Roll calls of 1 December 2025",
        "February 2026",
        "United Nations Digital Library terms: non-commercial use with attribution. Remove the rows of this source for "
        "commercial use",
        "Afghanistan and Venezuela are inferred absent",
    ),
    "unvotes": (
        "United Nations General Assembly Voting Data (Voeten, Strezhnev, Bailey), through the package unvotes",
        "Roll calls of 1996 to 2018",
        "votes to 2019",
        "CC0",
        "tallies differ from the record by a vote in a few texts",
    ),
    "untreaties": (
        "United Nations Treaty Collection, chapter XXVI, through the public repository untreaties",
        "Signatures and ratifications",
        "last actions of 2012 to 2014",
        "facts",
        "early status on purpose: later accessions and withdrawals are not in",
    ),
    "tpnw-lists": (
        "OECD Nuclear Energy Agency and Campaign for Nuclear Disarmament, lists on the nuclear ban treaty",
        "Parties and signatories",
        "2017 and mid-2022",
        "facts",
        "13 of 28 signatories are recalled; the total agrees",
    ),
    "un-press": (
        "United Nations press release GA/DIS/3757",
        "The eight names that did not vote yes",
        "6 November 2024",
        "public",
        "none",
    ),
    "coe-press": (
        "Press on the signatures of the Council of Europe convention on AI",
        "Signatories and negotiating states",
        "to 27 January 2026",
        "facts",
        "states of the European Union are covered by its signature",
    ),
    "summit-press": (
        "Press on the summits of Bletchley, Seoul and Paris",
        "Signatories and named absences",
        "2023-25",
        "facts",
        "lists are incomplete; Paris names are partly recalled",
    ),
    "ideal-points": (
        "Bailey, Strezhnev and Voeten, ideal points of states in the United Nations General Assembly",
        "Sessions 45 to 78",
        "June 2024",
        "CC0",
        "made from votes, many of them on arms: predictive, not causal",
    ),
    "atop": (
        "Alliance Treaty Obligations and Provisions project, with later accessions to NATO and the treaty of 2024 "
        "between Russia and North Korea",
        "Defence pacts with the USA, China and Russia",
        "2018, extended",
        "cite the project",
        "some pacts are formal or lapsed; today's pacts stand for all years",
    ),
    "un-m49": (
        "United Nations Statistics Division, standard country codes",
        "Regions and subregions",
        "2026",
        "public",
        "none",
    ),
}


def instruments(folder):
    """Rows that may be used: nothing kept aside, and something known by state."""
    named = {row["instrument"] for row in read(folder, "participation.csv")}
    return [r for r in read(folder, "instruments.csv") if r["heldout"] == "0" and r["instrument"] in named]


def instruments_table(rows):
    for row in rows:
        key = row["instrument"]
        kind = "sponsors" if key in SPONSOR_LISTS else KINDS[row["kind"]]
        yes = number(row["yes"])
        voted = sum(number(row[c]) or 0 for c in ("yes", "no", "abstain"))
        attended = ATTENDED.get(key) or (int(voted) if kind == "vote" else "")
        yield [
            key,
            row["name"],
            row["date"],
            KNOWN.get(key, row["date"]),
            kind,
            row["topic"],
            row["sponsor_bloc"],
            row["binding"],
            row["verification"],
            row["military_ai"],
            row["group"],
            row["fit"],
            "" if yes is None else int(yes),
            attended,
            "judgement",
        ]


def votes_table(folder, rows, members):
    kept = {row["instrument"]: row for row in rows}
    for row in read(folder, "participation.csv"):
        text = kept.get(row["instrument"])
        if text is None or row["iso3"] not in members:
            continue
        if row["outcome"] == "unknown" and row["y"] == "":
            continue
        signed = "yes" if text["kind"] == "resolution" else "signed"
        absent = "absent" if text["kind"] == "resolution" else "outside"
        outcome = {"sign": signed, "absent": absent}.get(row["outcome"]) or OUTCOMES[row["outcome"]]
        source = VOTE_SOURCES.get(row["source"]) or LIST_SOURCES.get(row["instrument"]) or "machine-politics"
        yield [row["instrument"], row["iso3"], outcome, row["y"], row["confidence"].split(" ")[0], source]


class Features:
    """Values of states by year; a value holds from its year until the next."""

    def __init__(self):
        self.rows = []

    def steps(self, iso, field, unit, points, kind, source):
        """Points (year, value), oldest first, without those that only repeat the one before."""
        last = "0" if unit == "flag" else None
        for year, value in points:
            if value is not None and show(value) != last:
                last = show(value)
                self.rows.append([iso, field, unit, year, last, kind, source])

    def always(self, iso, field, unit, value, source):
        self.steps(iso, field, unit, [(FIRST_YEAR, value)], "reported", source)

    def spans(self, iso, field, spans, kind):
        """Membership: (from, to) or a year of accession; None: never."""
        first, last = spans if isinstance(spans, tuple) else (spans, None)
        points = [(FIRST_YEAR, 0.0 if first is None or first > FIRST_YEAR else 1.0)]
        if first is not None and first > FIRST_YEAR:
            points.append((first, 1.0))
        if last is not None:
            points.append((last, 0.0))
        self.steps(iso, field, "flag", points, kind, "membership")


def put_state(features, row, by_year, years):
    iso = row["iso3"]

    def series(column):
        return [(y, number(by_year[iso, y][column])) for y in years if (iso, y) in by_year]

    features.always(iso, "region", "M49 code", REGIONS[row["region"]], "un-m49")
    features.always(iso, "subregion", "M49 code", SUBREGIONS[row["subregion"]], "un-m49")
    features.steps(iso, "ideal_point", "1", series("un_ideal_point"), "reported", "ideal-points")
    points = [(y, v) for y, v in series("gdp_busd") if v is not None]
    features.steps(iso, "gdp", "USD billion", points, "reported", "world-bank")
    if not points or points[-1][0] < int(row["gdp_year"]):
        features.steps(iso, "gdp", "USD billion", [(int(row["gdp_year"]), number(row["gdp_busd"]))], "reported", "factbook")
    features.steps(iso, "population", "million", series("pop_m"), "reported", "world-bank")
    for name in ("nato", "eu"):
        features.steps(iso, name, "flag", series(name), "reported", "membership")
    features.always(iso, "nam", "flag", number(row["nam"]), "factbook")
    for name in ("ally_us", "ally_us_core", "ally_cn", "ally_ru"):
        features.always(iso, name, "flag", number(row[name]), "atop")
    features.always(iso, "five_eyes", "flag", number(row["five_eyes"]), "membership")
    features.spans(iso, "csto", 1994 if row["csto"] == "1" else None, "memory")
    features.spans(iso, "sco", SCO.get(iso), "memory")
    features.spans(iso, "nuclear_armed", NUCLEAR.get(iso), "memory")
    features.spans(iso, "oecd", OECD.get(iso), "memory")
    features.spans(iso, "council_of_europe", COUNCIL_OF_EUROPE.get(iso), "memory")
    features.spans(iso, "arab_league", ARAB_SINCE.get(iso, 1945) if iso in ARAB_LEAGUE else None, "memory")
    models, recent = number(row["ai_notable_models"]) or 0.0, number(row["ai_notable_models_2023on"]) or 0.0
    features.steps(iso, "ai_models", "count", [(1990, 0.0), (2022, models - recent), (2025, models)], "reported", "epoch-2025")


def ties_table(states):
    """Defence pacts with the three great powers; each pact stands once for either side."""
    for row in states:
        for column, patron in (("ally_us", "USA"), ("ally_cn", "CHN"), ("ally_ru", "RUS")):
            if row[column] != "1" or row["iso3"] == patron:
                continue
            for pair in ((row["iso3"], patron), (patron, row["iso3"])):
                yield [*pair, "defence_pact", "1", "flag", 2025, "atop"]


def put_participation(source, target):
    """Writes the tables and returns the keys of their sources."""
    SOURCES.update(NEW_SOURCES)
    states = [row for row in read(source, "states.csv") if row["un_member"] == "1"]
    by_year = {(r["iso3"], int(r["year"])): r for r in read(source, "states_year.csv")}
    members = {row["iso3"] for row in states}
    rows = instruments(source)
    features = Features()
    # The year before each text, also of those that are kept aside, and the newest year.
    years = {max(FIRST_YEAR, int(row["date"][:4]) - 1) for row in read(source, "instruments.csv")} | {LAST_YEAR}
    for row in states:
        put_state(features, row, by_year, sorted(years))
    votes = sorted(votes_table(source, rows, members))
    ties = sorted(set(map(tuple, ties_table(states))))
    texts = list(instruments_table(rows))
    write(
        target / "instruments.csv",
        [
            "Texts that states voted on or signed, with what they ask.",
            "known: the day from which its outcomes are known. fit: 0 is too thin or one-sided to learn from.",
            "attended: who voted, or a round count of the delegations where press gives one.",
        ],
        "instrument name date known kind topic sponsor binding verification military_ai group fit signed attended source".split(),
        texts,
    )
    write(
        target / "votes.csv",
        [
            "Outcomes by member of the United Nations. y: 1 yes or signed, 0 not, empty: no choice was seen.",
            "Roll calls of 2023-25: United Nations Digital Library, non-commercial use with attribution (SOURCES.md).",
        ],
        "instrument iso3 outcome y confidence source".split(),
        votes,
    )
    write(
        target / "features.csv",
        [
            "States in the years before the texts. A row holds from its year until a later row; a flag without a row is 0.",
            "Memberships and alliances that a row dates to 1990 may be older.",
        ],
        "iso3 field unit year value kind source".split(),
        sorted(features.rows, key=lambda r: (r[0], r[1], r[3])),
    )
    write(
        target / "ties.csv",
        ["Ties between states; both directions stand here and must agree."],
        "iso3 partner tie value unit year source".split(),
        ties,
    )
    return {"judgement"} | {r[-1] for r in votes} | {r[-1] for r in features.rows} | {"atop"}

"""Who threatens whom: pairs of rivals and what each state feels of the three blocs, from power, pacts, votes, place and
disputes. docs/data.md states the formula; the disputes are facts that were recalled, everything else is measured."""

import math

from .base import FIRST, REST, number
from .places import BORDERS, PLACE
from .sources import SOURCES

SPAN = 4.0  # of ideal points: about the distance between the USA and Syria or Iran
REACH = 2000.0  # km between territories in which threat falls to 37%
FAR = 0.5  # least proximity to a state that can strike anywhere; two of them are as near as neighbours
GLOBAL = {"USA", "RUS", "CHN"}
NUCLEAR_SHARE = 0.5  # least share of material power of a nuclear-armed state
UNOPPOSED = 0.15  # of the distance in votes where no pacts oppose one another
SHARED_PATRON = 0.75  # likeness of two allies of the USA that have no pact with one another
LOOSE_PACT = 0.5  # likeness of the USA and a state of the Rio pact, and of formal or lapsed pacts
LEAST, MOST_RIVALS = 0.03, 16
LEADER = {1: "USA", 2: "CHN", 3: "RUS"}
FIELD = {1: "threat_of_usa_bloc", 2: "threat_of_china_bloc", 3: "threat_of_russia_bloc"}
EARTH = 6371.0  # km

# What a dispute says of hostility: armed force with deaths between two governments that stand, since 2000; statehood or
# most of the territory denied; a part of it claimed or held; diplomatic relations refused or broken off since 2010.
HOSTILITY = {"force": 0.8, "existence": 0.8, "claim": 0.4, "broken": 0.3}
DISPUTES = {
    "force": "ARM AZE, CHN IND, GEO RUS, IND PAK, IRN ISR, IRN PAK, IRN USA, ISR PSE, ISR QAT, ISR SYR, ISR YEM, "
    "KOR PRK, RUS TUR, RUS UKR, SAU YEM, USA YEM",
    "existence": "CHN TWN, CYP TUR, SRB XKX",
    "claim": "ARE IRN, ARG GBR, CHN JPN, CHN MYS, CHN PHL, CHN VNM, COL VEN, ESP GBR, ESP MAR, GRC TUR, IRQ KWT, JPN KOR, "
    "JPN RUS, MDA RUS, MYS PHL",
    "broken": "ARE QAT, ARM TUR, BGD ISR, BHR IRN, BHR QAT, CAN IRN, COL ISR, CUB ISR, CUB USA, DZA ISR, DZA MAR, ECU MEX, "
    "EGY QAT, IDN ISR, IRN MAR, IRN SAU, IRQ ISR, ISR KWT, ISR LBY, ISR MYS, ISR PAK, ISR SAU, ISR TUN, ISR VEN, JPN PRK, "
    "MYS PRK, PRK UKR, PRK USA, QAT SAU, SYR UKR, USA VEN",
}
NEW_SOURCES = {
    "threat-formula": (
        "This project, from Correlates of War capabilities (2022), defence pacts (ATOP 2018, extended), ideal points of votes in "
        "the United Nations (2023), and borders and places of states (mledoze/countries 5.1.0)",
        "Weights of rivals, and what states feel of the three blocs",
        "2026",
        "cite the projects; borders and places under the Open Database License",
        "the formula and its five constants are judgement; what it finds is compared with a published list of rivalries",
    ),
    "threat-disputes": (
        "This project: the formula of threat-formula with a dispute that was recalled (armed force since 2000, statehood denied, "
        "territory claimed, relations broken off)",
        "Weights of pairs of rivals with a dispute",
        "2026",
        "as the project",
        "which disputes there are is memory, what they count is judgement",
    ),
}
SOURCES.update(NEW_SOURCES)


def disputes():
    """Kind of dispute of each pair."""
    kinds = {}
    for kind, pairs in DISPUTES.items():
        for pair in pairs.split(", "):
            kinds[frozenset(pair.split())] = kind
    return kinds


class Rivalry:
    """Weights from 0 to 1. A weight is hostility, the same in both directions, times the power of the one feared."""

    def __init__(self, world):
        self.world = world
        self.kinds = disputes()
        states = set(world.named)
        assert all(pair <= states and len(pair) == 2 for pair in self.kinds), "a dispute of unknown states"
        self.spending = {i: number(world.state[i]["milex_busd"]) or 0.0 for i in world.named}
        self.bloc = {i: world.bloc(i) for i in world.named}
        known = {i: number(world.state[i]["un_ideal_point"]) for i in world.named}
        self.votes = {i: self.mean_vote(known, self.bloc[i]) if v is None else v for i, v in known.items()}
        self.no_votes = {i for i, v in known.items() if v is None}
        self.bloc_vote = {b: self.mean_vote(known, b) for b in LEADER}

    def mean_vote(self, votes, bloc):
        """Ideal point of a bloc, weighted by military spending; of those outside, each the same."""
        rows = [(v, self.spending[i] if bloc else 1.0) for i, v in votes.items() if v is not None and self.bloc[i] == bloc]
        return sum(v * s for v, s in rows) / sum(s for _, s in rows)

    def likeness(self, one, other):
        """1 for a pact of mutual defence, less for loose pacts and for two allies of the same state."""
        a, b = self.world.state[one], self.world.state[other]
        for first, second in ((one, other), (other, one)):
            row = self.world.state[second]
            if first == "USA" and row["ally_us"] == "1":
                return 1.0 if row["ally_us_core"] == "1" else LOOSE_PACT
            if (first == "CHN" and row["ally_cn"] == "1") or (first == "RUS" and second == "PRK"):
                return 1.0
            if first == "RUS" and row["ally_ru"] == "1":
                return 1.0 if row["csto"] == "1" else LOOSE_PACT
        if any(a[flag] == "1" == b[flag] for flag in ("nato", "eu", "csto", "five_eyes")):
            return 1.0
        return SHARED_PATRON if self.bloc[one] and self.bloc[one] == self.bloc[other] else 0.0

    def distance(self, one, other):
        """Of votes, 0 to 1; small where no pacts stand against one another."""
        apart = min(1.0, abs(self.votes[one] - self.votes[other]) / SPAN)
        return apart * (1.0 if self.opposed(self.bloc[one], self.bloc[other]) else UNOPPOSED)

    @staticmethod
    def opposed(one, other):
        return 1 in (one, other) and one != other and 0 not in (one, other)

    def proximity(self, one, other):
        first, second = sorted((one, other))
        if second in BORDERS.get(first, "").split():
            return 1.0
        reach = len({one, other} & GLOBAL) * FAR
        return max(math.exp(-gap(one, other) / REACH), reach)

    def hostility(self, one, other):
        like = self.likeness(one, other)
        near = self.proximity(one, other)
        votes = (1.0 - like) * self.distance(one, other) * near
        kind = self.kinds.get(frozenset((one, other)))
        dispute = (1.0 - 0.5 * like) * HOSTILITY.get(kind, 0.0) * (near if kind == "broken" else 1.0)
        return 1.0 - (1.0 - votes) * (1.0 - dispute)

    def power(self, one, other):
        """How strong the other is against the one: the root of its share of their material power."""
        own, their = (number(self.world.state[i]["cinc"]) or 1e-4 for i in (one, other))
        share = their / (own + their)
        if self.world.state[other]["nuclear_armed"] == "1":
            share = max(share, NUCLEAR_SHARE)
        return math.sqrt(share)

    def of_bloc(self, place, bloc):
        """What a state feels of the strongest member of a bloc, as far away as that one is."""
        if place == REST:
            own, vote = 0, self.mean_vote(self.votes, 0)
        else:
            own, vote = self.bloc[place], self.votes[place]
        if own == bloc:
            return 0.0
        like = 0.0 if place == REST else self.likeness(place, LEADER[bloc])
        near = FAR if place == REST else self.proximity(place, LEADER[bloc])
        apart = min(1.0, abs(vote - self.bloc_vote[bloc]) / SPAN)
        return (1.0 - like) * apart * near * (1.0 if self.opposed(own, bloc) else UNOPPOSED)

    def common(self, one, other):
        """What the common part of the other's bloc gives the pair."""
        bloc = self.bloc[other]
        if not bloc:
            return 0.0
        largest = max(self.spending[i] for i in self.world.named if self.bloc[i] == bloc)
        return self.of_bloc(one, bloc) * self.spending[other] / largest

    def weight(self, one, other):
        return self.hostility(one, other) * self.power(one, other)


def gap(one, other):
    """Kilometres between two territories, taken as discs."""
    (lat1, lon1, area1), (lat2, lon2, area2) = PLACE[one], PLACE[other]
    lat1, lon1, lat2, lon2 = map(math.radians, (lat1, lon1, lat2, lon2))
    cosine = math.sin(lat1) * math.sin(lat2) + math.cos(lat1) * math.cos(lat2) * math.cos(lon1 - lon2)
    apart = EARTH * math.acos(max(-1.0, min(1.0, cosine)))
    return max(0.0, apart - math.sqrt(area1 / math.pi) - math.sqrt(area2 / math.pi))


def put_threats(values, world):
    """What each state feels of the three blocs."""
    rivalry = Rivalry(world)
    for place in world.places:
        recalled = place == REST or place in rivalry.no_votes
        kind, source = ("judgement", "judgement") if recalled else ("derived", "threat-formula")
        for bloc, field in FIELD.items():
            felt = rivalry.of_bloc(place, bloc)
            values.put(place, field, "", FIRST, (0.7 * felt, felt, min(1.0, 1.3 * felt)), kind, source)


def rivals_table(world):
    """Pairs beyond what their blocs do, the strongest first, until either has all that a row holds."""
    rivalry = Rivalry(world)
    pairs = []
    for k, one in enumerate(world.named):
        for other in world.named[k + 1 :]:
            extra = [rivalry.weight(a, b) - rivalry.common(a, b) for a, b in ((one, other), (other, one))]
            if max(extra) >= LEAST:
                pairs.append((max(extra), one, other, extra))
    taken = dict.fromkeys(world.named, 0)
    rows = []
    for _, one, other, extra in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if max(taken[one], taken[other]) == MOST_RIVALS:
            continue
        hostility = f"{rivalry.hostility(one, other):.3f}"
        if frozenset((one, other)) in rivalry.kinds:
            kind, source = "memory", "threat-disputes"
        else:
            missing = {one, other} & rivalry.no_votes
            kind, source = ("judgement", "judgement") if missing else ("derived", "threat-formula")
        for i, j, more in ((one, other, extra[0]), (other, one, extra[1])):
            taken[i] += 1
            rows.append([i, j, f"{max(0.0, more):.3f}", hostility, kind, source])
    return sorted(rows)

"""What the political mechanisms read: military burden, postures, form of supply and opposition."""

from .base import FIRST, number

NORM = "GBR NOR CHE ISL CAN NZL AUS JPN KOR CHL CRI URY MEX KEN GHA".split()
RACER = "USA CHN ISR".split()
SOVEREIGN = "RUS IND IRN PRK PAK TUR SAU ARE BRA EGY VNM SYR BLR CUB VEN".split()
CODE = {"racer": 0, "sovereign": 1, "norm": 2, "hedger": 3, "free_rider": 4}
UNKNOWN_BURDEN = 0.02  # share of product where no source gives one

# Opponents' stake over that of the average state: where permits are contested in courts and councils, and where not.
OPPOSITION = {"US": (0.8, 1.2, 2.0), "EU": (0.8, 1.3, 2.2), "CN": (0.05, 0.15, 0.4), "GULF": (0.05, 0.15, 0.4)}


def put_politics(values, world):
    for place in world.places:
        put_burden(values, world, place)
        name = posture(world, place)
        values.put(place, "posture", "", FIRST, float(CODE[name]), "judgement", "judgement")
    for region, stake in OPPOSITION.items():
        values.put(region, "opposition", "", FIRST, stake, "judgement", "judgement")
    values.put("ALL", "opposition", "", FIRST, (0.3, 0.7, 1.5), "judgement", "judgement")
    values.put("ALL", "weariness", "", FIRST, (0.7, 1.0, 1.4), "judgement", "judgement")
    values.put("ALL", "disposition", "", FIRST, 0.0, "judgement", "judgement")
    values.put("ALL", "concentration", "", FIRST, (0.3, 0.5, 0.7), "judgement", "judgement")


def put_burden(values, world, place):
    """Military spending over product; the rest of the world in total."""
    rows = [world.state[iso] for iso in world.members(place) if iso in world.state]
    known = [(number(r["milex_busd"]), number(r["gdp_busd"])) for r in rows]
    known = [(spent, product) for spent, product in known if spent is not None and product]
    share = sum(s for s, _ in known) / sum(p for _, p in known) if known else UNKNOWN_BURDEN
    kind, source = ("reported", "sipri") if known else ("estimate", "rules")
    values.put(place, "military_share", "", FIRST, (0.9 * share, share, 1.1 * share), kind, source)


def posture(world, place):
    if place in RACER:
        return "racer"
    if place in SOVEREIGN:
        return "sovereign"
    return "norm" if place in NORM or world.group(place) == "EU" else "hedger"

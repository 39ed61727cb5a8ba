"""Every claim has what the schema promises; one that was not tested has a reason and no number. Usage: check.py FILE"""
import json
import pathlib
import sys

KEYS = {"id", "letter", "text", "verdict", "probability", "interval", "effect", "hinges_on", "rule", "command", "note"}
claims = json.loads(pathlib.Path(sys.argv[1]).read_text())["claims"]
assert {claim["letter"] for claim in claims} == set("abcdefghi")
for claim in claims:
    assert KEYS <= claim.keys(), claim["id"]
    assert {"value", "low", "high", "unit"} <= claim["effect"].keys()
    if claim["verdict"] == "not tested":
        assert claim["note"].startswith("not tested: ") and claim["probability"] is None
    else:
        assert claim["verdict"] in ("holds", "does not hold", "undetermined")
        assert claim["interval"][0] <= claim["probability"] <= claim["interval"][1]
        assert claim["effect"]["low"] <= claim["effect"]["value"] <= claim["effect"]["high"]
        assert len(claim["hinges_on"]) == 2 and claim["id"] in claim["command"]

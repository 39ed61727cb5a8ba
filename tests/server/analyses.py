"""Games, sensitivity, discovery, regret, networks and reports of `detente serve`: each answer is what its own `command` prints."""
import base64
import csv
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import zlib

from client import Server, equal, run

ROOT = pathlib.Path(__file__).resolve().parents[2]


def events(server, kind, job):
    code, _, body = server.call("GET", f"/api/{kind}/{job}/events")
    equal(code, 200, kind)
    parts = [part.split("\n") for part in body.decode().split("\n\n") if part]
    return [(part[0].removeprefix("event: "), json.loads(part[1].removeprefix("data: "))) for part in parts]


def result(server, kind, body):
    name, data = events(server, kind, server.ask("POST", f"/api/{kind}", body)["id"])[-1]
    equal(name, "result", str(data)[:500])
    equal(data["schema"], 1)
    return data


def documents(text):
    """The JSON objects in a text, each of which begins a line."""
    decoder, found, at = json.JSONDecoder(), [], 0
    while (at := text.find("{\n", at)) >= 0:
        value, at = decoder.raw_decode(text, at)
        found.append(value)
    return found


def printed(program, command, files=None, code=0):
    """What a command of an answer prints, in an empty folder that has the networks."""
    with tempfile.TemporaryDirectory() as folder:
        os.symlink(ROOT / "networks", pathlib.Path(folder) / "networks")
        os.symlink(program, pathlib.Path(folder) / "detente")
        for name, text in (files or {}).items():
            (pathlib.Path(folder) / name).write_text(text, encoding="utf-8")
        path = f"{pathlib.Path(program).resolve().parent}:{os.environ['PATH']}"
        done = subprocess.run(["sh", "-e", "-c", command], cwd=folder, capture_output=True, text=True, timeout=300, check=False,
                              env={**os.environ, "PATH": path})
        equal(done.returncode, code, done.stderr[-500:])
        return documents(done.stdout)


def case_game_as_command(program):
    with Server(program) as s:
        answer = result(s, "game", {"members": 32, "changes": {"algorithm_growth": 2.0}})
        equal(answer["command"], "detente game play usa-china --set algorithm_growth=2 --members 32 --json")
    game = answer["game"]
    equal([game], printed(program, answer["command"]))
    equal(len(game["profiles"]), 4)
    share = sum(c["value"] for c in game["pairs"][0]["classes"].values())
    assert abs(share - 1) < 1e-9, share


def case_game_of_ones_own(program):
    body = {"members": 32, "players": ["USA", "CHN"], "cooperate": "stall",
            "strategies": {"build": {"permit_delay_scale": "{scale: 0.5}"}, "stall": {"permit_delay_scale": "{scale: 2}"}}}
    with Server(program) as s:
        answer = result(s, "game", body)
        three = result(s, "game", {"members": 16, "players": ["USA", "CHN", "EU"]})
        shipped = result(s, "game", {"members": 32, "game": "build-stall"})
    equal([answer["game"]], printed(program, answer["command"], {"game.yaml": answer["game_file"]}))
    equal(len(three["game"]["profiles"]), 8)
    # The shipped game is this one: the same strategies of the same players on the same members.
    equal(answer["game"]["profiles"], shipped["game"]["profiles"])


def case_map_as_command(program):
    own = {"players": ["USA", "CHN"], "x": {"lever": "capability_value", "from": 0.003, "to": 0.02},
           "y": {"lever": "permit_delay_scale.USA", "from": 0.3, "to": 1}}
    with Server(program) as s:
        shipped = result(s, "map", {"points": 4, "members": 16, "changes": {"algorithm_growth": 1.5}})
        answer = result(s, "map", {"points": 4, "members": 16, **own})
        without = s.call("POST", "/api/map", {"players": ["USA", "CHN"]})
    equal([shipped["map"]], printed(program, shipped["command"]))
    equal([answer["map"]], printed(program, answer["command"], {"game.yaml": answer["game_file"]}))
    grid = answer["map"]
    equal(grid["x"], {"lever": "capability_value", "from": 0.003, "to": 0.02, "points": 4})
    equal(len(grid["points"]), 16)
    for point in grid["points"]:
        assert abs(sum(point["shares"]) - 1) < 1e-3, point
        equal(point["class"], grid["classes"][point["shares"].index(max(point["shares"]))])
    equal((without[0], json.loads(without[2])["diagnostics"][0]["key"]), (422, "x"))


def case_sobol_as_command(program):
    with Server(program) as s:
        answer = result(s, "sobol", {"base": 8, "outcomes": ["ai_power.USA.2030", "ai_power.WORLD.2030"]})
    equal(answer["sobol"], printed(program, answer["command"]))
    equal([one["outcome"] for one in answer["sobol"]], ["ai_power.USA.2030", "ai_power.WORLD.2030"])
    equal([one["used"] for one in answer["sobol"]], [8, 8])


def case_prim_as_command(program):
    with Server(program) as s:
        answer = result(s, "prim", {"members": 400, "outcome": "ai_power.USA.2030", "above": 60, "boxes": 2})
    equal([answer["prim"]], printed(program, answer["command"]))
    steps = answer["prim"]["boxes"][0]["trajectory"]
    equal((steps[0]["coverage"], steps[0]["mass"], steps[0]["limits"]), (1, 1, []), "the whole")
    equal([step["step"] for step in steps], list(range(len(steps))))
    for step in steps:
        equal(len(step["limits"]), step["factors"])
        # Of the cases of interest, those in the box: coverage, or density of what it holds.
        interest = answer["prim"]["of_interest"] / answer["prim"]["members"]
        assert abs(step["coverage"] * interest - step["density"] * step["mass"]) < 1e-9, step
    chosen = answer["prim"]["boxes"][0]["box"][0]
    equal(chosen, steps[chosen["step"]])


def case_prim_limits_in_units(program):
    """Limits of a factor that is uniform, as a share of its range."""
    body = {"members": 400, "outcome": "ai_power.USA.2030", "above": 60, "changes": {"connection_rate.USA": "{uniform: [4, 20]}"}}
    with Server(program) as s:
        answer = result(s, "prim", body)
    limits = [x for x in answer["prim"]["boxes"][0]["box"][0]["limits"] if x["factor"] == "connection_rate.USA"]
    equal(len(limits), 1, "limits")
    limit = limits[0]
    equal(limit["unit"], "GW/yr")
    assert abs(limit["low_value"] - (4 + 16 * limit["low"])) < 1e-9, limit
    assert limit["high_value"] is None or abs(limit["high_value"] - (4 + 16 * limit["high"])) < 1e-9, limit


def case_regret_as_command(program):
    body = {"members": 32, "policies": ["permit-reform", "coruna", "no-lobby"], "changes": {"algorithm_growth": 1.5},
            "outcomes": [{"name": "ai_power.USA.2030", "threshold": 55}, {"name": "full_cost.USA.2030", "less": True}]}
    with Server(program) as s:
        answer = result(s, "regret", body)
    equal(answer["regret"], printed(program, answer["command"]))
    for one in answer["regret"]:
        least = min(p["max_regret"] for p in one["policies"])
        equal([p["is_least_regret"] for p in one["policies"]], [p["max_regret"] == least for p in one["policies"]])
    # Nobody is as good by both and better by one than those who are robust.
    rows = {p["name"]: tuple(one["policies"][k]["regret_90"] for one in answer["regret"])
            for k, p in enumerate(answer["regret"][0]["policies"])}
    best = [a for a in rows if not any(all(x <= y for x, y in zip(rows[b], rows[a])) and rows[b] != rows[a] for b in rows)]
    equal(answer["robust"], best)


def case_search_as_command(program):
    body = {"levers": [{"key": "permit_delay_scale.USA", "low": 0.3, "high": 1}, {"key": "openness", "low": 0.1, "high": 0.9}],
            "objectives": [{"outcome": "ai_power.USA.2030", "epsilon": 0.5}, {"outcome": "parties.WORLD.2040", "statistic": "p10"},
                           {"outcome": "full_cost.USA.2030", "max": False, "statistic": "share>6"}],
            "evaluations": 40, "members": 16, "changes": {"algorithm_growth": 1.5}}
    with Server(program) as s:
        answer = result(s, "search", body)
        mean = result(s, "regret", {"policies": ["coruna", "no-lobby"], "members": 16, "changes": body["changes"]})["regret"][0]
    equal([answer["search"]], printed(program, answer["command"]))
    policies = answer["search"]["policies"]
    assert policies and all(0.3 <= p["levers"]["permit_delay_scale.USA"] <= 1 for p in policies), policies
    for a in policies:
        for b in policies:
            better = [(x > y) - (x < y) for x, y in zip(a["objectives"], b["objectives"])]
            better[2] = -better[2]
            assert a is b or -1 in better or 1 not in better, (a, b)
    assert abs(answer["as_is"][0] - mean["policies"][0]["mean"]) < 1e-5 * answer["as_is"][0], "a mean, of seven digits"


def case_grid_as_command(program):
    questions = ({}, {"network": "china", "hour": "average"}, {"load": {"PJM": 4000, "NY": 500.5}},
                 {"convention": "matpower", "n_1": True, "shed_usd_per_mwh": 5000},
                 {"what": "hosting", "relief": False}, {"what": "hosting", "network": "china", "sites": ["XJ", "E"], "curtail": 0.01},
                 {"what": "hosting", "n_1": True, "sites": ["PJM"]},
                 {"what": "curve", "zone": "ERCOT", "pieces": 3}, {"what": "curve", "zone": "S", "network": "china", "pieces": 0})
    with Server(program) as s:
        for body in questions:
            answer = s.ask("POST", "/api/grid", body)
            given = printed(program, answer["command"])
            if body.get("what") == "curve" or "sites" in body:
                for site in given[0].get("sites", []):
                    site["site"] = re.match(r"\d+", site["site"]).group(0)
                for site in answer["grid"].get("sites", []):
                    site["site"] = re.match(r"\d+", site["site"]).group(0)
            equal([answer["grid"]], given, str(body))


def case_grid_infeasible(program):
    """More load than there is capacity: what conflicts, and the least load to shed, at least the difference."""
    with Server(program) as s:
        more = s.ask("POST", "/api/grid", {"load": {"PJM": 100000}})["grid"]
        peak = next(n for n in s.ask("GET", "/api/networks")["networks"] if n["name"] == "usa")["hours"][0]
    equal(more["outcome"], "infeasible")
    assert more["conflict"], more
    assert more["least_shed_mw"] >= peak["load_mw"] + 100000 - peak["capacity_mw"] - 1, more["least_shed_mw"]


def case_networks_as_tables(program):
    with Server(program) as s:
        networks = s.ask("GET", "/api/networks")["networks"]
        names = s.ask("GET", "/api/about")["networks"]
    equal([n["name"] for n in networks], names)
    for network in networks:
        folder = ROOT / "networks"
        table = [line for line in (folder / f"{network['name']}_zones.csv").read_text(encoding="utf-8").splitlines() if line[0] != "#"]
        rows = list(csv.DictReader(table))
        equal([z["zone"] for z in network["zones"]], [r["zone"] for r in rows])
        equal([z["latitude"] for z in network["zones"]], [float(r["latitude"]) for r in rows])
        assert all(-90 < z["latitude"] < 90 and -180 < z["longitude"] < 180 for z in network["zones"])
        assert abs(sum(z["load_mw"] for z in network["zones"]) - network["hours"][0]["load_mw"]) < 1e-6
        zones = {z["zone"] for z in network["zones"]}
        assert network["lines"] and all({x["from"], x["to"]} <= zones for x in network["lines"])
        curve = [line for line in (folder / f"{network['name']}_curve.csv").read_text(encoding="utf-8").splitlines() if line[0] != "#"]
        steps = network["supply_curve"]["steps"]
        equal(sorted(x["gw"] for x in steps), sorted(float(r["width_gw"]) for r in csv.DictReader(curve)))
        prices = [x["usd_per_mwh"] + x["capital_usd_per_kw_year"] * 1000 / 8760 for x in steps]
        assert all(b > a - 1e-2 for a, b in zip(prices, prices[1:])), f"cheapest first: {prices}"


def case_report_is_a_page(program):
    changes = {"algorithm_growth": 1.5, "permit_delay_scale.USA": 0.5}
    with Server(program) as s:
        answer = result(s, "report", {"members": 16, "claims": False, "changes": changes})
        plain = result(s, "report", {"members": 16, "claims": False})["text"]
    page = answer["text"]
    equal((answer["name"], answer["type"]), ("coruna.html", "text/html"))
    assert page.startswith("<!DOCTYPE html>") and page.rstrip().endswith("</html>")
    assert "algorithm_growth=1.5" in page, "the command that makes it again"
    assert 'id="parties"' in page and 'id="game"' in page, "maps and game"
    assert "without the changes" in page and "without the changes" not in plain, "the scenario as it was loaded"
    assert not re.search(r"<(?:link|iframe|img)\b|\bsrc=\"(?!data:)|url\((?![\"']?(?:#|data:))", page), "something from elsewhere"
    link = re.search(r'href="(http://127\.0\.0\.1:\d+/)#s=1\.([\w-]+)"', page)
    packed = base64.urlsafe_b64decode(link.group(2) + "=" * (-len(link.group(2)) % 4))
    state = json.loads(zlib.decompress(packed, -15))
    equal((state["n"], {k: float(v) for k, v in state["c"].items()}), ("coruna", changes), "the link")


def case_about_offers(program):
    with Server(program) as s:
        about = s.ask("GET", "/api/about")
        shipped = sorted((ROOT / "scenarios").glob("*.yaml"), key=lambda p: p.name)
        equal([p["name"] for p in about["policies"]], [p.stem for p in shipped])
        equal([g["name"] for g in about["games"]], [p.stem for p in sorted((ROOT / "games").glob("*.yaml"), key=lambda p: p.name)])
        assert all(p["text"] for p in about["policies"] + about["games"])
        for policy, path in zip(about["policies"], shipped, strict=True):
            equal(policy["kind"], "world" if re.search(r"^kind: world", path.read_text(encoding="utf-8"), re.M) else "policy", path.stem)
        names = [o["name"] for o in about["outcomes"]]
        equal(len(names), len(set(names)))
        for size in about["sizes"]:
            if size["path"] == "/api/grid":
                continue
            for value in (size["least"] - 1, size["most"] + 1):
                body = {size["key"]: value, "outcome": names[0], "above": 1, "policies": ["coruna", "no-lobby"]}
                allowed = {"/api/prim": ("outcome", "above"), "/api/regret": ("policies",)}.get(size["path"], ())
                body = {k: v for k, v in body.items() if k == size["key"] or k in allowed}
                code, _, data = s.call("POST", size["path"], body)
                equal((code, json.loads(data)["diagnostics"][0]["key"]), (422, size["key"]), (size, value))


BAD = (
    ("game", {"game": "../usa-china"}, "game"),
    ("game", {"game": "/etc/passwd"}, "game"),
    ("game", {"game": 3}, "game"),
    ("game", {"players": ["USA"]}, "players"),
    ("game", {"players": ["USA", "USA"]}, "players"),
    ("game", {"players": ["USA", "CHN: {}\nscenario: /etc/passwd"]}, "players"),
    ("game", {"players": ["USA", "NOWHERE"]}, None),
    ("game", {"players": ["USA", "CHN"], "strategies": {"one": {}}}, "strategies"),
    ("game", {"players": ["USA", "CHN"], "strategies": {"a": {}, "b": {"capex_ceiling": "x\nscenario: y"}}}, "strategies"),
    ("game", {"players": ["USA", "CHN"], "strategies": {"a": {}, "b": {"no_such": 1}}}, None),
    ("game", {"players": ["USA", "CHN"], "strategies": {"a": {}, "b": {"capex_ceiling": -5}}}, None),
    ("game", {"strategies": {"a": {}, "b": {}}}, "players"),
    ("game", {"changes": {"no_such": 1}}, "no_such"),
    ("map", {"game": "../treaty"}, "game"),
    ("map", {"x": {"lever": "extends", "from": 0, "to": 1}}, "x"),
    ("map", {"x": {"lever": "openness", "from": "0", "to": 1}}, "from"),
    ("map", {"x": {"lever": "openness=0:1 --set", "from": 0, "to": 1}}, "x"),
    ("map", {"y": 1}, "y"),
    ("sobol", {"outcomes": ["ai_power.USA.2031"]}, "outcomes"),
    ("sobol", {"outcomes": []}, "outcomes"),
    ("sobol", {"members": 100}, "members"),
    ("prim", {"above": 1}, "outcome"),
    ("prim", {"outcome": "ai_power.USA.2030"}, "above"),
    ("prim", {"outcome": "ai_power.USA.2030", "above": 1, "below": 2}, "above"),
    ("prim", {"outcome": "ai_power.USA.2030", "above": "1"}, "above"),
    ("regret", {"policies": ["coruna"]}, "policies"),
    ("regret", {"policies": ["coruna", "../../etc/passwd"]}, "policies"),
    ("regret", {"policies": ["coruna", "no-lobby"], "outcomes": [{"less": True}]}, "name"),
    ("regret", {"policies": ["coruna", "no-lobby"], "outcomes": [{"name": "x"}]}, "outcomes"),
    ("regret", {"policies": ["coruna", "no-lobby"], "outcomes": [{"name": "ai_power.USA.2030", "less": 1}]}, "less"),
    ("search", {"objectives": [{"outcome": "ai_power.USA.2030"}]}, "levers"),
    ("search", {"levers": [{"key": "extends", "low": 0, "high": 1}], "objectives": [{"outcome": "ai_power.USA.2030"}]}, "levers"),
    ("search", {"levers": [{"key": "openness", "low": 1, "high": 0}], "objectives": [{"outcome": "ai_power.USA.2030"}]}, "levers"),
    ("search", {"levers": [{"key": "openness", "low": 0, "high": 99}], "objectives": [{"outcome": "ai_power.USA.2030"}]}, None),
    ("search", {"levers": [{"key": "openness", "low": 0.1, "high": 0.9}], "objectives": [{"outcome": "ai_power.USA.2030", "statistic": "sum"}]},
     "statistic"),
    ("report", {"claims": 1}, "claims"),
    ("report", {"path": "/tmp/x"}, "path"),
    ("grid", {"network": "../networks/usa"}, "network"),
    ("grid", {"hour": "noon"}, "hour"),
    ("grid", {"what": "all"}, "what"),
    ("grid", {"load": {"XJ": 1}}, "load"),
    ("grid", {"load": {"PJM": "1"}}, "PJM"),
    ("grid", {"what": "curve"}, "zone"),
    ("grid", {"what": "hosting", "sites": ["nowhere"]}, "sites"),
    ("grid", {"curtail": 1}, "curtail"),
    ("grid", {"file": "x"}, "file"),
)


def case_bad_analyses(program):
    with Server(program) as s:
        for kind, body, key in BAD:
            code, _, data = s.call("POST", f"/api/{kind}", body)
            answer = json.loads(data)
            equal(code, 422, (kind, body, answer))
            assert answer["exit_code"] in (2, 3), answer
            assert answer["diagnostics"] and answer["diagnostics"][0]["code"], answer
            if key:
                equal(answer["diagnostics"][0]["key"], key, (kind, body))
        s.lives()


def case_prim_without_cases(program):
    """A limit that nobody passes is known only after the runs: the stream ends with the finding."""
    with Server(program) as s:
        job = s.ask("POST", "/api/prim", {"members": 100, "outcome": "ai_power.USA.2030", "above": 1e9})["id"]
        name, data = events(s, "prim", job)[-1]
    equal((name, data["diagnostics"][0]["found"]), ("error", "0 of 100 members"))


LONG = (
    ("map", {"points": 24, "members": 200}),
    ("game", {"game": "ten-largest", "members": 1000}),
    ("sobol", {"base": 128}),
    ("prim", {"members": 5000, "outcome": "ai_power.USA.2030", "above": 60}),
    ("regret", {"members": 4000, "policies": ["coruna", "no-lobby", "permit-reform", "chips-free"]}),
    ("search", {"levers": [{"key": "openness", "low": 0.1, "high": 0.9}], "objectives": [{"outcome": "ai_power.USA.2030"}], "members": 256,
                "evaluations": 5000}),
    ("report", {"members": 4000}),
)


def case_analyses_cancelled(program):
    with Server(program) as s:
        for kind, body in LONG:
            job = s.ask("POST", f"/api/{kind}", body)["id"]
            equal(s.call("DELETE", f"/api/{kind}/{job}")[0], 200, kind)
            equal(events(s, kind, job)[-1][0], "cancelled", kind)
        s.lives()


if __name__ == "__main__":
    assert shutil.which("sh")
    run(globals())

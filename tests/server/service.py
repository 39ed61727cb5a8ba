"""What `detente serve` does for honest requests. Numbers are compared with what other commands print for the same scenario."""
import csv
import gzip
import io
import json
import pathlib
import re
import signal
import socket
import subprocess
import time

from client import PATIENCE, Server, equal, run

ROOT = pathlib.Path(__file__).resolve().parents[2]


def command(program, *arguments):
    return subprocess.run([program, *arguments], capture_output=True, text=True, check=True, timeout=120).stdout


def near(found, expected, digits=6):
    """Whether two numbers agree to the digits that are sent."""
    return abs(found - expected) <= 1.01 * 10.0 ** (1 - digits) * max(abs(expected), 1e-300)


def events(server, path):
    code, headers, body = server.call("GET", path)
    equal(code, 200, path)
    equal(headers["Content-Type"], "text/event-stream")
    parts = [part.split("\n") for part in body.decode().split("\n\n") if part]
    return [(part[0].removeprefix("event: "), json.loads(part[1].removeprefix("data: "))) for part in parts]


def case_page(program):
    with Server(program) as s:
        code, headers, body = s.call("GET", "/", headers={})
        equal((code, headers["Content-Type"]), (200, "text/html; charset=utf-8"))
        names = re.findall(rb'(?:src|href)="([^"#]+)"', body)
        assert names, "a page without files"
        for name in names:
            assert not re.match(rb"(?:https?:)?//", name), f"{name} is from elsewhere"
            if name.startswith(b"data:"):
                continue
            equal(s.call("GET", "/" + name.decode().lstrip("./"), headers={})[0], 200, name)
        assert not re.search(rb"<script(?![^>]*\bsrc=)|\bon\w+=\"|style=\"", body), "script or style within the page"


def case_page_is_packed(program):
    """The files of the page come packed to those who take it, plain to others; together they are less than 250 kB."""
    total = 0
    with Server(program) as s:
        page = s.call("GET", "/", headers={})[2].decode()
        names = ["/"] + ["/" + n.lstrip("./") for n in re.findall(r'(?:src|href)="([^"#]+)"', page) if not n.startswith("data:")]
        for name in names:
            _, headers, plain = s.call("GET", name, headers={})
            assert "Content-Encoding" not in headers and headers["Vary"] == "Accept-Encoding", name
            for accepted in ("gzip", "deflate, gzip;q=0.5, br", "GZIP", "br;q=1.0, gzip ;q=0.1"):
                _, headers, packed = s.call("GET", name, headers={"Accept-Encoding": accepted})
                equal(headers["Content-Encoding"], "gzip", (name, accepted))
                equal(gzip.decompress(packed), plain, name)
            for accepted in ("", "br", "gzip;q=0", "gzip; q=0.0, br", "xgzip", "gzipx"):
                _, headers, body = s.call("GET", name, headers={"Accept-Encoding": accepted})
                equal((headers["Content-Encoding"], body), (None, plain), (name, accepted))
            total += len(packed)
    assert total < 250000, f"{total} bytes"
    print(f"{len(names)} files, {total} bytes packed")


def case_page_is_kept(program):
    """A browser that has a file asks whether it is still the same and gets no body then. Answers are never kept."""
    with Server(program) as s:
        for coding in ({}, {"Accept-Encoding": "gzip"}):
            _, headers, _ = s.call("GET", "/app.js", headers=coding)
            equal(headers["Cache-Control"], "no-cache")
            tag = headers["ETag"]
            for known in (tag, f'"x", {tag}', f"W/{tag}"):
                code, headers, body = s.call("GET", "/app.js", headers={**coding, "If-None-Match": known})
                equal((code, body, headers["ETag"]), (304, b"", tag), known)
            for known in ('"x"', tag[:-2] + '"', ""):
                equal(s.call("GET", "/app.js", headers={**coding, "If-None-Match": known})[0], 200, known)
        code, headers, body = s.call("HEAD", "/app.js", headers={})
        equal((code, body), (200, b""))
        equal(s.call("GET", "/api/about")[1]["Cache-Control"], "no-store")


def case_no_unsafe_script(program):
    """The page puts text into itself as text."""
    files = sorted((ROOT / "web" / "src").glob("**/*.js*"))
    assert files
    for path in files:
        text = path.read_text(encoding="utf-8")
        found = re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", text)
        assert not found, f"{path.name}: {found.group(0)}"
    assert program


def case_parameters_as_explain(program):
    with Server(program) as s:
        answer = s.ask("GET", "/api/parameters")
    given = {p["name"]: p for p in answer["parameters"]}
    listed = json.loads(command(program, "explain", "algorithm_growth", "--json"))
    text = json.dumps(listed)
    one = given["algorithm_growth"]
    assert one["unit"] == "1/yr" and f'"source": "{one["source"]}"' in text, (one, text)
    assert len(given) > 100


def case_drawn_members_as_ensemble(program):
    """With all members drawn, quantile 0 and 1 are the extremes of an ensemble of the same members. The command line
    prints quantiles of members 0 to N - 1; here they are 1 to N: compared through a member's replay."""
    with Server(program) as s:
        answer = s.ask("POST", "/api/run", {"members": 1, "outputs": ["ai_power"], "groups": ["USA"], "quantiles": [0.5]})
        again = s.ask("POST", "/api/run", {"members": 1, "outputs": ["ai_power"], "groups": ["USA"], "quantiles": [0.5]})
    equal(answer["outputs"], again["outputs"], "the same request twice")
    out = pathlib.Path.cwd() / f"replayed-{s.port}"
    subprocess.run([program, "run", "coruna", "--members", "2", "--states", "USA,CHN,EU,GULF,IND,WORLD", "--out", str(out), "--no-report",
                    "--no-claims", "--no-backtest", "--quiet"], check=True, capture_output=True, timeout=120)
    try:
        rows = csv.reader(io.StringIO(command(program, "replay", str(out), "1", "--output", "ai_power")))
        expected = [float(row[3]) for row in rows if row[1:3] == ["USA", "ai_power"]]
    finally:
        subprocess.run(["rm", "-r", str(out)], check=True)
    found = answer["outputs"][0]["fan"]["USA"][0]
    equal(len(found), len(expected), "steps")
    for step, (a, b) in enumerate(zip(found, expected)):
        assert near(a, b), (step, a, b)


def case_treaty_as_command(program):
    with Server(program) as s:
        answer = s.ask("POST", "/api/treaty", {"base": "verified", "goal": {"state": "CHN"}})
    expected = json.loads(command(program, "treaty", "verified", "--json"))
    design = json.loads(command(program, "treaty", "design", "verified", "--state", "CHN", "--json"))
    assert near(answer["expected"], expected["expected"], 5)
    signs = {state["iso3"]: state["signs"] for state in answer["states"]}
    for state in expected["states"]:
        assert near(signs[state["iso3"]], state["signs"], 5), state["iso3"]
    for found, other in zip(answer["changes"], design["changes"]):
        for key in ("kind", "sponsor", "binding", "verification", "steps", "reached"):
            equal(found[key], other[key], key)


def case_change_has_effect(program):
    ask = {"outputs": ["capability"], "groups": ["USA"], "members": 0}
    with Server(program) as s:
        base = s.ask("POST", "/api/run", ask)
        fast = s.ask("POST", "/api/run", {**ask, "changes": {"algorithm_growth": 2}})
        back = s.ask("POST", "/api/run", ask)
    end = [a["outputs"][0]["line"]["USA"][-1] for a in (base, fast, back)]
    assert end[1] > end[0], "faster algorithms, less capability"
    equal(end[2], end[0], "a change stays behind")
    equal(fast["command"], "detente run coruna --set algorithm_growth=2")


def case_states_add_up(program):
    """The states of the world add up to the group WORLD, and the last step of `parties` is the list of parties."""
    with Server(program) as s:
        answer = s.ask("POST", "/api/run", {"members": 9, "outputs": ["parties", "ai_power"], "groups": ["WORLD"], "states": ["parties", "ai_power"]})
    for output in answer["outputs"]:
        for step, total in enumerate(output["line"]["WORLD"]):
            parts = sum(state["middle"][step] for state in answer["states"][output["name"]].values())
            assert abs(parts - total) <= 5e-4 * abs(total) + 1e-9, (output["name"], step)  # four digits: half of the last
    for state in answer["parties"]:
        series = answer["states"]["parties"][state["iso3"]]
        equal(series["middle"][-1], state["middle"], state["iso3"])
        assert abs(series["mean"][-1] - state["share"]) < 1e-3, state


def case_ensemble(program):
    with Server(program) as s:
        job = s.ask("POST", "/api/ensemble", {"members": 40, "outputs": ["ai_power", "parties"]})["id"]
        stream = events(s, f"/api/ensemble/{job}/events")
        again = events(s, f"/api/ensemble/{job}/events")
    equal(stream[-1][0], "result")
    equal(stream, again, "the stream read a second time")
    equal(stream[-1][1]["members"], 40)
    equal(len(stream[-1][1]["outputs"][0]["fan"]["USA"]), 5)
    assert [d["done"] for n, d in stream if n == "progress"][-1] == 40


def case_ensemble_cancelled(program):
    with Server(program) as s:
        job = s.ask("POST", "/api/ensemble", {"members": 20000, "outputs": ["ai_power"]})["id"]
        time.sleep(0.5)
        begin = time.monotonic()
        s.ask("DELETE", f"/api/ensemble/{job}")
        stream = events(s, f"/api/ensemble/{job}/events")
        took = time.monotonic() - begin
    equal(stream[-1][0], "cancelled")
    assert took < 10.0, took


def case_stream_left(program):
    """Readers that go away leave the job and the server alive."""
    with Server(program) as s:
        job = s.ask("POST", "/api/ensemble", {"members": 300, "outputs": ["ai_power"]})["id"]
        for _ in range(10):
            one = s.socket()
            one.sendall(f"GET /api/ensemble/{job}/events HTTP/1.1\r\nHost: 127.0.0.1:{s.port}\r\nAuthorization: Bearer {s.token}\r\n\r\n".encode())
            one.recv(10)
            one.close()
        equal(events(s, f"/api/ensemble/{job}/events")[-1][0], "result")


def case_overtaken_runs(program):
    """Who has gone is not computed for: an honest request does not wait for a heap of abandoned ones."""
    with Server(program) as s:
        body = json.dumps({"members": 64}).encode()
        head = (f"POST /api/run HTTP/1.1\r\nHost: 127.0.0.1:{s.port}\r\nAuthorization: Bearer {s.token}\r\n"
                f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n").encode()
        for _ in range(30):
            one = socket.create_connection(("127.0.0.1", s.port), timeout=PATIENCE)
            one.sendall(head + body)
            one.close()
        begin = time.monotonic()
        s.ask("POST", "/api/run", {"members": 0, "outputs": ["ai_power"]})
        took = time.monotonic() - begin
    assert took < 5.0, f"{took:.1f} s"


def case_claims(program):
    with Server(program) as s:
        job = s.ask("POST", "/api/claims", {"members": 20})["id"]
        stream = events(s, f"/api/claims/{job}/events")
    equal(stream[-1][0], "result")
    assert len(stream[-1][1]["claims"]) >= 9


def case_ends_while_busy(program):
    """A signal ends runs, jobs and streams, soon and with exit code 0."""
    with Server(program) as s:
        job = s.ask("POST", "/api/ensemble", {"members": 20000, "outputs": ["ai_power"]})["id"]
        reader = s.socket()
        reader.sendall(f"GET /api/ensemble/{job}/events HTTP/1.1\r\nHost: 127.0.0.1:{s.port}\r\nAuthorization: Bearer {s.token}\r\n\r\n".encode())
        reader.recv(10)
        begin = time.monotonic()
        s.process.send_signal(signal.SIGINT)
        equal(s.process.wait(PATIENCE), 0, "exit code")
        assert time.monotonic() - begin < 10.0
        reader.close()


def case_port_taken(program):
    with Server(program) as s:
        second = subprocess.run([program, "serve", "--no-browser", "--port", str(s.port), "--json"], capture_output=True, text=True,
                                check=False, timeout=60)
    assert second.returncode != 0 and '"E1101"' in second.stderr, second


def case_page_of_api(program):
    """docs/api.md lists the routes as the table has them."""
    page = (ROOT / "docs/api.md").read_text(encoding="utf-8")
    with Server(program) as s:
        routes = s.ask("GET", "/api/about")["routes"]
    rows = [f"| {r['method']} | `{r['path'].replace('*', 'ID')}` | {r['text']} |" for r in routes]
    for row in rows:
        assert row in page, f"docs/api.md lacks: {row}"
    equal(page.count("| `/api/"), len(rows), "rows")


def case_page_of_security(program):
    """docs/security.md has a row for each of 21 requirements, and each test that a row names exists."""
    page = (ROOT / "docs/security.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (S\d+) \|.*\| (.+) \|$", page, re.MULTILINE)
    equal([number for number, _ in rows], [f"S{n}" for n in range(1, 22)], "rows")
    here = pathlib.Path(__file__).parent
    known = {"sandbox", "hardened", "load"}
    for file in here.glob("*.py"):
        known |= set(re.findall(r"^def case_([a-z0-9_]+)", file.read_text(encoding="utf-8"), re.MULTILINE))
    for number, tests in rows:
        names = re.findall(r"`([a-z_.]+)`", tests)
        assert names, number
        for name in names:
            group, _, rest = name.rpartition(".")
            if group in ("", "server"):
                assert rest in known, (number, name)
            elif group == "fuzz":
                assert (here.parent / "fuzz" / f"fuzz_{rest.removesuffix('_seeds')}.c").exists(), name
            elif group == "report":
                assert f"TEST({rest})" in (here.parent / "unit/test_report.c").read_text(encoding="utf-8"), name
            else:
                equal(group, "web", name)
    assert program


if __name__ == "__main__":
    run(globals())

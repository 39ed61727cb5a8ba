"""Attacks on `detente serve`, one a case: each must be refused, and the server must live on."""
import os
import pathlib
import re
import socket
import subprocess
import tempfile
import threading
import time

from client import PATIENCE, Server, equal, run

MIB = 1 << 20


def case_loopback_only(program):
    """No address but 127.0.0.1 answers."""
    with Server(program) as s:
        with open("/proc/net/tcp", encoding="ascii") as table:
            rows = [line.split() for line in table][1:]
        listening = [row[1] for row in rows if row[3] == "0A" and row[1].endswith(f":{s.port:04X}")]
        equal(listening, [f"0100007F:{s.port:04X}"], "listening sockets")
        other = socket.socket()
        other.settimeout(2)
        assert other.connect_ex(("127.0.0.2", s.port)) != 0, "127.0.0.2 answers"
        other.close()


def case_foreign_host(program):
    """A name that was rebound to loopback is not ours."""
    with Server(program) as s:
        for host in ("evil.example", f"evil.example:{s.port}", "127.0.0.1", f"127.0.0.1:{s.port + 1}", f"127.0.0.1.evil.example:{s.port}", ""):
            equal(s.request(host=False, headers=[f"Host: {host}"]), 421, host)
        for host in ("localhost", "[::1]", "127.0.0.1"):
            equal(s.request(host=False, headers=[f"Host: {host}:{s.port}"]), 200, host)
        s.lives()


def case_no_host_or_two(program):
    with Server(program) as s:
        equal(s.request(host=False), 400, "no Host")
        equal(s.request("GET /api/scenario HTTP/1.0", host=False), 400, "HTTP/1.0 without Host")
        equal(s.request(headers=["Host: evil.example"]), 400, "two Hosts")
        equal(s.request(headers=[f"Host: 127.0.0.1:{s.port}"]), 400, "the same twice")
        s.lives()


def case_foreign_origin(program):
    with Server(program) as s:
        for origin in ("http://evil.example", "null", f"https://127.0.0.1:{s.port}", f"http://127.0.0.1:{s.port}.evil.example", "file://"):
            equal(s.request(headers=[f"Origin: {origin}"]), 403, origin)
        equal(s.request(headers=[f"Origin: http://127.0.0.1:{s.port}"]), 200, "our own")
        equal(s.request(headers=[f"Origin: http://127.0.0.1:{s.port}", "Origin: http://evil.example"]), 403, "two")


def case_foreign_site(program):
    """What a browser says comes from another site is refused, but for a link that opens the page."""
    with Server(program) as s:
        for site in ("cross-site", "same-site"):
            equal(s.request(headers=[f"Sec-Fetch-Site: {site}"]), 403, site)
            equal(s.request("GET /app.js HTTP/1.1", [f"Sec-Fetch-Site: {site}", "Sec-Fetch-Dest: script"]), 403, "script")
            equal(s.request("GET / HTTP/1.1", [f"Sec-Fetch-Site: {site}", "Sec-Fetch-Dest: iframe"]), 403, "frame")
        equal(s.request(headers=["Sec-Fetch-Site: same-origin"]), 200)
        equal(s.request("GET / HTTP/1.1", ["Sec-Fetch-Site: cross-site", "Sec-Fetch-Dest: document"]), 200, "a link")


def case_token(program):
    with Server(program) as s:
        assert re.fullmatch(r"[0-9a-f]{64}", s.token), s.token
        equal(s.request(token=False), 401, "none")
        wrong = ("0" * 64, s.token[:-1], s.token + "0", s.token[:-1] + ("0" if s.token[-1] != "0" else "1"), s.token.upper() + "x", "")
        for token in wrong:
            equal(s.request(token=False, headers=[f"Authorization: Bearer {token}"]), 401, token)
        equal(s.request(token=False, headers=[f"Authorization: Basic {s.token}"]), 401, "another scheme")
        equal(s.request(headers=["Authorization: Bearer x"]), 401, "two")
        equal(s.request(f"GET /api/scenario?token={s.token} HTTP/1.1", token=False), 401, "in the query")
        equal(s.request(token=False, headers=[f"Cookie: token={s.token}"]), 401, "as a cookie")
        with open(f"/proc/{s.process.pid}/cmdline", "rb") as command:
            assert s.token.encode() not in command.read(), "the token can be seen in the list of processes"
        first = s.token
    with Server(program) as s:
        assert s.token != first, "the token is not made anew"


def case_token_not_logged(program):
    with Server(program) as s:
        s.lives()
        s.request(token=False, headers=["Authorization: Bearer wrong-secret"])
    assert s.token not in s.errors and "wrong-secret" not in s.errors, s.errors
    equal(s.code, 0, "exit code")


def case_no_cross_origin_headers(program):
    """Nothing lets another origin read; the fixed headers stand on pages, answers and refusals."""
    with Server(program) as s:
        for path, given in (("/", {}), ("/api/scenario", s.headers()), ("/api/scenario", {}), ("/nothing", {})):
            _, headers, _ = s.call("GET", path, headers=given)
            assert not [name for name in headers if name.lower().startswith("access-control")], path
            policy = headers["Content-Security-Policy"]
            for part in ("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'"):
                assert part in policy, (path, part)
            assert "unsafe" not in policy, policy
            equal(headers["X-Content-Type-Options"], "nosniff", path)
            equal(headers["Referrer-Policy"], "no-referrer", path)
            equal(headers["Cache-Control"], "no-cache" if path == "/" else "no-store", path)
            equal(headers["Cross-Origin-Resource-Policy"], "same-origin", path)
            equal(headers["Cross-Origin-Opener-Policy"], "same-origin", path)
        equal(s.request("OPTIONS /api/run HTTP/1.1", ["Origin: http://evil.example"]), 403, "preflight")


def case_content_type(program):
    """What a form of another page can send is not taken."""
    with Server(program) as s:
        for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/jsonx"):
            equal(s.request("POST /api/run HTTP/1.1", [f"Content-Type: {kind}", "Content-Length: 2"], body=b"{}"), 415, kind)
        equal(s.request("POST /api/run HTTP/1.1", ["Content-Length: 2"], body=b"{}"), 415, "none")
        equal(s.call("POST", "/api/run", {"members": 0}, s.headers(**{"Content-Type": "application/json; charset=utf-8"}))[0], 200)


def case_get_changes_nothing(program):
    with Server(program) as s:
        for path in ("/api/run", "/api/ensemble", "/api/claims", "/api/treaty"):
            equal(s.call("GET", path)[0], 405, path)
        equal(s.call("PUT", "/api/run", {})[0], 405, "PUT")
        equal(s.call("POST", "/", {})[0], 405, "POST /")


def case_path_traversal(program):
    with Server(program) as s:
        paths = ("/../../etc/passwd", "/..%2f..%2fetc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd", "/etc/passwd", "/./index.html",
                 "/index.html/", "/index.html%00.js", "/\\..\\etc", "/style.css/../../etc/passwd", "/.git/config", "/api/../index.html",
                 "/api/ensemble/../../etc/passwd/events", "/api/ensemble/..%2f/events", "/api/claims/%00/events")
        for path in paths:
            code = s.request(f"GET {path} HTTP/1.1")
            assert code in (400, 404), (path, code)
        for base in ("../../README", "/etc/passwd", "coruna.yaml", "texts/coruna", "coruna\0"):
            code, _, body = s.call("POST", "/api/treaty", {"base": base})
            equal(code, 422 if "\0" not in base else 400, base)
            assert b"root:" not in body
        for key in ("extends", "supply_curves", "supply_curves.USA", "name", "groups", "../x", "parameters.algorithm_growth"):
            equal(s.call("POST", "/api/run", {"changes": {key: "/etc/passwd"}})[0], 422, key)
        s.lives()


def case_length_said_twice(program):
    """Ambiguous lengths let a request hide in another."""
    post = "POST /api/run HTTP/1.1"
    with Server(program) as s:
        kind = "Content-Type: application/json"
        equal(s.request(post, [kind, "Content-Length: 2", "Transfer-Encoding: chunked"], body=b"2\r\n{}\r\n0\r\n\r\n"), 400, "both")
        equal(s.request(post, [kind, "Transfer-Encoding: chunked", "Content-Length: 2"], body=b"2\r\n{}\r\n0\r\n\r\n"), 400, "both")
        equal(s.request(post, [kind, "Content-Length: 2", "Content-Length: 2"], body=b"{}"), 400, "twice")
        equal(s.request(post, [kind, "Content-Length: 2", "Content-Length: 40"], body=b"{}"), 400, "two lengths")
        for odd in ("-1", "2x", "0x2", "99999999999999999999999"):
            code = s.request(post, [kind, f"Content-Length: {odd}"], body=b"{}")
            assert code in (0, 400, 413), (odd, code)
        s.lives()


def case_body_too_long(program):
    post, kind = "POST /api/run HTTP/1.1", "Content-Type: application/json"
    with Server(program) as s:
        equal(s.request(post, [kind, f"Content-Length: {MIB + 1}"], body=b"{"), 413, "said to be long")
        chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
        equal(s.request(post, [kind, "Transfer-Encoding: chunked"], body=17 * chunk + b"0\r\n\r\n"), 413, "found to be long")
        with s.socket() as endless:
            head = f"{post}\r\nHost: 127.0.0.1:{s.port}\r\nAuthorization: Bearer {s.token}\r\n{kind}\r\nTransfer-Encoding: chunked\r\n\r\n"
            endless.sendall(head.encode())
            try:
                for _ in range(200):
                    endless.sendall(chunk)
                assert False, "12 MiB were taken"
            except (ConnectionError, socket.timeout):
                pass
        s.lives()


def case_head_too_long(program):
    with Server(program) as s:
        assert s.request(headers=["X-Long: " + "a" * 100000]) in (0, 400, 413, 431)
        assert s.request(f"GET /{'a' * 100000} HTTP/1.1") in (0, 400, 413, 414, 431)
        assert s.request(headers=[f"X-{n}: {n}" for n in range(5000)]) in (0, 400, 413, 431)
        s.lives()


def case_bad_bodies(program):
    with Server(program) as s:
        bodies = ("", "[]", "1", "null", "{", '{"members":1', '{"members":1}x', '{"a":1,"a":2}', '{"members":NaN}', "{'members':1}", '{"members":1e999}',
                  "[" * 100000, '{"changes":' + '{"a":' * 70 + "1" + "}" * 71, '{"\ud800":1}'.encode("utf-8", "surrogatepass"), b"\xff\xfe{}")
        for body in bodies:
            equal(s.call("POST", "/api/run", body)[0], 400, repr(body)[:60])
        bombs = ('{"quantiles":[' + "0," * 100000 + "0]}", '{"changes":{' + ",".join(f'"k{n}":1' for n in range(50001)) + "}}",
                 '{"members":' + "1" * 65 + "}", '{"members":0.' + "0" * 500000 + "1}", '{"a":' * 65 + "1" + "}" * 65)
        for body in bombs:
            code, _, answer = s.call("POST", "/api/run", body)
            equal(code, 400, body[:60])
            assert b'"E1104"' in answer, (body[:60], answer)
        equal(s.call("POST", "/api/run", '{"members":0,"changes":{"algorithm_growth":1.' + "0" * 60 + "}}")[0], 200, "62 signs")
        wrong = ({"members": 65}, {"members": -1}, {"members": "7"}, {"members": 1.5}, {"unknown": 1}, {"changes": []}, {"outputs": "ai_power"},
                 {"outputs": ["no_such"]}, {"groups": [1]}, {"quantiles": [2]}, {"quantiles": [0.1] * 10}, {"changes": {"algorithm_growth": 1e9}},
                 {"changes": {"algorithm_growth": [1]}}, {"changes": {"algorithm_growth": "x" * 300}}, {"changes": {"algorithm_growth": "&a [*a]"}},
                 {"changes": {"algorithm_growth": "1\n2"}}, {"changes": {"end": "9999-Q4"}}, {"changes": {"seed": -1}},
                 {"changes": {"threat_scale.XYZ": 1}}, {"changes": {f"k{n}": 1 for n in range(201)}})
        for body in wrong:
            code, _, answer = s.call("POST", "/api/run", body)
            equal(code, 422, str(body)[:80])
            assert b'"diagnostics":[{' in answer, (body, answer)
        for path, body in (("/api/ensemble", {"members": 10**9}), ("/api/claims", {"members": 1}), ("/api/treaty", {"text": {"kind": "x"}}),
                           ("/api/treaty", {"text": []}), ("/api/treaty", {"goal": {"state": "XYZ"}}), ("/api/treaty", {"goal": {}})):
            equal(s.call("POST", path, body)[0], 422, str(body))
        s.lives()


def case_odd_bytes(program):
    """Bytes that are no request: whatever comes back, the server lives and nothing is served."""
    with Server(program) as s:
        host = f"Host: 127.0.0.1:{s.port}\r\n"
        for data in (b"\0" * 100, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n" + host.encode() + b"\r\n",
                     f"GET /api/scenario HTTP/1.1\r\n{host}X: a\0b\r\n\r\n".encode(), f"GET /api/scenario\0 HTTP/1.1\r\n{host}\r\n".encode(),
                     f"GET /api/scenario HTTP/1.1\r\n{host} folded: x\r\n\r\n".encode(), b"\r\n\r\n\r\n", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"):
            with s.socket() as one:
                one.sendall(data)
                one.shutdown(socket.SHUT_WR)
                try:
                    answer = one.recv(65536)
                except ConnectionError:
                    answer = b""
            assert b" 200 " not in answer.split(b"\r\n")[0], (data, answer[:100])
        s.lives()


def case_header_injection(program):
    """What is asked for never turns up in a header."""
    with Server(program) as s:
        _, headers, _ = s.call("GET", "/x%0d%0aSet-Cookie:%20a=b", headers={})
        assert "Set-Cookie" not in headers
        code, headers, body = s.call("POST", "/api/run", {"changes": {"a\r\nSet-Cookie: b": "<script>alert(1)</script>"}})
        equal(code, 422)
        assert "Set-Cookie" not in headers and headers["Content-Type"] == "application/json"
        assert b"<script>" not in body, "JSON that could end a script element"


def case_bare_line_ends(program):
    """The library takes a line feed alone for the end of a line, as RFC 9112 allows; nothing hides behind one: what stands
    after it is a header like any other, and counts."""
    with Server(program) as s:
        head = f"Host: 127.0.0.1:{s.port}\nAuthorization: Bearer {s.token}\nContent-Type: application/json\n"
        for hidden in ("Transfer-Encoding: chunked\n", "Content-Length: 40\n", "X: a\nTransfer-Encoding: chunked\r\n"):
            code = s.raw(f"POST /api/run HTTP/1.1\r\n{head}Content-Length: 2\n{hidden}\r\n{{}}".encode())
            equal(code, 400, hidden)
        for hidden in ("Host: evil.example\n", "X: a\nHost: evil.example\r\n"):
            equal(s.raw(f"GET /api/scenario HTTP/1.1\n{head}{hidden}\n".encode()), 400, hidden)
        assert s.raw(f"GET /api/scenario HTTP/1.1\r{head}\r\r".encode()) in (0, 400, 408), "a carriage return alone"
        s.lives()


def case_nothing_is_printed(program):
    """Nothing that a request brings reaches the terminal or a log."""
    with Server(program) as s:
        evil = "\x1b[31m-scarlet-\x07"
        s.request(f"GET /{evil} HTTP/1.1")
        s.request(headers=[f"X-Evil: {evil}", f"User-Agent: {evil}"])
        s.call("POST", "/api/run", {evil: evil})
        s.call("POST", "/api/run", {"changes": {evil: evil}})
        s.call("POST", "/api/ensemble", {"changes": {"algorithm_growth": evil}})
        s.call("POST", "/api/run", "{" + evil)
    printed = s.errors + s.process.stdout.read()
    assert "scarlet" not in printed and "\x1b" not in printed, printed


def case_terminal_is_tame(program):
    """Names and lines of files are shown without their control characters."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "a\x1b[31mb.yaml")
        for text in ("title: \x1b]0;owned\x07 x\n", "no_such\u009b31mkey: 1\n", "parameters: {\x1b[2J: 1}\n"):
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
            for name in (path, os.path.join(folder, "no\x1b[31m")):
                done = subprocess.run([program, "serve", name], capture_output=True, check=False, timeout=PATIENCE)
                assert done.returncode in (3, 6), (name, done.returncode)
                assert done.stderr and b"\x1b" not in done.stderr and b"\x07" not in done.stderr and b"\xc2\x9b" not in done.stderr, done.stderr


def case_no_shell(program):
    """The sources start no shell. Programs are started in two places, with fixed arguments: the browser and the writer of NetCDF."""
    root = pathlib.Path(__file__).resolve().parents[2] / "src"
    starts = re.compile(r"\b(?:system|popen|exec[lv][a-z]*|posix_spawnp?|dlopen)\s*\(")
    found = {str(path.relative_to(root)) for path in root.rglob("*.c") if starts.search(re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.S))}
    equal(found, {"cli/serve.c", "cli/export_netcdf.c"}, "files that start programs")
    assert program


def drip(server, count, seconds, opening):
    """Connections that send one byte after the other; a thread keeps them at it."""
    sockets, stop = [], threading.Event()

    def work():
        while not stop.wait(0.3):
            for one in sockets:
                try:
                    one.send(b"a")
                except OSError:
                    pass

    for _ in range(count):
        one = socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE)
        one.sendall(opening)
        sockets.append(one)
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    end = time.monotonic() + seconds
    slowest = 0.0
    while time.monotonic() < end:
        begin = time.monotonic()
        server.lives()
        slowest = max(slowest, time.monotonic() - begin)
        time.sleep(0.2)
    stop.set()
    thread.join()
    return sockets, slowest


def open_sockets(server):
    folder = f"/proc/{server.process.pid}/fd"
    return sum(os.readlink(f"{folder}/{name}").startswith("socket:") for name in os.listdir(folder) if os.path.islink(f"{folder}/{name}"))


def case_slow_heads(program):
    """200 connections that never finish their first head: an honest request is answered at once meanwhile."""
    with Server(program) as s:
        sockets, slowest = drip(s, 200, 3.0, b"GET / HTTP/1.1\r\nX: ")
        held = open_sockets(s)
        assert slowest < 2.0, f"an honest request took {slowest:.1f} s"
        assert held < 60, f"{held} sockets are held"
        time.sleep(4.0)  # beyond the deadline of 5 s
        held = open_sockets(s)
        for one in sockets:
            one.close()
        assert held < 8, f"{held} sockets are held after the deadline"


def case_slow_head_is_told(program):
    with Server(program) as s, s.socket() as slow:
        slow.sendall(b"GET / HTTP/1.1\r\n")
        begin = time.monotonic()
        answer = slow.recv(1000)
        equal(answer.split(b"\r\n")[0], b"HTTP/1.1 408 Request Timeout")
        took = time.monotonic() - begin
        assert 4.0 < took < 8.0, took


def case_slow_bodies(program):
    """Bodies that drip are unfinished too: the oldest give way."""
    with Server(program) as s:
        opening = (f"POST /api/run HTTP/1.1\r\nHost: 127.0.0.1:{s.port}\r\nAuthorization: Bearer {s.token}\r\n"
                   "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{")
        sockets, slowest = drip(s, 120, 2.0, opening.encode())
        held = open_sockets(s)
        for one in sockets:
            one.close()
        assert slowest < 2.0 and held < 60, (slowest, held)
        s.lives()


def case_flood(program):
    """More runs than fit the queue: some are put off with a time, none is lost, and the server lives."""
    with Server(program) as s:
        codes, lock = [], threading.Lock()

        def work():
            code, headers, _ = s.call("POST", "/api/run", {"members": 20, "outputs": ["ai_power"]})
            with lock:
                codes.append((code, headers.get("Retry-After")))

        threads = [threading.Thread(target=work) for _ in range(80)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        equal(len(codes), 80, "answers")
        equal({code for code, _ in codes} - {200, 429}, set(), "codes")
        put_off = [after for code, after in codes if code == 429]
        assert put_off and all(after == "1" for after in put_off), put_off[:3]
        s.lives()


def case_many_jobs(program):
    with Server(program) as s:
        ids = []
        for _ in range(12):
            code, headers, body = s.call("POST", "/api/ensemble", {"members": 20000, "outputs": ["ai_power"]})
            if code == 429:
                equal(headers["Retry-After"], "1")
                break
            equal(code, 202, body)
            ids.append(body.split(b'"id":"')[1][:16].decode())
        assert 4 <= len(ids) <= 6, len(ids)
        for name in ids:
            s.ask("DELETE", f"/api/ensemble/{name}")
    equal(s.code, 0, "exit code")


def case_strange_job(program):
    with Server(program) as s:
        for name in ("0", "0123456789abcdef", "f" * 19):
            equal(s.call("GET", f"/api/ensemble/{name}/events")[0], 404, name)
            equal(s.call("DELETE", f"/api/ensemble/{name}")[0], 404, name)
        for name in ("..", "ABCDEF", "f" * 20, "a/b", "a'b"):
            code = s.call("DELETE", f"/api/ensemble/{name}")[0]
            assert code == 404, (name, code)


if __name__ == "__main__":
    run(globals())

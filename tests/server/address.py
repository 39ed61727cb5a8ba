"""Where `detente serve` can be reached, by which names, and with which secret from start to start."""
import os
import pathlib
import socket
import stat
import subprocess
import tempfile

from client import PATIENCE, Server, equal, run


def refused(program, *arguments):
    """What the program says when it will not start so."""
    done = subprocess.run([program, "serve", "--no-browser", "--quiet", "--port", "0", *arguments], capture_output=True, text=True,
                          check=False, timeout=PATIENCE)
    assert done.returncode in (3, 6), (arguments, done)
    equal(done.stdout, "", "link")
    return done.stderr


def listening(port, table="tcp"):
    with open(f"/proc/net/{table}", encoding="ascii") as file:
        rows = [line.split() for line in file][1:]
    return [row[1].split(":")[0] for row in rows if row[3] == "0A" and row[1].endswith(f":{port:04X}")]


def case_open_address_needs_host(program):
    for address in ("0.0.0.0", "::", "192.0.2.1", "10.1.2.3", "fe80::1"):
        assert "E1110" in refused(program, "--bind", address), address
    for address in ("localhost", "127.0.0.1:80", "", "[::1]", "300.1.1.1"):
        assert "E1110" in refused(program, "--bind", address, "--allow-host", "example.org"), address


def case_open_address(program):
    """A warning on standard error, the allowed names and no others, with a port or behind a proxy without."""
    with Server(program, "--bind", "0.0.0.0", "--allow-host", "detente.example.org", "--allow-host", "other.example:8443") as s:
        equal(listening(s.port), ["00000000"])
        assert s.link.startswith(f"http://detente.example.org:{s.port}/#token="), s.link
        for host in (f"detente.example.org:{s.port}", "detente.example.org", "DETENTE.example.org", "other.example:8443", f"127.0.0.1:{s.port}"):
            equal(s.request(host=False, headers=[f"Host: {host}"]), 200, host)
        for host in ("evil.example", f"evil.example:{s.port}", "detente.example.org:1", "other.example", "other.example:844", "detente.example.org.evil.example",
                     "x.detente.example.org", "detente.example.or", f"0.0.0.0:{s.port}"):
            equal(s.request(host=False, headers=[f"Host: {host}"]), 421, host)
        for origin in ("https://detente.example.org", "http://detente.example.org", "https://other.example:8443"):
            equal(s.request(headers=[f"Origin: {origin}"]), 200, origin)
        for origin in ("https://evil.example", "https://detente.example.org.evil.example", f"https://127.0.0.1:{s.port}", "ftp://detente.example.org", "null"):
            equal(s.request(headers=[f"Origin: {origin}"]), 403, origin)
        equal(s.request(token=False), 401, "no token")
    assert "warning" in s.errors and "not encrypted" in s.errors, s.errors


def case_loopback_of_six(program):
    with Server(program, "--bind", "::1") as s:
        equal((listening(s.port), len(listening(s.port, "tcp6"))), ([], 1), "listening sockets")
        assert s.link.startswith(f"http://[::1]:{s.port}/#token="), s.link
        s.address = "::1"
        equal(s.request(host=False, headers=[f"Host: [::1]:{s.port}"]), 200)
        equal(s.request(host=False, headers=[f"Host: evil.example:{s.port}"]), 421)
    assert "warning" not in s.errors, s.errors


def ask_local(path, head):
    with socket.socket(socket.AF_UNIX) as one:
        one.settimeout(PATIENCE)
        one.connect(path)
        one.sendall(head.encode())
        return int(one.recv(4096).split()[1])


def case_local_socket(program):
    """For its owner only, on no address, and gone afterwards; what a killed server left is no obstacle."""
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/detente.socket"
        for is_killed in (True, False):
            with Server(program, "--socket", path) as s:
                mode = os.lstat(path).st_mode
                assert stat.S_ISSOCK(mode) and stat.S_IMODE(mode) == 0o600, oct(mode)
                assert s.link.startswith("http://localhost/#token="), s.link
                token = f"Authorization: Bearer {s.token}\r\n"
                equal(ask_local(path, f"GET /api/scenario HTTP/1.1\r\nHost: localhost\r\n{token}\r\n"), 200)
                equal(ask_local(path, "GET /api/scenario HTTP/1.1\r\nHost: localhost\r\n\r\n"), 401)
                equal(ask_local(path, f"GET /api/scenario HTTP/1.1\r\nHost: evil.example\r\n{token}\r\n"), 421)
                with open("/proc/net/tcp", encoding="ascii") as table:
                    own = {os.readlink(f"/proc/{s.process.pid}/fd/{n}")[8:-1] for n in os.listdir(f"/proc/{s.process.pid}/fd")}
                    assert not [row for row in table if row.split()[9] in own], "it listens on an address too"
                assert "E1101" in refused(program, "--socket", path), "two servers on a socket"
                equal(ask_local(path, f"GET /api/scenario HTTP/1.1\r\nHost: localhost\r\n{token}\r\n"), 200)
                if is_killed:
                    s.process.kill()
        assert not os.path.exists(path), "the socket is left"
        pathlib.Path(path).write_text("precious", encoding="ascii")
        assert "E1101" in refused(program, "--socket", path), "a file is in the way"
        equal(pathlib.Path(path).read_text(encoding="ascii"), "precious")
        assert "E1101" in refused(program, "--socket", f"{folder}/{'x' * 200}")


def case_same_port_again(program):
    """A server that was just stopped, with connections open, does not keep its port."""
    with Server(program) as s:
        port = s.port
        s.lives()
        left = s.socket()
    for _ in range(3):
        with Server(program, "--port", str(port)) as s:
            equal(s.port, port)
            s.lives()
    left.close()


def case_known_port(program):
    """Without --port it is 8410, or a free one where that is taken: two servers never fail."""
    command = [program, "serve", "--no-browser", "--quiet"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as first, subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as second:
        ports = [int(process.stdout.readline().split("/#")[0].rsplit(":", 1)[1]) for process in (first, second)]
        free = len(set(ports)) == 2 and (8410 in ports or listening(8410))
        for process in (first, second):
            process.terminate()
    assert free, ports


def case_token_file(program):
    """Made for its owner only; kept; not taken where others could have read it, or where it is something else."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "token")
        with Server(program, "--token-file", str(path)) as s:
            first = s.token
            equal(stat.S_IMODE(path.stat().st_mode), 0o600)
            equal(path.read_text(encoding="ascii"), first + "\n")
            s.lives()
        with Server(program, "--token-file", str(path)) as s:
            equal(s.token, first, "the token after a restart")
        for mode in (0o640, 0o604, 0o660, 0o644):
            path.chmod(mode)
            assert "E1111" in refused(program, "--token-file", str(path)), oct(mode)
        path.chmod(0o600)
        for text in ("", "short", "0" * 63, "0" * 65, "g" * 64, first.upper().replace("0", "A"), first + "\n\n"):
            path.write_text(text, encoding="ascii")
            errors = refused(program, "--token-file", str(path))
            assert "E1111" in errors and (not text or text.strip() not in errors), (text, errors)
        link = pathlib.Path(folder, "link")
        link.symlink_to(path)
        assert "E1111" in refused(program, "--token-file", str(link)), "a symbolic link"
        assert "E1111" in refused(program, "--token-file", f"{folder}/no/such"), "no folder"
        assert "E1111" in refused(program, "--token-file", folder), "a folder"


if __name__ == "__main__":
    run(globals())

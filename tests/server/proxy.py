"""The shipped configurations for a team: nginx and Caddy in front of the server, as far as they are installed, and what
systemd says of the unit. Usage: proxy.py PROGRAM CASE; exit code 77 where the program that is needed is not there."""
import http.client
import json
import os
import pathlib
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import time

from client import PATIENCE, Server, equal, run

DEPLOY = pathlib.Path(__file__).resolve().parents[2] / "docs" / "deploy"
NAME = "detente.example.org"


def need(program):
    path = shutil.which(program, path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")
    if not path:
        print(f"{program} is not installed")
        sys.exit(77)
    return path


def openssl(folder, *arguments):
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True, timeout=60)


def make_certificates(folder):
    """An authority, the server's certificate and a member's, and one of a stranger."""
    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    for name in ("members", "stranger"):
        openssl(folder, "req", "-x509", *key, "-keyout", f"{name}.key", "-out", f"{name}.pem", "-subj", f"/CN={name}", "-days", "2")
    openssl(folder, "req", "-x509", *key, "-keyout", "server.key", "-out", "server.pem", "-subj", f"/CN={NAME}",
            "-addext", f"subjectAltName=DNS:{NAME}", "-days", "2")
    openssl(folder, "req", *key, "-keyout", "member.key", "-out", "member.csr", "-subj", "/CN=member")
    openssl(folder, "x509", "-req", "-in", "member.csr", "-CA", "members.pem", "-CAkey", "members.key", "-CAcreateserial", "-out", "member.pem", "-days", "2")


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Visitor:
    """A browser of a team: it knows the proxy's certificate and may have one of its own."""

    def __init__(self, folder, port, certificate=None):
        self.port = port
        self.context = ssl.create_default_context(cafile=f"{folder}/server.pem")
        if certificate:
            self.context.load_cert_chain(f"{folder}/{certificate}.pem", f"{folder}/{certificate}.key")

    def open(self, method, path, body=None, headers=()):
        """A response whose body is read as it comes."""
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
        connection = http.client.HTTPConnection(NAME)
        connection.sock = self.context.wrap_socket(plain, server_hostname=NAME)
        connection.request(method, path, body, {"Host": NAME, "Content-Type": "application/json", **dict(headers)})
        return connection.getresponse()

    def code(self, *arguments, **more):
        try:
            with self.open(*arguments, **more) as response:
                return response.status
        except (ssl.SSLError, ConnectionError, http.client.BadStatusLine):
            return 0


def wait_for(visitor, process, log):
    end = time.monotonic() + PATIENCE
    while visitor.code("GET", "/") != 200:
        assert process.poll() is None and time.monotonic() < end, log.read_text(encoding="utf-8")
        time.sleep(0.1)


def try_team(folder, port, token):
    """What a member may do, and a stranger may not."""
    member, origin = Visitor(folder, port, "member"), ("Origin", f"https://{NAME}")
    bearer = ("Authorization", f"Bearer {token}")
    equal(member.code("GET", "/app.js", headers=[("Accept-Encoding", "gzip")]), 200, "the page")
    equal(member.code("GET", "/api/scenario"), 401, "no token")
    equal(member.code("POST", "/api/run", '{"members":0,"outputs":["ai_power"]}', [bearer, origin]), 200, "a run")
    equal(member.code("POST", "/api/run", "{}", [bearer, ("Origin", "https://evil.example")]), 403, "another page")
    assert member.code("POST", "/api/run", " " * (1 << 21), [bearer, origin]) in (0, 413, 502), "a body too long"  # 502 of Caddy 2.6
    for stranger in (Visitor(folder, port), Visitor(folder, port, "stranger")):
        assert stranger.code("GET", "/") in (0, 400, 403), "a stranger gets the page"
    with member.open("POST", "/api/ensemble", '{"members":20000,"outputs":["ai_power"]}', [bearer, origin]) as response:
        job = json.loads(response.read())["id"]
    with member.open("GET", f"/api/ensemble/{job}/events", headers=[bearer]) as response:
        first = response.readline() + response.readline()
        assert first.startswith(b"event: progress"), first
        equal(member.code("DELETE", f"/api/ensemble/{job}", headers=[bearer, origin]), 200, "cancel")
        assert b"event: cancelled" in response.read(), "the end of the stream"


def serve_behind(program, command, text, folder, port):
    log = pathlib.Path(folder, "log")
    with Server(program, "--allow-host", NAME) as s, open(log, "wb") as output:
        pathlib.Path(folder, "config").write_text(text.replace("127.0.0.1:8410", f"127.0.0.1:{s.port}"), encoding="utf-8")
        proxy = subprocess.Popen(command, stdout=output, stderr=output, cwd=folder, env={**os.environ, "HOME": folder, "XDG_DATA_HOME": folder})
        try:
            wait_for(Visitor(folder, port, "member"), proxy, log)
            try_team(folder, port, s.token)
        finally:
            proxy.terminate()
            proxy.wait(PATIENCE)


def case_nginx(program):
    nginx = need("nginx")
    need("openssl")
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        make_certificates(folder)
        port = free_port()
        text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8").replace("/etc/ssl/detente", folder).replace("listen 443", f"listen 127.0.0.1:{port}")
        paths = "".join(f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        text = f"daemon off; pid {folder}/pid; error_log {folder}/errors; events {{}} http {{ access_log off; {paths}\n{text}\n}}\n"
        serve_behind(program, [nginx, "-p", folder, "-e", f"{folder}/errors", "-c", f"{folder}/config"], text, folder, port)


def case_caddy(program):
    caddy = need("caddy")
    need("openssl")
    with tempfile.TemporaryDirectory() as folder:
        make_certificates(folder)
        port = free_port()
        text = (DEPLOY / "Caddyfile").read_text(encoding="utf-8").replace("/etc/ssl/detente", folder)
        # Here the certificate comes from a file, and no port needs rights.
        text = text.replace(NAME + " {", f"https://{NAME}:{port} {{").replace("tls {", f"tls {folder}/server.pem {folder}/server.key {{")
        text = "{\n\tadmin off\n\tauto_https disable_redirects\n}\n" + text
        serve_behind(program, [caddy, "run", "--adapter", "caddyfile", "--config", f"{folder}/config"], text, folder, port)


def case_unit(program):
    """No finding of systemd's check but a low exposure; every option of the command is one that the program has."""
    analyze = need("systemd-analyze")
    unit = DEPLOY / "detente.service"
    done = subprocess.run([analyze, "security", "--offline=true", "--no-pager", str(unit)], capture_output=True, text=True, check=False, timeout=60)
    if "Overall exposure level" not in done.stdout:
        print("systemd-analyze cannot judge a unit offline here", done.stderr)
        sys.exit(77)
    exposure = float(done.stdout.rsplit("Overall exposure level", 1)[1].split(":")[1].split()[0])
    assert exposure <= 1.5, done.stdout
    line = next(line for line in unit.read_text(encoding="utf-8").splitlines() if line.startswith("ExecStart="))
    words = subprocess.run([program, "serve", "--help"], capture_output=True, text=True, check=True).stdout
    for word in line.split()[2:]:
        assert not word.startswith("--") or word in words, word


if __name__ == "__main__":
    run(globals())

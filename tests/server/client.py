"""A server for one case, and ways to talk to it: by the standard client, and by bytes on a socket. Everything stays on
loopback, and every wait has an end."""
import http.client
import json
import socket
import subprocess
import sys

PATIENCE = 20.0


class Server:
    """The program under test, for the length of a `with`."""

    def __init__(self, program, *arguments):
        self.address = "127.0.0.1"
        self.command = [program, "serve", "--no-browser", "--quiet", "--port", "0", *arguments]

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.link = self.process.stdout.readline().strip()
        address, self.token = self.link.split("/#token=")
        port = address.rsplit(":", 1)[1]
        self.port = int(port) if port.isdigit() else 0
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.code = self.process.wait(PATIENCE)
        finally:
            self.process.kill()
        self.errors = self.process.stderr.read()

    def headers(self, **more):
        return {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json", **more}

    def call(self, method, path, body=None, headers=None):
        """Status, headers and body of an ordinary request."""
        connection = http.client.HTTPConnection(self.address, self.port, timeout=PATIENCE)
        try:
            data = body if body is None or isinstance(body, (str, bytes)) else json.dumps(body)
            connection.request(method, path, data, self.headers() if headers is None else headers)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def ask(self, method, path, body=None):
        """The JSON of a request that must succeed."""
        code, _, data = self.call(method, path, body)
        assert code in (200, 202), (code, data[:500])
        return json.loads(data)

    def socket(self):
        return socket.create_connection((self.address, self.port), timeout=PATIENCE)

    def raw(self, data):
        """Status of whatever comes back for these bytes; 0 if the connection just ends."""
        with self.socket() as s:
            s.sendall(data)
            answer = b""
            try:
                while b"\r\n" not in answer:
                    piece = s.recv(4096)
                    if not piece:
                        break
                    answer += piece
            except ConnectionError:
                pass
        words = answer.split()
        return int(words[1]) if len(words) > 1 and words[0].startswith(b"HTTP/1.") else 0

    def request(self, line="GET /api/scenario HTTP/1.1", headers=(), host=True, token=True, body=b""):
        """Status of a request that is put together by hand."""
        lines = [line]
        if host:
            lines.append(f"Host: 127.0.0.1:{self.port}")
        if token:
            lines.append(f"Authorization: Bearer {self.token}")
        lines += headers
        return self.raw("\r\n".join(lines).encode() + b"\r\n\r\n" + body)

    def lives(self):
        """Fails unless an honest request is answered."""
        self.ask("GET", "/api/scenario")


def equal(found, expected, what=""):
    assert found == expected, f"{what}: found {found!r}, expected {expected!r}"


def run(cases):
    """Runs the case that the command line names: FILE PROGRAM CASE."""
    program, name = sys.argv[1:3]
    cases[f"case_{name}"](program)

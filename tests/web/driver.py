"""What the tests of the page share: a server, a browser with a page, and how to press and read things on it."""
import json
import re
import signal
import subprocess

SLIDE = """(() => { const slider = document.getElementById(%s); slider.value = %d;
    slider.dispatchEvent(new Event('input', {bubbles: true})); })()"""
TYPE = """(() => { const field = document.querySelector(%s); field.value = %s;
    for (const kind of ['input', 'change']) field.dispatchEvent(new Event(kind, {bubbles: true})); })()"""
CLICK = "document.querySelector(%s).click()"
TEXT = "document.querySelector(%s).textContent"
SETTLED = "detente.fan && detente.fan.key === detente.line.key && Object.keys(JSON.parse(detente.fan.key)).length === %d"


class Server:
    def __init__(self, program, source):
        self.process = subprocess.Popen([program, "serve", "coruna", "--no-browser"], cwd=source, stdout=subprocess.PIPE,
                                        stderr=subprocess.STDOUT, text=True)
        for line in self.process.stdout:
            match = re.search(r"(http://\S+/)#token=(\w+)", line)
            if match:
                self.address, self.token = match.groups()
                return
        raise RuntimeError("the server did not start")

    def end(self):
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=20)


class Driver:
    def __init__(self, browser, program, source):
        self.page, self.program, self.source = browser, program, source
        self.server = Server(program, source)

    def js(self, script, *values):
        return self.page.run(fill(script, values))

    def wait(self, script, *values, seconds=30.0):
        return self.page.wait(fill(script, values), seconds)

    def open(self, rest=""):
        """The page with its token; waits until its first small ensemble is there."""
        self.page.open(f"{self.server.address}#token={self.server.token}{rest}")
        self.wait("window.detente && detente.fan && document.querySelector('#panel')")

    def keep_files(self):
        """What the buttons save goes to `kept` instead: hooked where the browser would write a file."""
        self.js("""(() => { window.kept = {}; const make = URL.createObjectURL; let last;
            URL.createObjectURL = (blob) => { last = blob; return make(blob); };
            HTMLAnchorElement.prototype.click = function () { kept[this.download] = last; }; })()""")


def fill(script, values):
    return script % tuple(json.dumps(v) if isinstance(v, str) else v for v in values) if values else script

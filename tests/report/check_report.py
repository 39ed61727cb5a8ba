"""A report in a real browser: its link opens the same scenario in the page, and nothing is cut at 360 px or on paper.
Usage: check_report.py PROGRAM SOURCE-FOLDER"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

program, source = sys.argv[1], pathlib.Path(sys.argv[2])
sys.path.insert(0, str(source / "tests/web"))
from browser import Browser  # noqa: E402

CHANGES = {"algorithm_growth": "1.5", "capex_ceiling.USA": "{scale: 0.5}", "seed": "5"}
MM = 96 / 25.4  # CSS pixels of a millimetre
PAPERS = {"A4": 210 - 28, "Letter": 215.9 - 28}  # width without the margins, mm


def make_report(folder):
    sets = [part for key, value in CHANGES.items() if key != "seed" for part in ("--set", f"{key}={value}")]
    subprocess.run([program, "run", "coruna", "--members", "32", *sets, "--seed", CHANGES["seed"], "--out", folder, "--quiet",
                    "--no-claims", "--no-backtest"], check=True, stdout=subprocess.DEVNULL)
    return pathlib.Path(folder) / "report.html"


def wide(browser):
    """What sticks out to the right, but for boxes that scroll."""
    return browser.run("""[...document.querySelectorAll("body *")].filter((e) => {
        const box = e.getBoundingClientRect();
        return box.width && box.right > document.documentElement.clientWidth + 1 && !e.closest(".scroll, pre, .matrix, .defs, svg svg")
            && !e.ownerSVGElement;
    }).map((e) => e.tagName + "." + e.getAttribute("class") + " " + e.textContent.slice(0, 40))""")


def check_layout(browser, report):
    browser.open(report.as_uri())
    browser.wait("document.readyState === 'complete'")
    browser.size(360, 800)
    assert wide(browser) == [], wide(browser)
    assert browser.run("document.documentElement.scrollWidth") <= 360
    browser.call("Emulation.setEmulatedMedia", media="print")
    for paper, width in PAPERS.items():
        browser.size(round(width * MM), 900)
        assert wide(browser) == [], (paper, wide(browser))
        assert browser.run("getComputedStyle(document.querySelector('#parties')).breakBefore") == "page"
        assert browser.run("getComputedStyle(document.querySelector('nav')).display") == "none"
        tall = browser.run("Math.max(...[...document.querySelectorAll('figure')].map((f) => f.getBoundingClientRect().height))")
        assert tall < (279.4 - 31) * MM, f"{paper}: a figure of {tall} px does not fit on a page"
    # A figure never begins on one page and ends on the next.
    assert browser.run("[...document.querySelectorAll('figure')].every((f) => getComputedStyle(f).breakInside === 'avoid')")
    browser.call("Emulation.setEmulatedMedia", media="")
    browser.size(1280, 900)


def check_link(browser, report):
    text = report.read_text(encoding="utf-8")
    link = re.search(r'href="(http://127\.0\.0\.1:\d+/#s=[^"]+)"', text).group(1)
    assert "<code>detente serve coruna</code>" in text
    server = subprocess.Popen([program, "serve", "coruna", "--port", "0", "--no-browser", "--json"], stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, text=True)
    try:
        lines = server.stdout.readline()
        while lines.count("{") != lines.count("}") or "{" not in lines:
            lines += server.stdout.readline()
        served = json.loads(lines)
        here = re.sub(r":\d+/", f":{served['port']}/", link)
        # As a reader who opens the link first: the page asks for the secret, and then shows the scenario.
        browser.open(here)
        browser.wait("document.querySelector('#token')")
        browser.run("""(() => { const box = document.querySelector('#token'); box.value = %s;
            box.dispatchEvent(new Event('input', {bubbles: true})); })()""" % json.dumps(served["link"]))
        browser.wait("document.querySelector('form button[type=submit]')")
        browser.run("document.querySelector('form').requestSubmit()")
        browser.wait("window.detente && window.detente.line")
        assert browser.run("window.detente.changes") == CHANGES, browser.run("window.detente.changes")
        assert browser.run("window.detente.notes") == [], browser.run("window.detente.notes")
        # And back: the page's own address for the same changes is the link.
        browser.wait("location.hash.startsWith('#s=')")
        packed = browser.run("""(async () => { const raw = (s) => Uint8Array.from(atob(s.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
            const open = async (hash) => new Response(new Blob([raw(hash.split('#s=1.')[1])]).stream()
                .pipeThrough(new DecompressionStream('deflate-raw'))).text();
            return [await open(location.hash), await open(%s)]; })()""" % json.dumps(link))
        assert packed[0] == packed[1], packed
    finally:
        server.terminate()
        server.wait(timeout=20)


def main():
    with tempfile.TemporaryDirectory() as folder:
        report, browser = make_report(folder), Browser()
        try:
            check_layout(browser, report)
            check_link(browser, report)
            assert browser.complaints() == [], browser.complaints()
        finally:
            browser.close()


main()

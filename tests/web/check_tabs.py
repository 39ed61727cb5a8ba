"""Every tab of the page in a real browser: what it shows is what the server says, and can be taken along.
Usage: check_tabs.py PROGRAM SOURCE-FOLDER [FOLDER-FOR-PICTURES]"""
import csv
import io
import json
import os
import re
import sys
import time
import urllib.request
import xml.dom.minidom

from browser import Browser
from driver import CLICK, SETTLED, SLIDE, TEXT, TYPE, Driver

DONE = "detente.job?.isDone && detente.kept.%s && !document.querySelector('.job')"
KEYS = {"Enter": 13, "ArrowRight": 39, "Tab": 9, "z": 90, "y": 89}
# Text with less than WCAG's 4.5 (3 if large) against what is behind it; what is disabled is exempt.
CONTRAST = """(() => { const found = [], seen = new Set();
    const parse = (text) => text.match(/[\\d.]+/g).map(Number);
    const light = ([r, g, b]) => [r, g, b].map((v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
        .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
    const behind = (node) => { for (; node; node = node.parentElement) { const c = parse(getComputedStyle(node).backgroundColor);
        if (c.length < 4 || c[3] > 0.5) return c; } return [255, 255, 255]; };
    for (const node of document.querySelectorAll('body *')) {
        if (![...node.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()) || node.closest(':disabled, option, svg .zone, title, .skip')) continue;
        const style = getComputedStyle(node), box = node.getBoundingClientRect();
        if (!box.width || style.visibility === 'hidden' || style.clipPath !== 'none') continue;
        const ink = light(parse(node instanceof SVGElement ? style.fill : style.color)), ground = light(behind(node));
        const ratio = (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05), size = parseFloat(style.fontSize);
        const least = size >= 24 || (size >= 18.6 && style.fontWeight >= 700) ? 3 : 4.5;
        if (ratio < least && !seen.has(node.className + node.tagName)) { seen.add(node.className + node.tagName);
            found.push(`${node.tagName} ${node.className.baseVal ?? node.className}: ${ratio.toFixed(2)} ${node.textContent.slice(0, 30)}`); } }
    return found; })()"""


class Tabs(Driver):
    def __init__(self, browser, program, source, pictures):
        super().__init__(browser, program, source)
        self.pictures = pictures

    def ask(self, path, body=None):
        """The same question to the server, past the page."""
        data = json.dumps(body).encode() if body is not None else None
        head = {"Authorization": f"Bearer {self.server.token}", "Content-Type": "application/json"}
        with urllib.request.urlopen(urllib.request.Request(self.server.address + path, data=data, headers=head), timeout=60) as answer:
            return json.load(answer)

    def key(self, name, modifiers=0):
        for kind in ("keyDown", "keyUp"):
            self.page.call("Input.dispatchKeyEvent", type=kind, key=name, code=name, windowsVirtualKeyCode=KEYS[name], modifiers=modifiers)

    def tab(self, name):
        self.js(CLICK, f"#tab-{name}")
        self.wait("document.querySelector('#panel h2, #panel figure') && document.querySelector('[role=tab][aria-selected=true]').id === %s", f"tab-{name}")

    def part(self, name):
        self.tab("uncertainty")
        self.js(CLICK, f"#part-{name}")

    def look(self, name):
        """Fits in a phone and on a desk, in both themes, with text that can be read."""
        self.js("document.querySelectorAll('details.design').forEach((d) => { d.open = true; })")
        for width in (1280, 360):
            self.page.size(width, 900)
            self.wait("innerWidth === %d", width)
            time.sleep(0.2)  # drawings are made anew in the new width
            wide = self.js("document.documentElement.scrollWidth")
            assert wide <= width, f"{name}: {wide} pixels wide in a window of {width}"
            for is_dark in (False, True):
                self.page.dark(is_dark)
                weak = self.js(CONTRAST)
                assert not weak, f"{name}, {'dark' if is_dark else 'light'}: {weak[:5]}"
                if self.pictures:
                    self.page.picture(f"{self.pictures}/{name}-{width}-{'dark' if is_dark else 'light'}.png")
        self.page.dark(False)
        self.page.size(1280, 900)

    def files(self, name):
        """The three files of a drawing: numbers, a drawing that stands alone, a picture. The rows of the numbers."""
        self.js("window.kept = {}")
        self.js("[...document.getElementById(%s).closest('figure').querySelectorAll('.saves button')].filter((b) => /^(CSV|SVG|PNG)$/.test(b.textContent)).forEach((b) => b.click())", name)
        self.wait("Object.keys(kept).length === 3")
        assert self.js("kept[%s].type", f"{name}.png") == "image/png" and self.js("kept[%s].size", f"{name}.png") > 2000
        drawing = self.js("kept[%s].text()", f"{name}.svg")
        xml.dom.minidom.parseString(drawing)
        assert "class=" not in drawing and "data " in drawing, "the drawing needs the page's style, or does not say what it was made from"
        text = self.js("kept[%s].text()", f"{name}.csv")
        return list(csv.reader(io.StringIO("".join(line + "\n" for line in text.splitlines() if not line.startswith("#")))))

    def first_question(self):
        """The first screen says what would bring the USA in; the answer is a link that another tab opens."""
        self.page.size(1280, 900)
        self.open()
        self.wait("/smallest change|Nothing/.test(document.querySelector('#ask-answer').textContent)")
        box = self.js("document.querySelector('.ask').getBoundingClientRect().bottom")
        assert box < 900, f"the question is {box} pixels down"
        said = self.js(TEXT, "#ask-answer")
        answer = self.ask("api/treaty", {"base": "coruna", "text": {}, "goal": {"state": "USA", "probability": 0.8}})
        now = next(s["signs"] for s in answer["states"] if s["iso3"] == "USA")
        best = min((c for c in answer["changes"] if c["reached"]), key=lambda c: c["steps"])
        assert f"{100 * now:.0f}%" in said and f"{100 * best['probability']:.0f}%" in said, said
        self.js(TYPE, "#ask-state", "CHN")
        self.js(TYPE, "#ask-probability", "0.9")
        self.wait("document.querySelector('#ask-answer').textContent.includes('China')")
        self.js(CLICK, "#ask-more")
        self.wait("document.querySelector('#treaty-state').value === 'CHN'")
        self.js(TYPE, "#treaty-verification", "1")
        self.wait("!detente.treaty.isBusy && location.hash")
        said, link = self.js(TEXT, ".answer"), self.js("location.href")
        self.page.open(link)
        self.wait("window.detente?.fan && !detente.treaty.isBusy && document.querySelector('.answer')?.textContent === %s", said)
        assert self.js("[detente.tab, detente.goal.state, detente.goal.probability, detente.goal.edits.verification].join()") == "treaty,CHN,0.9,1"
        self.look("treaty")
        rows = self.files("reasons") if not self.keep_files() else None
        assert len(rows) > 10 and "text" in dict(row[:2] for row in rows)
        self.js(CLICK, "#tab-overview")

    def header(self):
        self.js(TYPE, "#preset", "no-lobby")
        self.wait(SETTLED, 1)
        assert self.js("detente.changes.lobby_strength") == "0" and "no lobby" in self.js(TEXT, "header .scenario")
        self.js("document.activeElement.blur()")
        self.key("z", 2)
        self.wait(SETTLED, 0)
        self.key("y", 2)
        self.wait(SETTLED, 1)
        self.js(CLICK, "#reset")
        self.wait(SETTLED, 0)
        assert self.js("document.querySelector('#reset').disabled && !document.querySelector('#modified')")
        before = float(self.js(TEXT, "#gw"))
        self.js(TYPE, "#unit-power", "TWh/yr")
        self.wait("document.querySelector('.question p').textContent.includes('TWh/yr')")
        after = float(self.js(TEXT, "#gw").replace(",", ""))
        assert abs(after / before - 8.766) < 0.1, f"{before} GW became {after} TWh a year"  # three figures are shown
        self.js(TYPE, "#unit-power", "GW")
        self.js(TYPE, "#language", "de")
        self.wait("document.querySelector('#tab-treaty').textContent === 'Vertrag' && document.documentElement.lang === 'de'")
        self.js(TYPE, "#language", "en")
        for dialog in ("help", "download"):
            self.js(CLICK, f"#{dialog}")
            self.wait("document.querySelector('dialog[open] h2')")
            self.js("document.querySelector('dialog').close()")
            self.wait("!document.querySelector('dialog')")

    def plots(self):
        """One cross-hair over both plots; logarithmic or not; as a change. Small plots and the strip of limits."""
        self.tab("overview")
        self.js("document.querySelector('.frame').scrollIntoView()")
        left, top, width = self.js("(() => { const b = document.querySelector('.u-over').getBoundingClientRect(); return [b.left, b.top, b.width]; })()")
        self.page.call("Input.dispatchMouseEvent", type="mouseMoved", x=left + width / 2, y=top + 50)
        self.wait("[...document.querySelectorAll('.legend .when')].every((e) => /203[23]/.test(e.textContent))")
        self.page.call("Input.dispatchMouseEvent", type="mouseMoved", x=1, y=1)
        self.js(SLIDE, "top-text_binding", 1000)
        self.wait(SETTLED, 1)
        self.js(TYPE, "#mode", "change")
        self.wait("document.querySelector('#plot0').title.includes('change from the scenario as loaded') && document.querySelector('#logarithmic').disabled")
        self.js(TYPE, "#mode", "absolute")
        assert self.js("document.querySelectorAll('.smalls .small').length") >= 10
        assert self.js("document.querySelectorAll('.strip rect.limit').length") > 2
        name = self.js("(() => { const s = document.querySelector('.small'); s.click(); return s.querySelector('.name').textContent; })()")
        self.wait("%s.startsWith(document.querySelector('#plot0 option:checked').textContent.split(',')[0])", name)
        self.js(CLICK, ".parameter.changed .undo")
        self.wait(SETTLED, 0)
        self.look("race")

    def game(self):
        self.tab("game")
        self.js(TYPE, "#game-members", "5")
        self.wait("document.querySelector('#panel .error')?.textContent.includes('from 16') && document.querySelector('#play').disabled")
        self.js(TYPE, "#game-members", "64")
        self.js(CLICK, "#play")
        self.wait(DONE % "game", seconds=120)
        game = self.js("detente.kept.game.game")
        assert self.js("document.querySelectorAll('#matrix tbody td strong').length") == 8
        text = self.js(TEXT, "#matrix").replace(",", "")
        for profile in game["profiles"]:
            for payoff in profile["payoffs"]:
                assert f"{payoff['mean']:.0f}" in text, f"{payoff['mean']} is not in the matrix"
        assert self.js("document.querySelectorAll('#matrix td.stable').length") == sum(p["is_equilibrium"] for p in game["profiles"])
        assert self.js(TEXT, "#dilemma").startswith({"certified": "Yes", "refuted": "No"}.get(game["dilemma"]["verdict"], "Open"))
        rows = self.files("classes-0")
        shares = {row[0]: float(row[1]) for row in rows[1:]}
        assert abs(sum(shares.values()) - 1) < 1e-9 and shares == {name: p["value"] for name, p in game["pairs"][0]["classes"].items()}
        assert game["class_explained"] or not game["factors"]
        self.wait("document.querySelector('.question p').textContent.includes('The game is a case of')")
        self.js(TYPE, "#game", "own")
        self.js(TYPE, "#player-1", "USA")
        self.wait("document.querySelector('#panel .error') && document.querySelector('#play').disabled")
        self.js(TYPE, "#player-1", "IND")
        self.js(CLICK, "#play")
        self.wait("detente.job.isDone && detente.kept.game.game.players[1].name === 'IND'", seconds=120)
        self.look("game")

    def grid(self):
        self.tab("grid")
        self.wait("document.querySelectorAll('#network .zone').length", seconds=60)
        network = next(n for n in self.ask("api/networks")["networks"] if n["name"] == "usa")
        answer = self.ask("api/grid", {"network": "usa", "what": "prices", "hour": "peak"})
        assert self.js("document.querySelectorAll('#network .zone').length") == len(network["zones"])
        price = {answer["bus_zone"][str(p["bus"])]: p["usd_per_mwh"] for p in answer["grid"]["lmp"]}
        rows = {row[0]: float(row[3]) for row in self.files("network")[1:]}
        assert rows == price, "the file has other prices than the server"
        full = sum(abs(f["mw"]) >= 0.995 * f["rate_mw"] for f in answer["grid"]["flows"])
        assert self.js("document.querySelectorAll('#network .line.l3.ac').length") == full
        self.js("document.querySelector('#network .zone').focus()")
        self.key("Enter")
        self.wait("document.querySelector('#zone-card h3')?.textContent === %s", network["zones"][0]["name"])
        cost = self.js("[...document.querySelectorAll('#panel p')].find((p) => p.textContent.startsWith('Cost of the hour')).textContent")
        self.js(SLIDE, "zone-load", 2000)
        self.wait("(() => { const p = [...document.querySelectorAll('#panel p')].find((p) => p.textContent.startsWith('Cost of the hour')); return p && p.textContent !== %s; })()", cost)
        self.look("grid")
        self.js(TYPE, "#network-what", "hosting")
        self.wait("document.querySelector('#zones thead').textContent.includes('More load')", seconds=60)
        self.look("hosting")
        self.js(TYPE, "#network-name", "china")
        self.wait("document.querySelectorAll('#network .zone').length === 12", seconds=60)
        assert "China" in self.js(TEXT, "figure.picture figcaption")
        self.js(TYPE, "#network-what", "prices")
        self.wait("document.querySelector('#zones thead').textContent.includes('Price')", seconds=60)
        answer = self.ask("api/grid", {"network": "china", "what": "prices", "hour": "peak"})
        assert any(p["congestion"] for p in answer["grid"]["lmp"]), "no line is full: prices tell nothing of the parts of a price"
        assert {row[0]: float(row[3]) for row in self.files("network")[1:]} == {answer["bus_zone"][str(p["bus"])]: p["usd_per_mwh"] for p in answer["grid"]["lmp"]}
        self.look("china")

    def sobol(self):
        self.part("sobol")
        self.js(TYPE, "#outcome", "ai_power.CHN.2030")
        self.js(TYPE, "#sobol-base", "8")
        self.js(CLICK, "#sobol-start")
        self.wait(DONE % "sobol", seconds=180)
        found = self.js("detente.kept.sobol.sobol[0]")
        assert found["outcome"] == "ai_power.CHN.2030" and found["used"] + found["dropped"] == 8
        rows = self.files("sobol")
        assert len(rows) == len(found["factors"]) + 1
        assert [float(x) for x in rows[1][1:]] == [found["factors"][0][k][v] for k in ("first_order", "total") for v in ("value", "low", "high")]
        bars = self.js("[...document.querySelectorAll('svg#sobol .index.total')].slice(1).map((r) => Number(r.getAttribute('width')))")
        totals = [max(f["total"]["value"], 0) for f in found["factors"][:len(bars)]]
        assert len(bars) == 12 and abs(bars[0] / bars[1] - totals[0] / totals[1]) < 0.02, "bars are not as long as the indices"
        self.look("sobol")
        self.js(TYPE, "#sobol-base", "64")
        self.js(CLICK, "#sobol-start")
        self.wait("detente.job.progress?.done > 0 && detente.job.cancel", seconds=60)
        self.js(CLICK, ".job .cancel")
        self.wait("detente.job.isDone && detente.job.isCancelled", seconds=60)
        link = self.js("location.href")
        self.page.open(link)
        self.wait("window.detente?.fan && document.querySelector('#outcome')?.value === 'ai_power.CHN.2030' && detente.part === 'sobol'")
        self.keep_files()

    def prim(self):
        self.part("prim")
        self.js(TYPE, "#outcome", "ai_power.USA.2030")
        self.wait("Number(document.querySelector('#prim-limit').value) > 1")
        self.js(TYPE, "#prim-limit", "many")
        self.wait("document.querySelector('#prim-start').disabled && document.querySelector('#panel .error')")
        self.js(TYPE, "#prim-limit", "60")
        self.js(TYPE, "#prim-members", "600")
        self.js(CLICK, "#prim-start")
        self.wait(DONE % "prim", seconds=120)
        found = self.js("detente.kept.prim.prim")
        steps = found["boxes"][0]["trajectory"]
        assert self.js("document.querySelectorAll('svg#prim-curve .peel').length") == len(steps)
        for place in (len(steps) - 1, len(steps) // 2):
            self.js(SLIDE, "prim-step", place)
            self.wait("document.querySelector('#prim-density').textContent === %s", share(steps[place]["density"]))
            assert self.js(TEXT, "#prim-coverage") == share(steps[place]["coverage"])
        limits = steps[place]["limits"]
        rows = {row[0]: row[1:3] for row in self.files("prim-box")[1:]}
        assert {l["factor"]: [l["low"], l["high"]] for l in limits} == {k: [float(x) for x in v] for k, v in rows.items()}
        assert len(self.files("prim-curve")) == len(steps) + 1
        self.look("prim")

    def regret(self):
        self.part("regret")
        self.js(TYPE, "#regret-members", "40")
        self.js(CLICK, "#regret-start")
        self.wait(DONE % "regret", seconds=180)
        found = self.js("detente.kept.regret")
        assert self.js("document.querySelectorAll('#regret-table tbody tr').length") == len(found["regret"][0]["policies"])
        assert self.js("document.querySelectorAll('#regret-table .good').length") == len(found["robust"])
        rows = {row[0]: float(row[1]) for row in self.files("regret-0")[1:]}
        assert rows == {p["name"]: p["regret_90"] for p in found["regret"][0]["policies"]}
        self.look("regret")
        self.js("[...document.querySelectorAll('.ticks input:checked')].slice(1).forEach((b) => b.click())")
        self.wait("document.querySelector('#regret-start').disabled && document.querySelector('#panel .error')")

    def claims(self):
        self.tab("claims")
        self.js(TYPE, "#claims-members", "19")
        self.wait("document.querySelector('#panel .error')?.textContent.includes('from 20')")
        self.js(TYPE, "#claims-members", "20")
        self.js(CLICK, "#panel button.main")
        self.wait("detente.claims?.claims.length > 5 && document.querySelectorAll('.claims tbody tr').length === detente.claims.claims.length", seconds=120)
        self.look("claims")

    def compare(self):
        """Lines laid over one another, their difference, inputs that differ, two maps."""
        self.tab("compare")
        self.js(TYPE, "#other", "binding-treaty")
        self.wait("detente.other && document.querySelectorAll('#differing tbody tr').length === 5", seconds=60)
        self.js(TYPE, "#mode", "minus")
        self.wait("document.querySelector('#plot1').title.includes('A less B')")
        here = self.js("detente.line.outputs.find((o) => o.name === 'ai_power').line.USA.at(-1)")
        there = self.js("detente.other.answer.outputs.find((o) => o.name === 'ai_power').line.USA.at(-1)")
        shown = float(self.js("[...document.querySelectorAll('.legend')][1].querySelector('strong').textContent"))
        assert abs(shown - (here - there)) <= 0.006 * abs(here - there), f"{shown} is shown for {here} - {there}"  # three figures
        assert self.js("document.querySelector('#parties-a') && document.querySelector('#parties-b')") is not None
        self.look("compare")
        self.wait("location.hash")
        self.page.open(self.js("location.href"))
        self.wait("window.detente?.other?.name === 'binding-treaty' && document.querySelector('#plot1')?.title.includes('A less B')")
        self.keep_files()
        self.js(TYPE, "#mode", "absolute")
        self.js(TYPE, "#other", "")
        self.wait("!detente.other")
        self.js(CLICK, "#help")
        self.wait("document.querySelector('dialog[open]')")
        self.look("help")
        self.js("document.querySelector('dialog').close()")

    def stale(self):
        """What was computed for other settings says so."""
        self.js(SLIDE, "top-text_binding", 1000)
        self.wait(SETTLED, 1)
        self.wait("[...document.querySelectorAll('#panel .error')].some((e) => e.textContent.includes('Settings have changed'))")
        self.js(CLICK, ".parameter.changed .undo")
        self.wait(SETTLED, 0)

    def report(self):
        self.js(CLICK, "#download")
        self.wait("document.querySelector('#save-report')")
        self.js(TYPE, "#report-members", "16")
        self.js("window.kept = {}")
        self.js(CLICK, "#save-report")
        self.wait("Object.keys(kept).length", seconds=180)
        text = self.js("Object.values(kept)[0].text()")
        assert re.match(r"<!doctype html>", text, re.IGNORECASE) and len(text) > 50_000
        self.js(CLICK, "#save-csv")
        self.wait("kept['detente-lines.csv']")
        rows = list(csv.reader(io.StringIO("".join(l + "\n" for l in self.js("kept['detente-lines.csv'].text()").splitlines() if not l.startswith("#")))))
        assert {"ai_power", "parties"} <= {row[0] for row in rows[1:]}
        self.js("document.querySelector('dialog').close()")


def share(x):
    p = 100 * x
    if 0 < p < 1:
        return "<1%"
    return ">99%" if 99 < p < 100 else f"{int(p + 0.5)}%"


def main():
    program, source = sys.argv[1:3]
    pictures = sys.argv[3] if len(sys.argv) > 3 else None
    if pictures:
        os.makedirs(pictures, exist_ok=True)
    browser = Browser()
    tabs = Tabs(browser, program, source, pictures)
    try:
        for step in (tabs.first_question, tabs.header, tabs.plots, tabs.grid, tabs.game, tabs.sobol, tabs.prim, tabs.regret, tabs.stale, tabs.claims, tabs.compare, tabs.report):
            begin = time.monotonic()
            step()
            print(f"{step.__name__}: ok ({time.monotonic() - begin:.1f} s)", flush=True)
        complaints = browser.complaints()
        assert not complaints, complaints
    finally:
        browser.close()
        if tabs.server.process.poll() is None:
            tabs.server.end()


main()

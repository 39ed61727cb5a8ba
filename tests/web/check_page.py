"""The page in a real browser, against a real server. Usage: check_page.py PROGRAM SOURCE-FOLDER [FOLDER-FOR-PICTURES]"""
import os
import re
import subprocess
import sys
import tempfile
import time
import xml.dom.minidom

from browser import Browser
from driver import CLICK, SETTLED, SLIDE, TEXT, TYPE, Driver

TABS = ("overview", "game", "treaty", "grid", "uncertainty", "claims", "compare")
FIRST_PAINT = 3000  # ms; 300 on a quiet machine, ten times that on a busy one


class Check(Driver):
    def __init__(self, browser, program, source, pictures):
        super().__init__(browser, program, source)
        self.pictures = pictures

    def first_paint(self):
        self.page.size(1280, 900)
        self.open()
        self.wait("document.querySelector('.plots canvas')")
        paint = self.js("performance.getEntriesByName('first-contentful-paint')[0].startTime")
        assert paint < FIRST_PAINT, f"first paint after {paint:.0f} ms"
        assert "token" not in self.js("location.href"), "the token stayed in the address"
        sentence = self.js(TEXT, ".question p")
        assert re.search(r"settings \d+ of \d+ states", sentence) and "–" not in sentence, sentence
        return f"first paint {paint:.0f} ms"

    def slider_changes_numbers(self):
        before = self.js(TEXT, ".question p")
        self.js(SLIDE, "top-text_binding", 1000)
        self.wait(SETTLED, 1)
        after = self.js(TEXT, ".question p")
        assert before != after, "a binding text changes nothing"
        assert self.js(TEXT, "#modified") == "1 change"
        assert "text_binding=1" in self.js(TEXT, "footer code")
        self.js(CLICK, ".parameter.changed .undo")
        self.wait(SETTLED, 0)
        assert self.js(TEXT, ".question p") == before, "undo does not lead back"

    def latency(self):
        script = """(async () => { const slider = document.getElementById('top-threat_scale'); const painted = [];
            detente.times.length = detente.fanTimes.length = 0;
            for (let i = 0; i < 40; i++) {
                const begin = performance.now(), n = detente.times.length;
                slider.value = 110 + 20 * i; slider.dispatchEvent(new Event('input', {bubbles: true}));
                while (detente.times.length === n) await new Promise((r) => setTimeout(r, 0));
                await new Promise((r) => requestAnimationFrame(() => setTimeout(r, 0)));
                painted.push(performance.now() - begin);
                if (i % 4 === 0) while (detente.fanWanted) await new Promise((r) => setTimeout(r, 5)); }
            const middle = (a) => [...a].sort((x, y) => x - y)[a.length >> 1];
            return [middle(painted), middle(detente.times), middle(detente.fanTimes)]; })()"""
        painted, line, fan = self.js(script)
        self.js(CLICK, "#reset")
        self.wait(SETTLED, 0)
        return f"slider: repainted after {painted:.0f} ms, data after {line:.0f} ms, small ensemble after {fan:.0f} ms (medians)"

    def bad_value(self):
        field = ".parameter .entry input"
        for wrong in ("a lot", "1e9"):
            self.js(TYPE, field, wrong)
            self.wait("document.querySelector('.parameter .error')")
            assert "0 to 1" in self.js(TEXT, ".parameter .error") and not self.js("Object.keys(detente.changes).length")
            self.js(SLIDE, "top-text_verification", 500)
            self.wait(SETTLED, 1)
            assert self.js("Boolean(document.querySelector('.parameter .error'))"), "the error went although the text stays"
            self.js(CLICK, ".parameter.changed .undo")
            self.wait(SETTLED, 0)
        self.js(TYPE, field, "0.5")
        self.wait(SETTLED, 1)
        assert not self.js("Boolean(document.querySelector('.parameter .error'))")
        self.js(CLICK, "#undo")
        self.wait(SETTLED, 0)

    def every_tab(self):
        for tab in TABS:
            self.js(CLICK, f"#tab-{tab}")
            self.wait("document.querySelector('#panel h2, #panel figure') && document.querySelector('[role=tab][aria-selected=true]').id === %s",
                      f"tab-{tab}")
            for width in (1280, 360):
                self.page.size(width, 900)
                self.wait("innerWidth === %d", width)
                wide = self.js("document.documentElement.scrollWidth")
                assert wide <= width, f"{tab}: {wide} pixels wide in a window of {width}"
                if self.pictures:
                    for is_dark in (False, True):
                        self.page.dark(is_dark)
                        time.sleep(0.4)
                        self.page.picture(f"{self.pictures}/{tab}-{width}-{'dark' if is_dark else 'light'}.png")
            self.page.size(1280, 900)

    def keyboard(self):
        self.js("document.querySelector('[role=tab][aria-selected=true]').focus()")
        for key in ("Home", "ArrowRight"):
            for kind in ("keyDown", "keyUp"):
                self.page.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode={"Home": 36, "ArrowRight": 39}[key])
            self.wait("document.activeElement.id === %s", {"Home": "tab-overview", "ArrowRight": "tab-game"}[key])
        unnamed = self.js("""[...document.querySelectorAll('button,input,select,textarea')].filter((e) => !(e.ariaLabel || e.labels?.length ||
            e.textContent.trim() || e.title)).map((e) => e.outerHTML).slice(0, 3)""")
        assert not unnamed, f"without a name: {unnamed}"

    def ensemble(self):
        self.js(CLICK, "#tab-uncertainty")
        self.js(TYPE, "#members", "3")
        self.wait("document.querySelector('#panel .error')?.textContent.includes('from 8')")
        assert self.js("document.querySelector('#ensemble').disabled")
        self.js(TYPE, "#members", "100")
        self.js(CLICK, "#ensemble")
        self.wait("detente.ensemble?.members === 100", seconds=120)
        self.js(TYPE, "#members", "20000")
        self.js(CLICK, "#ensemble")
        self.wait("detente.job?.progress?.done > 0 && detente.job.cancel", seconds=60)
        self.js("[...document.querySelectorAll('.job button')][0].click()")
        self.wait("detente.job.isDone && detente.job.isCancelled", seconds=60)

    def compare(self):
        self.js(CLICK, "#tab-compare")
        self.js(TYPE, "#other", "no-lobby")
        self.wait("detente.other && document.querySelector('#differing tbody code')?.textContent === 'lobby_strength'")

    def share(self):
        self.js(CLICK, "#tab-overview")
        self.js(SLIDE, "top-text_verification", 1000)
        self.wait(SETTLED, 1)
        sentence = self.js(TEXT, ".question p")
        self.js(CLICK, "#share")
        link = self.wait("document.querySelector('#share-link')?.value")
        assert self.server.token not in link and "token" not in link, "the link gives the token away"
        self.js("document.querySelector('dialog').close()")
        assert self.js("location.href") == link, "the address is not the link"
        self.page.open(link)  # the same tab still has the token
        self.wait("window.detente?.base && " + SETTLED, 1)
        self.wait(TEXT + " === %s", ".question p", sentence)
        self.page.run("sessionStorage.clear()")
        self.page.open(link)
        self.wait("document.querySelector('#token')")
        self.js(TYPE, "#token", "no token")
        self.js(CLICK, "form button")
        self.wait("document.querySelector('.error')")
        self.js(TYPE, "#token", f"{self.server.address}#token={self.server.token}")
        self.js(CLICK, "form button")
        self.wait("window.detente?.base && " + SETTLED, 1)
        self.page.open(link[:-6])
        self.wait("document.querySelector('#messages .error')?.textContent.includes('damaged')")

    def server_ends(self):
        self.server.end()
        self.js(SLIDE, "top-text_binding", 500)
        self.wait("document.querySelector('#messages .error')?.textContent.includes('does not answer')")

    def token_of_before(self):
        """The program was started anew: its token is another one. What was changed is still there afterwards."""
        self.js(CLICK, "#tab-overview")
        self.js(SLIDE, "top-text_binding", 1000)
        self.wait(SETTLED, 1)
        self.page.run("sessionStorage.setItem('detente-token', '0'.repeat(64))")
        self.js(SLIDE, "top-text_verification", 1000)
        self.wait("document.querySelector('#token')")
        self.js(TYPE, "#token", self.server.token)
        self.js(CLICK, "form button")
        self.wait("document.querySelector('#count') && " + SETTLED, 2)
        self.js(CLICK, "#reset")
        self.wait(SETTLED, 0)

    def downloads(self):
        self.keep_files()
        self.js(CLICK, "#tab-overview")
        self.js(SLIDE, "top-text_binding", 1000)
        self.wait(SETTLED, 1)
        self.js("[...document.querySelectorAll('#panel button')].filter((b) => /^(CSV|SVG|PNG)$/.test(b.textContent)).forEach((b) => b.click())")
        self.js(CLICK, "#download")
        self.wait("document.querySelector('dialog[open] button')")
        self.js(CLICK, "#save-yaml")
        self.js("document.querySelector('dialog').close()")
        self.wait("Object.keys(kept).length === 10")
        assert self.js("kept['detente-ai_power.png'].type") == "image/png"
        for name in ("detente-ai_power.svg", "parties.svg"):
            xml.dom.minidom.parseString(self.js("kept[%s].text()", name))
        rows = [line.split(",") for line in self.js("kept['detente-ai_power.csv'].text()").splitlines() if not line.startswith("#")]
        assert rows[0][:2] == ["start_of_quarter", "USA"] and len(rows) == 62
        assert float(rows[-1][1]) == self.js("detente.line.outputs.find((o) => o.name === 'ai_power').line.USA.at(-1)")
        with tempfile.TemporaryDirectory() as folder:
            text = self.js("kept['coruna-changed.yaml'].text()").replace("coruna.yaml", f"{self.source}/scenarios/coruna.yaml")
            path = os.path.join(folder, "changed.yaml")
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
            subprocess.run([self.program, "check", path], check=True, stdout=subprocess.DEVNULL, cwd=self.source)
        self.js(CLICK, ".parameter.changed .undo")
        self.wait(SETTLED, 0)


def main():
    program, source = sys.argv[1:3]
    pictures = sys.argv[3] if len(sys.argv) > 3 else None
    if pictures:
        os.makedirs(pictures, exist_ok=True)
    browser = Browser()
    check = Check(browser, program, source, pictures)
    try:
        for step in (check.first_paint, check.slider_changes_numbers, check.bad_value, check.latency, check.ensemble,
                     check.compare, check.downloads, check.every_tab, check.keyboard, check.token_of_before,
                     check.share):
            begin, said = time.monotonic(), step()
            print(f"{step.__name__}: {said or 'ok'} ({time.monotonic() - begin:.1f} s)", flush=True)
        complaints = [text for text in browser.complaints() if "401" not in text]
        assert not complaints, complaints
        check.server_ends()
        print("server_ends: ok")
    finally:
        browser.close()
        if check.server.process.poll() is None:
            check.server.end()


main()

#!/usr/bin/env python3
"""The built documentation in a real browser: every page on a narrow screen, the search, the menu, formulas, nothing from a network.
Usage: check_pages.py [FOLDER-FOR-PICTURES]. Ends with 77 where the pages cannot be built."""
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "web"))

from browser import Browser  # noqa: E402

BUILDER = HERE.parent.parent / "tools/docs/make_docs.py"
READY = "document.readyState === 'complete' && !document.getElementById('search').hidden"
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
FOREIGN = "performance.getEntriesByType('resource').map((r) => r.name).filter((n) => !n.startsWith('file:')).join(' ')"
PICTURES = {"index.html", "tutorial.html", "model.html", "cli.html", "parameters.html", "howto/which-game.html", "reference/c-ensemble.html"}


def check_page(browser, folder, page, pictures):
    browser.open(page.as_uri())
    browser.wait(READY)
    name = page.relative_to(folder).as_posix()
    wider = browser.run(WIDER)
    assert wider <= 0, f"{name}: {wider} px wider than the screen"
    assert not browser.run(FOREIGN), f"{name}: {browser.run(FOREIGN)}"
    assert browser.run("document.querySelectorAll('h1').length") == 1, f"{name}: not one title"
    if pictures and name in PICTURES:
        for width, is_dark in ((360, False), (1280, False), (1280, True)):
            browser.size(width, 1400)
            browser.dark(is_dark)
            browser.picture(pictures / f"{name.replace('/', '_')}_{width}{'_dark' if is_dark else ''}.png", whole=False)
        browser.size(360, 740)
        browser.dark(False)


def check_search(browser, folder):
    browser.size(1280, 900)
    browser.open((folder / "howto/cite.html").as_uri())
    browser.wait(READY)
    assert browser.run("document.getElementById('menu').open"), "the menu is closed on a wide screen"
    browser.run("const w = document.getElementById('words'); w.value = 'bring the USA in'; w.dispatchEvent(new Event('input'));")
    first = browser.wait("document.querySelector('#found a strong')?.textContent")
    assert "USA" in first, first
    browser.run("document.getElementById('search').requestSubmit();")
    browser.wait("location.hash && document.querySelector(decodeURIComponent(location.hash).replace(/^#(\\d)/, '#\\\\3$1 '))")
    assert "tutorial" in browser.run("location.pathname"), browser.run("location.pathname")


def check_formulas(browser, folder):
    browser.open((folder / "model.html").as_uri())
    browser.wait(READY)
    fraction = "(() => { const f = document.querySelector('mfrac').children; return f[1].getBoundingClientRect().top - f[0].getBoundingClientRect().top; })()"
    assert browser.run(fraction) > 3, "a fraction is not set as one"


def main():
    pictures = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else None
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        code = subprocess.run([sys.executable, "-B", BUILDER, folder], stdout=subprocess.DEVNULL).returncode
        if code == 77:
            return 77
        browser = Browser(360, 740)
        try:
            browser.size(360, 740)
            pages = sorted(folder.rglob("*.html"))
            for page in pages:
                check_page(browser, folder, page, pictures)
            check_search(browser, folder)
            check_formulas(browser, folder)
            assert not browser.complaints(), browser.complaints()
        finally:
            browser.close()
    print(f"{len(pages)} pages")
    return 0


sys.exit(main())

"""The committed page: every file has its recorded hash, all of it is small, nothing is inline, and the sources make no markup
from text. Usage: check_assets.py FOLDER-OF-WEB"""
import gzip
import hashlib
import pathlib
import re
import sys

LIMIT = 250_000  # bytes, compressed: what a first visit transfers
MARKUP = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\s*\(|new Function|https?://(?!\S*w3\.org)(?!\\S)")
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=", re.IGNORECASE)

web = pathlib.Path(sys.argv[1])
dist = web / "dist"
recorded = dict(reversed(line.split("  ")) for line in (dist / "SHA256SUMS").read_text().splitlines())
found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in dist.iterdir() if path.name != "SHA256SUMS"}
assert found == recorded, "the files of web/dist are not those of web/dist/SHA256SUMS: make web"
size = sum(len(gzip.compress((dist / name).read_bytes(), 9)) for name in ("index.html", "app.js", "app.css"))
assert size < LIMIT, f"{size} bytes compressed, at most {LIMIT}"
assert not INLINE.search((dist / "index.html").read_text()), "inline script or style"
for path in sorted((web / "src").iterdir()):
    match = MARKUP.search(path.read_text())
    assert not match, f"{path.name}: {match.group(0)}"
for name in ("preact", "uplot", "d3-geo", "topojson-client", "world-atlas"):
    assert re.search(rf"^{name} \d", (dist / "LICENSES.txt").read_text(), re.MULTILINE), f"no notice of {name}"
# Every text has both languages with the same places for values, is used, and is there where it is used.
lines = (web / "src" / "strings.js").read_text()
texts = {key: pair for key, *pair in re.findall(r'^    "([^"]+)":\s*\["((?:[^"\\]|\\.)*)",\s*"((?:[^"\\]|\\.)*)"\],$', lines, re.MULTILINE)}
assert len(texts) == len(re.findall(r'^    "', lines, re.MULTILINE)), "strings.js: a line is no pair of texts, or a key stands twice"
for key, (english, german) in texts.items():
    places = [sorted(set(re.findall(r"\{(\w+)\}", text))) for text in (english, german)]
    if not set(places[1]) <= set(places[0]) | {"name"} or not english or not german:
        raise AssertionError(f"strings.js: {key}: {places[0]} in English, {places[1]} in German")
sources = "\n".join(path.read_text() for path in sorted((web / "src").glob("*.js*")) if path.name != "strings.js")
for key in re.findall(r'\b(?:t|rich)\("([^"]+)"', sources):
    assert key in texts, f"no text {key}"
literals = set(re.findall(r'"([\w.]+)"', sources)) | set(re.findall(r'many\("([\w.]+)"', sources))
families = set(re.findall(r"[`(]([\w.]+\.)\$\{", sources)) | {f"{kind}." for kind in re.findall(r'\bword\("(\w+)"', sources)}
for key in texts:
    known = key in literals or key.rsplit(".", 1)[0] in literals and key.endswith((".one", ".many")) or any(key.startswith(f) for f in families)
    assert known, f"the text {key} is not used"

print(f"{len(found)} files, {size} bytes compressed")

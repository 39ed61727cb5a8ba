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
print(f"{len(found)} files, {size} bytes compressed")

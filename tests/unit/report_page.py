#!/usr/bin/env python3
"""Checks a report with parsers that are not ours: report_page.py page FILE, report_page.py json FILE.

page: tags are balanced, drawings are well-formed XML with title and description, nothing is fetched from elsewhere, identifiers
are unique, links lead somewhere, and the policy allows the script that stands in the page. Prints what it counted.
json: prints every quantile and mean as "GROUP OUTPUT PART INDEX VALUE", then leaders and limits."""
import base64
import hashlib
import json
import re
import sys
import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser

VOID = {"meta", "br", "hr", "img", "input", "link", "wbr"}


# Files that a run writes beside the report.
BESIDE = ("game.html", "questions.html")
# The page of `detente serve` on this computer; nothing loads it before it is clicked.
PAGE = re.compile(r"http://127\.0\.0\.1:\d+/#s=1\.[A-Za-z0-9_-]+")


class Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.ids, self.links, self.faults = [], [], [], []
        self.count, self.script, self.policy, self.text = {}, "", "", []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.count[tag] = self.count.get(tag, 0) + 1
        if tag not in VOID:
            self.open.append(tag)
        if "id" in attrs:
            self.ids.append(attrs["id"])
        if tag == "meta" and attrs.get("http-equiv") == "Content-Security-Policy":
            self.policy = attrs["content"]
        for name, value in attrs.items():
            if name.startswith("on") or name == "style":
                self.faults.append(f"attribute {name} that the policy forbids")
            if name in ("src", "href", "xlink:href", "action", "data", "poster") and not value.startswith("#") and value not in BESIDE \
                    and not (tag == "a" and PAGE.fullmatch(value)):
                self.faults.append(f"{name}={value} leads out of the page")
        if attrs.get("href", "").startswith("#"):
            self.links.append(attrs["href"][1:])

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes something else at {self.getpos()}")

    def handle_data(self, data):
        if self.open and self.open[-1] == "script":
            self.script += data
        self.text.append(data)


def check_page(path):
    source = open(path, encoding="utf-8").read()
    page = Page()
    page.feed(source)
    page.close()
    faults = page.faults + [f"<{tag}> is never closed" for tag in page.open]
    if len(set(page.ids)) != len(page.ids):
        faults.append("two elements have one id")
    faults += [f"#{link} leads nowhere" for link in page.links if link not in page.ids]
    faults += [f"url({target}) leads nowhere" for target in re.findall(r"url\(([^)]*)\)", source) if target[1:] not in page.ids]
    elsewhere = PAGE.sub("", source)
    if "@import" in elsewhere or "http://" in elsewhere or "https://" in elsewhere:
        faults.append("an address of another host")
    digest = "sha256-" + base64.b64encode(hashlib.sha256(page.script.encode()).digest()).decode()
    if f"script-src '{digest}'" not in page.policy or "default-src 'none'" not in page.policy:
        faults.append(f"the policy does not allow the script of hash {digest}")
    drawings = 0
    for text in re.findall(r"<svg\b.*?</svg>", source, re.S):
        root = ElementTree.fromstring(text)
        if root.get("role") != "img":
            continue
        drawings += 1
        if not (root.findtext("title") and root.findtext("desc")):
            faults.append("a drawing without title or description")
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"drawings {drawings} figures {page.count['figure']} tables {page.count['table']} sections {page.count['section']}")
    return 1 if faults or page.count["script"] != 1 else 0


def print_json(path):
    document = json.load(open(path, encoding="utf-8"))
    print("schema", document["schema"])
    for group in document["groups"]:
        for output, values in group["outputs"].items():
            for part in ("p10", "p50", "p90", "mean"):
                for index, value in enumerate(values[part]):
                    print("value", group["name"], output, part, index, values["times"][index], repr(value))
    for entry in document["leader"]:
        print("leader", entry["year"], *(f"{state['state']} {state['probability']!r}" for state in entry["states"]))
    for entry in document["limits"]:
        print("limit", entry["group"], entry["year"], *(repr(share) for share in entry["shares"].values()))
    return 0


if __name__ == "__main__":
    sys.exit(check_page(sys.argv[2]) if sys.argv[1] == "page" else print_json(sys.argv[2]))

#!/usr/bin/env python3
"""Builds the documentation as HTML: make_docs.py OUT [--check]. With --check nothing is kept, and only findings are printed.

docs/index.md is the table of contents: its headings are groups, its lists pages. Every page under docs/ must stand there. A
linked page of the project becomes a page as well, and a linked file of any other kind a page that shows it. Links to pages,
files and headings that do not exist are findings, and the exit code is then 1. References of C and Python are made from headers
and docstrings. The result needs no network and no server: open OUT/index.html. Needs python3-markdown-it (packages-docs.txt)."""
import html
import json
import pathlib
import posixpath
import re
import shutil
import sys
import tempfile

try:
    from markdown_it import MarkdownIt
except ImportError:
    print("python3-markdown-it is not installed (packages-docs.txt)")
    sys.exit(77)

import c_reference
import formula
import python_reference

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
# Pages on which code spans that are formulas are set as such.
WITH_FORMULAS = {"docs/model.md", "docs/treaty.md", "docs/howto/lobbying.md"}
ASSETS = ("style.css", "page.js")
COMMANDS = re.compile(r"^(?:build/)?(?:detente|make|mpirun|export|cd|source|cat|cc|ctest|tools/)\b")


def slug(text, seen):
    """The identifier that a heading has on the usual forges."""
    made = re.sub(r"[^\w\- ]", "", re.sub(r"<[^>]+>|[`*]", "", text).strip().lower()).replace(" ", "-")
    count = seen.get(made, 0)
    seen[made] = count + 1
    return f"{made}-{count}" if count else made


class Site:
    """What is known of all pages: sources, titles, headings, links, and findings."""

    def __init__(self, out):
        self.out, self.findings, self.pages, self.files = out, [], {}, {}
        self.anchors, self.links, self.index = {}, [], []
        self.menu = []  # (group, [(title, source)])

    def target(self, source):
        """Where a source lies in the result."""
        if source == "docs/index.md":
            return "index.html"
        name = source[len("docs/"):] if source.startswith("docs/") else f"project/{source}"
        return re.sub(r"\.md$", "", name) + ".html"

    def text_of(self, source):
        return self.pages[source] if source in self.pages else (ROOT / source).read_text(encoding="utf-8")

    def folder_page(self, folder):
        """A page that lists a folder to which a page links."""
        names = sorted(path.name for path in (ROOT / folder).iterdir() if path.is_file())
        page = f"{folder}/index.md"
        if page not in self.pages:
            self.pages[page] = f"# {folder}\n\n" + "".join(f"- [{name}]({name})\n" for name in names)
        return page

    def resolve(self, source, address, line):
        """A link of a page as a link of the result."""
        if re.match(r"(?:https?|mailto):", address):
            return address
        path, _, anchor = address.partition("#")
        wanted = posixpath.normpath(posixpath.join(posixpath.dirname(source), path)) if path else source
        is_page = wanted.endswith(".md")
        if wanted not in self.pages and not (ROOT / wanted).exists():
            self.findings.append(f"{source}:{line}: link to {address}: no such file")
            return address
        if (ROOT / wanted).is_dir():
            wanted, is_page = self.folder_page(wanted), True
        self.links.append((source, line, wanted, anchor))
        if is_page and wanted not in self.pages:
            self.pages[wanted] = self.text_of(wanted)
        elif not is_page:
            self.files.setdefault(wanted, None)
        is_copied = wanted.endswith((".svg", ".png"))
        target = f"project/{wanted}" if is_copied else self.target(wanted) if is_page else f"project/{wanted}.html"
        here = posixpath.dirname(self.target(source))
        return posixpath.relpath(target, here or ".") + (f"#{anchor}" if anchor else "")


def read_menu(site):
    """Groups and pages of docs/index.md."""
    for line in site.text_of("docs/index.md").splitlines():
        heading, entry = re.match(r"## (.+)", line), re.match(r"- \[(.+)\]\((.+)\)", line)
        if heading:
            site.menu.append((heading.group(1), []))
        elif entry:
            site.menu[-1][1].append((entry.group(1), posixpath.normpath(posixpath.join("docs", entry.group(2)))))
    listed = {source for _, entries in site.menu for _, source in entries} | {"docs/index.md"}
    for path in sorted((ROOT / "docs").rglob("*.md")):
        source = path.relative_to(ROOT).as_posix()
        site.pages[source] = path.read_text(encoding="utf-8")
        if source not in listed:
            site.findings.append(f"{source}:1: the page does not stand in docs/index.md")
    for _, entries in site.menu:
        for _, source in entries:
            if source not in site.pages and (ROOT / source).exists():
                site.pages[source] = site.text_of(source)


def add_references(site):
    """The generated references become pages under docs/reference/."""
    entries = dict(site.menu)["Reference"]
    made = c_reference.pages(ROOT / "include/detente")
    made["python"] = ("Python reference", python_reference.page(ROOT / "python/detente"))
    for name, (title, markdown) in made.items():
        site.pages[f"docs/reference/{name}.md"] = markdown
        if name in ("c", "python"):
            entries.append((title, f"docs/reference/{name}.md"))


def code_block(text, language):
    """A block of code; comments of commands step back."""
    shown = html.escape(text.rstrip("\n"), quote=False)
    is_command = language == "sh" or not language and bool(COMMANDS.match(text))
    if is_command or language == "yaml":
        shown = re.sub(r"(^|\s)(#.*)$", r'\1<span class="remark">\2</span>', shown, flags=re.M)
    if language in ("c", "cpp"):
        shown = re.sub(r"(/\*.*?\*/)", r'<span class="remark">\1</span>', shown, flags=re.S)
    is_signature = language == "python" and text.count("\n") <= 1
    kind = "command" if is_command or is_signature else "printed" if language == "text" else "code"
    return f'<pre class="{kind}" tabindex="0"><code>{shown}</code></pre>\n'


class Renderer:
    """One page as HTML, by the tokens of its Markdown."""

    def __init__(self, site, source):
        self.site, self.source, self.headings, self.seen = site, source, [], {}
        self.markdown = MarkdownIt("commonmark", {"html": True}).enable(["table"])
        for name in ("fence", "code_block", "code_inline", "heading_open", "link_open", "image", "html_block", "html_inline", "table_open", "table_close"):
            self.markdown.add_render_rule(name, self.rule(getattr(self, name)))

    @staticmethod
    def rule(method):
        def call(_, tokens, index, options, env):
            return method(tokens, index)
        return call

    def page(self):
        parsed = self.markdown.parse(self.site.pages[self.source])
        for token in parsed:
            for child in token.children or ():
                child.meta["line"] = token.map[0] + 1 if token.map else 0
        return self.markdown.renderer.render(parsed, self.markdown.options, {})

    def is_formula(self, text):
        return self.source in WITH_FORMULAS and formula.looks_like_formula(text)

    def fence(self, tokens, index):
        return code_block(tokens[index].content, tokens[index].info.strip().split(" ")[0])

    def code_block(self, tokens, index):
        text = tokens[index].content
        if self.source in WITH_FORMULAS and not COMMANDS.match(text):
            try:
                return "".join(f"<p>{formula.mathml(line, True)}</p>\n" for line in text.strip().splitlines())
            except ValueError:
                pass
        return code_block(text, "")

    def code_inline(self, tokens, index):
        text = tokens[index].content
        if self.is_formula(text):
            try:
                return formula.mathml(text)
            except ValueError:
                pass
        return f"<code>{html.escape(text, quote=False)}</code>"

    def heading_open(self, tokens, index):
        token, inline = tokens[index], tokens[index + 1]
        text = "".join(child.content for child in inline.children)
        name = slug(text, self.seen)
        self.headings.append((int(token.tag[1]), name, text))
        return f'<{token.tag} id="{name}">'

    def link_open(self, tokens, index):
        token = tokens[index]
        address = self.site.resolve(self.source, token.attrs["href"], token.meta["line"])
        return f'<a href="{html.escape(address)}">'

    def image(self, tokens, index):
        token = tokens[index]
        address = self.site.resolve(self.source, token.attrs["src"], token.meta["line"])
        return f'<img src="{html.escape(address)}" alt="{html.escape(token.content)}">'

    def html_block(self, tokens, index):
        """Comments such as `not run` are for the sources; no other HTML stands in the pages."""
        text = tokens[index].content.strip()
        if not re.fullmatch(r"<!--.*-->", text, re.S):
            self.site.findings.append(f"{self.source}:{tokens[index].map[0] + 1}: HTML in a page: {text[:40]}")
        return ""

    def html_inline(self, tokens, index):
        """`<name>` in a text is no HTML."""
        return html.escape(tokens[index].content, quote=False)

    def table_open(self, tokens, index):
        return '<div class="wide" tabindex="0"><table>\n'

    def table_close(self, tokens, index):
        return "</table></div>\n"


def section_index(renderer, body, title, target):
    """Sections of a page as the search knows them: title, heading, address, text."""
    parts = re.split(r'<h[1-3] id="([^"]*)">(.*?)</h[1-3]>', body)
    found = []
    for name, heading, text in zip(parts[1::3], parts[2::3], parts[3::3]):
        plain = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())
        found.append([title, html.unescape(re.sub(r"<[^>]+>", "", heading)), f"{target}#{name}", plain[:4000]])
    return found


def menu_of(site, source):
    """The menu, as it is seen from a page."""
    here = posixpath.dirname(site.target(source)) or "."
    out = []
    for group, entries in site.menu:
        out.append(f"<h2>{html.escape(group)}</h2><ul>")
        for title, page in entries:
            current = ' aria-current="page"' if page == source else ""
            out.append(f'<li><a href="{posixpath.relpath(site.target(page), here)}"{current}>{html.escape(title)}</a></li>')
        out.append("</ul>")
    return "".join(out)


def contents_of(headings):
    entries = [(level, name, text) for level, name, text in headings if level in (2, 3)]
    if len(entries) < 3:
        return ""
    if len(entries) > 40:
        entries = [entry for entry in entries if entry[0] == 2]
    lines = "".join(f'<li class="level{level}"><a href="#{name}">{html.escape(text)}</a></li>' for level, name, text in entries)
    return f'<nav class="contents" aria-label="On this page"><h2>On this page</h2><ul>{lines}</ul></nav>'


def write(site, source, title, body, headings):
    target = site.target(source) if source.endswith(".md") else f"project/{source}.html"
    up = "../" * target.count("/")
    place = {"title": html.escape(title), "up": up, "menu": menu_of(site, source), "contents": contents_of(headings), "body": body,
             "source": html.escape(source), "pages": len(site.pages)}
    page = re.sub(r"\{\{(\w+)\}\}", lambda match: str(place[match.group(1)]), (HERE / "page.html").read_text(encoding="utf-8"))
    path = site.out / target
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page, encoding="utf-8")


def write_pages(site):
    """Renders all pages; those that a page links to are added while it goes on."""
    done, bodies = set(), []
    while len(done) < len(site.pages):
        for source in [source for source in site.pages if source not in done]:
            done.add(source)
            renderer = Renderer(site, source)
            body = renderer.page()
            title = next((text for level, _, text in renderer.headings if level == 1), source)
            site.anchors[source] = {name for _, name, _ in renderer.headings}
            site.index += section_index(renderer, body, title, site.target(source))
            bodies.append((source, title, body, renderer.headings))
    for page in bodies:
        write(site, *page)


def write_files(site):
    """Linked files that are no pages: drawings are copied, texts shown."""
    for name in site.files:
        if name.endswith((".svg", ".png")):
            path = site.out / "project" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, path)
        else:
            text = (ROOT / name).read_text(encoding="utf-8")
            language = {"c": "c", "h": "c", "sh": "sh", "yaml": "yaml"}.get(name.rpartition(".")[2], "")
            write(site, name, name, f"<h1>{html.escape(name)}</h1>\n{code_block(text, language)}", [])


def check_anchors(site):
    for source, line, wanted, anchor in site.links:
        if anchor and wanted in site.anchors and anchor not in site.anchors[wanted]:
            site.findings.append(f"{source}:{line}: link to {wanted}#{anchor}: no such heading")


def build(out):
    site = Site(out)
    read_menu(site)
    add_references(site)
    write_pages(site)
    write_files(site)
    check_anchors(site)
    for name in ASSETS:
        shutil.copyfile(HERE / name, out / name)
    (out / "search.js").write_text("window.pages = " + json.dumps(site.index, ensure_ascii=False) + ";\n", encoding="utf-8")
    return site


def main():
    if "--check" in sys.argv[1:]:
        with tempfile.TemporaryDirectory() as folder:
            site = build(pathlib.Path(folder))
    else:
        out = pathlib.Path(sys.argv[1])
        out.mkdir(parents=True, exist_ok=True)
        site = build(out)
    print("\n".join(site.findings + [f"{len(site.pages)} pages, {len(site.links)} links, {len(site.findings)} findings"]))
    return 1 if site.findings else 0


sys.exit(main())

"""Reference of the C library as Markdown, from the public headers: what stands under a `/** */` comment, with that comment.

A header opens with a comment (its purpose), and each group of declarations without an empty line between stands under one
comment; tools/check_api_docs.py holds both."""
import re

# Lines that are for the compiler only.
NOISE = re.compile(r"^(?:#|extern \"C\"|\}$|\{$)")


def comment_text(block):
    """The sentences of a comment, without its stars."""
    text = re.sub(r"^/\*\*?|\*/$", "", block.strip())
    return "\n".join(re.sub(r"^\s*\* ?", "", line).rstrip() for line in text.splitlines()).strip()


def name_of(code):
    """The name under which a declaration is found: of a function, a type, or the first enumerator."""
    match = (re.search(r"\b(dt_\w+)\s*\(", code) or re.search(r"\btypedef (?:struct|enum) (\w+)", code)
             or re.search(r"\b(DT_\w+|dt_\w+)\b", code))
    return match.group(1) if match else ""


def names_of(code):
    """All functions and types that a group declares."""
    bare = re.sub(r"/\*.*?\*/", "", code, flags=re.S)
    outside = re.sub(r"\{[^{}]*\}", "{}", bare)
    found = re.findall(r"\b(dt_\w+)\s*\((?!\*)", outside) + re.findall(r"\}\s*(dt_\w+)\s*;", outside)
    found += re.findall(r"^typedef struct (dt_\w+) dt_\w+;", outside, re.M)
    return sorted(dict.fromkeys(found), key=outside.find) or [name_of(code)]


def groups(text):
    """(comment, code) of each group of declarations in a header, after the opening comment."""
    lines, place = text.splitlines(), 0
    while place < len(lines):
        line = lines[place]
        if not line.strip() or (NOISE.match(line) and not line.startswith("#define DT_")):
            place += 1
            continue
        comment = ""
        if line.startswith("/*"):
            end = next(n for n in range(place, len(lines)) if "*/" in lines[n])
            comment, place = comment_text("\n".join(lines[place:end + 1])), end + 1
        start, depth = place, 0
        while place < len(lines) and (depth > 0 or (lines[place].strip() and not lines[place].startswith(("/*", "#endif")))):
            bare = re.sub(r"/\*.*?(\*/|$)", "", lines[place])
            depth += bare.count("{") - bare.count("}")
            place += 1
        code = "\n".join(lines[start:place]).strip()
        if code and not NOISE.match(code):
            yield comment, code
        elif comment:
            yield comment, ""


def page(path):
    """The page of one header, and the names that it documents."""
    text = path.read_text(encoding="utf-8")
    opening = re.match(r"/\*(.*?)\*/", text, re.S)
    rest = text[opening.end():]
    out = [f"# {path.name}", "", escape(comment_text(opening.group(0))), "", f"    #include \"detente/{path.name}\"", ""]
    known = []
    for comment, code in groups(rest):
        if not code:
            out += [escape(comment), ""]
            continue
        names = names_of(code)
        known += names
        out += [f"## {', '.join(names[:3])}{', ...' if len(names) > 3 else ''}", ""]
        out += [escape(comment), ""] if comment else []
        out += ["```c", code, "```", ""]
    return "\n".join(out), known


def escape(text):
    """Comments are plain text: what Markdown would take for marks is kept as it stands, names become code."""
    text = re.sub(r"([*_<>\[\]#|\\])", r"\\\1", text)
    return re.sub(r"(?<![`\w])((?:dt|DT)(?:\\_|\w)+(?:\(\))?)", lambda m: "`" + m.group(1).replace("\\", "") + "`", text)


def pages(folder):
    """{name: (title, Markdown)} of all headers and an index."""
    made, index = {}, ["# C reference", "", "Made from the comments of the public headers. Programs include `detente/detente.h`, which includes "
                       "the others; [examples/run.c](../../examples/run.c) is a whole program, and [Python and C](../python.md) says how to build it.", "",
                       "| header | what it is |", "|---|---|"]
    for path in sorted(folder.glob("*.h")):
        markdown, known = page(path)
        made[f"c-{path.stem}"] = (path.name, markdown)
        opening = comment_text(re.match(r"/\*.*?\*/", path.read_text(encoding="utf-8"), re.S).group(0))
        first = re.split(r"\.\s|\n\n", " ".join(opening.split()))[0].rstrip(".")
        index.append(f"| [{path.name}](c-{path.stem}.md) ({len(known)}) | {escape(first)} |")
    made["c"] = ("C reference", "\n".join(index) + "\n")
    return made

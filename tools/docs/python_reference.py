"""Reference of the Python package as Markdown, from its docstrings and annotations. The package is read, not imported, so that
neither the library nor numpy need be there."""
import ast


def signature(node):
    """`name(arguments) -> type` of a function."""
    arguments = ast.unparse(node.args)
    returns = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    return f"{node.name}({arguments}){returns}"


def own_arguments(text):
    """Without self."""
    return text.replace("(self, ", "(").replace("(self)", "()")


def documented(node):
    text = ast.get_docstring(node)
    return text.replace("``", "`") if text else ""


def is_public(node):
    return not node.name.startswith("_") or node.name in ("__init__", "__getitem__", "__call__")


def class_lines(node):
    out = [f"## {node.name}", "", documented(node), ""]
    made = [item for item in node.body if isinstance(item, ast.FunctionDef) and item.name == "__init__"]
    if made:
        out += ["```python", own_arguments(signature(made[0])).replace("__init__", node.name).replace(" -> None", ""), "```", ""]
    rows = []
    for item in node.body:
        if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name) and not item.target.id.startswith("_"):
            rows.append((item.target.id, ast.unparse(item.annotation)))
    if rows:
        out += ["| attribute | type |", "|---|---|"] + [f"| `{name}` | `{kind.replace('|', chr(92) + '|')}` |" for name, kind in rows] + [""]
    for item in node.body:
        if isinstance(item, ast.FunctionDef) and is_public(item) and item.name != "__init__":
            is_property = any(isinstance(d, ast.Name) and d.id in ("property", "cached_property") for d in item.decorator_list)
            text = f"{item.name}: {ast.unparse(item.returns)}" if is_property and item.returns else own_arguments(signature(item))
            out += [f"### {node.name}.{item.name}", "", "```python", text, "```", "", documented(item), ""]
    return out


def page(folder):
    """The whole reference: everything that the package exports, in the order of its `__all__`."""
    first = ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))
    exported = next(ast.literal_eval(node.value) for node in first.body
                    if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__")
    found = {}
    for path in sorted(folder.glob("*.py")):
        if path.name != "_api.py":
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                    found.setdefault(node.name, node)
    out = ["# Python reference", "", "Made from the docstrings of the package. [Using détente from Python](../python.md) is the introduction.", ""]
    for name in sorted(exported, key=lambda name: (isinstance(found.get(name), ast.ClassDef), name.lower())):
        node = found.get(name)
        if isinstance(node, ast.FunctionDef):
            out += [f"## {name}", "", "```python", signature(node), "```", "", documented(node), ""]
        elif node:
            out += class_lines(node)
    return "\n".join(out)

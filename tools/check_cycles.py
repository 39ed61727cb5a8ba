#!/usr/bin/env python3
"""Include cycles: no header includes itself by way of others, and no two layers include each other."""
import re

from gate import Findings, ROOT, c_files, read


def find_cycle(graph):
    """One cycle of a graph {node: nodes} as a list, or None."""
    state, trail = {}, []

    def visit(node):
        state[node] = "open"
        trail.append(node)
        for other in sorted(graph.get(node, ())):
            if state.get(other) == "open":
                return trail[trail.index(other):] + [other]
            if other not in state:
                cycle = visit(other)
                if cycle:
                    return cycle
        state[node] = "done"
        trail.pop()
        return None

    for node in sorted(graph):
        if node not in state:
            cycle = visit(node)
            if cycle:
                return cycle
    return None


def main():
    findings, headers, layers = Findings(), {}, {}
    files = c_files("src", "include")
    for path in files:
        parts = path.relative_to(ROOT).parts
        name = "/".join(parts[1:])
        for other in re.findall(r'^\s*#\s*include\s+"([^"]+)"', read(path), re.MULTILINE):
            if path.suffix == ".h":
                headers.setdefault(name, set()).add(other)
            if other.split("/")[0] != parts[1]:
                layers.setdefault(parts[1], set()).add(other.split("/")[0])
    for graph in (headers, layers):
        cycle = find_cycle(graph)
        if cycle:
            findings.add(ROOT / "src", 1, "cycle: " + " -> ".join(cycle))
    findings.finish(len(files))


main()

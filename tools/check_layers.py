#!/usr/bin/env python3
"""Layers: a file of src/<layer> includes headers of its own layer, of the layers that tools/layers.txt allows it, and
public headers ("detente/..."). Public headers include public headers only."""
import re

from gate import Findings, ROOT, c_files, read


def load_layers():
    layers = {}
    for line in read(ROOT / "tools/layers.txt").splitlines():
        words = line.split("#")[0].split()
        if words:
            layers[words[0]] = set(words[1:])
    return layers


def main():
    findings, layers = Findings(), load_layers()
    files = c_files("src", "include")
    for path in files:
        parts = path.relative_to(ROOT).parts
        layer = parts[1] if parts[0] == "src" else "detente"
        if layer not in layers and layer != "detente":
            findings.add(path, 1, f"layer {layer} is not in tools/layers.txt")
            continue
        allowed = layers.get(layer, set()) | {layer, "detente"}
        for number, line in enumerate(read(path).splitlines(), 1):
            match = re.match(r'\s*#\s*include\s+"([^"]+)"', line)
            if not match:
                continue
            other = match.group(1).split("/")[0] if "/" in match.group(1) else None
            if other is None:
                findings.add(path, number, f'"{match.group(1)}" names no layer')
            elif other not in allowed:
                findings.add(path, number, f"layer {layer} may not include {match.group(1)}")
    findings.finish(len(files))


main()

# For the tests of an installed copy: a scratch folder with the copy in $prefix, moved once after it was installed.
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
"$CMAKE" --install "$BUILD" --prefix "$scratch/first" >"$scratch/log"
prefix=$scratch/second
mv "$scratch/first" "$prefix"
library=$(dirname "$(find "$prefix" -name libdetente.so.0)")
share=$prefix/share/detente

# The line of a program of examples/run.c must give the medians that the installed program prints.
compare() {
    "$@" "$share/data" "$share/scenarios/coruna.yaml" 32 >"$scratch/example"
    "$prefix/bin/detente" run coruna --members 32 --no-report --no-claims --no-backtest --quiet --json \
        --out "$scratch/result" >"$scratch/run.json"
    "$PYTHON" - "$scratch/example" "$scratch/run.json" <<'END'
import json
import sys

lines = [line.split() for line in open(sys.argv[1])]
groups = {group["name"]: group["outputs"]["ai_power"] for group in json.load(open(sys.argv[2]))["groups"]}
assert len(lines) == len(groups) > 0, "groups differ"
for _, name, time, p10, p50, p90, unit in lines:
    wanted = groups[name]
    assert float(time) == round(wanted["times"][-1], 2) and unit == wanted["unit"], name
    assert [float(p10), float(p50), float(p90)] == [wanted[key][-1] for key in ("p10", "p50", "p90")], name
END
}

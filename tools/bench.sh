#!/bin/sh
# Runs every benchmark of a build folder, one after another. Usage: bench.sh BUILD
set -eu
for program in "$1"/bench/bench_*; do
    if [ ! -x "$program" ] || [ ! -f "$program" ]; then continue; fi
    case $(basename "$program") in bench_reduced | bench_sobol) continue ;; esac # below, beside their peers
    echo "== $(basename "$program")"
    "$program"
done
if command -v python3 >/dev/null; then
    echo "== peers/reduced.py"
    python3 "$(dirname "$0")/../bench/peers/reduced.py" "$1/bench/bench_reduced"
    echo "== peers/sobol.py"
    python3 "$(dirname "$0")/../bench/peers/sobol.py" "$1/bench/bench_sobol"
fi
if [ ! -x "$1/bench/bench_kernel" ]; then
    echo "== bench_kernel is left out: it counts operations with a C++ compiler, and there is none" >&2
fi

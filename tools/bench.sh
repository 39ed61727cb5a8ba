#!/bin/sh
# Runs every benchmark of a build folder, one after another. Usage: bench.sh BUILD
set -eu
for program in "$1"/bench/bench_*; do
    if [ ! -x "$program" ] || [ ! -f "$program" ]; then continue; fi
    echo "== $(basename "$program")"
    "$program"
done

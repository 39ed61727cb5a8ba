#!/bin/sh
# Runs every benchmark of a build folder, one after another. Usage: bench.sh BUILD
set -eu
for program in "$1"/bench/bench_*; do
    if [ ! -x "$program" ] || [ ! -f "$program" ]; then continue; fi
    echo "== $(basename "$program")"
    "$program"
done
if [ ! -x "$1/bench/bench_kernel" ]; then
    echo "== bench_kernel is left out: it counts operations with a C++ compiler, and there is none" >&2
fi

#!/bin/sh
# Runs every fuzz target for some seconds from its seeds; new inputs go to the build folder, never into the tree.
# Usage: fuzz.sh BUILD SECONDS
set -eu
for program in "$1"/tests/fuzz/fuzz_*; do
    if [ ! -x "$program" ] || [ ! -f "$program" ]; then continue; fi
    name=$(basename "$program")
    name=${name#fuzz_}
    mkdir -p "$1/found/$name"
    echo "== $name"
    "$program" -max_total_time="$2" -timeout=10 -print_final_stats=1 -artifact_prefix="$1/found/" "$1/found/$name" "tests/fuzz/corpus/$name"
done

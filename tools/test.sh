#!/bin/sh
# Everything that `make test` checks: Clang's warnings, address and undefined behaviour, data races, then the release suite
# with the gates. The release suite comes last, so that the output ends with its closing line.
set -eu
cd "$(dirname "$0")/.."
jobs=${JOBS:-$(nproc)}

build() {
    echo "== $1"
    cmake --preset "$1" >/dev/null
    cmake --build --preset "$1" -j "$jobs" | tail -n 1
}

# The other suites must not end the run early: all are run, and one failure fails the whole.
status=0
build clang || status=1
for suite in asan tsan; do
    build "$suite" && ctest --preset "$suite" -j "$jobs" || status=1
done
build release
ctest --preset release -j "$jobs" || status=1
exit $status

#!/bin/sh
# Everything that `make test` checks: Clang's warnings, address and undefined behaviour, data races, then the release suite
# with the gates and the comparison of its bits with Clang's. The release suite comes last, so that the output ends with its
# closing line.
set -u
cd "$(dirname "$0")/.." || exit 1
jobs=${JOBS:-$(nproc)}
status=0
# Warnings are errors in continuous integration and with the compilers of Debian 12; a newer one may know other warnings.
strict=${CI:+-DCMAKE_COMPILE_WARNING_AS_ERROR=ON}
case "$(gcc -dumpversion) $(clang -dumpversion)" in
    12*' 14.'*) strict=-DCMAKE_COMPILE_WARNING_AS_ERROR=ON ;;
esac

# Configures and builds a preset; what it says is shown only if it fails.
build() {
    echo "== build $1"
    log=build-$1.log
    # shellcheck disable=SC2086  # no argument where it is empty
    if { cmake --preset "$1" $2 && cmake --build --preset "$1" -j "$jobs"; } >"$log" 2>&1; then
        rm -f "$log"
    else
        grep -B 2 -A 12 -E 'FAILED|rror:' "$log" || tail -n 40 "$log"
        rm -f "$log"
        status=1
        return 1
    fi
}

# Runs the tests of a preset, if it was built. One failure fails the whole, but ends nothing early.
suite() {
    build "$1" "${2:-}" || return 1
    echo "== test $1"
    ctest --preset "$1" -j "$jobs" || status=1
}

build clang "$strict"
suite asan
suite tsan
suite release "$strict -DDETENTE_OTHER_BUILD=build-clang"
exit $status

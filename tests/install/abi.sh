# The built library has every function of the release that is installed on this machine (or that DETENTE_ABI names), with the same
# arguments and structures. Skipped where there is none, or no abidiff.
command -v abidiff >/dev/null || exit 77
reference=${DETENTE_ABI:-$(find /usr/lib -name libdetente.so.0 2>/dev/null | head -1)}
test -n "$reference" || exit 77
built=$(find "$BUILD/src" -name libdetente.so.0)
headers=/usr/include/detente
test -d "$headers" && set -- --headers-dir1 "$headers" --headers-dir2 "$SOURCE/include/detente" || set --
# Bit 3 of the status: a change that breaks programs; bit 2 alone is an addition.
status=0
abidiff --no-added-syms "$@" "$reference" "$built" || status=$?
test $((status & 8)) -eq 0 && test $((status & 3)) -eq 0

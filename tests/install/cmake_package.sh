# The C example is built by find_package(detente) against an installed copy, and runs.
. "$SOURCE/tests/install/common.sh"
"$CMAKE" -S "$SOURCE/examples" -B "$scratch/out" -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_C_COMPILER="$CC" >"$scratch/log"
"$CMAKE" --build "$scratch/out" >"$scratch/log"
compare "$scratch/out/run"

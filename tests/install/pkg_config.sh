# The C example is built by pkg-config against an installed copy, with both compilers' strictest usual warnings, and runs.
. "$SOURCE/tests/install/common.sh"
export PKG_CONFIG_PATH="$library/pkgconfig"
test "$(pkg-config --modversion detente)" = "$("$prefix/bin/detente" version --json | sed -n 's/.*"version": "\(.*\)".*/\1/p')"
$CC -std=c17 -Wall -Wextra -Wpedantic -Werror "$SOURCE/examples/run.c" $(pkg-config --cflags --libs detente) -o "$scratch/run"
LD_LIBRARY_PATH="$library" compare "$scratch/run"
# Every public header stands by itself, and a program of C++ may use them.
for header in "$prefix"/include/detente/*.h; do
    name=$(basename "$header")
    printf '#include "detente/%s"\nint main(void) { return 0; }\n' "$name" >"$scratch/one.c"
    $CC -std=c17 -Wall -Wextra -Wpedantic -Werror -fsyntax-only $(pkg-config --cflags detente) "$scratch/one.c"
done

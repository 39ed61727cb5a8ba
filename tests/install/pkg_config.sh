# The C example is built by pkg-config against an installed copy, without a warning, and runs.
. "$SOURCE/tests/install/common.sh"
export PKG_CONFIG_PATH="$library/pkgconfig"
test "$(pkg-config --modversion detente)" = "$("$prefix/bin/detente" version --json | sed -n 's/.*"version": "\(.*\)".*/\1/p')"
$CC -std=c17 -Wall -Wextra -Wpedantic -Werror "$SOURCE/examples/run.c" $(pkg-config --cflags --libs detente) -o "$scratch/run"
LD_LIBRARY_PATH="$library" compare "$scratch/run"
# Every public header stands by itself, in C and in C++.
for header in "$prefix"/include/detente/*.h; do
    name=$(basename "$header")
    printf '#include "detente/%s"\nint main(void)\n{\n    return 0;\n}\n' "$name" >"$scratch/one.c"
    $CC -std=c17 -Wall -Wextra -Wpedantic -Werror -fsyntax-only $(pkg-config --cflags detente) "$scratch/one.c"
    c++ -x c++ -std=c++17 -Wall -Wextra -Wpedantic -Werror -fsyntax-only $(pkg-config --cflags detente) "$scratch/one.c"
done

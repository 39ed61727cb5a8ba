# Debian's list of symbols is what the library exports: none is missing, and none is new.
command -v dpkg-gensymbols >/dev/null || exit 77
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir -p "$scratch/debian/libdetente0/usr/lib" "$scratch/debian/libdetente0/DEBIAN"
cp "$SOURCE/debian/control" "$SOURCE/debian/changelog" "$SOURCE/debian/libdetente0.symbols" "$scratch/debian"
cp -L "$(find "$BUILD/src" -name libdetente.so.0)" "$scratch/debian/libdetente0/usr/lib/libdetente.so.0"
cd "$scratch"
dpkg-gensymbols -c4 -q -plibdetente0 -Pdebian/libdetente0 -v0.1.0 -Odebian/made
sed '/^#/d' debian/made | grep -q 'dt_version@DT_0'

#!/bin/sh
# Installs the Debian packages of packages.txt that are missing. Does nothing, quickly, when none is.
# Usage: install_packages.sh packages.txt
set -eu

if ! command -v dpkg-query >/dev/null; then
    echo "No Debian packages here: install the counterparts of packages.txt by hand. Going on." >&2
    exit 0
fi

is_installed() {
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# The lines of which no package is installed.
missing=$(grep -v '^#' "$1" | while read -r line; do
    for package in $line; do
        if is_installed "$package"; then continue 2; fi
    done
    [ -z "$line" ] || echo "$line"
done)
[ -n "$missing" ] || exit 0

as_root=
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "Missing packages, and neither root nor sudo to install them:" "$missing" >&2
        exit 1
    fi
    as_root=sudo
fi
$as_root apt-get update -q

# Of the alternatives of a line, the first that the archive has.
chosen=$(echo "$missing" | while read -r line; do
    for package in $line; do
        if apt-cache show "$package" >/dev/null 2>&1; then
            echo "$package"
            continue 2
        fi
    done
    echo "$line"
done)
# shellcheck disable=SC2086  # one argument for each package
echo "Installing:" $chosen
# shellcheck disable=SC2086
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $chosen

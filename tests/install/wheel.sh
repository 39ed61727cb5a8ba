# A wheel built from an installed copy works in a fresh environment, by the library and the data that it holds.
. "$SOURCE/tests/install/common.sh"
"$PYTHON" -c 'import setuptools, ensurepip, pip, venv, wheel' 2>/dev/null || exit 77
cp -r "$SOURCE/python" "$scratch/python"
cd "$scratch"
DETENTE_PREFIX=$prefix "$PYTHON" -m pip wheel --quiet --no-deps --no-index --no-build-isolation --wheel-dir "$scratch" "$scratch/python"
ls "$scratch"/detente-*-py3-none-linux_*.whl >/dev/null
"$PYTHON" -m venv "$scratch/environment"
"$scratch/environment/bin/pip" install --quiet --no-index --no-deps "$scratch"/detente-*.whl
"$prefix/bin/detente" run coruna --members 32 --no-report --no-claims --no-backtest --quiet --json --out "$scratch/result" >"$scratch/run.json"
rm -rf "$prefix" "$scratch/python"
unset DETENTE_LIBRARY DETENTE_DATA PYTHONPATH
"$scratch/environment/bin/python" - "$scratch" <<'END'
import json
import pathlib
import sys

import detente

home, scratch = pathlib.Path(detente.__file__).resolve().parent, pathlib.Path(sys.argv[1]).resolve()
assert scratch in home.parents and home in detente.library_path().parents, (home, detente.library_path())
assert (home / "py.typed").exists()
result = detente.run("coruna", members=32)
assert home in result.scenario.path.parents and home in result.scenario.data.parents
assert result.hash == json.load(open(scratch / "run.json"))["scenario"]["result_hash"]
END

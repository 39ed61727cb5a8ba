# The installed Python package finds its library and its data by itself.
. "$SOURCE/tests/install/common.sh"
package=$(dirname "$(find "$prefix" -path '*/detente/__init__.py')")
unset DETENTE_LIBRARY DETENTE_DATA
cd "$scratch"
PYTHONPATH=$(dirname "$package") "$PYTHON" -B - <<'END'
import pathlib

import detente

prefix = pathlib.Path(detente.__file__).resolve().parents[4]
assert prefix in detente.library_path().parents, detente.library_path()
result = detente.run("coruna", members=8)
assert result.members == 8 and prefix in result.scenario.path.parents and prefix in result.scenario.data.parents
END

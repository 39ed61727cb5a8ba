"""détente from Python: the power-limited race for AI compute among states, its games, treaties and power networks.

>>> import detente
>>> result = detente.run("coruna", members=1000, set={"algorithm_growth": 1.5})
>>> result.quantile("ai_power", "USA", 0.5)   # GW after every quarter

Every number comes from the C library and is the one that the program ``detente`` prints with ``--json``. Arrays carry
their units (``Values``): numpy arrays where numpy is installed, else lists; ``to_xarray`` where xarray is."""
from ._game import Equilibrium, Solution, game, play
from ._grid import Grid, PowerFlow, grid
from ._library import (
    DetenteWarning,
    Error,
    FileError,
    Finding,
    InputError,
    MembersFailed,
    Mismatch,
    NoSolution,
    OutOfMemory,
    library_path,
)
from ._library import decode as _decode, lib as _lib
from ._run import Design, EnsembleResult, Result, Scenario, ensemble, outputs, parameters, run
from ._treaty import Change, Prediction, treaty
from .values import Values


def version() -> str:
    """Version of the C library."""
    return _decode(_lib.dt_version())


__all__ = [
    "Change",
    "Design",
    "DetenteWarning",
    "EnsembleResult",
    "Equilibrium",
    "Error",
    "FileError",
    "Finding",
    "Grid",
    "InputError",
    "MembersFailed",
    "Mismatch",
    "NoSolution",
    "OutOfMemory",
    "PowerFlow",
    "Prediction",
    "Result",
    "Scenario",
    "Solution",
    "Values",
    "ensemble",
    "game",
    "grid",
    "library_path",
    "outputs",
    "parameters",
    "play",
    "run",
    "treaty",
    "version",
]

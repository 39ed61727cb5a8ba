"""détente from Python: the power-limited race for AI compute among states, its games, treaties and power networks.

>>> import detente
>>> result = detente.run("coruna", members=1000, set={"algorithm_growth": 1.5})
>>> result.quantile("ai_power", "USA", 0.5)   # GW after every quarter

Every number comes from the C library and is the one that the program ``detente`` prints with ``--json``. Arrays carry
their units (``Values``): numpy arrays where numpy is installed, else lists; ``to_xarray`` where xarray is."""
from ._analysis import (
    Box,
    Robustness,
    Sensitivity,
    TreeNode,
    cart,
    morris,
    prim,
    regret,
    sensitivity,
    sobol,
)
from ._claims import (
    Claim,
    Claims,
    Discovery,
    Policies,
    Question,
    claims,
    discover,
    question,
    search,
)
from ._folder import Folder, open, resume
from ._game import Equilibrium, Solution, game, play
from ._grid import Expansion, Grid, PowerFlow, grid
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
    "Box",
    "Change",
    "Claim",
    "Claims",
    "Design",
    "DetenteWarning",
    "Discovery",
    "EnsembleResult",
    "Equilibrium",
    "Error",
    "Expansion",
    "FileError",
    "Finding",
    "Folder",
    "Grid",
    "InputError",
    "MembersFailed",
    "Mismatch",
    "NoSolution",
    "OutOfMemory",
    "Policies",
    "PowerFlow",
    "Prediction",
    "Question",
    "Result",
    "Robustness",
    "Scenario",
    "Sensitivity",
    "Solution",
    "TreeNode",
    "Values",
    "cart",
    "claims",
    "discover",
    "ensemble",
    "game",
    "grid",
    "library_path",
    "morris",
    "open",
    "outputs",
    "parameters",
    "play",
    "prim",
    "question",
    "regret",
    "resume",
    "run",
    "search",
    "sensitivity",
    "sobol",
    "treaty",
    "version",
]

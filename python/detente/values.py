"""Arrays with units: numpy arrays where numpy is installed, else lists of numbers; xarray on demand."""
from __future__ import annotations

import ctypes
import math
from typing import Any, Iterator, Mapping, Sequence

numpy: Any
try:
    import numpy
except ImportError:
    numpy = None


class Values:
    """Numbers of one quantity along one axis or several, with unit and labels.

    ``values`` is a numpy array, or (nested) lists without numpy. ``unit`` is as in ``detente explain``; "" has none.
    ``dims`` names the axes and ``coords`` gives labels of some of them. numpy takes an object of this class as an
    array; ``to_xarray`` gives a DataArray."""

    def __init__(
        self,
        values: Any,
        unit: str,
        name: str = "",
        dims: Sequence[str] = (),
        coords: Mapping[str, Sequence[Any]] | None = None,
    ) -> None:
        self.values = values if numpy is None else numpy.asarray(values)
        self.unit, self.name = unit, name
        self.dims = tuple(dims)
        self.coords = dict(coords or {})

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        if numpy is None:
            raise ImportError("numpy is not installed")
        return numpy.asarray(self.values, dtype)

    def __len__(self) -> int:
        return len(self.values)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.values)

    def __getitem__(self, key: Any) -> Any:
        """By position, or on the first axis by one of its labels."""
        labels = self.coords.get(self.dims[0]) if self.dims else None
        if isinstance(key, str) and labels is not None:
            key = list(labels).index(key)
        return self.values[key]

    def tolist(self) -> list[Any]:
        """As plain lists."""
        return self.values if numpy is None else self.values.tolist()

    def to_xarray(self) -> Any:
        """As xarray.DataArray, with the unit in ``attrs["units"]``; needs xarray."""
        import xarray

        coords = {dim: list(labels) for dim, labels in self.coords.items()}
        return xarray.DataArray(
            numpy.asarray(self.values),
            dims=self.dims,
            coords=coords,
            name=self.name or None,
            attrs={"units": self.unit},
        )

    def __repr__(self) -> str:
        size = "x".join(str(n) for n in _shape(self.values))
        return f"<Values {self.name or '?'} [{self.unit}] {' '.join(self.dims)} {size}>"


def _shape(values: Any) -> tuple[int, ...]:
    shape = []
    while hasattr(values, "__len__"):
        shape.append(len(values))
        values = values[0] if len(values) else 0
    return tuple(shape)


def copy_array(pointer: Any, *shape: int) -> Any:
    """Numbers that the library holds, copied: a numpy array of this shape, or (nested) lists."""
    count = math.prod(shape)
    if count == 0 or not pointer:
        return numpy.zeros(shape) if numpy is not None else []
    if numpy is not None:
        return numpy.ctypeslib.as_array(pointer, shape=(count,)).reshape(shape).copy()
    flat = pointer[:count]
    for size in reversed(shape[1:]):
        flat = [flat[k : k + size] for k in range(0, len(flat), size)]
    return flat


def flatten(values: Any) -> list[float]:
    """Nested numbers in the order of C, as one list."""
    if hasattr(values, "tolist"):
        values = values.tolist()
    if isinstance(values, (int, float, str)) or not hasattr(values, "__iter__"):
        return [values]
    return [number for part in values for number in flatten(part)]


def doubles(values: Sequence[float]) -> Any:
    """Numbers for the library."""
    flat = [float(value) for value in values]
    return (ctypes.c_double * len(flat))(*flat)

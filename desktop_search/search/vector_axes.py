"""The directions in which the rows of an index differ most: along a quarter of them rows are told apart roughly.

They are the principal components of the index's own rows. The code of a row is its unit vector along each of them, to 8
bits, and what is left of its length beside them. That part may have something in common with a question, too: the more,
the longer it is in both. Without it, what is unlike most of an index was not found; with it a quarter of the rows are
left to be scored that were by the signs of all dimensions (CONTRIBUTING.md).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

# One row an axis, longer than 1 by what brings the components of a unit vector to 8 bits: float32[m, d].
Axes = NDArray[np.float32]
Codes = NDArray[np.int8]

MOST = 95
# What the parts beside the axes have in common, of the product of their lengths, where a row answers a question.
IN_COMMON = 0.3
_LEARNED_FROM = 20_000
# All but so few components are within 8 bits; the others are cut off.
_CUT_OFF = 1e-4
_AT_ONCE = 65_536
_HIGHEST = 127


def none(dimension: int) -> Axes:
    """No axes, as of an index that is too small for them."""
    return np.empty((0, dimension), np.float32)


def learn(rows: NDArray[np.int8]) -> Axes:
    """The axes of int8[n, d], from some of them: as many as there are dimensions, MOST at most."""
    unit = _unit(rows[:: max(1, len(rows) // _LEARNED_FROM)])
    _, vectors = np.linalg.eigh(unit.T @ unit)
    axes = vectors[:, ::-1][:, :MOST].T
    longest = float(np.quantile(np.abs(unit @ axes.T), 1 - _CUT_OFF))
    return np.ascontiguousarray(axes * (_HIGHEST / max(longest, 1e-6)), np.float32)


def width(axes: Axes) -> int:
    """How many bytes a code has."""
    return len(axes) + 1 if len(axes) else 0


def codes(rows: NDArray[np.int8], axes: Axes) -> Codes:
    """int8[n, d] along the axes and beside them, as int8[n, width]."""
    found = np.empty((len(rows), width(axes)), np.int8)
    if len(axes):
        for start in range(0, len(rows), _AT_ONCE):
            unit = _unit(rows[start : start + _AT_ONCE])
            along: NDArray[np.float32] = unit @ axes.T
            part = found[start : start + _AT_ONCE]
            part[:, :-1] = np.clip(np.rint(along), -_HIGHEST, _HIGHEST)
            part[:, -1] = np.rint(_HIGHEST * _beside(unit, along, axes))
    return found


def asked(query: NDArray[np.float32], axes: Axes) -> tuple[NDArray[np.float32], float]:
    """float32[d] as float32[width], and by what its product with a code is divided to be about the cosine of a row that
    answers it."""
    unit: NDArray[np.float32] = query / np.float32(max(float(np.linalg.norm(query)), 1e-12))
    # Not a matrix product: see row_scores.py.
    along: NDArray[np.float32] = np.vecdot(axes, unit)
    square = _square(axes)
    beside = IN_COMMON * _beside(unit[None], along[None], axes) * square / _HIGHEST
    return np.concatenate([along, beside]).astype(np.float32), square


def _unit(rows: NDArray[Any]) -> NDArray[np.float32]:
    exact = rows.astype(np.float32)
    exact /= np.maximum(np.linalg.norm(exact, axis=1, keepdims=True), 1.0)
    return exact


def _beside(unit: NDArray[np.float32], along: NDArray[np.float32], axes: Axes) -> NDArray[np.float32]:
    """The length of what is left of unit rows beside the axes, in [0, 1]."""
    left = np.vecdot(unit, unit) - np.vecdot(along, along) / np.float32(_square(axes))
    lengths: NDArray[np.float32] = np.sqrt(np.clip(left, 0.0, 1.0))
    return lengths


def _square(axes: Axes) -> float:
    """The square of the length of an axis; all have the same."""
    return max(float(np.vecdot(axes[0], axes[0])), 1e-6)

"""The steps in which text and pages grow and shrink; 1 is the usual size."""

from __future__ import annotations

_STEPS = (0.7, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)
SMALLEST, LARGEST = _STEPS[0], _STEPS[-1]


def next_zoom(zoom: float, step: int) -> float:
    """The next larger size (1), the next smaller one (-1), or the usual one (0)."""
    if not step:
        return 1.0
    nearest = min(range(len(_STEPS)), key=lambda number: abs(_STEPS[number] - zoom))
    return _STEPS[max(0, min(nearest + step, len(_STEPS) - 1))]

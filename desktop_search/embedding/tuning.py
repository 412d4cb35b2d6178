"""Chooses the precision that a compiled model runs in on this processor: the fastest that agrees with the reference.

Measured, never assumed: bf16 is several times as fast as float32 where the processor has it and very slow elsewhere.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from desktop_search.embedding import compiled_files, sample
from desktop_search.embedding.compiled_files import Tuned
from desktop_search.embedding.compiled_model import AGREES, CompiledModel, precisions
from desktop_search.embedding.models import ModelFolder
from desktop_search.errors import ModelError, first_line

logger = logging.getLogger(__name__)
# Another precision than float32 has to be worth it.
_CLEARLY_FASTER = 1.15
# What else runs on the machine makes a round longer, never shorter: the shortest tells. All take turns.
_ROUNDS = 6
_TEXTS = 16


def tune(place: Path, folder: ModelFolder) -> Tuned:
    """Tries every precision on the sample texts; takes some seconds. Raises ModelError where none agrees."""
    compiled_files.read(place)
    reference = np.load(place / compiled_files.REFERENCE, allow_pickle=False)[1:]
    texts = sample.texts()
    agreeing: dict[str, tuple[CompiledModel, float]] = {}
    problem = "it gives other vectors than the reference"
    for precision in precisions():
        try:
            opened = CompiledModel.open(place, folder, precision)
            rows = opened.encode_passages(texts)
        except ModelError as error:
            problem = first_line(error)
            continue
        agreement = float((rows * reference).sum(axis=1).mean()) if rows.shape == reference.shape else 0.0
        if agreement >= AGREES:
            agreeing[precision] = opened, agreement
    if not agreeing:
        raise ModelError(f"The compiled model in {place} cannot be used: {problem}.")
    taken: dict[str, list[float]] = {precision: [] for precision in agreeing}
    some = texts[:: max(1, len(texts) // _TEXTS)]
    for _ in range(_ROUNDS if len(agreeing) > 1 else 0):
        for precision, (opened, _) in agreeing.items():
            started = time.perf_counter()
            opened.encode_passages(some)
            taken[precision].append(time.perf_counter() - started)
    logger.info("%s: seconds by precision %s", folder.name, taken)
    best = fastest(taken)
    return Tuned(best, round(agreeing[best][1], 6))


def fastest(taken: Mapping[str, Sequence[float]]) -> str:
    """The precision whose shortest round is clearly the shortest, else the first one."""
    best = next(iter(taken))
    for precision, rounds in taken.items():
        if rounds and min(rounds) * _CLEARLY_FASTER < min(taken[best]):
            best = precision
    return best

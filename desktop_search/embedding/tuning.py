"""Chooses the precision that a compiled model runs in on this processor: the fastest that agrees with the reference.

Measured, never assumed: bf16 is several times as fast as float32 where the processor has it and very slow elsewhere.
"""

from __future__ import annotations

import logging
import time
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


def tune(place: Path, folder: ModelFolder) -> Tuned:
    """Tries every precision on the sample texts; takes some seconds. Raises ModelError where none agrees."""
    compiled_files.read(place)
    reference = np.load(place / compiled_files.REFERENCE, allow_pickle=False)[1:]
    texts = sample.texts()
    best: Tuned | None = None
    best_taken = float("inf")
    problem = "it gives other vectors than the reference"
    for precision in precisions():
        try:
            opened = CompiledModel.open(place, folder, precision)
            opened.encode_passages(texts[:4])
            started = time.perf_counter()
            rows = opened.encode_passages(texts)
            taken = time.perf_counter() - started
        except ModelError as error:
            problem = first_line(error)
            continue
        agreement = float((rows * reference).sum(axis=1).mean()) if rows.shape == reference.shape else 0.0
        logger.info(
            "%s in %s: %.3f s for %d texts, agreement %.5f", folder.name, precision, taken, len(texts), agreement
        )
        if agreement >= AGREES and taken * _CLEARLY_FASTER < best_taken:
            best, best_taken = Tuned(precision, round(agreement, 6)), taken
    if best is None:
        raise ModelError(f"The compiled model in {place} cannot be used: {problem}.")
    return best

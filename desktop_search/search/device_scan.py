"""The exact scan on a GPU: saved rows stay in its memory, what was added since is scored on the processor.

Where the device's memory runs out, or the device fails, the processor's scan answers from then on.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from desktop_search.embedding.device import release_memory
from desktop_search.search import scan, vector_scan
from desktop_search.search.vector_rows import Part, Rows

logger = logging.getLogger(__name__)
_ROWS_AT_ONCE = 100_000

Vector = NDArray[np.float32]
Numbers = NDArray[np.intp]


class DeviceScan:
    """Finds the nearest rows as vector_scan.nearest does. `device` is cuda or mps; any torch device works."""

    def __init__(self, device: str) -> None:
        self._device = device
        self._held: Rows | None = None
        self._on_device: torch.Tensor | None = None
        # One sentence once the processor had to take over, else empty.
        self.note = ""

    def nearest(
        self, parts: Sequence[Part], query: Vector, limit: int, allowed: NDArray[np.bool_] | None
    ) -> tuple[Numbers, Vector]:
        """See vector_scan.nearest."""
        if not self.note:
            try:
                return self._nearest(parts, query, limit, allowed)
            except RuntimeError as error:
                self.note = f"The search does not fit the memory of {self._device}; the processor is used."
                logger.warning("%s (%s)", self.note, error)
            # Outside of the handler: the error's frames hold on to the memory that is to be released.
            self._held = self._on_device = None
            release_memory(self._device)
        return vector_scan.nearest(parts, query, limit, allowed)

    def _nearest(
        self, parts: Sequence[Part], query: Vector, limit: int, allowed: NDArray[np.bool_] | None
    ) -> tuple[Numbers, Vector]:
        base, *others = parts
        rows, scores = np.empty(0, np.intp), np.empty(0, np.float32)
        if base.count:
            mask = None if allowed is None else allowed[: base.count]
            found = scan.top_k(
                query, self._moved(base), k=limit, score="dot", normalized=True, device=self._device, mask=mask
            )
            rows, scores = found.ids[0].astype(np.intp), found.scores[0]
        rest = np.arange(base.count, base.count + sum(part.count for part in others))
        if allowed is not None:
            rest = rest[allowed[rest]]
        return np.concatenate([rows, rest]), np.concatenate([scores, vector_scan.cosines(parts, rest, query)])

    def _moved(self, part: Part) -> torch.Tensor:
        """The unit rows on the device, in half precision where they are multiplied as such."""
        if self._on_device is None or self._held is not part.rows:
            self._held = self._on_device = None
            kind = torch.float16 if self._device.startswith("cuda") else torch.float32
            moved = torch.empty(part.rows.shape, dtype=kind, device=self._device)
            for start in range(0, part.count, _ROWS_AT_ONCE):
                some = slice(start, start + _ROWS_AT_ONCE)
                lengths = part.places["length"][some, None]
                moved[some] = torch.from_numpy(part.rows[some].astype(np.float32) / lengths).to(kind)
            self._held, self._on_device = part.rows, moved
        return self._on_device

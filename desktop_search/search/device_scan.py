"""The exact scan on a GPU: all rows stay in its memory, and the best of them are scored once more on the processor.

The device's products are rounded, so they only pick candidates: every row that rounding could have moved past the last
place. Where the device's memory runs out, or the device fails, the processor's scan answers from then on.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from desktop_search.embedding.device import ran_out_of_memory, release_memory
from desktop_search.errors import first_line
from desktop_search.search import row_scores, vector_scan
from desktop_search.search.device_rows import DeviceRows
from desktop_search.search.vector_rows import Part

logger = logging.getLogger(__name__)
# Up to so many candidates are scored on the processor before the device has heard of them.
_FEW = 4_096

Vector = NDArray[np.float32]
Numbers = NDArray[np.intp]


class DeviceScan:
    """Finds the nearest rows as vector_scan.nearest does. `device` is cuda or mps; any torch device works."""

    def __init__(self, device: str) -> None:
        self._device = device
        self._rows: DeviceRows | None = None
        # What the rows on the device are of.
        self._parts: tuple[Part, ...] = ()
        # One sentence once the processor had to take over, else empty.
        self.note = ""

    def nearest(
        self, parts: Sequence[Part], query: Vector, limit: int, allowed: NDArray[np.bool_] | None
    ) -> tuple[Numbers, Vector]:
        """See vector_scan.nearest; rows that come next may be among those returned."""
        candidates = sum(part.count for part in parts) if allowed is None else int(np.count_nonzero(allowed))
        if self.note or candidates <= _FEW:
            return vector_scan.nearest(parts, query, limit, allowed)
        try:
            rows = self._candidates(parts, query, min(limit, candidates), allowed)
        except RuntimeError as error:
            self.note = (
                f"The memory of {self._device} ran out; the processor is used."
                if ran_out_of_memory(error)
                else f"The device {self._device} is not available; the processor is used."
            )
            # Its text alone: whoever keeps the error in a log keeps the rows that its frames hold on to.
            logger.warning("%s (%s)", self.note, first_line(error))
            rows = None
        if rows is None:
            # Outside of the handler: the error's frames hold on to the memory that is to be released.
            self._rows, self._parts = None, ()
            release_memory(self._device)
            return vector_scan.nearest(parts, query, limit, allowed)
        return rows, row_scores.cosines(parts, rows, query)

    def _candidates(
        self, parts: Sequence[Part], query: Vector, limit: int, allowed: NDArray[np.bool_] | None
    ) -> Numbers:
        """Every row that can be among the nearest, in ascending order."""
        with torch.inference_mode():
            held = self._bring(parts)
            scores = held.scores(query / np.float32(max(float(np.linalg.norm(query)), 1e-12)))
            if allowed is not None:
                scores.masked_fill_(torch.from_numpy(~allowed).to(self._device), -torch.inf)
            last = torch.topk(scores, limit).values[-1]
            rows: Numbers = (scores >= last - held.rounding()).nonzero()[:, 0].cpu().numpy()
        return rows

    def _bring(self, parts: Sequence[Part]) -> DeviceRows:
        """The rows of all parts on the device; those that are there already are not sent again."""
        base, before = parts[0], self._parts
        held = self._rows = self._rows or DeviceRows(self._device, base.rows.shape[1])
        if not (before and _has_grown_from(base, before[0])):
            held.keep(0)
        elif [id(part) for part in parts[1:]] != [id(part) for part in before[1:]]:
            # What was added has been saved behind the others, in the order that it had.
            held.keep(base.count)
        self._parts = tuple(parts)
        first = 0
        for part in parts:
            held.append(part, max(held.count - first, 0))
            first += part.count
        return held


def _has_grown_from(part: Part, before: Part) -> bool:
    return part is before or (part.source != "" and part.source == before.source)

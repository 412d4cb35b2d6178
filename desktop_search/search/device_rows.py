"""Rows of the vector index in the memory of a device.

While there is plenty of it they are kept ready to be multiplied, else as on the disk, a byte a number. They lie in
blocks that are neither moved nor copied when rows are added, so that an index that grows while it is asked sends the
device only what is new.
"""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray

from desktop_search.embedding import device as devices
from desktop_search.search.vector_rows import Part

# Of one block in half precision, be it kept so or widened to it.
_BLOCK_BYTES = 256 << 20

Vector = NDArray[np.float32]


class DeviceRows:
    """The first `count` rows of an index. `device` is any torch device; `dimension` is the length of a row."""

    def __init__(self, device: str, dimension: int) -> None:
        self._device = torch.device(device)
        # The integers of a row are exact in half precision. Only cuda is fast in it everywhere.
        self._kind = torch.float16 if self._device.type == "cuda" else torch.float32
        self._dimension = dimension
        self._block = max(1, _BLOCK_BYTES // (2 * dimension))
        self._blocks: list[tuple[torch.Tensor, torch.Tensor]] = []
        self.count = 0

    def keep(self, count: int) -> None:
        """Forgets all but the first `count` rows; their memory is used again."""
        self.count = min(self.count, count)

    def append(self, part: Part, start: int) -> None:
        """Adds the rows of a part from `start` on. Raises RuntimeError where the device has no room for them."""
        while start < part.count:
            block, place = divmod(self.count, self._block)
            if block == len(self._blocks):
                self._blocks.append(self._new_block())
            size = min(self._block - place, part.count - start)
            some, target = slice(start, start + size), slice(place, place + size)
            held, lengths = self._blocks[block]
            # Copies: torch warns of read-only arrays, and a column of the places is not in one piece. The rows are
            # widened there, not here: a copy between devices and types would send the wide ones.
            held[target] = torch.from_numpy(np.array(part.rows[some])).to(self._device)
            lengths[target] = torch.from_numpy(np.array(part.lengths[some]))
            self.count += size
            start += size

    def scores(self, query: Vector) -> torch.Tensor:
        """The rounded cosine of each row to float32[d] of length 1, as float32[count] on the device."""
        scores = torch.empty(self.count, dtype=torch.float32, device=self._device)
        asked = torch.from_numpy(query).to(self._device, self._kind)
        for block, start in enumerate(range(0, self.count, self._block)):
            rows, lengths = self._blocks[block]
            size = min(self._block, self.count - start)
            # Of rows that are as wide already, this makes no copy.
            torch.div(torch.mv(rows[:size].to(self._kind), asked), lengths[:size], out=scores[start : start + size])
        return scores

    def _new_block(self) -> tuple[torch.Tensor, torch.Tensor]:
        """Room for rows and their lengths. Rows that are wide already are multiplied in a fifth of the time."""
        kind = self._kind if devices.is_half_free(str(self._device)) else torch.int8
        rows = torch.empty((self._block, self._dimension), dtype=kind, device=self._device)
        return rows, torch.empty(self._block, dtype=torch.float32, device=self._device)

    def rounding(self) -> float:
        """How far apart the scores of two rows with equal cosines can lie.

        |error| <= n u |a| |b| for a product of n terms with unit roundoff u (Higham, Accuracy and Stability of
        Numerical Algorithms, 3.1); in half precision the query, the result and the sums of its parts are rounded too.
        """
        return 2.0 * (self._dimension * 2.0**-24 + (2.0**-9 if self._kind == torch.float16 else 0.0))

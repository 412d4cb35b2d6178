"""One model in two places: questions on the processor, where one takes the least time, and passages on a GPU.

A question is too little work for a GPU: it is mostly waiting for many small kernels to be started, and for the batch of
passages that is computed there. Compiled for the processor the same model gives the same vectors, so that the two mix.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from desktop_search.embedding.encoder import Encoder
from desktop_search.records import ModelInfo


class SplitEncoder:
    """Implements embedding.encoder.Encoder with two others. Where the GPU is lost, the processor encodes everything."""

    def __init__(self, questions: Encoder, passages: Encoder) -> None:
        """Both are of the same model; `questions` computes on the processor, `passages` on a GPU."""
        self._questions = questions
        self._passages = passages

    @property
    def model(self) -> ModelInfo:
        """The model of both."""
        return self._passages.model

    @property
    def device(self) -> str:
        """Where passages are encoded now, which is nearly all of the work."""
        return self._passages.device

    @property
    def runtime(self) -> str:
        """What computes on that device, and what answers beside it."""
        if self._is_lost:
            return self._questions.runtime
        return f"{self._passages.runtime}, questions {self._questions.runtime}"

    @property
    def device_note(self) -> str:
        """Why the GPU is used no more, else empty."""
        return self._passages.device_note

    def be_quiet(self, quiet: bool) -> None:
        """See Encoder.be_quiet."""
        self._questions.be_quiet(quiet)
        self._passages.be_quiet(quiet)

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """See Encoder.encode_query."""
        return self._questions.encode_query(text)

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See Encoder.encode_passages."""
        return (self._questions if self._is_lost else self._passages).encode_passages(texts)

    @property
    def _is_lost(self) -> bool:
        return self._passages.device == self._questions.device

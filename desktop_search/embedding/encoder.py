"""What the rest of the program knows of an encoder. Implemented by compiled_model.CompiledModel, by
sentence_model.SentenceModel, by split_encoder.SplitEncoder of both and, in tests, by a fake."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from desktop_search.records import ModelInfo


class Encoder(Protocol):
    """Turns text into unit vectors. Its methods may be called from several threads at once."""

    @property
    def model(self) -> ModelInfo:
        """The model; vectors of two ids never mix."""

    @property
    def device(self) -> str:
        """Where it computes: cpu, cuda or mps."""

    @property
    def runtime(self) -> str:
        """What computes, in which precision: "OpenVINO bf16", "torch float32"."""

    @property
    def device_note(self) -> str:
        """What to tell where that is not what was asked for, else empty."""

    def be_quiet(self, quiet: bool) -> None:
        """With True, passages are encoded by one thread from now on; with False by as many as suit the machine."""

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """What a person asks, as float32[d] of length 1. Raises ModelError."""

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Stretches of documents, as float32[n, d] in the order given, each of length 1. Raises ModelError.

        All of a text counts, however long it is; an empty text has a vector too.
        """

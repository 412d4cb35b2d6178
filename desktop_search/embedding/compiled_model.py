"""A model compiled for the processor: what sentence_model.py computes, without torch and several times as fast.

It is opened from a folder that conversion.py has made (compiled_files.py). Queries and passages have networks of their
own, so that a query never waits for a batch of passages: those of the queries are in query_network.py, the one of the
passages is compiled when it is first needed.
"""

from __future__ import annotations

import contextlib
import logging
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from desktop_search.embedding import compiled_files, sample, windows
from desktop_search.embedding.compiled_files import Manifest
from desktop_search.embedding.models import ModelFolder
from desktop_search.embedding.query_network import QueryNetwork
from desktop_search.errors import ModelError, first_line
from desktop_search.records import ModelInfo

logger = logging.getLogger(__name__)
# Tokens of one batch, padding counted: measured, larger ones are no faster, and it ends within a tenth of a second.
_TOKENS_AT_ONCE = 1_024
_LARGEST_BATCH = 64
AGREES = 0.999


class CompiledModel:
    """Implements embedding.encoder.Encoder. Made by `open`; may be used from several threads."""

    device = "cpu"

    def __init__(self, place: Path, manifest: Manifest, name: str, precision: str, blobs: Path | None) -> None:
        """`blobs` is where the network is kept as it was compiled. Raises ModelError, or what OpenVINO raises."""
        self.model = ModelInfo(name, manifest.identity, manifest.dimension)
        self.device_note = ""
        self._manifest = manifest
        self._precision = precision
        self._tokenizer = Tokenizer.from_file(str(place / compiled_files.TOKENIZER))
        # Two threads must not use one request, nor, with some tokenizers, one tokenizer.
        self._query_lock = threading.Lock()
        self._passage_lock = threading.Lock()
        self._network = place / compiled_files.NETWORK
        self._blobs = blobs
        self._queries = QueryNetwork(self._compile_for_query, len(manifest.inputs))
        self._passage_request: Any = None
        self._quiet = False

    @classmethod
    def open(cls, place: Path, folder: ModelFolder, precision: str, blobs: Path | None = None) -> Self:
        """Opens a compiled model and has it encode a text that the reference has encoded. Raises ModelError.

        Takes about 0.2 s, and half of that where it was done before and kept in `blobs`. `precision` is one of those
        that OpenVINO can be asked for: f32, bf16, f16.
        """
        manifest = compiled_files.read(place)
        try:
            opened = cls(place, manifest, folder.name, precision, blobs)
            reference = np.load(place / compiled_files.REFERENCE, allow_pickle=False)
            opened.check(reference)
        except ModelError:
            raise
        # Control enters from outside here: OpenVINO and the tokenizers fail in ways of their own.
        except Exception as error:
            raise ModelError(f"The compiled model in {place} cannot be used: {first_line(error)}.") from error
        return opened

    @property
    def runtime(self) -> str:
        """What computes, in which precision."""
        return f"OpenVINO {self._precision}"

    def be_quiet(self, quiet: bool) -> None:
        """Leaves the processor to others: passages are encoded by one thread."""
        with self._passage_lock:
            if quiet != self._quiet:
                self._quiet, self._passage_request = quiet, None

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """What a person asks, as float32[d] of length 1. Raises ModelError."""
        limit, prompt = self._manifest.query_limit, self._manifest.query_prompt
        whole = windows.valid(text)
        with self._query_lock:
            # Not as a batch, which would go through the tokenizer's own threads. Hardly a question has to be cut.
            encoded = [self._tokenizer.encode(prompt + whole)]
            cut = [windows.Window(0, whole, len(encoded[0].ids))]
            if limit is not None and cut[0].tokens > limit:
                cut = self._cut([text], limit)
                encoded = self._tokens(cut, prompt)
            rows = np.concatenate([self._run_query(one) for one in encoded])
        vector: NDArray[np.float32] = windows.join(cut, self._checked(rows), 1)[0]
        return vector

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Stretches of documents, as float32[n, d] in the order given, each of length 1. Raises ModelError."""
        if not texts:
            return np.empty((0, self.model.dimension), np.float32)
        cut = self._cut(texts, self._manifest.passage_limit)
        encoded = self._tokens(cut, self._manifest.passage_prompt)
        rows = np.empty((len(encoded), self.model.dimension), np.float32)
        order = sorted(range(len(encoded)), key=lambda place: len(encoded[place].ids))
        for batch in _batches(order, encoded):
            with self._passage_lock:
                if self._passage_request is None:
                    self._passage_request = self._compile(**({"INFERENCE_NUM_THREADS": 1} if self._quiet else {}))
                rows[batch] = self._run(self._passage_request, [encoded[place] for place in batch])
        return windows.join(cut, self._checked(rows), len(texts))

    def check(self, reference: NDArray[np.float32]) -> None:
        """Raises ModelError where the known question does not come out as the reference has it."""
        vector = self.encode_query(sample.QUESTION)
        if vector.shape != reference[0].shape or float(vector @ reference[0]) < AGREES:
            raise ModelError("The compiled model does not give the vectors that it should.")

    def _cut(self, texts: Sequence[str], limit: int | None) -> list[windows.Window]:
        valid = [windows.valid(text) for text in texts]
        if limit is None:
            return [windows.Window(number, text, len(text)) for number, text in enumerate(valid)]
        return windows.split(valid, self._tokenizer, limit)

    def _tokens(self, cut: Sequence[windows.Window], prompt: str) -> list[Encoding]:
        encoded: list[Encoding] = self._tokenizer.encode_batch([prompt + one.text for one in cut])
        return encoded

    def _run(self, request: Any, batch: Sequence[Encoding]) -> NDArray[np.float32]:
        with self._failures():
            return np.array(request.infer(self._inputs(batch))[0], np.float32)

    def _run_query(self, text: Encoding) -> NDArray[np.float32]:
        with self._failures():
            request, length = self._queries.request_for(len(text.ids))
            # Into the request's own tensors: to make new ones takes a good part of what a short question takes.
            for place, name in enumerate(self._manifest.inputs):
                tensor = request.get_input_tensor(place)
                tensor.shape = (1, length)
                self._fill(tensor.data, name, [text])
            request.infer()
            return np.array(request.get_output_tensor().data, np.float32)

    def _inputs(self, batch: Sequence[Encoding]) -> list[NDArray[np.int64]]:
        """What the network is fed with, each int64[n, t]."""
        shape = len(batch), max(len(one.ids) for one in batch)
        return [self._fill(np.empty(shape, np.int64), name, batch) for name in self._manifest.inputs]

    def _fill(self, values: NDArray[np.int64], name: str, batch: Sequence[Encoding]) -> NDArray[np.int64]:
        """Puts one of the inputs of n texts into int64[n, t]; shorter texts are filled up."""
        values[:] = self._manifest.padding if name == "input_ids" else 0
        for row, one in enumerate(batch):
            tokens = one.ids if name == "input_ids" else one.type_ids if name == "token_type_ids" else None
            values[row, : len(one.ids)] = 1 if tokens is None else tokens
        return values

    @contextlib.contextmanager
    def _failures(self) -> Iterator[None]:
        try:
            yield
        except RuntimeError as error:
            raise ModelError(f"The model {self.model.name} failed: {first_line(error)}.") from error

    def _compile_for_query(self, tokens: int) -> Any:
        # Not tied to processors, on some of which words are looked up meanwhile.
        return self._compile(tokens, ENABLE_CPU_PINNING=False)

    def _compile(self, tokens: int = 0, **more: int) -> Any:
        """A request for one text of so many tokens, or for any number of any; `more` options are OpenVINO's."""
        options: dict[str, Any] = {"PERFORMANCE_HINT": "LATENCY", "INFERENCE_PRECISION_HINT": self._precision, **more}
        if self._blobs is not None:
            options["CACHE_DIR"] = str(self._blobs)
        core = openvino().Core()
        if not tokens:
            return core.compile_model(str(self._network), "CPU", options).create_infer_request()
        network = core.read_model(str(self._network))
        network.reshape({one.get_any_name(): [1, tokens] for one in network.inputs})
        return core.compile_model(network, "CPU", options).create_infer_request()

    def _checked(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        if not np.isfinite(rows).all():
            raise ModelError(f"The model {self.model.name} gave values that are not numbers; it may be damaged.")
        return rows


def precisions() -> list[str]:
    """What this processor can compute in, the surest first."""
    known = openvino().Core().get_property("CPU", "OPTIMIZATION_CAPABILITIES")
    return ["f32", *(name for name, capability in (("bf16", "BF16"), ("f16", "FP16")) if capability in known)]


def openvino() -> Any:
    """The library, without the part of it that reports its use."""
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type] # importing it fails
    import openvino as library

    return library


def save_network(network: Any, place: Path) -> None:
    """Writes a network. Raises OSError where the disk does not take it, which OpenVINO tells of as a RuntimeError."""
    try:
        openvino().save_model(network, str(place), compress_to_fp16=True)
    except RuntimeError as error:
        raise OSError(f"its network cannot be written ({first_line(error)})") from error


def _batches(order: Sequence[int], encoded: Sequence[Encoding]) -> Iterator[list[int]]:
    """Places of passages that are encoded together; `order` is by length, so that little is padding."""
    batch: list[int] = []
    for place in order:
        if batch and (len(encoded[place].ids) * (len(batch) + 1) > _TOKENS_AT_ONCE or len(batch) == _LARGEST_BATCH):
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch

"""Any sentence-transformers model from a checked folder, on cpu, cuda or mps.

The only importer of sentence_transformers; `models.stay_offline` is called before. Queries and passages go through
encode_query and encode_document, with the prompts of asymmetric models. What is longer than the model reads is encoded
in windows (windows.py). One batch at a time: fast tokenizers fail with "Already borrowed" when two threads use one.
Batches are short, and a waiting query goes before the next batch of passages.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Sequence
from typing import Any, Literal, Self

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors import SafetensorError
from sentence_transformers import SentenceTransformer
from tokenizers import Tokenizer
from tqdm import tqdm
from transformers.utils import logging as transformers_logging

from desktop_search.embedding import device as devices
from desktop_search.embedding import windows
from desktop_search.embedding.models import ModelFolder, model_id
from desktop_search.embedding.turns import Turns
from desktop_search.errors import ModelError, first_line
from desktop_search.records import ModelInfo

# Sorted by length, larger batches are no faster on a processor, and a query waits for one to end. A GPU is kept busy by
# so many tokens, padding counted, and a slow one still ends within half a second.
_TEXTS_AT_ONCE = 8
_TOKENS_AT_ONCE = 16_384
_FRAME = 2
# Tokenizers without a limit say so with a huge number.
_NO_LIMIT = 1_000_000
_KNOWN_SENTENCES = (
    "The quick brown fox jumps over the lazy dog.",
    "invoice",
    "The tenant shall give notice in writing not less than three months before the end of the term.",
)
_AGREES = 0.999
_THREADS = torch.get_num_threads()

_Task = Literal["query", "document"]


class SentenceModel:
    """Implements embedding.encoder.Encoder. Made by `load`; may be used from several threads."""

    def __init__(self, model: SentenceTransformer, folder: ModelFolder, device: str, device_note: str) -> None:
        """`device` is where `model` is now; `device_note` is a sentence where that is not what was asked for."""
        self.module = model
        self._folder = folder
        self._device = device
        self._turns = Turns()
        self.tokenizer = _own_tokenizer(model, folder)
        self._limits: dict[_Task, int | None] = {"query": _limit(model, "query"), "document": _limit(model, "document")}
        self._prompts: dict[_Task, str] = {"query": _prompt(model, "query"), "document": _prompt(model, "document")}
        self.device_note = device_note
        # Half precision was found to agree (`_settle`), so that its vectors are as good as the reference's.
        identity = model_id(folder, "float32", self._limits["document"])
        self._name = folder.name
        dimension = self._check()
        self.model = ModelInfo(folder.name, identity, dimension)

    @classmethod
    def load(cls, folder: ModelFolder, device: str = "auto") -> Self:
        """Loads from the folder alone and encodes a known sentence. Takes seconds. Raises ModelError.

        `device` is "auto", "cpu", "cuda" or "mps"; what is not there is replaced by the processor, see `device_note`.
        """
        _quieten()
        place, note = devices.choose(device)
        model = _open(folder)
        try:
            _settle(model, place)
        except RuntimeError as error:
            # A device that cannot even take the weights is as good as none.
            place, note = "cpu", f"The model does not run on {place} ({first_line(error)}); the processor is used."
            model = _open(folder)
        _share_tokenizing(place != "cpu")
        return cls(model, folder, place, note)

    @property
    def device(self) -> str:
        """Where it computes now: cpu, cuda or mps. Becomes cpu where the other one fails or runs out of memory."""
        return self._device

    @property
    def runtime(self) -> str:
        """What computes, in which precision."""
        return f"torch {str(next(self.module.parameters()).dtype).removeprefix('torch.')}"

    @property
    def feeding(self) -> dict[str, Any]:
        """Prompts and limits of both kinds of text, as compiled_files.Manifest has them."""
        return {
            "query_prompt": self._prompts["query"],
            "query_limit": self._limits["query"],
            "passage_prompt": self._prompts["document"],
            "passage_limit": self._limits["document"],
        }

    def be_quiet(self, quiet: bool) -> None:
        """Leaves the processor to others: one thread computes."""
        torch.set_num_threads(1 if quiet else _THREADS)
        _share_tokenizing(self._device != "cpu" and not quiet)

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """What a person asks, as float32[d] of length 1. Raises ModelError."""
        vector: NDArray[np.float32] = self._encode([text], "query")[0]
        return vector

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Stretches of documents, as float32[n, d] in the order given, each of length 1. Raises ModelError."""
        if not texts:
            return np.empty((0, self.model.dimension), np.float32)
        return self._encode(texts, "document")

    def _encode(self, texts: Sequence[str], task: _Task) -> NDArray[np.float32]:
        cut = self._windows([windows.valid(text) for text in texts], task)
        order = sorted(range(len(cut)), key=lambda place: cut[place].tokens)
        ordered = [cut[place] for place in order]
        rows: list[NDArray[np.float32]] = []
        while len(rows) < len(order):
            batch = [window.text for window in self._next_batch(ordered, len(rows))]
            with self._turns.query() if task == "query" else self._turns.passages():
                rows.extend(self._run(batch, task))
        vectors = np.empty((len(cut), len(rows[0])), np.float32)
        vectors[order] = rows
        if not np.isfinite(vectors).all():
            raise ModelError(f"The model {self._name} gave values that are not numbers; it may be damaged.")
        return windows.join(cut, vectors, len(texts))

    def _next_batch(self, ordered: Sequence[windows.Window], start: int) -> Sequence[windows.Window]:
        """The windows, the shortest first, that are encoded together from `start` on."""
        if self._device == "cpu":
            return ordered[start : start + _TEXTS_AT_ONCE]
        end = start + 1
        while end < len(ordered) and (end + 1 - start) * (ordered[end].tokens + _FRAME) <= _TOKENS_AT_ONCE:
            end += 1
        return ordered[start:end]

    def _windows(self, texts: Sequence[str], task: _Task) -> list[windows.Window]:
        limit = self._limits[task]
        if self.tokenizer is None or limit is None:
            return [windows.Window(number, text, len(text)) for number, text in enumerate(texts)]
        return windows.split(texts, self.tokenizer, limit)

    def _run(self, batch: list[str], task: _Task) -> NDArray[np.float32]:
        """One batch, float32[n, d]. Where memory runs out: in two halves, and at last on the processor."""
        try:
            return self._forward(batch, task)
        except RuntimeError as error:
            reason, no_memory = first_line(error), devices.ran_out_of_memory(error)
            if self._device == "cpu" and not (no_memory and len(batch) > 1):
                raise ModelError(f"The model {self._name} failed on {self._device}: {reason}.") from error
        # Outside of the handler: the error's frames hold on to the memory that is to be released.
        devices.release_memory(self._device)
        if no_memory and len(batch) > 1:
            middle = len(batch) // 2
            return np.concatenate([self._run(batch[:middle], task), self._run(batch[middle:], task)])
        place = self._device
        self.device_note = (
            f"The memory of {place} ran out; the processor is used."
            if no_memory
            else f"The model does not run on {place} ({reason}); the processor is used."
        )
        # Anew from the folder: what a device has lost cannot be fetched from it, and it had rounded weights.
        self.module, self._device = _open(self._folder), "cpu"
        _share_tokenizing(False)
        return self._run(batch, task)

    def _forward(self, batch: list[str], task: _Task) -> NDArray[np.float32]:
        encode = self.module.encode_query if task == "query" else self.module.encode_document
        prompt = self._prompts[task]
        rows = encode(batch, prompt=prompt, batch_size=len(batch), show_progress_bar=False, convert_to_numpy=True)
        return np.asarray(rows, np.float32)

    def _check(self) -> int:
        """Encodes a known sentence; returns the number of dimensions."""
        rows = self._encode(_KNOWN_SENTENCES[:1], "document")
        expected = self.module.get_embedding_dimension() or rows.shape[1]
        if rows.shape != (1, expected):
            raise ModelError(f"The model {self._name} gave vectors of {rows.shape[1]} numbers in place of {expected}.")
        return expected


def _open(folder: ModelFolder) -> SentenceTransformer:
    """The model on the processor, in single precision. Raises ModelError."""
    try:
        model = SentenceTransformer(
            str(folder.path),
            device="cpu",
            local_files_only=True,
            trust_remote_code=False,
            model_kwargs={"use_safetensors": True},
        )
    except (OSError, ValueError, RuntimeError, LookupError, TypeError, AttributeError, ImportError) as error:
        raise ModelError(f"The model in {folder.path} cannot be loaded: {first_line(error)}.") from error
    except SafetensorError as error:
        raise ModelError(f"The weights in {folder.path} are damaged: {first_line(error)}.") from error
    return model.to(device="cpu", dtype=torch.float32).eval()


def _own_tokenizer(model: SentenceTransformer, folder: ModelFolder) -> Tokenizer | None:
    """A copy that neither cuts nor pads, for counting; None where the model reads texts of any length."""
    if _limit(model, "document") is None and _limit(model, "query") is None:
        return None
    backend = getattr(model.tokenizer, "backend_tokenizer", None)
    if not isinstance(backend, Tokenizer):
        raise ModelError(f"The model in {folder.path} has no fast tokenizer, which long passages need.")
    own = Tokenizer.from_str(backend.to_str())
    own.no_truncation()
    own.no_padding()
    return own


def _limit(model: SentenceTransformer, task: _Task) -> int | None:
    """How many tokens of a text the model reads beside its prompt and the special tokens; None for any number."""
    longest = getattr(model[0], f"{task}_length", None) or model.max_seq_length
    if longest is None or longest > _NO_LIMIT:
        return None
    tokenizer = model.tokenizer
    prompt = _prompt(model, task)
    taken = len(tokenizer(prompt, add_special_tokens=False)["input_ids"]) if prompt else 0
    return max(int(longest) - int(tokenizer.num_special_tokens_to_add()) - taken, 1)


def _prompt(model: SentenceTransformer, task: _Task) -> str:
    """What is put before each text. Chosen here because SentenceTransformer.encode_document stops at the empty
    "document" prompt that every model gets, and so leaves out the "passage" prompt of models such as E5."""
    names = ["query"] if task == "query" else ["document", "passage", "corpus"]
    return next((model.prompts[name] for name in names if model.prompts.get(name)), "") or ""


def _settle(model: SentenceTransformer, device: str) -> None:
    """Moves the model from the processor to where it computes: elsewhere in half precision, if that says the same.

    On a processor half precision is about 60 times slower than single, elsewhere twice as fast.
    """
    if device == "cpu":
        return
    devices.prepare(device)
    exact = {name: weights.clone() for name, weights in model.state_dict().items()}
    right = model.encode(list(_KNOWN_SENTENCES), show_progress_bar=False, normalize_embeddings=True)
    model.to(device=device, dtype=torch.float16)
    half = model.encode(list(_KNOWN_SENTENCES), show_progress_bar=False, normalize_embeddings=True)
    if not float((np.asarray(right, np.float32) * np.asarray(half, np.float32)).sum(axis=1).min()) >= _AGREES:
        model.to(device=device, dtype=torch.float32)
        model.load_state_dict(exact)


def _share_tokenizing(shared: bool) -> None:
    """Whether several threads cut texts into tokens: one keeps up with a processor that encodes, not with a GPU."""
    os.environ["TOKENIZERS_PARALLELISM"] = "true" if shared else "false"


def _quieten() -> None:
    """No progress bars and no log lines about loading: what matters comes as a ModelError."""
    # The bars' own default is a lock between processes, which a killed engine would leave behind in the system.
    tqdm.set_lock(threading.RLock())
    transformers_logging.set_verbosity_error()
    transformers_logging.disable_progress_bar()
    logging.getLogger("sentence_transformers").setLevel(logging.WARNING)

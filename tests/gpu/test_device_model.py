"""The model on a device: as exact as on the processor, and the processor goes on where the device cannot."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any, NamedTuple

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer

from desktop_search.embedding import sentence_model
from desktop_search.embedding.models import ModelFolder
from desktop_search.embedding.sentence_model import SentenceModel
from desktop_search.records import ModelInfo
from tests.gpu.conftest import MODEL, NEEDS_CUDA

WORDS = "river plant light energy protein council treaty history market engine violin harbour".split()
AGREES = 0.999


def text_of(words: int, seed: int = 0) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=words))


TEXTS = [text_of(1 + number * 11 % 700, number) for number in range(60)]


class Reference(NamedTuple):
    """The model on the processor, and what it says of TEXTS."""

    model: ModelInfo
    rows: NDArray[np.float32]
    encode_query: Callable[[str], NDArray[np.float32]]


@pytest.fixture(scope="module")
def reference(model_folder: ModelFolder) -> Reference:
    model = SentenceModel.load(model_folder, "cpu")
    return Reference(model.model, model.encode_passages(TEXTS), model.encode_query)


@pytest.fixture
def model(device: str, model_folder: ModelFolder) -> Iterator[SentenceModel]:
    loaded = SentenceModel.load(model_folder, device)
    assert (loaded.device, loaded.device_note) == (device, "")
    yield loaded
    # For what runs after this in the same process.
    loaded.be_quiet(False)


@pytest.fixture
def batches(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What was encoded together."""
    seen: list[list[str]] = []
    plain = SentenceTransformer.encode_document

    def encode(self: SentenceTransformer, batch: list[str], **options: Any) -> Any:
        seen.append(batch)
        return plain(self, batch, **options)

    monkeypatch.setattr(SentenceTransformer, "encode_document", encode)
    return seen


def lowest_cosine(model: SentenceModel, reference: Reference) -> float:
    rows = model.encode_passages(TEXTS)
    asked = model.encode_query("the history of the harbour")
    lowest = float((rows * reference.rows).sum(axis=1).min())
    return min(lowest, float(asked @ reference.encode_query("the history of the harbour")))


def test_it_agrees_with_the_processor_and_shares_its_vectors(model: SentenceModel, reference: Reference) -> None:
    assert lowest_cosine(model, reference) > AGREES
    assert model.model == reference.model


def test_a_batch_holds_as_much_as_the_device_is_to_get_at_once(
    model: SentenceModel, batches: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sentence_model, "_TOKENS_AT_ONCE", 1_000)
    model.encode_passages(TEXTS)

    sizes = [[len(text.split()) for text in batch] for batch in batches]
    if model.device == "cpu":
        assert {len(batch) for batch in sizes[:-1]} == {8}
    else:
        # Some of the words are two tokens.
        assert all(len(batch) == 1 or len(batch) * (max(batch) + 2) <= 1_000 for batch in sizes)
        assert len(sizes) < len(TEXTS) / 2
    assert sizes == sorted(sizes, key=max)


def test_questions_are_answered_while_passages_are_encoded(model: SentenceModel, reference: Reference) -> None:
    right = reference.encode_query("a treaty about the river")
    cosines: list[float] = []

    def ask() -> None:
        cosines.extend(float(model.encode_query("a treaty about the river") @ right) for _ in range(5))

    threads = [threading.Thread(target=ask) for _ in range(2)]
    threads.append(threading.Thread(target=lambda: cosines.append(lowest_cosine(model, reference))))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(cosines) == 11
    assert min(cosines) > AGREES


def test_a_device_that_fails_while_it_computes_gives_way_to_the_processor(
    model: SentenceModel, reference: Reference, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = SentenceTransformer.encode_document
    broken = model.module

    def encode(self: SentenceTransformer, batch: list[str], **options: Any) -> Any:
        if self is broken:
            raise RuntimeError("CUDA error: unspecified launch failure\nCUDA kernel errors might be reported")
        return plain(self, batch, **options)

    monkeypatch.setattr(model, "_device", "cuda")
    monkeypatch.setattr(SentenceTransformer, "encode_document", encode)

    assert lowest_cosine(model, reference) > 0.99999
    assert model.device == "cpu"
    told = "The model does not run on cuda (CUDA error: unspecified launch failure); the processor is used."
    assert model.device_note == told


@NEEDS_CUDA
@pytest.mark.parametrize("megabytes", [60, 1])
def test_little_memory_of_the_gpu_makes_it_slower_not_wrong(
    megabytes: float,
    model_folder: ModelFolder,
    reference: Reference,
    little_memory: Callable[[float], AbstractContextManager[None]],
) -> None:
    model = SentenceModel.load(model_folder, "cuda")

    with little_memory(megabytes):
        assert lowest_cosine(model, reference) > AGREES

    assert model.device_note in ("", "The memory of cuda ran out; the processor is used.")
    assert (model.device == "cpu") == bool(model.device_note)


@NEEDS_CUDA
def test_a_gpu_without_room_for_the_model_is_as_good_as_none(
    model_folder: ModelFolder,
    reference: Reference,
    little_memory: Callable[[float], AbstractContextManager[None]],
) -> None:
    with little_memory(1):
        model = SentenceModel.load(model_folder, "cuda")

    assert lowest_cosine(model, reference) > 0.99999
    assert model.device == "cpu"
    assert model.device_note.startswith("The model does not run on cuda (CUDA out of memory.")


LOST = """
import os, torch
from desktop_search.embedding import loading, models
from desktop_search.search import device_scan
from desktop_search.search.vector_index import VectorIndex
from pathlib import Path
device_scan._FEW = 0
model = loading.load(models.find_model({model!r}), "cuda", Path("/nowhere"))
texts = ["a river", "a treaty about the harbour", "light and energy"] * 20
rows, asked = model.encode_passages(texts), model.encode_query("harbour")
scan = device_scan.DeviceScan("cuda")
index = VectorIndex(rows.shape[1], scan=scan)
index.add(range(60), range(60), rows)
before = index.search(asked, 20)
assert (model.device, model.device_note, scan.note) == ("cuda", "", "")
try:
    # Nothing works in this process any more on the GPU once a kernel has failed.
    torch.zeros(2, device="cuda")[torch.tensor([5], device="cuda")]
    torch.cuda.synchronize()
except RuntimeError:
    pass
assert index.search(asked, 20) == before
assert float((model.encode_passages(texts) * rows).sum(axis=1).min()) > 0.999
assert float(model.encode_query("harbour") @ asked) > 0.999
assert model.device == "cpu"
print(model.device_note)
print(scan.note, flush=True)
# As the engine ends: a library that takes a lost device apart may crash.
os._exit(0)
"""


@NEEDS_CUDA
def test_a_gpu_that_is_lost_is_told_and_done_without() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOST.format(model=MODEL)], capture_output=True, text=True, check=False, timeout=120
    )

    assert done.returncode == 0, done.stderr[-2000:]
    model, search = done.stdout.splitlines()
    assert model.startswith("The model does not run on cuda (")
    assert search == "The device cuda is not available; the processor is used."


def test_a_gpu_that_is_not_there_is_told(model_folder: ModelFolder) -> None:
    code = (
        "from desktop_search.embedding import models; from pathlib import Path; models.stay_offline()\n"
        "from desktop_search.embedding.sentence_model import SentenceModel\n"
        f"for place in ('cuda', 'cuda:7', 'auto'):\n"
        f"    model = SentenceModel.load(models.find_model({MODEL!r}), place); print(model.device, model.device_note)\n"
    )
    hidden = {**os.environ, "CUDA_VISIBLE_DEVICES": ""}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=120, env=hidden
    )

    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.splitlines() == [
        "cpu The device cuda is not available; the processor is used.",
        "cpu The device cuda:7 is not available; the processor is used.",
        "cpu ",
    ]


@NEEDS_CUDA
def test_it_computes_in_half_precision_and_tokenizes_on_several_threads(model_folder: ModelFolder) -> None:
    model = SentenceModel.load(model_folder, "cuda")

    assert model.runtime == "torch float16"
    assert os.environ["TOKENIZERS_PARALLELISM"] == "true"
    model.be_quiet(True)
    assert os.environ["TOKENIZERS_PARALLELISM"] == "false"
    model.be_quiet(False)
    assert torch.cuda.memory_allocated() > 0

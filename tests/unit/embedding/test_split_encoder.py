"""With a GPU, questions are answered by the processor and passages encoded by the GPU, with vectors that mix.

The GPU's part is played by the same model on the processor, which says that it computes elsewhere.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from dataclasses import replace
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer

from desktop_search.embedding import compiled_files, conversion, hardware, loading, models
from desktop_search.embedding.encoder import Encoder
from desktop_search.embedding.models import ModelFolder
from desktop_search.embedding.sentence_model import SentenceModel
from desktop_search.embedding.split_encoder import SplitEncoder

pytestmark = pytest.mark.model

QUESTION = "what has to be handed in for new travel documents"
PASSAGES = ["The old passport has to be handed in before.", "Tomatoes want six hours of sun.", ""]
AGREES = 0.999


@pytest.fixture(scope="module")
def folder() -> ModelFolder:
    return models.find_model()


@pytest.fixture
def on_gpu(folder: ModelFolder, monkeypatch: pytest.MonkeyPatch) -> SentenceModel:
    """What loading gets for a GPU."""
    model = SentenceModel.load(folder, "cpu")
    monkeypatch.setattr(model, "_device", "cuda")
    monkeypatch.setattr(hardware, "wants_torch", lambda _: True)
    monkeypatch.setattr(loading, "_reference", lambda *_: model)
    return model


@pytest.fixture
def load(folder: ModelFolder, tmp_path: Path) -> Callable[[], Encoder]:
    return lambda: loading.load(folder, "auto", tmp_path)


def test_questions_are_compiled_and_passages_are_not(on_gpu: SentenceModel, load: Callable[[], Encoder]) -> None:
    encoder = load()

    assert isinstance(encoder, SplitEncoder)
    assert (encoder.model, encoder.device, encoder.device_note) == (on_gpu.model, "cuda", "")
    assert encoder.runtime.startswith("torch float32, questions OpenVINO ")
    np.testing.assert_array_equal(encoder.encode_passages(PASSAGES), on_gpu.encode_passages(PASSAGES))
    asked = encoder.encode_query(QUESTION)
    assert float(asked @ on_gpu.encode_query(QUESTION)) > AGREES
    assert not np.array_equal(asked, on_gpu.encode_query(QUESTION))
    assert int((encoder.encode_passages(PASSAGES) @ asked).argmax()) == 0


def test_a_gpu_that_is_lost_is_told_and_the_processor_encodes_everything(
    on_gpu: SentenceModel, load: Callable[[], Encoder], monkeypatch: pytest.MonkeyPatch
) -> None:
    encoder = load()
    right = on_gpu.encode_passages(PASSAGES)
    broken, plain = on_gpu.module, SentenceTransformer.encode_document

    def encode(self: SentenceTransformer, batch: list[str], **options: Any) -> Any:
        if self is broken:
            raise RuntimeError("CUDA error: unspecified launch failure")
        return plain(self, batch, **options)

    monkeypatch.setattr(SentenceTransformer, "encode_document", encode)
    for _ in range(2):
        assert float((encoder.encode_passages(PASSAGES) * right).sum(axis=1).min()) > AGREES

    assert encoder.device == "cpu"
    assert encoder.runtime.startswith("OpenVINO ")
    assert "(CUDA error: unspecified launch failure); the processor is used." in encoder.device_note


def test_without_the_compiled_form_the_gpu_answers_as_well(
    on_gpu: SentenceModel, load: Callable[[], Encoder], monkeypatch: pytest.MonkeyPatch
) -> None:
    find, tried = importlib.util.find_spec, []

    def missing(name: str, package: str | None = None) -> ModuleSpec | None:
        return None if name == "openvino" else find(name, package)

    monkeypatch.delenv(compiled_files.SHIPPED_VARIABLE)
    monkeypatch.setattr(importlib.util, "find_spec", missing)
    # It would take ten seconds to fail.
    monkeypatch.setattr(conversion, "convert", lambda *_: tried.append(1))

    assert load() is on_gpu
    assert tried == []


def test_vectors_of_another_model_are_not_mixed_in(
    on_gpu: SentenceModel, load: Callable[[], Encoder], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(on_gpu, "model", replace(on_gpu.model, id="another"))

    assert load() is on_gpu

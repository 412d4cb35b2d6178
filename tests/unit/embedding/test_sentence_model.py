"""The real model: nothing is lost, nothing is out of order, nothing fails under threads or without memory."""

from __future__ import annotations

import json
import random
import shutil
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from sentence_transformers import SentenceTransformer

from desktop_search.embedding import device, models
from desktop_search.embedding.encoder import Encoder
from desktop_search.embedding.sentence_model import SentenceModel
from desktop_search.errors import ModelError

pytestmark = pytest.mark.model

WORDS = "river plant light energy protein council treaty history market engine violin harbour".split()


@pytest.fixture(scope="module")
def model() -> SentenceModel:
    return SentenceModel.load(models.find_model(), "cpu")


@pytest.fixture
def fresh() -> SentenceModel:
    return SentenceModel.load(models.find_model(), "cpu")


def text_of(words: int, seed: int = 0) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=words))


def test_it_is_an_encoder(model: SentenceModel) -> None:
    encoder: Encoder = model

    assert (encoder.model.name, encoder.model.dimension, encoder.device) == ("all-MiniLM-L6-v2", 384, "cpu")
    assert len(encoder.model.id) == 32
    assert model.device_note == ""


def test_passages_come_back_in_order_and_as_sentence_transformers_has_them(model: SentenceModel) -> None:
    texts = [text_of(1 + (number * 37) % 90, number) for number in range(50)]

    rows = model.encode_passages(texts)

    theirs = SentenceTransformer(str(models.find_model().path), device="cpu").encode(texts, normalize_embeddings=True)
    assert rows.dtype == np.float32
    np.testing.assert_allclose((rows * theirs).sum(axis=1), 1.0, atol=1e-5)


def test_a_word_at_the_end_of_a_long_passage_counts(model: SentenceModel) -> None:
    long = text_of(2000)

    without, with_word = model.encode_passages([long, f"{long} volcano"])
    asked = model.encode_query("volcano")

    assert float(without @ with_word) < 0.99999
    assert float(asked @ with_word) > float(asked @ without)


def test_a_long_passage_is_the_mean_of_its_parts(model: SentenceModel) -> None:
    volcano = "The volcano threw ash over the island and lava reached the sea. " * 40
    sonnet = "The poet wrote a sonnet about a summer's day and about love. " * 40
    both, first, second = model.encode_passages([volcano + sonnet, volcano, sonnet])

    assert float(both @ first) > 0.6
    assert float(both @ second) > 0.6


@pytest.mark.parametrize("text", ["", " \n ", "\u200b", "\ud800", "\x00", "x" * 5000, "😀" * 900, "日本語" * 500])
def test_any_text_has_a_unit_vector(model: SentenceModel, text: str) -> None:
    for row in (model.encode_query(text), model.encode_passages([text, "a word"])[0]):
        assert abs(float(np.linalg.norm(row)) - 1.0) < 1e-5


def test_no_passages_give_no_rows(model: SentenceModel) -> None:
    assert model.encode_passages([]).shape == (0, 384)


def test_threads_do_not_disturb_each_other(model: SentenceModel) -> None:
    texts = [text_of(3 + number % 20, number) for number in range(24)]
    expected = model.encode_passages(texts)
    wrong: list[object] = []

    def work(seed: int) -> None:
        try:
            order = random.Random(seed).sample(range(24), 24)
            rows = model.encode_passages([texts[number] for number in order])
            if not np.allclose(rows, expected[order], atol=1e-5):
                wrong.append(order)
            model.encode_query(texts[seed])
        except RuntimeError as error:
            wrong.append(error)

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_query_goes_before_the_next_batch_of_passages(model: SentenceModel) -> None:
    finished: list[str] = []

    def index() -> None:
        model.encode_passages([text_of(60, number) for number in range(64)])
        finished.append("passages")

    thread = threading.Thread(target=index)
    thread.start()
    time.sleep(0.05)
    model.encode_query("a question")
    finished.append("query")
    thread.join()

    assert finished == ["query", "passages"]


def test_a_device_that_is_not_there_is_replaced_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)

    model = SentenceModel.load(models.find_model(), "cuda")

    assert model.device == "cpu"
    assert model.device_note == "The device cuda is not available; the processor is used."


def test_a_batch_that_does_not_fit_is_halved(fresh: SentenceModel, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [text_of(10 + number, number) for number in range(8)]
    expected = fresh.encode_passages(texts)
    plain = SentenceTransformer.encode_document
    sizes: list[int] = []

    def encode(self: SentenceTransformer, batch: list[str], **options: Any) -> Any:
        sizes.append(len(batch))
        if len(batch) > 2:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return plain(self, batch, **options)

    monkeypatch.setattr(SentenceTransformer, "encode_document", encode)

    np.testing.assert_allclose(fresh.encode_passages(texts), expected, atol=1e-5)
    assert sizes == [8, 4, 2, 2, 4, 2, 2]


def test_a_device_without_memory_gives_way_to_the_processor(
    fresh: SentenceModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = SentenceTransformer.encode_query

    def encode(self: SentenceTransformer, text: list[str], **options: Any) -> Any:
        if fresh.device != "cpu":
            raise torch.OutOfMemoryError("CUDA out of memory")
        return plain(self, text, **options)

    expected = fresh.encode_query("a man is eating")
    monkeypatch.setattr(SentenceTransformer, "encode_query", encode)
    monkeypatch.setattr(device, "release_memory", lambda place: None)
    monkeypatch.setattr(fresh, "_device", "cuda")

    np.testing.assert_allclose(fresh.encode_query("a man is eating"), expected, atol=1e-5)
    assert fresh.device == "cpu"
    assert fresh.device_note == "The memory of cuda ran out; the processor is used."


def test_numbers_that_are_none_are_an_error(fresh: SentenceModel, monkeypatch: pytest.MonkeyPatch) -> None:
    def encode(self: SentenceTransformer, batch: list[str], **options: Any) -> Any:
        return np.full((len(batch), 384), np.nan)

    monkeypatch.setattr(SentenceTransformer, "encode_document", encode)

    with pytest.raises(ModelError, match="not numbers"):
        fresh.encode_passages(["a", "b"])


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(models.find_model().path, tmp_path / "copied-model"))


def test_prompts_are_put_before_texts_and_count_towards_the_length(copy: Path, model: SentenceModel) -> None:
    prompts = {"query": "query: ", "passage": "a passage of a long document: "}
    (copy / "config_sentence_transformers.json").write_text(json.dumps({"prompts": prompts}))

    prompted = SentenceModel.load(models.find_model(str(copy)), "cpu")

    assert prompted.model.id != model.model.id
    rows = prompted.encode_passages(["horse", "horse " * 253])
    expected = model.encode_passages(["a passage of a long document: horse"])
    np.testing.assert_allclose(rows[0], expected[0], atol=1e-5)
    np.testing.assert_allclose(prompted.encode_query("horse"), model.encode_query("query: horse"), atol=1e-5)
    # 253 tokens fit without the prompt; with it they are two windows of 127 and 126.
    halves = prompted.encode_passages(["horse " * 127, "horse " * 126])
    mean = 127 * halves[0] + 126 * halves[1]
    np.testing.assert_allclose(rows[1], mean / np.linalg.norm(mean), atol=1e-5)


def test_damaged_weights_are_an_error_in_one_sentence(copy: Path) -> None:
    weights = copy / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:1000])

    with pytest.raises(ModelError, match=r"copied-model") as raised:
        SentenceModel.load(models.find_model(str(copy)), "cpu")

    assert "\n" not in str(raised.value)

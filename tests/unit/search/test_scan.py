"""The scan is proved against sentence_transformers.util.semantic_search and a plain sort in double precision."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from desktop_search.search.scan import TopK, top_k

Rows = NDArray[np.float32]

needs_cuda = pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device")


def random_rows(count: int, dimension: int = 16, seed: int = 0) -> Rows:
    return np.random.default_rng(seed).standard_normal((count, dimension), dtype=np.float32)


def unit_rows(count: int, dimension: int = 16, seed: int = 0) -> Rows:
    rows = random_rows(count, dimension, seed)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows


def plain(queries: Rows, corpus: Rows, k: int, score: str, mask: NDArray[np.bool_] | None = None) -> TopK:
    """A full sort of all scores in double precision."""
    left, right = np.atleast_2d(queries).astype(np.float64), corpus.astype(np.float64)
    if score == "cosine":
        left = left / np.maximum(np.linalg.norm(left, axis=1, keepdims=True), 1e-12)
        right = right / np.maximum(np.linalg.norm(right, axis=1, keepdims=True), 1e-12)
    scores = (left @ right.T).round(9).astype(np.float32)
    ids = np.arange(len(corpus)) if mask is None else np.flatnonzero(mask)
    order = np.array([ids[np.lexsort((ids, -row[ids]))[:k]] for row in scores], np.int64)
    return TopK(order, np.take_along_axis(scores, order, axis=1))


def assert_equal(found: TopK, expected: TopK) -> None:
    assert found.ids.dtype == np.int64
    assert found.scores.dtype == np.float32
    np.testing.assert_allclose(found.scores, expected.scores, atol=1e-6)
    np.testing.assert_array_equal(found.ids, expected.ids)


@settings(deadline=None, max_examples=150)
@given(
    rows=st.integers(1, 60),
    queries=st.integers(1, 7),
    dimension=st.integers(1, 20),
    k=st.integers(1, 70),
    corpus_chunk=st.integers(1, 64),
    query_chunk=st.integers(1, 8),
    score=st.sampled_from(["cosine", "dot"]),
    few_values=st.booleans(),
    seed=st.integers(0, 2**32 - 1),
)
def test_it_equals_semantic_search(
    rows: int,
    queries: int,
    dimension: int,
    k: int,
    corpus_chunk: int,
    query_chunk: int,
    score: Any,
    few_values: bool,
    seed: int,
) -> None:
    util = pytest.importorskip("sentence_transformers.util")
    rng = np.random.default_rng(seed)
    # Few values make many equal scores and some zero vectors.
    draw: Callable[[Any], Any] = (lambda size: rng.integers(-1, 2, size)) if few_values else rng.standard_normal
    corpus, asked = (np.asarray(draw((count, dimension)), np.float32) for count in (rows, queries))
    function = util.cos_sim if score == "cosine" else util.dot_score
    expected = util.semantic_search(
        torch.from_numpy(asked),
        torch.from_numpy(corpus),
        query_chunk_size=query_chunk,
        corpus_chunk_size=corpus_chunk,
        top_k=k,
        score_function=function,
    )

    found = top_k(asked, corpus, k=k, score=score, query_chunk_size=query_chunk, corpus_chunk_size=corpus_chunk)

    assert found.ids.shape == found.scores.shape == (queries, min(k, rows))
    for ids, scores, theirs in zip(found.ids, found.scores, expected, strict=True):
        np.testing.assert_allclose(scores, [hit["score"] for hit in theirs], atol=1e-5)
        # Where scores tie, semantic_search takes any of them; every id of ours has the score that theirs has.
        assert len(set(ids.tolist())) == len(ids)
        if len(np.unique(scores.round(4))) == len(scores) and len(scores) == rows:
            assert ids.tolist() == [hit["corpus_id"] for hit in theirs]
    assert_ties_by_id(found)


def assert_ties_by_id(found: TopK) -> None:
    for ids, scores in zip(found.ids, found.scores, strict=True):
        order = sorted(zip(-scores, ids, strict=True))
        assert [int(place) for _, place in order] == ids.tolist()


@pytest.mark.parametrize("score", ["cosine", "dot"])
@pytest.mark.parametrize("chunk", [7, 333, 1000, 5000])
def test_every_chunk_size_gives_the_plain_sort(score: Any, chunk: int) -> None:
    corpus, queries = random_rows(1000, 48), random_rows(5, 48, seed=1)

    found = top_k(queries, corpus, k=20, score=score, corpus_chunk_size=chunk, query_chunk_size=2)

    assert_equal(found, plain(queries, corpus, 20, score))


@pytest.mark.parametrize("chunk", [1, 3, 10, 64, 1000])
@pytest.mark.parametrize("k", [1, 5, 17, 300])
def test_equal_rows_come_by_ascending_id_also_at_the_border_of_k(chunk: int, k: int) -> None:
    few = unit_rows(4, 384)
    corpus = few[np.random.default_rng(3).integers(0, 4, 400)]
    query = unit_rows(1, 384, seed=9)

    found = top_k(query, corpus, k=k, corpus_chunk_size=chunk, normalized=True)

    np.testing.assert_array_equal(found.ids, plain(query, corpus, k, "cosine").ids)


def test_equal_rows_have_exactly_equal_scores() -> None:
    corpus = np.repeat(unit_rows(1, 384), 1003, axis=0)

    found = top_k(unit_rows(1, 384, seed=1), corpus, k=100, corpus_chunk_size=97)

    assert len(set(found.scores[0].tolist())) == 1
    assert found.ids[0].tolist() == list(range(100))


def test_the_result_does_not_depend_on_the_chunk_size_to_the_last_bit() -> None:
    corpus, query = unit_rows(3000, 384), unit_rows(2, 384, seed=1)

    whole = top_k(query, corpus, k=50)

    for chunk in (13, 1024):
        part = top_k(query, corpus, k=50, corpus_chunk_size=chunk)
        assert whole.scores.tobytes() == part.scores.tobytes()
        assert whole.ids.tobytes() == part.ids.tobytes()


def test_a_stream_of_chunks_equals_the_whole_in_memory(tmp_path: Path) -> None:
    corpus, queries = random_rows(2500, 32), random_rows(3, 32, seed=1)
    np.save(tmp_path / "rows.npy", corpus)
    mapped = np.load(tmp_path / "rows.npy", mmap_mode="r")

    stream = (mapped[start : start + 700] for start in range(0, 2500, 700))
    streamed = top_k(queries, stream, k=15, corpus_chunk_size=300)

    assert_equal(streamed, top_k(queries, corpus, k=15))
    assert_equal(top_k(queries, mapped, k=15), streamed)
    assert_equal(top_k(queries, [torch.from_numpy(corpus[:9]), corpus[9:]], k=15), streamed)


@pytest.mark.parametrize("share", [0.0, 0.002, 0.1, 0.5, 0.99, 1.0])
@pytest.mark.parametrize("chunk", [100, 5000])
def test_the_mask_applies_before_the_top_k(share: float, chunk: int) -> None:
    corpus, queries = random_rows(1000), random_rows(2, seed=1)
    mask = np.random.default_rng(5).random(1000) < share

    found = top_k(queries, corpus, k=12, mask=mask, corpus_chunk_size=chunk)

    expected = plain(queries, corpus, 12, "cosine", mask)
    assert found.ids.shape == (2, min(12, int(mask.sum())))
    assert_equal(found, TopK(expected.ids.reshape(found.ids.shape), expected.scores.reshape(found.ids.shape)))


@pytest.mark.parametrize("allowed", [3, 90])
def test_what_the_mask_leaves_out_is_not_looked_at(allowed: int) -> None:
    corpus = random_rows(100)
    mask = np.arange(100) < allowed
    corpus[99] = np.nan

    assert_equal(top_k(corpus[0], corpus, k=3, mask=mask), plain(corpus[0], corpus[:allowed], 3, "cosine"))


@pytest.mark.parametrize("kind", [np.float16, np.float64, ">f4", np.int32])
def test_other_number_types_are_converted(kind: Any) -> None:
    corpus = (random_rows(300) * 8).astype(kind)

    found = top_k(random_rows(1, seed=1), corpus, k=9)

    assert_equal(found, plain(random_rows(1, seed=1), corpus.astype(np.float32), 9, "cosine"))


def test_torch_rows_of_any_type_and_layout_are_taken() -> None:
    corpus, query = torch.from_numpy(random_rows(300)), torch.from_numpy(random_rows(1, seed=1)[0])
    expected = plain(query.numpy(), corpus.numpy(), 9, "cosine")

    assert_equal(top_k(query, corpus.clone().requires_grad_(), k=9), expected)
    assert_equal(top_k(query, corpus.T.contiguous().T, k=9), expected)
    assert_equal(top_k(query.numpy()[::-1], corpus.numpy()[:, ::-1], k=9), expected)
    half = corpus.to(torch.bfloat16)
    assert_equal(top_k(query, half, k=9), plain(query.numpy(), half.float().numpy(), 9, "cosine"))


def test_zero_vectors_score_zero() -> None:
    corpus = random_rows(50)
    corpus[[3, 7]] = 0.0

    assert top_k(np.zeros(16, np.float32), corpus, k=3).ids.tolist() == [[0, 1, 2]]
    found = top_k(corpus[0], corpus, k=50)
    assert np.isfinite(found.scores).all()
    assert found.scores[0][found.ids[0].tolist().index(3)] == 0.0


def test_an_empty_corpus_or_no_queries_give_an_empty_result() -> None:
    assert top_k(random_rows(2), np.empty((0, 16), np.float32)).ids.shape == (2, 0)
    assert top_k(random_rows(2), []).scores.shape == (2, 0)
    assert top_k(np.empty((0, 16), np.float32), random_rows(30)).ids.shape == (0, 10)


@pytest.mark.parametrize(
    ("queries", "corpus", "options", "message"),
    [
        (random_rows(1, 8), random_rows(5, 9), {}, "9 dimensions, the queries have 8"),
        (random_rows(1, 8) * np.nan, random_rows(5, 8), {}, "query holds a value that is not a finite"),
        (random_rows(1, 8), random_rows(5, 8) * np.inf, {}, "corpus holds a value that is not a finite"),
        (random_rows(1, 8), np.full((5, 8), 3e38, np.float32), {"score": "dot"}, "too large"),
        (random_rows(1, 8), np.full((5, 8), 3e38, np.float32), {}, "too large"),
        (random_rows(1, 8), random_rows(5, 8)[0], {}, "two dimensions"),
        (random_rows(1, 8)[None], random_rows(5, 8), {}, "one or two dimensions"),
        (random_rows(1, 8), random_rows(5, 8), {"k": 0}, "at least 1"),
        (random_rows(1, 8), random_rows(5, 8), {"score": "euclid"}, "cosine or dot"),
        (random_rows(1, 8), random_rows(5, 8), {"mask": np.ones(4, bool)}, "4 entries"),
        (random_rows(1, 8), random_rows(5, 8), {"mask": np.ones(6, bool)}, "6 entries for 5 rows"),
        (random_rows(1, 8), random_rows(5, 8), {"mask": np.arange(5)}, "yes and no"),
    ],
)
def test_wrong_input_is_refused_in_one_sentence(queries: Any, corpus: Any, options: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        top_k(queries, corpus, **options)


def test_a_chunk_that_does_not_fit_is_halved(monkeypatch: pytest.MonkeyPatch) -> None:
    corpus, queries = random_rows(1000), random_rows(3, seed=1)
    plain_norm = torch.linalg.vector_norm
    tried: list[int] = []

    def norm_of_a_small_device(rows: torch.Tensor, dim: int) -> torch.Tensor:
        tried.append(len(rows))
        if len(rows) > 200:
            raise torch.OutOfMemoryError("out of memory")
        lengths: torch.Tensor = plain_norm(rows, dim=dim)
        return lengths

    monkeypatch.setattr(torch.linalg, "vector_norm", norm_of_a_small_device)

    assert_equal(top_k(queries, corpus, k=30), plain(queries, corpus, 30, "cosine"))
    assert tried[:4] == [1000, 500, 250, 125]


@needs_cuda
@pytest.mark.parametrize("kind", [np.float32, np.float16])
@pytest.mark.parametrize("normalized", [True, False])
def test_cuda_gives_what_the_processor_gives(kind: Any, normalized: bool) -> None:
    corpus = unit_rows(20_000, 384).astype(kind)
    queries = unit_rows(5, 384, seed=1)

    found = top_k(queries, corpus, normalized=normalized, device="cuda", corpus_chunk_size=3_000)

    assert_equal(found, top_k(queries, corpus, normalized=normalized))
    on_device = torch.from_numpy(corpus).to("cuda")
    assert_equal(top_k(queries, on_device, normalized=normalized, device="cuda"), found)


SENTENCES = [
    "A man is eating food.",
    "A man is eating a piece of bread.",
    "The girl is carrying a baby.",
    "A man is riding a horse.",
    "A woman is playing violin.",
    "Two men pushed carts through the woods.",
    "A man is riding a white horse on an enclosed ground.",
    "A monkey is playing drums.",
    "A cheetah is running behind its prey.",
]
EXPECTED = {
    "A man is eating pasta.": [(0, 0.7035), (1, 0.5272), (3, 0.1889)],
    "Someone in a gorilla costume is playing a set of drums.": [(7, 0.6433), (4, 0.2564), (3, 0.1389)],
    "A cheetah chases prey on across a field.": [(8, 0.8253), (0, 0.1399), (7, 0.1292)],
}


@pytest.mark.model
def test_the_published_example_comes_out_to_four_places() -> None:
    from desktop_search.embedding import models

    models.stay_offline()
    from desktop_search.embedding.sentence_model import SentenceModel

    model = SentenceModel.load(models.find_model(), "cpu")
    queries = np.stack([model.encode_query(text) for text in EXPECTED])

    found = top_k(queries, model.encode_passages(SENTENCES), k=3, score="dot")

    for ids, scores, expected in zip(found.ids, found.scores, EXPECTED.values(), strict=True):
        assert ids.tolist() == [number for number, _ in expected]
        np.testing.assert_allclose(scores, [score for _, score in expected], atol=1e-4)

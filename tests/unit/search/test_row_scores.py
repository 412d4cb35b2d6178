"""How near rows are along axes, by integers and exactly, each against the same written out."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_search.search import row_scores, vector_axes, vector_rows
from desktop_search.search.vector_rows import Part
from desktop_search.store.vectors import pack


def axes_of(dimension: int) -> vector_axes.Axes:
    return vector_axes.learn(pack(np.random.default_rng(9).standard_normal((500, dimension)).astype(np.float32)))


DIMENSIONS = (1, 7, 64, 100, 384, 1024)
AXES = {dimension: axes_of(dimension) for dimension in DIMENSIONS}


def part_of(count: int, dimension: int, seed: int) -> Part:
    rows = np.random.default_rng(seed).standard_normal((count, dimension)).astype(np.float32)
    packed = pack(rows / np.linalg.norm(rows, axis=1, keepdims=True))
    part = vector_rows.empty(dimension, AXES[dimension])
    vector_rows.append(part, packed, vector_rows.places_of(range(count), [0] * count, packed))
    return part


def query_of(dimension: int, seed: int) -> row_scores.Vector:
    query = np.random.default_rng(seed).standard_normal(dimension).astype(np.float32)
    return query / np.float32(np.linalg.norm(query))


@given(
    counts=st.lists(st.integers(0, 300), min_size=1, max_size=3),
    dimension=st.sampled_from(DIMENSIONS),
    seed=st.integers(0, 1000),
)
def test_each_way_says_what_it_says_of_itself(counts: list[int], dimension: int, seed: int) -> None:
    parts = [part_of(count, dimension, seed + place) for place, count in enumerate(counts)]
    rows = np.concatenate([part.rows[: part.count] for part in parts]).astype(np.float64)
    query = query_of(dimension, seed)
    exact = rows @ query / np.maximum(np.linalg.norm(rows, axis=1), 1.0)
    every = np.arange(len(rows))
    assert np.allclose(row_scores.cosines(parts, every, query), exact, atol=1e-5)
    coarse = row_scores.coarse(query)
    assert coarse.error < 0.03
    assert (np.abs(row_scores.all_nearly(parts, coarse) - exact) <= coarse.error + 1e-5).all()
    assert np.array_equal(row_scores.nearly(parts, every, coarse), row_scores.all_nearly(parts, coarse))
    axes = AXES[dimension].astype(np.float64) / np.linalg.norm(AXES[dimension][0])
    unit = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1.0)
    beside = [np.sqrt(np.clip(1 - ((one @ axes.T) ** 2).sum(axis=-1), 0, 1)) for one in (unit, query)]
    likely = (unit @ axes.T) @ (axes @ query) + vector_axes.IN_COMMON * beside[0] * beside[1] * rows.any(axis=1)
    missing = row_scores.LEVELS / 2 - row_scores.LEVELS / 4 * likely
    # A few components in ten thousand are cut off, of which there are many where there is but one dimension.
    assert np.abs(row_scores.distances(parts, query) - missing).max(initial=0) <= (6 if dimension > 1 else 20)


def test_some_rows_of_several_parts_and_jobs() -> None:
    parts = [part_of(5_000, 64, 1), part_of(10, 64, 2), part_of(70_000, 64, 3)]
    query = query_of(64, 4)
    some = np.unique(np.random.default_rng(5).integers(0, 75_010, 20_000))
    every = row_scores.cosines(parts, np.arange(75_010), query)
    assert np.array_equal(row_scores.cosines(parts, some, query), every[some])


@pytest.mark.parametrize("query", [np.zeros(64, np.float32), np.full(64, 1e-20, np.float32)], ids=["zeros", "tiny"])
def test_a_query_of_nothing_is_near_to_nothing(query: row_scores.Vector) -> None:
    assert np.abs(row_scores.all_nearly([part_of(10, 64, 6)], row_scores.coarse(query))).max() < 1e-6


def test_no_call_takes_references_that_it_does_not_give_back() -> None:
    """The library's own `out` takes None's, and Python 3.11 ends when none are left."""
    part, query = part_of(10, 64, 7), query_of(64, 8)
    coarse = row_scores.coarse(query)
    before = sys.getrefcount(None), sys.getrefcount(part.rows), sys.getrefcount(part.codes)
    for _ in range(500):
        row_scores.all_nearly([part], coarse)
        row_scores.distances([part], query)
    after = sys.getrefcount(None), sys.getrefcount(part.rows), sys.getrefcount(part.codes)
    assert all(abs(now - then) < 100 for now, then in zip(after, before, strict=True))

"""The vector index against a plain list: whatever is added, replaced and removed, the nearest are the nearest."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from desktop_search.search.vector_index import VectorIndex

DIMENSION = 8


def unit_rows(count: int, seed: int) -> NDArray[np.float32]:
    rows = np.random.default_rng(seed).standard_normal((count, DIMENSION)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def nearest(
    kept: dict[int, tuple[int, NDArray[np.float32]]], query: NDArray[np.float32], files: set[int] | None
) -> list[int]:
    scored = [(-float(row @ query), one) for one, (file, row) in kept.items() if files is None or file in files]
    return [one for _, one in sorted(scored)]


@settings(max_examples=40, deadline=None)
@given(
    changes=st.lists(st.tuples(st.booleans(), st.integers(0, 6), st.integers(1, 5)), max_size=25),
    chosen=st.none() | st.sets(st.integers(0, 6)),
    seed=st.integers(0, 1000),
)
def test_equals_a_plain_list(changes: list[tuple[bool, int, int]], chosen: set[int] | None, seed: int) -> None:
    index = VectorIndex(DIMENSION)
    kept: dict[int, tuple[int, NDArray[np.float32]]] = {}
    number = 0
    for adds, file, count in changes:
        if adds:
            rows = unit_rows(count, seed + number)
            ids = list(range(number, number + count))
            index.add(ids, [file] * count, rows)
            kept.update({one: (file, row) for one, row in zip(ids, rows, strict=True)})
            number += count
        else:
            index.remove([file])
            kept = {one: pair for one, pair in kept.items() if pair[0] != file}
    query = unit_rows(1, seed + 9999)[0]
    assert len(index) == len(kept)
    assert [one for one, _ in index.search(query, 200, chosen)] == nearest(kept, query, chosen)
    # As if there were twenty more, with nothing in common.
    expected = sum(float(row @ query) for _, row in kept.values()) / (len(kept) + 20)
    assert abs(index.background(query) - expected) < 1e-5


def test_a_filter_that_leaves_one_in_a_thousand_finds_the_true_best_of_them() -> None:
    index = VectorIndex(DIMENSION)
    rows = unit_rows(5000, 1)
    index.add(list(range(5000)), [one % 1000 for one in range(5000)], rows)
    query = unit_rows(1, 2)[0]
    found = index.search(query, 3, [7])
    allowed = [one for one in range(5000) if one % 1000 == 7]
    assert [one for one, _ in found] == sorted(allowed, key=lambda one: -float(rows[one] @ query))[:3]


def test_what_is_left_out_does_not_come_back() -> None:
    index = VectorIndex(DIMENSION)
    rows = unit_rows(10, 3)
    index.add(list(range(10)), [0] * 10, rows)
    assert 4 not in [one for one, _ in index.search(rows[4], 10, without=[4])]


def test_adding_a_paragraph_again_gives_it_the_new_vector() -> None:
    index = VectorIndex(DIMENSION)
    rows = unit_rows(2, 4)
    index.add([1], [0], rows[:1])
    index.add([1], [0], rows[1:])
    assert len(index) == 1
    assert index.search(rows[1], 1)[0][1] > 0.999

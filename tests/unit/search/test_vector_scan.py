"""The scan in stages against the exact one: real texts where they are there, hard cases made here."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from desktop_search.search import row_scores, scan, vector_axes, vector_rows, vector_scan
from desktop_search.search.vector_rows import Part
from desktop_search.store.vectors import pack

Rows = NDArray[np.float32]


def part_of(rows: Rows, axes: Rows | None = None) -> Part:
    """Rows in memory, along these axes or their own."""
    packed = pack(rows)
    part = vector_rows.empty(rows.shape[1], vector_axes.learn(packed) if axes is None else axes)
    vector_rows.append(part, packed, vector_rows.places_of(range(len(rows)), [0] * len(rows), packed))
    return part


def exact(parts: list[Part], query: Rows, limit: int, allowed: NDArray[np.bool_] | None = None) -> set[int]:
    rows = np.concatenate([part.rows[: part.count] for part in parts]).astype(np.float32)
    found = scan.top_k(query, rows, k=limit, mask=allowed)
    return set(found.ids[0].tolist())


def recalls(parts: list[Part], queries: Rows, limit: int = 10, allowed: NDArray[np.bool_] | None = None) -> list[float]:
    found = []
    for query in queries:
        rows, scores = vector_scan.nearest(parts, query, limit, allowed)
        best = rows[np.lexsort((rows, -scores))[:limit]]
        right = exact(parts, query, limit, allowed)
        found.append(len(right & set(best.tolist())) / len(right))
    return found


def spread(count: int, dimension: int, seed: int) -> Rows:
    """Unit rows around centres that are themselves unevenly used, with most of the variance in few directions."""
    random = np.random.default_rng(seed)
    shape = (1.0 / np.arange(1, dimension + 1) ** 0.5).astype(np.float32)
    mixing = np.linalg.qr(random.standard_normal((dimension, dimension)))[0].astype(np.float32)
    centres = random.standard_normal((300, dimension)).astype(np.float32)
    rows = centres[(300 * random.random(count) ** 2).astype(int)] + 0.8 * random.standard_normal(
        (count, dimension)
    ).astype(np.float32)
    rows = (rows * shape) @ mixing
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.fixture(params=["all", "along axes"])
def stage(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Where all rows are compared by integers nothing may be missed; along axes first, hardly anything."""
    if request.param == "along axes":
        monkeypatch.setattr(vector_scan, "ALL_UP_TO", 0)
    return str(request.param)


@pytest.mark.parametrize("dimension", [384, 100, 768])
def test_finds_what_the_exact_scan_finds(dimension: int, stage: str) -> None:
    rows = spread(60_000, dimension, 1)
    found = recalls([part_of(rows[:50_000])], rows[50_000::500])
    assert np.mean(found) >= (1.0 if stage == "all" else 0.995)
    assert min(found) >= 0.9


def test_finds_what_the_exact_scan_finds_for_questions_that_are_foreign_to_all_rows(stage: str) -> None:
    random = np.random.default_rng(2)
    queries = random.standard_normal((30, 384)).astype(np.float32)
    queries /= np.linalg.norm(queries, axis=1, keepdims=True)
    found = recalls([part_of(spread(50_000, 384, 3))], queries)
    assert np.mean(found) >= (1.0 if stage == "all" else 0.995)
    assert min(found) >= 0.9


def test_finds_a_hundred_as_well_as_ten(stage: str) -> None:
    rows = spread(40_000, 384, 4)
    assert np.mean(recalls([part_of(rows)], rows[::4000], 100)) >= (1.0 if stage == "all" else 0.99)


def test_asked_for_more_it_goes_on_where_it_stood(stage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = spread(40_000, 384, 6)
    part, calls = part_of(rows), list[str]()

    def counted(name: str, whole: Callable[..., object]) -> Callable[..., object]:
        def call(*some: object) -> object:
            calls.append(name)
            return whole(*some)

        return call

    for name in ("all_nearly", "distances"):
        monkeypatch.setattr(row_scores, name, counted(name, getattr(row_scores, name)))
    for number in (3, 30_000):
        calls.clear()
        asked = vector_scan.Scan([part], rows[number], None)
        for limit in (10, 100, 20, 400):
            found, scores = asked.nearest(limit)
            best = set(found[np.lexsort((found, -scores))[:limit]].tolist())
            assert len(best & exact([part], rows[number], limit)) >= 0.98 * limit
        assert calls == ["distances" if stage == "along axes" else "all_nearly"]


@pytest.mark.usefixtures("stage")
def test_rows_in_several_parts_are_counted_through() -> None:
    rows = spread(45_000, 384, 5)
    first = part_of(rows[:30_000])
    parts = [first, part_of(rows[30_000:], first.axes)]
    for number in (3, 29_999, 30_000, 44_999):
        found, scores = vector_scan.nearest(parts, rows[number], 1, None)
        assert found[np.argmax(scores)] == number
    assert np.mean(recalls(parts, rows[::5000])) >= 0.995


@pytest.mark.usefixtures("stage")
@pytest.mark.parametrize("share", [0.0005, 0.3])
def test_a_filter_holds_before_anything_is_ranked(share: float) -> None:
    rows = spread(40_000, 384, 6)
    allowed = np.random.default_rng(7).random(len(rows)) < share
    found = recalls([part_of(rows)], rows[::4000], 10, allowed)
    assert np.mean(found) >= 0.995


@pytest.mark.usefixtures("stage")
@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda: np.ones((20_000, 64), np.float32) / 8, id="all the same"),
        pytest.param(lambda: np.zeros((20_000, 64), np.float32), id="zeros"),
        pytest.param(lambda: np.repeat(spread(10, 64, 8), 2_000, axis=0), id="copies"),
    ],
)
def test_ties_and_copies_do_not_confuse_it(make: Callable[[], Rows]) -> None:
    rows = make()
    query = rows[5] if rows.any() else spread(1, 64, 9)[0]
    part = part_of(rows)
    found, scores = vector_scan.nearest([part], query, 10, None)
    assert len(found) >= 10
    assert np.allclose(scores, row_scores.cosines([part], np.arange(len(rows)), query).max(), atol=1e-5)


def test_nothing_allowed_finds_nothing() -> None:
    part = part_of(spread(20_000, 64, 10))
    found, _ = vector_scan.nearest([part], spread(1, 64, 11)[0], 10, np.zeros(20_000, np.bool_))
    assert len(found) == 0

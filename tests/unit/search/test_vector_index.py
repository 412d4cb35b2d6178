"""The vector index against a plain list: whatever is added, replaced and removed, the nearest are the nearest."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from desktop_search.search import row_scores, vector_index, vector_scan
from desktop_search.search.vector_files import Mark, VectorFiles
from desktop_search.search.vector_index import VectorIndex
from desktop_search.store.vectors import pack, unpack

DIMENSION = 8


def unit_rows(count: int, seed: int) -> NDArray[np.float32]:
    """As the store gives them: what 8 bits cannot say is not in them."""
    return unpack(pack(np.random.default_rng(seed).standard_normal((count, DIMENSION)).astype(np.float32)))


def nearest(
    kept: dict[int, tuple[int, NDArray[np.float32]]], query: NDArray[np.float32], files: set[int] | None
) -> list[int]:
    scored = [(-float(row @ query), one) for one, (file, row) in kept.items() if files is None or file in files]
    return [one for _, one in sorted(scored)]


def kept_in(folder: Path, owner: str = "store model") -> VectorIndex:
    return VectorIndex(DIMENSION, VectorFiles(folder, owner, DIMENSION))


@settings(max_examples=60, deadline=None)
@given(
    changes=st.lists(
        st.tuples(st.sampled_from(["add", "remove", "save", "open"]), st.integers(0, 6), st.integers(1, 5)),
        max_size=25,
    ),
    chosen=st.none() | st.sets(st.integers(0, 6)),
    seed=st.integers(0, 1000),
)
def test_equals_a_plain_list(
    tmp_path_factory: pytest.TempPathFactory,
    changes: list[tuple[str, int, int]],
    chosen: set[int] | None,
    seed: int,
) -> None:
    folder = tmp_path_factory.mktemp("vectors")
    index = kept_in(folder)
    kept: dict[int, tuple[int, NDArray[np.float32]]] = {}
    number = 0
    for change, file, count in changes:
        if change == "save":
            index.save(Mark(number, number))
        elif change == "open":
            index.save(Mark(number, number))
            index = kept_in(folder)
            assert index.mark == Mark(number, number)
        elif change == "add":
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


def test_the_same_question_asked_again_knows_what_has_changed() -> None:
    index = VectorIndex(DIMENSION)
    rows = unit_rows(10, 4)
    index.add(list(range(9)), [0] * 9, rows[:9])
    before = index.search(rows[9], 9)
    assert index.search(rows[9], 3) == before[:3]
    index.add([9], [1], rows[9:])
    assert index.search(rows[9], 10)[0][0] == 9
    assert index.search(rows[9], 10, frozenset([0])) == before
    index.remove([1])
    assert index.search(rows[9], 10) == before


def test_what_is_named_twice_counts_once() -> None:
    index, once = VectorIndex(DIMENSION), VectorIndex(DIMENSION)
    rows = unit_rows(12, 6)
    for one in (index, once):
        one.add(list(range(12)), [at // 3 for at in range(12)], rows)
    assert index.vectors([7, 2, 7, 2])[0] == [2, 7]
    index.remove([3, 1, 3])
    once.remove([1, 3])
    assert len(index) == len(once) == 6
    assert index.background(rows[0]) == pytest.approx(once.background(rows[0]))
    assert index.search(rows[5], 12) == once.search(rows[5], 12)


def test_the_same_files_asked_again_are_those_that_they_have_become() -> None:
    index = VectorIndex(DIMENSION)
    rows = unit_rows(9, 13)
    index.add(range(6), [1, 1, 1, 2, 2, 2], rows[:6])
    files = frozenset([1])
    assert sorted(one for one, _ in index.search(rows[0], 9, files)) == [0, 1, 2]
    assert sorted(one for one, _ in index.search(rows[0], 9, files, [1])) == [0, 2]
    assert sorted(one for one, _ in index.search(rows[0], 9, files)) == [0, 1, 2]
    index.add(range(6, 9), [1, 2, 1], rows[6:])
    assert sorted(one for one, _ in index.search(rows[0], 9, files)) == [0, 1, 2, 6, 8]
    index.add([1], [2], rows[1:2])
    assert sorted(one for one, _ in index.search(rows[0], 9, files)) == [0, 2, 6, 8]
    index.remove([1])
    assert index.search(rows[0], 9, files) == []


def test_adding_a_paragraph_again_gives_it_the_new_vector() -> None:
    index = VectorIndex(DIMENSION)
    rows = unit_rows(2, 4)
    index.add([1], [0], rows[:1])
    index.add([1], [0], rows[1:])
    assert len(index) == 1
    assert index.search(rows[1], 1)[0][1] > 0.999


def test_what_was_not_saved_is_not_there_and_disturbs_nothing(tmp_path: Path) -> None:
    index = kept_in(tmp_path)
    rows = unit_rows(50, 5)
    index.add(range(20), [1] * 20, rows[:20])
    index.save(Mark(1, 20))
    index.add(range(20, 30), [2] * 10, rows[20:30])
    again = kept_in(tmp_path)
    assert len(again) == 20
    again.add(range(30, 50), [3] * 20, rows[30:])
    again.save(Mark(2, 50))
    last = kept_in(tmp_path)
    assert sorted(one for one, _ in last.search(rows[40], 100)) == [*range(20), *range(30, 50)]
    assert last.search(rows[40], 1)[0][0] == 40


def test_rows_over_several_blocks_are_found_again(tmp_path: Path) -> None:
    index = kept_in(tmp_path)
    rows = unit_rows(40_000, 6)
    for start in range(0, 40_000, 10_000):
        numbers = range(start, start + 10_000)
        index.add(numbers, [one // 100 for one in numbers], rows[start : start + 10_000])
        index.save(Mark(start, start))
    opened = kept_in(tmp_path)
    for number in (0, 9_999, 16_384, 32_768, 39_999):
        first = opened.search(rows[number], 5)[0]
        assert first[1] > 0.999
        assert np.allclose(rows[first[0]], rows[number])


def test_an_index_that_grows_gets_axes_and_finds_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vector_index, "_WORTH_AXES", 5_000)
    rows = unit_rows(12_000, 12)
    index, without = kept_in(tmp_path), VectorIndex(DIMENSION)
    for start in range(0, 12_000, 3_000):
        numbers = range(start, start + 3_000)
        for one in (index, without):
            one.add(numbers, [at // 100 for at in numbers], rows[start : start + 3_000])
            one.remove([start // 100])
        if start < 9_000:
            index.save(Mark(start + 1, start))
        assert len(list(tmp_path.glob("*.axes"))) == (start >= 3_000)
    # Only what is gone is new.
    index.save(Mark(2, 1))
    for one in (index, without):
        one.remove([7])
    index.save(Mark(3, 1))
    expected = [without.search(query, 20) for query in rows[::1_000]]
    monkeypatch.setattr(vector_scan, "ALL_UP_TO", 0)
    monkeypatch.setattr(vector_scan, "_WORTH_COLLECTING", 1.0)
    monkeypatch.setattr(row_scores, "all_nearly", None)
    for found in (index, kept_in(tmp_path)):
        assert [found.search(query, 20) for query in rows[::1_000]] == expected


def test_axes_are_learned_again_once_an_index_has_grown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vector_index, "_WORTH_AXES", 100)
    rows = unit_rows(1_000, 14)
    seen = []
    for start in range(0, 1_000, 100):
        index = kept_in(tmp_path)
        index.add(range(start, start + 100), [start] * 100, rows[start : start + 100])
        index.save(Mark(start, start))
        seen += [file.stem for file in tmp_path.glob("*.axes")]
    assert [seen.count(one) for one in dict.fromkeys(seen)] == [3, 7]
    assert kept_in(tmp_path).search(rows[950], 1)[0][0] == 950


@pytest.mark.parametrize("suffix", [".codes", ".axes", ".rows", ".places", "state"])
@pytest.mark.parametrize("damage", ["cut short", "emptied", "zeros", "gone"])
def test_damaged_files_are_not_opened(
    tmp_path: Path, suffix: str, damage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vector_index, "_WORTH_AXES", 100)
    index = kept_in(tmp_path)
    index.add(range(100), [1] * 100, unit_rows(100, 7))
    index.save(Mark(1, 1))
    (file,) = [one for one in tmp_path.iterdir() if one.name.endswith(suffix)]
    content = file.read_bytes()
    if damage == "gone":
        file.unlink()
    else:
        file.write_bytes({"cut short": content[:-10], "emptied": b"", "zeros": bytes(len(content))}[damage])
    opened = kept_in(tmp_path)
    assert len(opened) == 0
    assert opened.mark == Mark()
    opened.add([5], [1], unit_rows(1, 8))
    opened.save(Mark(2, 2))
    assert [one for one, _ in kept_in(tmp_path).search(unit_rows(1, 8)[0], 10)] == [5]


def test_files_of_another_store_or_model_are_not_opened(tmp_path: Path) -> None:
    index = kept_in(tmp_path)
    index.add([1], [1], unit_rows(1, 9))
    index.save(Mark(1, 1))
    assert len(kept_in(tmp_path, "another")) == 0
    assert len(VectorIndex(16, VectorFiles(tmp_path, "store model", 16))) == 0
    assert len(kept_in(tmp_path)) == 1


def test_files_without_most_of_their_rows_are_written_anew(tmp_path: Path) -> None:
    index = kept_in(tmp_path)
    rows = unit_rows(30_000, 10)
    index.add(range(30_000), [one // 10_000 for one in range(30_000)], rows)
    index.save(Mark(1, 1))
    full = sum(file.stat().st_size for file in tmp_path.glob("*.rows"))
    index.remove([0, 2])
    index.save(Mark(2, 2))
    assert sum(file.stat().st_size for file in tmp_path.glob("*.rows")) == full // 3
    found = kept_in(tmp_path).search(rows[15_000], 10)
    assert found[0][1] > 0.999
    assert all(10_000 <= one < 20_000 for one, _ in found)


def test_a_disk_that_does_not_take_it_loses_nothing(tmp_path: Path) -> None:
    index = kept_in(tmp_path / "kept")
    index.add([1], [1], unit_rows(1, 11))
    (tmp_path / "kept").write_text("a file where the folder should be")
    with pytest.raises(OSError, match="kept"):
        index.save(Mark(1, 1))
    assert [one for one, _ in index.search(unit_rows(1, 11)[0], 5)] == [1]
    (tmp_path / "kept").unlink()
    index.save(Mark(1, 1))
    assert len(kept_in(tmp_path / "kept")) == 1

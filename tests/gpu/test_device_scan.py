"""The scan on a device finds exactly what the processor finds, whatever is added, saved, removed or lost meanwhile."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from desktop_search.embedding import device as devices
from desktop_search.search import device_rows, device_scan, scan, vector_rows
from desktop_search.search.device_rows import DeviceRows
from desktop_search.search.device_scan import DeviceScan
from desktop_search.search.vector_files import Mark, VectorFiles
from desktop_search.search.vector_index import VectorIndex
from desktop_search.search.vector_rows import Part
from desktop_search.store.vectors import pack
from tests.gpu.conftest import NEEDS_CUDA

Rows = NDArray[np.float32]
Mask = NDArray[np.bool_]
LittleMemory = Callable[[float], AbstractContextManager[None]]
DIMENSION = 64


@pytest.fixture(autouse=True)
def _small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of 1,021 rows, so that nothing divides evenly, and no way round the device."""
    monkeypatch.setattr(device_rows, "_BLOCK_BYTES", 2 * 1_021 * DIMENSION)
    monkeypatch.setattr(device_scan, "_FEW", 0)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many rows each question has sent to the device."""
    counts: list[int] = []
    append = DeviceRows.append

    def counting(self: DeviceRows, part: Part, start: int) -> None:
        counts.append(max(part.count - start, 0))
        append(self, part, start)

    monkeypatch.setattr(DeviceRows, "append", counting)
    return counts


def unit_rows(count: int, seed: int = 0) -> Rows:
    rows = np.random.default_rng(seed).standard_normal((count, DIMENSION), dtype=np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows


def part_of(rows: Rows) -> Part:
    part = vector_rows.empty(DIMENSION)
    packed = pack(rows)
    vector_rows.append(part, packed, vector_rows.places_of(range(len(rows)), [0] * len(rows), packed))
    return part


def exact(parts: list[Part], query: Rows, limit: int, allowed: Mask | None = None) -> list[int]:
    rows = np.concatenate([part.rows[: part.count] for part in parts]).astype(np.float32)
    found: list[int] = scan.top_k(query, rows, k=limit, mask=allowed).ids[0].tolist()
    return found


def cosines(parts: list[Part], numbers: list[int], query: Rows) -> NDArray[np.float64]:
    rows = np.concatenate([part.rows[: part.count] for part in parts])[numbers].astype(np.float64)
    scores: NDArray[np.float64] = rows @ query.astype(np.float64) / np.linalg.norm(rows, axis=1)
    return scores


def best(found: tuple[NDArray[np.intp], Rows], limit: int) -> list[int]:
    rows, scores = found
    ordered: list[int] = rows[np.lexsort((rows, -scores))[:limit]].tolist()
    return ordered


@pytest.mark.parametrize("limit", [1, 10, 300, 9_000])
@pytest.mark.parametrize("share", [None, 0.0, 0.001, 0.3, 1.0])
def test_it_finds_what_the_processor_finds(device: str, limit: int, share: float | None) -> None:
    rows = unit_rows(6_500)
    parts = [part_of(rows[:5_003]), part_of(rows[5_003:])]
    allowed = None if share is None else np.random.default_rng(1).random(len(rows)) < share
    searched = DeviceScan(device)

    for query in unit_rows(5, seed=2):
        found = best(searched.nearest(parts, query, limit, allowed), limit)
        right = exact(parts, query, limit, allowed)
        assert len(set(found)) == len(found) == len(right)
        # Of thousands, two are so near each other that their order is a matter of the last bit.
        np.testing.assert_allclose(cosines(parts, found, query), cosines(parts, right, query), atol=3e-7)
        assert found[:10] == right[:10]
    assert searched.note == ""


def test_rows_are_kept_wide_while_half_of_the_memory_is_free(device: str, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = [part_of(unit_rows(5_000)), vector_rows.empty(DIMENSION)]
    query = unit_rows(1, seed=2)[0]
    free = iter([True, True, False, True, False])
    monkeypatch.setattr(devices, "is_half_free", lambda _: next(free))
    held = DeviceRows(device, DIMENSION)

    held.append(parts[0], 0)

    wide = torch.float16 if device == "cuda" else torch.float32
    assert [rows.dtype for rows, _ in held._blocks] == [wide, wide, torch.int8, wide, torch.int8]  # noqa: SLF001
    bytes_alone = DeviceRows(device, DIMENSION)
    monkeypatch.setattr(devices, "is_half_free", lambda _: False)
    bytes_alone.append(parts[0], 0)
    torch.testing.assert_close(held.scores(query), bytes_alone.scores(query), rtol=0, atol=0)


@NEEDS_CUDA
def test_a_gpu_says_how_much_of_it_is_free() -> None:
    assert devices.is_half_free("cuda")
    rows = DeviceRows("cuda", DIMENSION)
    rows.append(part_of(unit_rows(10)), 0)
    assert rows._blocks[0][0].dtype == torch.float16  # noqa: SLF001


@pytest.mark.parametrize("limit", [1, 7, 400])
def test_equal_rows_all_come_and_have_equal_scores(device: str, limit: int) -> None:
    few = unit_rows(5)
    parts = [part_of(few[np.random.default_rng(3).integers(0, 5, 4_000)]), vector_rows.empty(DIMENSION)]
    query = unit_rows(1, seed=9)[0]

    rows, scores = DeviceScan(device).nearest(parts, query, limit, None)

    assert best((rows, scores), limit) == exact(parts, query, limit)
    for group in np.unique(parts[0].rows[rows], axis=0):
        assert len(set(scores[(parts[0].rows[rows] == group).all(axis=1)].tolist())) == 1


def test_rows_that_half_precision_does_not_tell_apart_are_told_apart(device: str) -> None:
    base = unit_rows(1)[0]
    near = base + 0.05 * unit_rows(3_000, seed=4)
    parts = [part_of(near / np.linalg.norm(near, axis=1, keepdims=True)), vector_rows.empty(DIMENSION)]

    found = best(DeviceScan(device).nearest(parts, base, 20, None), 20)

    right = cosines(parts, exact(parts, base, 20), base)
    assert len(set(right.astype(np.float16))) < len(set(right)) / 2
    np.testing.assert_allclose(cosines(parts, found, base), right, atol=3e-7)


@pytest.mark.parametrize("length", [1e-4, 1.0, 300.0])
def test_the_length_of_a_question_changes_nothing(device: str, length: float) -> None:
    parts = [part_of(unit_rows(3_000)), vector_rows.empty(DIMENSION)]
    query = unit_rows(1, seed=5)[0]

    found = DeviceScan(device).nearest(parts, query * np.float32(length), 10, None)

    assert best(found, 10) == exact(parts, query, 10)


def test_an_index_without_rows_finds_nothing(device: str) -> None:
    index = VectorIndex(DIMENSION, scan=DeviceScan(device))

    assert index.search(unit_rows(1)[0], 10) == []


def test_few_candidates_are_scored_without_the_device(sent: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device_scan, "_FEW", 3_000)
    parts = [part_of(unit_rows(3_000)), vector_rows.empty(DIMENSION)]

    found = DeviceScan("no such device").nearest(parts, unit_rows(1, seed=1)[0], 10, None)

    assert best(found, 10) == exact(parts, unit_rows(1, seed=1)[0], 10)
    assert sent == []


class Grown:
    """An index on a device beside one on the processor: both hear of the same, and must answer the same."""

    def __init__(self, device: str, folder: Path | None) -> None:
        files = VectorFiles(folder, "test", DIMENSION) if folder is not None else None
        self.scan = DeviceScan(device)
        self.index = VectorIndex(DIMENSION, files, self.scan)
        self.plain: dict[int, Rows] = {}

    def add(self, first: int, count: int, seed: int) -> None:
        rows = unit_rows(count, seed)
        numbers = range(first, first + count)
        self.index.add(numbers, [number // 10 for number in numbers], rows)
        self.plain.update(zip(numbers, rows, strict=True))

    def remove(self, files: range) -> None:
        self.index.remove(files)
        self.plain = {number: row for number, row in self.plain.items() if number // 10 not in files}

    def check(self, files: range | None = None) -> None:
        numbers = [number for number in self.plain if files is None or number // 10 in files]
        kept = pack(np.stack([self.plain[number] for number in numbers])).astype(np.float32)
        for query in unit_rows(3, seed=77):
            right = scan.top_k(query, kept, k=10)
            found = self.index.search(query, 10, files)
            assert [number for number, _ in found] == [numbers[at] for at in right.ids[0]]
            np.testing.assert_allclose([score for _, score in found], right.scores[0], atol=3e-7)
        assert self.scan.note == ""


def test_an_index_in_files_sends_each_row_once(device: str, tmp_path: Path, sent: list[int]) -> None:
    grown = Grown(device, tmp_path / "vectors")
    grown.add(0, 2_500, seed=1)
    grown.check()
    grown.index.save(Mark(1, 1))
    grown.check()
    sent.clear()

    grown.add(2_500, 700, seed=2)
    grown.check()
    grown.index.save(Mark(2, 2))
    grown.check()
    grown.add(3_200, 500, seed=3)
    grown.index.save(Mark(3, 3))
    grown.add(3_700, 100, seed=4)
    grown.check(range(200, 380))

    assert sum(sent) == 1_300


def test_what_is_removed_or_changed_is_found_no_more(device: str, tmp_path: Path) -> None:
    grown = Grown(device, tmp_path / "vectors")
    grown.add(0, 2_500, seed=1)
    grown.index.save(Mark(1, 1))
    grown.check()

    grown.remove(range(0, 120))
    grown.check()
    # The same paragraphs once more, with other vectors.
    grown.add(1_200, 600, seed=5)
    grown.check()
    grown.index.save(Mark(2, 2))
    grown.check(range(100, 200))


def test_files_that_are_written_anew_are_sent_anew(device: str, tmp_path: Path) -> None:
    grown = Grown(device, tmp_path / "vectors")
    grown.add(0, 2_500, seed=1)
    grown.index.save(Mark(1, 1))
    grown.check()
    grown.remove(range(0, 100))
    grown.add(2_500, 300, seed=2)
    grown.check()

    grown.index.begin_anew()
    grown.index.save(Mark(2, 2))

    grown.check()


@pytest.mark.parametrize("in_files", [True, False])
def test_an_index_that_is_cleared_forgets_what_the_device_holds(device: str, in_files: bool, tmp_path: Path) -> None:
    grown = Grown(device, tmp_path / "vectors" if in_files else None)
    grown.add(0, 2_500, seed=1)
    grown.index.save(Mark(1, 1))
    grown.check()

    grown.index.clear()
    grown.plain.clear()
    grown.add(0, 2_500, seed=6)

    grown.check()


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (
            torch.OutOfMemoryError("CUDA out of memory"),
            "The memory of {} ran out; the processor is used.",
        ),
        (RuntimeError("CUDA error: unknown error"), "The device {} is not available; the processor is used."),
    ],
)
def test_the_processor_takes_over_from_a_device_that_fails(
    device: str, error: RuntimeError, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = [part_of(unit_rows(3_000)), vector_rows.empty(DIMENSION)]
    queries = unit_rows(3, seed=1)
    searched = DeviceScan(device)
    assert best(searched.nearest(parts, queries[0], 10, None), 10) == exact(parts, queries[0], 10)

    def fail(*_: Any) -> None:
        raise error

    monkeypatch.setattr(DeviceRows, "scores", fail)
    # A device that is lost answers to nothing any more.
    monkeypatch.setattr(torch.cuda, "empty_cache", fail)

    for query in queries:
        assert best(searched.nearest(parts, query, 10, None), 10) == exact(parts, query, 10)
    assert searched.note == told.format(device)


def test_a_log_that_keeps_what_it_is_given_keeps_no_rows_on_the_device(
    device: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    parts = [part_of(unit_rows(3_000)), vector_rows.empty(DIMENSION)]
    held: list[weakref.ref[DeviceRows]] = []

    def fail(self: DeviceRows, _: Any) -> None:
        held.append(weakref.ref(self))
        raise torch.OutOfMemoryError("CUDA out of memory")

    monkeypatch.setattr(DeviceRows, "scores", fail)
    DeviceScan(device).nearest(parts, unit_rows(1, seed=1)[0], 10, None)
    gc.collect()

    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert [one() for one in held] == [None]


@NEEDS_CUDA
def test_rows_that_do_not_fit_the_gpu_are_searched_by_the_processor(little_memory: LittleMemory) -> None:
    rows = unit_rows(1_000_000)
    parts = [part_of(rows), vector_rows.empty(DIMENSION)]
    searched = DeviceScan("cuda")
    query = rows[123_456]
    before = torch.cuda.memory_allocated()

    with little_memory(30):
        found = best(searched.nearest(parts, query, 10, None), 10)
        again = best(searched.nearest(parts, query, 10, None), 10)

    assert found[0] == again[0] == 123_456
    assert searched.note == "The memory of cuda ran out; the processor is used."
    # What it had taken of the memory until then was given back.
    assert torch.cuda.memory_allocated() <= before + 1e6


@NEEDS_CUDA
@pytest.mark.parametrize("normalized", [True, False])
def test_a_corpus_larger_than_the_memory_of_the_gpu_is_scanned_in_pieces(
    normalized: bool, little_memory: LittleMemory
) -> None:
    rows, queries = unit_rows(600_000), unit_rows(3, seed=1)
    right = scan.top_k(queries, rows, k=20, normalized=normalized)

    # The whole corpus takes 154 MB.
    with little_memory(100):
        found = scan.top_k(queries, rows, k=20, normalized=normalized, device="cuda", corpus_chunk_size=600_000)

    assert found.ids.tolist() == right.ids.tolist()
    np.testing.assert_array_equal(found.scores, right.scores)


@NEEDS_CUDA
@pytest.mark.parametrize("chunk", [7, 333, 1_000, 5_000])
@pytest.mark.parametrize("kind", [np.float32, np.float16])
@pytest.mark.parametrize("share", [None, 0.1, 0.5])
def test_the_reference_says_the_same_on_the_gpu(chunk: int, kind: Any, share: float | None) -> None:
    few = unit_rows(40)
    # Each row several times, so that there are ties at every place.
    rows = few[np.random.default_rng(3).integers(0, 40, 1_000)].astype(kind)
    mask = None if share is None else np.random.default_rng(1).random(1_000) < share
    queries = unit_rows(3, seed=1)

    for normalized in (True, False):
        found = scan.top_k(
            queries, rows, k=30, mask=mask, normalized=normalized, device="cuda", corpus_chunk_size=chunk
        )
        right = scan.top_k(queries, rows, k=30, mask=mask, normalized=normalized)
        assert found.ids.tolist() == right.ids.tolist()
        np.testing.assert_array_equal(found.scores, right.scores)

"""Top-10 of N vectors: the program's index, and its exact scan, against util.semantic_search and exact numpy.

    python -m tests.benchmarks.scan --paragraphs 1000000
    python -m tests.benchmarks.scan --paragraphs 1000000 2000000 4000000     with an estimate for ten million
    python -m tests.benchmarks.scan --paragraphs 100000 --real FOLDER        recall on real embeddings, too

Speed is measured on made vectors; what is found is compared with the exact scan, of the vectors as they are kept (to 8
bits) and as they came. Half of the queries are near some of the rows, half are foreign to all of them.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
import torch
from numpy.typing import NDArray

from desktop_search.embedding import loading, models
from desktop_search.paths import find_paths
from desktop_search.search import row_scores
from desktop_search.search.scan import top_k
from desktop_search.search.vector_files import Mark, VectorFiles
from desktop_search.search.vector_index import VectorIndex
from desktop_search.store.vectors import pack
from tests.benchmarks import vectors
from tests.benchmarks.report import Figure, alternate, report

models.stay_offline()

from sentence_transformers import util

K = 10
AT_ONCE = 50_000
FULL_RECALL = "at least 0.995"
WORST_RECALL = "at least 0.9"
Rows = NDArray[np.float32]


def each(queries: Rows, search: Callable[[Rows], Any]) -> Callable[[], Any]:
    """A call that searches with one query after the other."""
    order = cycle(queries)
    return lambda: search(next(order))


def build(rows: Rows, folder: Path) -> VectorIndex:
    """An index kept in a folder, as the program keeps it."""
    index = open_index(folder, rows.shape[1])
    for start in range(0, len(rows), AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, len(rows)))
        index.add(numbers, [number // 20 for number in numbers], rows[start : numbers.stop])
        index.save(Mark(1, numbers.stop))
    return index


def open_index(folder: Path, dimension: int) -> VectorIndex:
    return VectorIndex(dimension, VectorFiles(folder, "benchmark", dimension))


def as_kept(rows: Rows) -> Iterator[Rows]:
    """The rows as they are in the index, a chunk at a time."""
    for start in range(0, len(rows), AT_ONCE):
        yield pack(rows[start : start + AT_ONCE]).astype(np.float32)


def recalls(index: VectorIndex, queries: Rows, exact: NDArray[np.int64]) -> list[float]:
    """For each query the share of the exact nearest that the index finds."""
    found = [{paragraph for paragraph, _ in index.search(query, K)} for query in queries]
    return [len(ours & set(right.tolist())) / len(right) for ours, right in zip(found, exact, strict=True)]


def recall_figures(name: str, index: VectorIndex, rows: Rows, queries: Rows) -> list[Figure]:
    kept = recalls(index, queries, top_k(queries, as_kept(rows), k=K).ids)
    came = recalls(index, queries, top_k(queries, rows, k=K, score="dot").ids)
    mean, worst = float(np.mean(kept)), min(kept)
    return [
        Figure(f"recall@10, {name}", mean, "", "the exact scan", 1.0, "higher", FULL_RECALL, mean >= 0.995),
        Figure(f"recall@10, {name}, the worst query", worst, "", None, None, "higher", WORST_RECALL, worst >= 0.9),
        Figure(
            f"recall@10, {name}, of the vectors before they were kept to 8 bits",
            float(np.mean(came)),
            "",
            "the exact scan in float32",
            1.0,
            "higher",
        ),
    ]


def measure(paragraphs: int, runs: int, folder: Path) -> list[Figure]:
    rows, queries = vectors.made(paragraphs)
    index = build(rows, folder)
    tensor = torch.from_numpy(rows)

    def semantic_search(query: Rows, function: Any) -> Any:
        return util.semantic_search(torch.from_numpy(query), tensor, top_k=K, score_function=function)

    size = f"{paragraphs:,}"
    half = len(queries) // 2
    figures = []
    for name, asked in (("", queries[:half]), (", foreign", queries[half:])):
        ours = each(asked, lambda query: index.search(query, K))
        rivals: list[tuple[str, Callable[[], Any], float | None]] = [
            ("util.semantic_search", each(asked, lambda query: semantic_search(query, util.cos_sim)), 100.0),
            (
                "util.semantic_search, dot_score",
                each(asked, lambda query: semantic_search(query, util.dot_score)),
                None,
            ),
            ("numpy, exact", each(asked, lambda query: np.argpartition(rows @ query, -K)[-K:]), 8.0),
        ]
        for rival, theirs, times in rivals:
            taken, rival_taken = alternate(ours, theirs, runs)
            met = None if times is None else rival_taken >= times * taken
            target = None if times is None else f"{times:.0f} times faster, at 1,000,000"
            figures.append(
                Figure(
                    f"one query{name}, {size}", taken * 1000, "ms", rival, rival_taken * 1000, target=target, met=met
                )
            )
    exact = each(queries, lambda query: top_k(query, rows, k=K, score="dot"))
    theirs = each(queries, lambda query: semantic_search(query, util.cos_sim))
    taken, rival_taken = alternate(exact, theirs, runs)
    figures.append(Figure(f"one query, {size}, exact", taken * 1000, "ms", "util.semantic_search", rival_taken * 1000))
    figures += recall_figures(f"{size} made", index, rows, queries)
    some = range(0, paragraphs // 20, 200)
    in_some = each(queries, lambda query: index.search(query, K, some))
    figures.append(Figure(f"one query, {size}, in one file of 200", seconds(in_some, runs) * 1000, "ms"))
    scored = [_scored(index, query) for query in queries]
    figures.append(Figure(f"rows scored exactly, {size}, median", float(np.median(scored)), "rows"))
    figures.append(Figure(f"rows scored exactly, {size}, most", max(scored), "rows"))
    opened = seconds(lambda: open_index(folder, rows.shape[1]).search(queries[0], K), runs)
    figures.append(
        Figure(f"opening and one query, {size}", opened * 1000, "ms", target="500 ms at 1,000,000", met=opened <= 0.5)
    )
    on_disk = sum(file.stat().st_size for file in folder.iterdir())
    figures.append(Figure("on disk, beside the store", on_disk / paragraphs, "bytes a paragraph"))
    return figures


def seconds(work: Callable[[], object], runs: int) -> float:
    taken = []
    for _ in range(runs):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return float(np.median(taken))


def _scored(index: VectorIndex, query: Rows) -> int:
    """How many rows one query takes to be scored exactly."""
    counted = 0
    score = row_scores.cosines

    def counting(parts: Any, numbers: Any, vector: Any) -> Any:
        nonlocal counted
        counted += len(numbers)
        return score(parts, numbers, vector)

    with mock.patch.object(row_scores, "cosines", counting):
        index.search(query, K)
    return counted


def measure_real(folder: Path, most: int, place: Path) -> list[Figure]:
    """Recall on real embeddings; they are made with the program's own encoder."""
    encoder = loading.load(models.find_model(), "cpu", find_paths().compiled_models)
    rows, queries = vectors.real(folder, encoder, most)
    index = build(rows, place)
    foreign = len(vectors.FOREIGN)
    return [
        *recall_figures(f"{len(rows):,} real, headings", index, rows, queries[:-foreign]),
        *recall_figures(f"{len(rows):,} real, foreign questions", index, rows, queries[-foreign:]),
    ]


def estimate(sizes: list[int], figures: list[Figure]) -> Figure:
    """Ten million, by a straight line through what was measured."""
    taken = [next(one.value for one in figures if one.name == f"one query, {size:,}") for size in sizes]
    slope, constant = np.polyfit(sizes, taken, 1)
    return Figure("one query, 10,000,000, estimated", float(constant + slope * 10_000_000), "ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--paragraphs", type=int, nargs="+", default=[1_000_000])
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--real", type=Path, metavar="FOLDER", help="measure recall on its paragraphs, too")
    parser.add_argument("--most", type=int, default=20_000, help="of them, as many (default: 20000)")
    arguments = parser.parse_args()
    figures = []
    for size in arguments.paragraphs:
        with tempfile.TemporaryDirectory() as folder:
            figures += measure(size, arguments.runs, Path(folder))
    if len(arguments.paragraphs) > 1:
        figures.append(estimate(arguments.paragraphs, figures))
    if arguments.real is not None:
        with tempfile.TemporaryDirectory() as folder:
            figures += measure_real(arguments.real, arguments.most, Path(folder))
    report("scan of " + ", ".join(f"{size:,}" for size in arguments.paragraphs) + " paragraphs", figures)


if __name__ == "__main__":
    main()

"""Top-10 of N vectors: ours against util.semantic_search and exact numpy.

    python -m tests.benchmarks.scan --paragraphs 1000000

The vectors lie around 2,000 centres, as paragraphs of one person's documents do; queries are near some of them.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from itertools import cycle
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from desktop_search.embedding import models
from desktop_search.search.scan import top_k
from desktop_search.search.vector_index import VectorIndex
from tests.benchmarks.report import Figure, alternate, report

models.stay_offline()

from sentence_transformers import util  # noqa: E402

DIMENSIONS = 384
QUERIES = 20
Rows = NDArray[np.float32]


def clustered(count: int, seed: int = 0) -> tuple[Rows, Rows]:
    """Unit vectors float32[count, 384], and 20 queries near some of them."""
    rng = np.random.default_rng(seed)
    centres = rng.standard_normal((2000, DIMENSIONS), dtype=np.float32)
    vectors = np.empty((count, DIMENSIONS), np.float32)
    for start in range(0, count, 100_000):
        part = vectors[start : start + 100_000]
        part[:] = centres[rng.integers(0, len(centres), len(part))]
        part += rng.standard_normal(part.shape, dtype=np.float32)
        part /= np.linalg.norm(part, axis=1, keepdims=True)
    queries = vectors[rng.integers(0, count, QUERIES)]
    queries = queries + 0.03 * rng.standard_normal(queries.shape, dtype=np.float32)
    queries /= np.linalg.norm(queries, axis=1, keepdims=True)
    return vectors, queries


def each(queries: Rows, search: Callable[[Rows], Any]) -> Callable[[], Any]:
    """A call that searches with one query after the other."""
    order = cycle(queries)
    return lambda: search(next(order))


def exact_ids(queries: Rows, vectors: Rows, k: int) -> list[set[int]]:
    scores = (vectors @ queries.T).T
    return [set(np.lexsort((np.arange(len(row)), -row))[:k].tolist()) for row in scores]


def recall(found: list[set[int]], exact: list[set[int]]) -> float:
    return sum(len(ours & right) for ours, right in zip(found, exact, strict=True)) / sum(map(len, exact))


def measure(paragraphs: int, runs: int) -> list[Figure]:
    vectors, queries = clustered(paragraphs)
    tensor = torch.from_numpy(vectors)
    index = VectorIndex(DIMENSIONS)
    numbers = list(range(paragraphs))
    for start in range(0, paragraphs, 10_000):
        part = numbers[start : start + 10_000]
        index.add(part, [number // 20 for number in part], vectors[start : start + 10_000])

    def semantic_search(query: Rows, function: Any) -> Any:
        return util.semantic_search(torch.from_numpy(query), tensor, top_k=10, score_function=function)

    ours = each(queries, lambda query: top_k(query, vectors, k=10, score="dot"))
    searches: list[tuple[str, Callable[[], Any], str, Callable[[], Any]]] = [
        (
            "one query",
            ours,
            "util.semantic_search",
            each(queries, lambda query: semantic_search(query, util.cos_sim)),
        ),
        (
            "one query",
            ours,
            "util.semantic_search, dot_score",
            each(queries, lambda query: semantic_search(query, util.dot_score)),
        ),
        (
            "one query",
            ours,
            "numpy, exact",
            each(queries, lambda query: np.argpartition(vectors @ query, -10)[-10:]),
        ),
        (
            "one query, rows of any length",
            each(queries, lambda query: top_k(query, vectors, k=10)),
            "util.semantic_search",
            each(queries, lambda query: semantic_search(query, util.cos_sim)),
        ),
        (
            f"{QUERIES} queries",
            lambda: top_k(queries, vectors, k=10, score="dot"),
            "util.semantic_search, dot_score",
            lambda: semantic_search(queries, util.dot_score),
        ),
        (
            "one query, the program's index",
            each(queries, lambda query: index.search(query, 10)),
            "util.semantic_search",
            each(queries, lambda query: semantic_search(query, util.cos_sim)),
        ),
    ]
    figures = []
    for name, search, rival, theirs in searches:
        taken, rival_taken = alternate(search, theirs, runs)
        figures.append(Figure(name, taken * 1000, "ms", rival, rival_taken * 1000))
    exact = exact_ids(queries, vectors, 10)
    hits = semantic_search(queries, util.cos_sim)
    rival_recall = recall([{int(hit["corpus_id"]) for hit in row} for row in hits], exact)
    found = [set(row.tolist()) for row in top_k(queries, vectors, k=10, score="dot").ids]
    in_index = [{paragraph for paragraph, _ in index.search(query, 10)} for query in queries]
    for name, ids in (("recall@10", found), ("recall@10, the program's index", in_index)):
        figures.append(Figure(name, recall(ids, exact), "", "util.semantic_search", rival_recall, "higher"))
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--paragraphs", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=7)
    arguments = parser.parse_args()
    report(f"scan of {arguments.paragraphs} paragraphs", measure(arguments.paragraphs, arguments.runs))


if __name__ == "__main__":
    main()

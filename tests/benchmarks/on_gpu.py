"""Encoding and searching on a GPU, beside sentence_transformers on the same GPU and beside this program's processor.

    python -m tests.benchmarks.on_gpu FOLDER [--device cuda] [--model FOLDER] [--limit 4096]
    python -m tests.benchmarks.on_gpu --paragraphs 1000000 10000000

With FOLDER its paragraphs are encoded, as benchmarks.encode takes them; with `--paragraphs` the ten nearest of so many
made vectors are found. What is found is compared with the exact scan of the vectors as they are kept.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from desktop_search.embedding import device as devices
from desktop_search.embedding import loading, models
from desktop_search.embedding.encoder import Encoder
from desktop_search.paths import find_paths
from desktop_search.search import vector_axes, vector_rows, vector_scan
from desktop_search.search.device_scan import DeviceScan
from desktop_search.search.scan import top_k
from desktop_search.search.vector_rows import Part
from desktop_search.store.vectors import pack
from tests.benchmarks.encode import INDEXER_BATCH, QUERIES, passages_of
from tests.benchmarks.report import Figure, alternate, report
from tests.benchmarks.scan import each, seconds
from tests.benchmarks.vectors import DIMENSIONS

models.stay_offline()

from sentence_transformers import SentenceTransformer, util

from desktop_search.embedding.sentence_model import SentenceModel

K = 10
ADDED = 10_000
_AT_ONCE = 4096
AGREES = 0.999
Rows = NDArray[np.float32]


def encoding(device: str, model: str, texts: list[str], runs: int) -> list[Figure]:
    """Paragraphs a second and milliseconds a query."""
    folder = models.find_model(model)
    reference = SentenceModel.load(folder, "cpu").encode_passages(texts[:256])
    started = time.perf_counter()
    ours = loading.load(folder, device, find_paths().compiled_models)
    figures = [Figure("the model is loaded", time.perf_counter() - started, "s")]
    print(f"{ours.runtime} on {ours.device}; {ours.device_note or 'as it was asked for'}")
    for kind in (torch.float32, torch.float16):
        theirs = SentenceTransformer(str(folder.path), device=device).to(kind)
        name = f"SentenceTransformer.encode, {str(kind).removeprefix('torch.')}"
        taken, rival_taken = alternate(partial(ours.encode_passages, texts), partial(rival, theirs, texts), runs)
        here, there = len(texts) / taken, len(texts) / rival_taken
        figures.append(Figure("paragraphs, all at once", here, "/s", name, there, "higher"))
        asked, asked_theirs = cycle(QUERIES), cycle(QUERIES)
        taken, rival_taken = alternate(
            partial(ask, ours, asked),
            partial(ask_rival, theirs, asked_theirs),
            3 * len(QUERIES),
        )
        figures.append(Figure("one query", taken * 1000, "ms", name, rival_taken * 1000))
    for size in (INDEXER_BATCH, 256):
        taken = seconds(partial(in_batches, ours, texts, size), runs)
        figures.append(Figure(f"paragraphs, {size} at a time", len(texts) / taken, "/s", better="higher"))
    if isinstance(ours, SentenceModel) and ours.tokenizer is not None:
        cutting = seconds(partial(ours.tokenizer.encode_batch, texts, add_special_tokens=False), runs)
        figures.append(Figure("cutting into tokens alone", len(texts) / cutting, "/s", better="higher"))
    lowest = float((ours.encode_passages(texts[:256]) * reference).sum(axis=1).min())
    return [
        *figures,
        Figure("lowest cosine to the processor", lowest, "", None, None, "higher", f">= {AGREES}", lowest >= AGREES),
    ]


def rival(model: SentenceTransformer, texts: list[str]) -> None:
    model.encode(texts, batch_size=128, show_progress_bar=False)


def ask(encoder: Encoder, asked: Iterator[str]) -> None:
    encoder.encode_query(next(asked))


def ask_rival(model: SentenceTransformer, asked: Iterator[str]) -> None:
    model.encode(next(asked), show_progress_bar=False)


def in_batches(encoder: Encoder, texts: list[str], size: int) -> None:
    for start in range(0, len(texts), size):
        encoder.encode_passages(texts[start : start + size])


def searching(device: str, paragraphs: int, runs: int) -> list[Figure]:
    """Milliseconds to the ten nearest of so many made vectors."""
    size = f"{paragraphs:,}"
    rows, queries = made(device, paragraphs)
    part = kept(rows)
    scan = DeviceScan(device)
    parts = [part]

    def ours(query: Rows) -> Any:
        return scan.nearest(parts, query, K, None)

    started = time.perf_counter()
    ours(queries[0])
    figures = [Figure(f"rows brought to the device, {size}", time.perf_counter() - started, "s")]
    rivals: list[tuple[str, Callable[[Rows], Any]]] = [
        ("the processor's scan", lambda query: vector_scan.nearest(parts, query, K, None)),
        ("util.semantic_search there", lambda query: semantic_search(device, rows, query, util.cos_sim)),
        ("the same, dot_score", lambda query: semantic_search(device, rows, query, util.dot_score)),
    ]
    for name, theirs in rivals:
        taken, rival_taken = alternate(each(queries, ours), each(queries, theirs), runs)
        figures.append(Figure(f"one query, {size}", taken * 1000, "ms", name, rival_taken * 1000))
    some = np.random.default_rng(0).random(paragraphs) < 0.3
    limited = seconds(each(queries, lambda query: scan.nearest(parts, query, K, some)), runs)
    figures.append(Figure(f"one query among 30 %, {size}", limited * 1000, "ms"))
    parts.append(kept(rows[:ADDED]))
    started = time.perf_counter()
    ours(queries[0])
    figures.append(
        Figure(f"one query after {ADDED:,} were added, {size}", 1000 * (time.perf_counter() - started), "ms")
    )
    del parts[1:]
    found = [set(best(*ours(query))) for query in queries]
    right = top_k(queries, widened(part), k=K, device=device).ids
    recall = float(np.mean([len(one & set(exact.tolist())) / K for one, exact in zip(found, right, strict=True)]))
    figures.append(Figure(f"recall@10, {size}", recall, "", "the exact scan", 1.0, "higher", "1", recall == 1.0))
    if scan.note:
        raise SystemExit(scan.note)
    return figures


def made(device: str, count: int) -> tuple[torch.Tensor, Rows]:
    """As vectors.made, on the device, where it takes no time: unit rows float32[count, d] and 20 unit queries."""
    random = torch.Generator(device).manual_seed(0)

    def normal(*shape: int) -> torch.Tensor:
        return torch.randn(shape, generator=random, device=device)

    weights = torch.arange(1, DIMENSIONS + 1, device=device) ** -0.5
    mixing = torch.linalg.qr(normal(DIMENSIONS, DIMENSIONS)).Q
    centres = normal(2000, DIMENSIONS)
    rows = torch.empty((count, DIMENSIONS), device=device)
    for start in range(0, count, 100_000):
        part = rows[start : start + 100_000]
        chosen = torch.rand(len(part), generator=random, device=device) ** 2 * len(centres)
        mixed = ((centres[chosen.long()] + normal(len(part), DIMENSIONS)) * weights) @ mixing
        part.copy_(torch.nn.functional.normalize(mixed))
    near = rows[:: max(1, count // 10)][:10] + 0.03 * normal(10, DIMENSIONS)
    far = (normal(10, DIMENSIONS) * weights) @ mixing
    queries: Rows = torch.nn.functional.normalize(torch.cat([near, far])).cpu().numpy()
    return rows, queries


def kept(rows: torch.Tensor) -> Part:
    """The rows as the index keeps them, made on as many threads as there are processors."""
    count = len(rows)
    axes = vector_axes.learn(pack(rows[:: max(1, count // _AT_ONCE)].cpu().numpy()))
    part = Part(
        np.empty((count, DIMENSIONS), np.int8),
        np.empty(count, vector_rows.PLACE),
        np.empty((count, vector_axes.width(axes)), np.int8),
        count,
        axes,
    )

    def fill(start: int) -> None:
        packed = pack(rows[start : start + _AT_ONCE].cpu().numpy())
        numbers = range(start, start + len(packed))
        part.rows[start : numbers.stop] = packed
        part.places[start : numbers.stop] = vector_rows.places_of(numbers, numbers, packed)
        part.codes[start : numbers.stop] = vector_axes.codes(packed, axes)

    with ThreadPoolExecutor() as threads:
        list(threads.map(fill, range(0, count, _AT_ONCE)))
    return part


def widened(part: Part) -> Iterator[torch.Tensor]:
    for start in range(0, part.count, 500_000):
        yield torch.from_numpy(part.rows[start : start + 500_000].astype(np.float32))


def best(rows: NDArray[np.intp], scores: Rows) -> list[int]:
    found: list[int] = rows[np.lexsort((rows, -scores))[:K]].tolist()
    return found


def semantic_search(device: str, rows: torch.Tensor, query: Rows, function: Any) -> Any:
    return util.semantic_search(torch.from_numpy(query).to(device), rows, top_k=K, score_function=function)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--paragraphs", type=int, nargs="+", default=[])
    parser.add_argument("--device", default="cuda")
    parser.add_argument("--model", default="", help="a model's folder (default: the bundled one)")
    parser.add_argument("--limit", type=int, default=4096, help="paragraphs to encode")
    parser.add_argument("--runs", type=int, default=5)
    chosen = parser.parse_args()
    device, note = devices.choose(chosen.device)
    if note:
        parser.error(note)
    figures = []
    if chosen.folder is not None:
        texts = passages_of(chosen.folder, chosen.limit)
        figures += encoding(device, chosen.model, texts, chosen.runs)
        lengths = statistics.fmean(map(len, texts))
        figures.append(Figure(f"characters in one of {len(texts):,} paragraphs", lengths, ""))
    for size in chosen.paragraphs:
        figures += searching(device, size, 4 * chosen.runs)
    name = torch.cuda.get_device_name() if device.startswith("cuda") else device
    report(f"encoding and searching on {name}", figures)


if __name__ == "__main__":
    main()

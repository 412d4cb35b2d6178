"""Paragraphs a second and milliseconds a query: our encoder against SentenceTransformer.encode, and their cosine.

    python -m tests.benchmarks.encode FOLDER

The passages are those that the program would make of the folder's files, evenly sampled.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from itertools import cycle
from pathlib import Path

import numpy as np

from desktop_search.documents.splitting.paragraphs import split
from desktop_search.embedding import models
from tests.benchmarks.documents import documents_in
from tests.benchmarks.report import Figure, alternate, report

models.stay_offline()

from sentence_transformers import SentenceTransformer

from desktop_search.embedding import loading
from desktop_search.embedding.sentence_model import SentenceModel
from desktop_search.paths import find_paths

# How many passages the indexer hands over at a time is of this order.
INDEXER_BATCH = 32
QUERIES = [
    "how do plants turn light into food",
    "train strike",
    "who signed the treaty after the war",
    "cheap way to insulate an old house",
    "what to do when the disk is full",
    "symptoms of iron deficiency",
    "a poem about the sea at night",
    "error handling in the network layer",
    "minutes of the meeting in March about the new budget",
    "violin",
]


def passages_of(folder: Path, limit: int) -> list[str]:
    found = [one.passage for document in documents_in(folder) for one in split(document)]
    return found[:: max(1, len(found) // limit)][:limit]


def measure(texts: list[str], runs: int) -> list[Figure]:
    folder = models.find_model()
    ours = loading.load(folder, "cpu", find_paths().compiled_models)
    reference = SentenceModel.load(folder, "cpu")
    theirs = SentenceTransformer(str(folder.path), device="cpu")
    rival = "SentenceTransformer.encode"
    least = 3.5 if ours.runtime.endswith("bf16") else 1.7
    print(f"{ours.runtime}; {ours.device_note or 'as it is shipped'}")

    def in_small_batches() -> None:
        for start in range(0, len(texts), INDEXER_BATCH):
            ours.encode_passages(texts[start : start + INDEXER_BATCH])

    def as_the_rival() -> None:
        theirs.encode(texts, batch_size=32, show_progress_bar=False)

    figures = []
    for name, work, times in (
        ("paragraphs, all at once", lambda: ours.encode_passages(texts), least),
        (f"paragraphs, {INDEXER_BATCH} at a time as the indexer has them", in_small_batches, None),
        ("paragraphs, the reference and fallback (torch)", lambda: reference.encode_passages(texts), None),
    ):
        taken, rival_taken = alternate(work, as_the_rival, runs, warm_up=False)
        target = None if times is None else f"at least {times} times faster"
        met = None if times is None else rival_taken >= times * taken
        here, there = len(texts) / taken, len(texts) / rival_taken
        figures.append(Figure(name, here, "/s", rival, there, "higher", target, met))

    asked, asked_theirs = cycle(QUERIES), cycle(QUERIES)
    taken, rival_taken = alternate(
        lambda: ours.encode_query(next(asked)), lambda: theirs.encode(next(asked_theirs)), 5 * len(QUERIES)
    )
    met = taken <= 0.003
    figures.append(Figure("one query", taken * 1000, "ms", rival, rival_taken * 1000, target="at most 3 ms", met=met))

    lengths = [len(tokens) for tokens in theirs.tokenizer(texts, truncation=False, verbose=False)["input_ids"]]
    whole = [text for text, length in zip(texts, lengths, strict=True) if length <= (theirs.max_seq_length or 0)]
    # What is longer is cut off there and read to its end here, so only the others are to be equal.
    cosines = (ours.encode_passages(whole) * theirs.encode(whole, normalize_embeddings=True)).sum(axis=1)
    to_reference = (ours.encode_passages(texts) * reference.encode_passages(texts)).sum(axis=1)
    agreement = float(np.mean(to_reference))
    figures += [
        Figure(
            "mean cosine to the reference", agreement, "", None, None, "higher", "at least 0.999", agreement >= 0.999
        ),
        Figure("mean cosine to the rival's vectors", float(np.mean(cosines)), "", better="higher"),
        Figure("lowest cosine to the rival's vectors", float(np.min(cosines)), "", better="higher"),
        Figure("tokens in a paragraph, mean", statistics.fmean(lengths), "tokens"),
        Figure("paragraphs that the rival cuts off", len(texts) - len(whole), ""),
    ]
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, default=512, help="paragraphs to take")
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    texts = passages_of(arguments.folder, arguments.limit)
    if not texts:
        sys.exit(f"There is no text in {arguments.folder}.")
    report(f"encoding of {len(texts)} paragraphs", measure(texts, arguments.runs))


if __name__ == "__main__":
    main()

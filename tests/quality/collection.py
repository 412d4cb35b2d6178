"""A test collection in BEIR's layout, and the measures that rankings are judged by."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Collected:
    """`documents` by id as (title, text), `queries` by id, `relevant`: for each query the grade of each document."""

    name: str
    documents: dict[str, tuple[str, str]]
    queries: dict[str, str]
    relevant: dict[str, dict[str, float]]


def load(folder: Path) -> Collected:
    """Reads corpus.jsonl, queries.jsonl and qrels/test.tsv; queries without a relevant document are left out."""
    relevant: dict[str, dict[str, float]] = {}
    with (folder / "qrels" / "test.tsv").open(encoding="utf-8", newline="") as lines:
        for query, document, grade in list(csv.reader(lines, delimiter="\t"))[1:]:
            if float(grade) > 0:
                relevant.setdefault(query, {})[document] = float(grade)
    documents = {one["_id"]: (one.get("title") or "", one.get("text") or "") for one in _rows(folder / "corpus.jsonl")}
    queries = {one["_id"]: one["text"] for one in _rows(folder / "queries.jsonl") if one["_id"] in relevant}
    return Collected(folder.name, documents, queries, relevant)


def ndcg(ranking: Sequence[str], relevant: Mapping[str, float], depth: int = 10) -> float:
    """Normalised discounted cumulative gain with linear gains, as in trec_eval and BEIR; in [0, 1]."""
    gain = sum(relevant.get(one, 0.0) / math.log2(place + 2) for place, one in enumerate(ranking[:depth]))
    best = sorted(relevant.values(), reverse=True)[:depth]
    return gain / sum(grade / math.log2(place + 2) for place, grade in enumerate(best))


def recall(ranking: Sequence[str], relevant: Collection[str], depth: int) -> float:
    """The share of the relevant documents among the first `depth`; in [0, 1]."""
    return len(set(ranking[:depth]) & set(relevant)) / len(relevant)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]

"""What each part of the ranking is worth: the same candidates of the same questions, ranked without it.

    python -m tests.quality.ablations COLLECTION [COLLECTION ...] [--data-dir DIR]

COLLECTIONs are in BEIR's layout (tests/quality/made.py makes some). Prints nDCG@10 in percent, a row for each ranking.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from unittest import mock

from desktop_search.engine.query_service import QueryService
from desktop_search.paths import find_paths
from desktop_search.records import Mode
from desktop_search.search import candidates, fusion
from desktop_search.search.fusion import MEANING_WEIGHT
from tests.quality.beir import DEPTH, build, write
from tests.quality.collection import Collected, load, ndcg

Patches = dict[tuple[object, str], object]


@dataclass(frozen=True, slots=True)
class Ablation:
    """One ranking: how it is asked for, and what stands in for parts of the program meanwhile."""

    name: str
    mode: Mode = "auto"
    reciprocal: bool = False
    patches: Patches = field(default_factory=dict)


FIXED: Patches = {(fusion, "weight_of"): lambda *_: MEANING_WEIGHT}
NOT_MOVED: Patches = {(candidates, "_moved"): lambda *_: None}
NONE_TELLS: Patches = {(fusion, "told_by_one"): lambda *_: 0.0}
ABLATIONS = (
    Ablation("words, best paragraph", "words", patches={(fusion, "DOCUMENT_SHARE"): 0.0}),
    Ablation("words, whole document", "words", patches={(fusion, "DOCUMENT_SHARE"): 1.0}),
    Ablation("words, both", "words"),
    Ablation("meaning", "meaning"),
    Ablation("reciprocal rank fusion", reciprocal=True),
    Ablation(f"fixed weight of {MEANING_WEIGHT}", patches={**FIXED, **NOT_MOVED, **NONE_TELLS}),
    Ablation("the same, question moved towards the best", patches={**FIXED, **NONE_TELLS}),
    Ablation("the same, weight read from how far both agree", patches=NONE_TELLS),
    Ablation("the same, led by a word that tells most (shipped)"),
)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.quality.ablations")
    parser.add_argument("collections", nargs="+", type=Path)
    parser.add_argument("--data-dir", type=Path, help="keep the indexes here")
    chosen = parser.parse_args(arguments)
    names = [folder.name for folder in chosen.collections]
    if len(set(names)) < len(names):
        parser.error("Two of the collections have the same name.")
    table: dict[str, dict[str, float]] = {one.name: {} for one in ABLATIONS}
    with tempfile.TemporaryDirectory() as temporary:
        for folder in chosen.collections:
            home = (chosen.data_dir or Path(temporary)) / folder.name
            collection = load(folder)
            name_of = write(collection, home / "documents")
            queries = build(find_paths(home / "data"), home / "documents", partial(print, file=sys.stderr))
            try:
                for one in ABLATIONS:
                    table[one.name][folder.name] = measure(queries, collection, name_of, one)
            finally:
                queries.close()
    print(f"{'':52}" + "".join(f"{name:>11}" for name in names))
    for ranking, values in table.items():
        print(f"{ranking:52}" + "".join(f"{values[name]:11.1f}" for name in names))
    print(json.dumps({"quality": "ablations", "ndcg@10": table}))
    return 0


def measure(queries: QueryService, collection: Collected, name_of: dict[str, str], ablation: Ablation) -> float:
    with ExitStack() as stack:
        for (owner, name), stand_in in ablation.patches.items():
            stack.enter_context(mock.patch.object(owner, name, stand_in))
        rankings = [ranked(queries, text, name_of, ablation) for text in collection.queries.values()]
    wanted = [collection.relevant[query] for query in collection.queries]
    return round(100 * statistics.fmean(map(ndcg, rankings, wanted)), 2)


def ranked(queries: QueryService, text: str, name_of: dict[str, str], ablation: Ablation) -> list[str]:
    def ask(mode: Mode) -> list[str]:
        hits = queries.search(text, DEPTH, mode, None).hits
        return [name_of[Path(path).name] for hit in hits for path in (hit.path, *hit.copies)]

    return fusion.reciprocal_ranks([ask("words"), ask("meaning")]) if ablation.reciprocal else ask(ablation.mode)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

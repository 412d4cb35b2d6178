"""How well the program ranks a test collection: words, meaning, reciprocal rank fusion, and what it ships.

    python -m tests.quality.beir FOLDER [--json] [--data-dir DIR]

FOLDER is in BEIR's layout. Each document becomes a file of a watched folder, is read, split, encoded and searched by
the program itself; documents are ranked by the rows that a person would see. `--data-dir` keeps the index, so that a
second run encodes nothing.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from desktop_search.engine import model
from desktop_search.engine.query_service import QueryService
from desktop_search.engine.service import IndexService
from desktop_search.indexing.changes import ChangeQueue
from desktop_search.paths import Paths, find_paths
from desktop_search.records import Mode
from desktop_search.search.fusion import reciprocal_ranks
from desktop_search.settings import Settings
from tests.quality.collection import Collected, load, ndcg, recall

DEPTH = 100
RANKINGS = ("words", "meaning", "rrf", "shipped")
_MODES: dict[str, Mode] = {"words": "words", "meaning": "meaning", "shipped": "auto"}
Rankings = dict[str, list[list[str]]]


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.quality.beir", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--json", action="store_true", help="print the JSON line alone")
    parser.add_argument("--data-dir", type=Path, help="keep the index here")
    chosen = parser.parse_args(arguments)
    collection = load(chosen.folder)
    with tempfile.TemporaryDirectory() as temporary:
        home = chosen.data_dir or Path(temporary)
        documents = home / "documents"
        name_of = write(collection, documents)
        paths = find_paths(home / "data")
        tell: Callable[[str], object] = (lambda _: None) if chosen.json else lambda line: print(line, file=sys.stderr)
        queries = build(paths, documents, tell)
        try:
            rankings, times = ask(queries, collection, name_of)
        finally:
            queries.close()
    measured = judge(collection, rankings, times)
    if not chosen.json:
        print_table(measured)
    print(json.dumps(measured))
    return 0


def write(collection: Collected, folder: Path) -> dict[str, str]:
    """A Markdown file for each document, its title as the heading; returns the id of each file by its name."""
    folder.mkdir(parents=True, exist_ok=True)
    names: dict[str, str] = {}
    for number, (document, (title, text)) in enumerate(collection.documents.items()):
        name = f"{number:07d}.md"
        heading = " ".join(title.split())
        content = f"# {heading}\n\n{text}\n" if heading else f"{text}\n"
        path = folder / name
        # One that is there already keeps its time stamp, so that it is not read again.
        if not path.exists() or path.read_text(encoding="utf-8") != content:
            path.write_text(content, encoding="utf-8")
        names[name] = document
    return names


def build(paths: Paths, folder: Path, tell: Callable[[str], object]) -> QueryService:
    """Indexes the folder completely, with the model that the program ships."""
    settings = Settings(folders=(str(folder.resolve()),))
    service = IndexService(paths, settings, ChangeQueue())
    started = time.perf_counter()
    while service.step():
        pass
    tell(f"found by words after {time.perf_counter() - started:.1f} s")
    meaning = service.use_encoder(model.load_encoder(paths, settings))
    told = time.perf_counter()
    while service.step():
        if time.perf_counter() - told > 30:
            told = time.perf_counter()
            progress = service.indexer.progress()
            tell(f"{progress.embedded:,} of {progress.paragraphs:,} paragraphs encoded")
    service.close()
    queries = QueryService(paths)
    queries.use_meaning(meaning)
    return queries


def ask(queries: QueryService, collection: Collected, name_of: dict[str, str]) -> tuple[Rankings, list[float]]:
    """For each query the documents in each ranking; and the milliseconds that the shipped one took."""
    rankings: Rankings = {name: [] for name in RANKINGS}
    times: list[float] = []
    for text in collection.queries.values():
        for name, mode in _MODES.items():
            result = queries.search(text, DEPTH, mode, None)
            found = (path for hit in result.hits for path in (hit.path, *hit.copies))
            rankings[name].append([name_of[Path(path).name] for path in found][:DEPTH])
            if name == "shipped":
                times.append(result.took_ms)
        rankings["rrf"].append(reciprocal_ranks([rankings["words"][-1], rankings["meaning"][-1]]))
    return rankings, times


def judge(collection: Collected, rankings: Rankings, times: list[float]) -> dict[str, object]:
    """The figures of the contract, in percent."""
    relevant = [collection.relevant[query] for query in collection.queries]

    def mean(name: str, measure: Callable[[list[str], dict[str, float]], float]) -> float:
        values = [measure(ranking, wanted) for ranking, wanted in zip(rankings[name], relevant, strict=True)]
        return round(100 * statistics.fmean(values), 2)

    return {
        "collection": collection.name,
        "documents": len(collection.documents),
        "queries": len(collection.queries),
        "ndcg@10": {name: mean(name, ndcg) for name in RANKINGS},
        "recall@10": {name: mean(name, lambda one, wanted: recall(one, wanted, 10)) for name in RANKINGS},
        "recall@100": {name: mean(name, lambda one, wanted: recall(one, wanted, 100)) for name in RANKINGS},
        "p50_ms": round(statistics.median(times), 2),
        "p95_ms": round(statistics.quantiles(times, n=20)[-1], 2) if len(times) > 1 else round(times[0], 2),
    }


def print_table(measured: dict[str, object]) -> None:
    print(f"{measured['collection']}: {measured['documents']:,} documents, {measured['queries']:,} queries")
    print(f"{'':12}" + "".join(f"{name:>10}" for name in RANKINGS))
    for measure in ("ndcg@10", "recall@10", "recall@100"):
        values = measured[measure]
        assert isinstance(values, dict)
        print(f"{measure:12}" + "".join(f"{values[name]:10.2f}" for name in RANKINGS))
    print(f"shipped: p50 {measured['p50_ms']} ms, p95 {measured['p95_ms']} ms a query")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

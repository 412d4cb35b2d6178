"""Whole queries on an index of N paragraphs, by kind of question and by part; idle, and while indexing; and memory.

    python -m tests.benchmarks.latency --paragraphs 100000 [--data-dir DIR] [--while-indexing]

The index is made of real documents where the shared data is there, else of made words, and is kept under DIR. Each
question is asked once, so that nothing is answered from memory. `--while-indexing` asks once more while files are read
and encoded beside, as in the engine, on a copy.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from desktop_search.embedding.encoder import Encoder
from desktop_search.engine import garbage, model
from desktop_search.engine.precedence import Precedence
from desktop_search.engine.query_service import QueryService
from desktop_search.paths import Paths, find_paths
from desktop_search.search.candidates import Meaning
from desktop_search.search.vector_index import VectorIndex
from desktop_search.settings import Settings
from tests.benchmarks import made_index, made_text
from tests.benchmarks.indexing_beside import Indexing, write_files
from tests.benchmarks.query_parts import LIMIT, PARTS, Stopwatch, ask, ask_slowly, measured, percentile, print_times
from tests.benchmarks.questions import questions
from tests.benchmarks.report import Figure, report

SHARED = Path(os.environ.get("DESKTOP_SEARCH_SHARED") or Path(__file__).resolve().parents[3] / "shared" / "data")
EACH = 40
WARM_UP = 5
# Milliseconds, by paragraphs: p50 and p95.
TARGETS = {100_000: (8.0, None), 1_000_000: (16.7, 33.0)}
WHILE_INDEXING = 60.0
MEMORY_MB = 700.0


def resident_mb() -> float:
    """Memory of this process that belongs to no file."""
    try:
        lines = Path("/proc/self/smaps_rollup").read_text(encoding="utf-8").splitlines()
    except OSError:
        import psutil

        return float(psutil.Process().memory_info().rss) / 1e6
    return sum(int(line.split()[1]) for line in lines if line.startswith("Anonymous:")) * 1024 / 1e6


def memory(home: Path, asked: list[str]) -> tuple[float, float]:
    """MB of a process that holds nothing but the model and the index, before and after some questions."""
    command = [sys.executable, "-m", "tests.benchmarks.latency", "--memory-of", str(home)]
    child = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True, check=True)
    before, after = child.stdout.split()[-2:]
    return float(before), float(after)


def print_memory(home: Path) -> None:
    paths = find_paths(home)
    encoder = model.load_encoder(paths, Settings())
    encoder.encode_query("a question")
    before = resident_mb()
    service = QueryService(paths)
    service.use_meaning(model.read_meaning(paths, encoder))
    for text in json.load(sys.stdin):
        service.with_answers(service.search(text, LIMIT, "auto", None))
    print(before, resident_mb())
    service.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--paragraphs", type=int, default=100_000)
    parser.add_argument("--data-dir", type=Path, help="make the index here, or use the one that is here")
    parser.add_argument("--while-indexing", action="store_true")
    parser.add_argument("--each", type=int, default=EACH, help="questions of each kind")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--memory-of", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.memory_of is not None:
        print_memory(chosen.memory_of)
        return
    data = SHARED if SHARED.is_dir() else None
    taken = made_text.pieces(data)
    groups = questions(taken, chosen.each, data, chosen.seed)
    warm_up = questions(taken, WARM_UP, data, chosen.seed + 1)
    with tempfile.TemporaryDirectory() as temporary:
        home = chosen.data_dir or Path(temporary) / "home"
        paths = find_paths(home)
        encoder = model.load_encoder(paths, Settings())
        made_index.build(paths, chosen.paragraphs, taken, encoder, lambda line: print(line, file=sys.stderr))
        opened = time.perf_counter()
        meaning = model.read_meaning(paths, encoder)
        opened = time.perf_counter() - opened
        figures = idle(paths, meaning, groups, warm_up, chosen.paragraphs)
        figures.append(Figure("vectors opened", opened, "s"))
        before, after = memory(home, [text for some in groups.values() for text in some])
        figures.append(
            Figure(
                "memory, without mapped files", after, "MB", "before the index was opened", before,
                target=f"<= {MEMORY_MB:g} MB", met=after <= MEMORY_MB,
            )
        )  # fmt: skip
        if chosen.while_indexing:
            copy = Path(temporary) / "copy"
            shutil.copytree(home, copy)
            figures += busy(find_paths(copy), encoder, taken, groups, warm_up, chosen.paragraphs)
    report(f"queries over {chosen.paragraphs:,} paragraphs", figures)


def idle(
    paths: Paths, meaning: Meaning, groups: dict[str, list[str]], warm_up: dict[str, list[str]], count: int
) -> list[Figure]:
    service, watch = QueryService(paths), Stopwatch()
    service.use_meaning(meaning)
    # As the engine does it.
    garbage.spare_queries()
    with measured(watch, meaning):
        ask(service, warm_up, watch, Precedence())
        times = ask(service, groups, watch, Precedence())
    service.close()
    print_times("idle", times)
    median, worst = TARGETS.get(count, (None, None))
    return [
        _time("whole query, p50", percentile(times, 50), median),
        _time("whole query, p95", percentile(times, 95), worst),
        _time("whole query, p99", percentile(times, 99), None),
        *(_time(f"{part}, p50", percentile(times, 50, part), None) for part in PARTS),
        # What others do on the machine makes a query longer, but hardly costs more.
        *(_time(f"processor time, p{share}", percentile(times, share, "processor"), None) for share in (50, 95)),
        *(
            _time(f"{name}, p{share}", percentile({name: rows}, share), None)
            for name, rows in times.items()
            for share in (50, 95)
        ),
    ]


def busy(
    paths: Paths,
    encoder: Encoder,
    taken: list[made_text.Piece],
    groups: dict[str, list[str]],
    warm_up: dict[str, list[str]],
    count: int,
) -> list[Figure]:
    lock = Precedence()
    with tempfile.TemporaryDirectory() as made:
        write_files(Path(made), taken, 20_000)
        indexing = Indexing(paths, Path(made), encoder, lock)
        indexing.ready.wait()
        if indexing.meaning is None:
            indexing.stop()
            raise SystemExit("indexing did not begin")
        service, watch = QueryService(paths), Stopwatch()
        service.use_meaning(indexing.meaning)
        with measured(watch, indexing.meaning):
            ask(service, warm_up, watch, lock)
            times = ask_slowly(service, groups, watch, lock)
        service.close()
        assert isinstance(indexing.meaning.index, VectorIndex)
        vectors = len(indexing.meaning.index)
        indexing.stop()
    print_times(f"while indexing, {vectors:,} vectors", times)
    pieces = indexing.pieces
    return [
        _time("while indexing, p50", percentile(times, 50), None),
        _time("while indexing, p95", percentile(times, 95), WHILE_INDEXING if count == 100_000 else None),
        _time("while indexing, p99", percentile(times, 99), None),
        _time("a piece of indexing, p50", float(np.percentile(pieces, 50)), None),
        _time("a piece of indexing, p95", float(np.percentile(pieces, 95)), None),
        _time("a piece of indexing, longest", max(pieces), None),
        Figure("pieces of indexing", len(pieces), "pieces", better="higher"),
    ]


def _time(name: str, value: float, target: float | None) -> Figure:
    met = None if target is None else value <= target
    return Figure(name, value, "ms", target=None if target is None else f"<= {target:g} ms", met=met)


if __name__ == "__main__":
    main()

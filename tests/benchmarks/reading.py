"""Does reading slow a query? Queries by words with nothing else to do, and while two files are being read.

    python -m tests.benchmarks.reading FOLDER

The folder is indexed by words first, without a model. Then the same queries are asked in turns: with idle readers,
and with two reader processes kept busy with long documents, as the engine does it.
"""

from __future__ import annotations

import argparse
import tempfile
import threading
import time
from pathlib import Path

import numpy as np

from desktop_search.documents.reading.readers import Readers
from desktop_search.engine.query_service import QueryService
from desktop_search.engine.service import IndexService
from desktop_search.indexing.changes import ChangeQueue
from desktop_search.paths import Paths, find_paths
from desktop_search.settings import Settings
from tests.benchmarks.report import Figure, report

QUERIES = "what is this|how to rename a note|error in the file|python type|the first of all|passport".split("|")
ROUNDS = 5
EACH = 60
_LONG_TEXT = "A sentence of several plain words, and one more of them.\n\n" * 100_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    with tempfile.TemporaryDirectory() as home:
        paths = find_paths(Path(home) / "home")
        files = build(paths, folder)
        long_file = Path(home) / "long.md"
        long_file.write_text(_LONG_TEXT, encoding="utf-8")
        idle, busy = measure(paths, long_file)
    figures = [
        Figure(
            f"word query p{share} while two files are read",
            float(np.percentile(busy, share)),
            "ms",
            "the same with nothing to read",
            float(np.percentile(idle, share)),
        )
        for share in (50, 95, 99)
    ]
    report(f"reading beside queries, {files:,} files", figures)


def build(paths: Paths, folder: Path) -> int:
    """Indexes a folder by words; returns the number of its files."""
    service = IndexService(paths, Settings(folders=(str(folder.resolve()),)), ChangeQueue())
    while service.step():
        pass
    files = service.indexer.progress().files
    service.close()
    return files


def measure(paths: Paths, long_file: Path) -> tuple[list[float], list[float]]:
    """Milliseconds of each query, idle and beside two busy readers, asked in turns."""
    queries = QueryService(paths)
    ask(queries)
    idle: list[float] = []
    busy: list[float] = []
    try:
        for _ in range(ROUNDS):
            idle += ask(queries)
            with_readers = BusyReaders(str(long_file))
            busy += ask(queries)
            with_readers.stop()
    finally:
        queries.close()
    return idle, busy


def ask(queries: QueryService) -> list[float]:
    taken = []
    for number in range(EACH):
        started = time.perf_counter()
        queries.search(QUERIES[number % len(QUERIES)], 10, "words", None)
        taken.append((time.perf_counter() - started) * 1000)
    return taken


class BusyReaders:
    """Two reader processes at work without a pause, fed by a thread as the indexer's."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._stopping = threading.Event()
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()
        self._started.wait()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        readers = Readers(count=2)
        while not self._stopping.is_set():
            while readers.free:
                readers.start(self._path)
            if readers.collect(0.05):
                self._started.set()
        readers.close()


if __name__ == "__main__":
    main()

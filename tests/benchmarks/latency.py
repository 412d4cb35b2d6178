"""Whole queries on an index of N paragraphs, by kind of question and by part; idle, and while indexing; and memory.

    python -m tests.benchmarks.latency --paragraphs 100000 [--data-dir DIR] [--while-indexing]

The index is made of real documents where the shared data is there, else of made words, and is kept under DIR. Each
question is asked once, so that nothing is answered from memory. `--while-indexing` asks once more while files are read
and encoded beside, as in the engine, on a copy.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from desktop_search.embedding.encoder import Encoder
from desktop_search.engine import model
from desktop_search.engine.precedence import Precedence, give_way
from desktop_search.engine.query_service import QueryService
from desktop_search.engine.service import IndexService
from desktop_search.indexing.changes import ChangeQueue
from desktop_search.paths import Paths, find_paths
from desktop_search.search import candidates, fusion, hits, searcher
from desktop_search.search.candidates import Meaning
from desktop_search.search.word_index import WordIndex
from desktop_search.settings import Settings
from desktop_search.store import database, files, paragraphs, selection
from tests.benchmarks import made_index, made_text
from tests.benchmarks.questions import questions
from tests.benchmarks.report import Figure, report

SHARED = Path(os.environ.get("DESKTOP_SEARCH_SHARED") or Path(__file__).resolve().parents[3] / "shared" / "data")
EACH = 40
WARM_UP = 5
LIMIT = 20
PARTS = ("encode", "words", "meaning", "fuse", "fetch", "other")
# Milliseconds, by paragraphs: p50 and p95.
TARGETS = {100_000: (8.0, None), 1_000_000: (16.7, 33.0)}
WHILE_INDEXING = 60.0
MEMORY_MB = 700.0
Times = dict[str, list[dict[str, float]]]


class Stopwatch:
    """Seconds by part; a part that is begun within another stops that one's clock."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._open: list[str] = []
        self._since = 0.0

    @contextlib.contextmanager
    def part(self, name: str) -> Iterator[None]:
        self._book()
        self._open.append(name)
        try:
            yield
        finally:
            self._book()
            self._open.pop()

    def _book(self) -> None:
        now = time.perf_counter()
        if self._open:
            self.seconds[self._open[-1]] += now - self._since
        self._since = now

    def around(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*arguments: Any, **named: Any) -> Any:
            # Other threads use the same functions; only a query is measured.
            if not self._open or threading.get_ident() != self.thread:
                return call(*arguments, **named)
            with self.part(name):
                return call(*arguments, **named)

        return timed

    def take(self) -> dict[str, float]:
        """Milliseconds by part since the last call."""
        taken = {name: 1000 * self.seconds.get(name, 0.0) for name in PARTS}
        self.seconds.clear()
        return taken

    @property
    def thread(self) -> int:
        return threading.main_thread().ident or 0


@contextlib.contextmanager
def measured(watch: Stopwatch, meaning: Meaning) -> Iterator[None]:
    """Books what the parts of a query take, by wrapping the functions that they begin with."""
    index = type(meaning.index)
    places: list[tuple[Any, str, str]] = [
        (type(meaning.encoder), "encode_query", "encode"),
        # It runs beside the words: what is left to wait for.
        (searcher, "encoded", "encode"),
        *((WordIndex, name, "words") for name in ("look_up", "search", "search_documents", "score", "excluded")),
        *((index, name, "meaning") for name in ("search", "vectors", "background")),
        *((fusion, name, "fuse") for name in ("fuse", "weight_of")),
        *((paragraphs, name, "fetch") for name in ("files_of", "by_ids", "count")),
        (candidates, "rank_both", "fuse"),
        (searcher, "nearest", "meaning"),
        (selection, "select", "fetch"),
        (hits, "dress", "fetch"),
        (searcher.queries, "parse", "other"),
    ]  # fmt: skip
    before = [(owner, name, getattr(owner, name)) for owner, name, _ in places]
    for owner, name, part in places:
        setattr(owner, name, watch.around(part, getattr(owner, name)))
    try:
        yield
    finally:
        for owner, name, call in before:
            setattr(owner, name, call)


def ask(service: QueryService, groups: dict[str, list[str]], watch: Stopwatch, lock: Precedence) -> Times:
    """Each question once, in mixed order; milliseconds by part, with "all" of them together."""
    order = [(name, text) for name, some in groups.items() for text in some]
    random.Random(1).shuffle(order)
    times: Times = {name: [] for name in groups}
    for name, text in order:
        watch.take()
        with lock.query():
            started, used = time.perf_counter(), time.process_time()
            with watch.part("other"):
                service.search(text, LIMIT, "auto", None)
            whole, used = time.perf_counter() - started, time.process_time() - used
        times[name].append({**watch.take(), "all": 1000 * whole, "processor": 1000 * used})
    return times


def print_times(title: str, times: Times) -> None:
    print(f"\n{title}: milliseconds, p50 of each part")
    print(f"{'':14}" + "".join(f"{name:>10}" for name in ("p50", "p95", "p99", "most", *PARTS, "processor")))
    for name, rows in (*times.items(), ("all", everything(times))):
        whole = [row["all"] for row in rows]
        shares = [float(np.percentile(whole, share)) for share in (50, 95, 99, 100)]
        parts = [float(np.median([row[part] for row in rows])) for part in (*PARTS, "processor")]
        print(f"{name:14}" + "".join(f"{value:10.2f}" for value in (*shares, *parts)))


def everything(times: Times) -> list[dict[str, float]]:
    return [row for rows in times.values() for row in rows]


def percentile(times: Times, share: float, part: str = "all") -> float:
    return float(np.percentile([row[part] for row in everything(times)], share))


class Indexing:
    """Keeps an index busy, as the engine's own thread does: files are read, then encoded."""

    def __init__(self, paths: Paths, made: Path, encoder: Encoder, lock: Precedence) -> None:
        self._stopping = threading.Event()
        self.ready = threading.Event()
        self.meaning: Meaning | None = None
        self.pieces: list[float] = []
        self.failure: BaseException | None = None
        self._arguments = (paths, made, encoder, lock)
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join()
        if self.failure is not None:
            raise self.failure

    def _run(self) -> None:
        paths, made, encoder, lock = self._arguments
        try:
            give_way()
            with database.reading(paths.database) as db:
                # These are not there, and count as offline: their files stay.
                settings = Settings(folders=(str(made), *files.folders(db)))
            service = IndexService(paths, settings, ChangeQueue())
            self.meaning = service.use_encoder(encoder)
            self.ready.set()
            while not self._stopping.is_set():
                lock.stand_aside()
                started = time.perf_counter()
                if not service.step():
                    break
                self.pieces.append(1000 * (time.perf_counter() - started))
            service.close()
        except BaseException as error:  # noqa: BLE001 - told to the thread that waits
            self.failure = error
        finally:
            self.ready.set()


def write_files(folder: Path, taken: list[made_text.Piece], count: int) -> None:
    """Files to be indexed while queries are asked: enough to read first and to encode for the rest of the time."""
    for one in made_text.documents(taken, count, seed=99):
        text = "\n\n".join(
            "\n\n".join((*(f"## {name}" for name in heading[-1:]), said)) for heading, said, _ in one.paragraphs
        )
        (folder / one.name).write_text(f"# {one.title}\n\n{text}\n", encoding="utf-8")


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
    # What this benchmark holds in memory is not looked through for garbage; the engine holds nothing like it.
    gc.collect()
    gc.freeze()
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
        vectors = len(indexing.meaning.index)  # type: ignore[arg-type]
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


def ask_slowly(service: QueryService, groups: dict[str, list[str]], watch: Stopwatch, lock: Precedence) -> Times:
    """As `ask`, with pauses in which the indexer gets to work."""
    order = [(name, text) for name, some in groups.items() for text in some]
    chance = random.Random(1)
    chance.shuffle(order)
    times: Times = {name: [] for name in groups}
    for name, text in order:
        time.sleep(chance.uniform(0.01, 0.1))
        for part, rows in ask(service, {name: [text]}, watch, lock).items():
            times[part] += rows
    return times


def _time(name: str, value: float, target: float | None) -> Figure:
    met = None if target is None else value <= target
    return Figure(name, value, "ms", target=None if target is None else f"<= {target:g} ms", met=met)


if __name__ == "__main__":
    main()

"""What whole queries take, by part: the functions that the parts begin with are wrapped, and questions are asked."""

from __future__ import annotations

import contextlib
import random
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from desktop_search.engine.precedence import Precedence
from desktop_search.engine.query_service import QueryService
from desktop_search.search import candidates, fusion, helpers, hits, nearest, query
from desktop_search.search.candidates import Meaning
from desktop_search.search.word_index import WordIndex
from desktop_search.store import paragraphs, selection

LIMIT = 20
_OF_WORDS = ("look_up", "search", "search_documents", "scored", "scored_documents", "fitting", "has_common_phrases")
PARTS = ("encode", "words", "meaning", "fuse", "fetch", "other")
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
        (Meaning, "vector", "encode"),
        # They are looked up on another thread, beside the encoding and the scan: what is left to wait for.
        (helpers.Beside, "result", "words"),
        *((WordIndex, name, "words") for name in _OF_WORDS),
        *((index, name, "meaning") for name in ("search", "vectors", "background")),
        (fusion, "weight_of", "fuse"),
        *((paragraphs, name, "fetch") for name in ("files_of", "by_ids", "count")),
        (candidates, "rank_both", "fuse"),
        *((nearest.Nearest, name, "meaning") for name in ("best", "left_of")),
        (selection, "select", "fetch"),
        (hits.Dresser, "dress", "fetch"),
        (query, "parse", "other"),
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

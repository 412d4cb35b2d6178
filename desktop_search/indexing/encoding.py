"""The paragraphs that wait for a vector: encoded a short batch at a time, the newest files first."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from operator import itemgetter

from sqlite_utils import Database

from desktop_search.documents.splitting.token_estimate import estimate_tokens
from desktop_search.indexing.pace import Pace
from desktop_search.indexing.pipeline import Pipeline, passage_of
from desktop_search.store import backlog
from desktop_search.store.vectors import WaitingParagraph

# One batch lasts about this long: a query that comes meanwhile waits no longer. Seconds.
_PIECE = 0.12
_AHEAD = 256
# How often it is measured anew how long the waiting paragraphs are. Seconds.
_MEASURE_EVERY = 10.0


class Encoding:
    """What was fetched to be encoded next, and how long the rest will take."""

    def __init__(self, db: Database, pipeline: Pipeline, clock: Callable[[], float] = time.monotonic) -> None:
        self._db = db
        self._pipeline = pipeline
        self._clock = clock
        self._pace = Pace(_PIECE, clock)
        self._next: list[tuple[int, WaitingParagraph]] = []
        self._tokens_each = 0.0
        self._measured_at: float | None = None

    def clear(self) -> None:
        """Another model comes: what waits may be something else."""
        self._next.clear()
        self._measured_at = None

    def some(self) -> bool:
        """Encodes one batch; False where nothing waits."""
        if not self._next:
            # Batches of like length waste no padding; the newest files still come first, a read-ahead at a time.
            ahead = [(_tokens_of(one), one) for one in self._pipeline.waiting(_AHEAD)]
            self._next = sorted(ahead, key=itemgetter(0))
        if not self._next:
            return False
        tokens, one = self._next.pop()
        batch = [one]
        while self._next and tokens + self._next[-1][0] <= self._pace.batch_tokens():
            more, one = self._next.pop()
            tokens += more
            batch.append(one)
        started = self._clock()
        self._pipeline.encode(batch)
        # Copies of what was just encoded have their vectors now.
        done = {one.passage_hash for one in batch}
        self._next = [entry for entry in self._next if entry[1].passage_hash not in done]
        self._pace.record(tokens, self._clock() - started)
        return True

    def seconds_left(self, waiting: int) -> float | None:
        """How long so many waiting paragraphs will take, by the length that they have; None where it is not known."""
        now = self._clock()
        if self._measured_at is None or now - self._measured_at > _MEASURE_EVERY:
            sample = backlog.sample(self._db)
            if not sample:
                return None
            self._measured_at = now
            self._tokens_each = statistics.fmean(map(_tokens_of, sample))
        return self._pace.seconds_for(waiting * self._tokens_each)


def _tokens_of(one: WaitingParagraph) -> int:
    """With the two that frame a passage."""
    return estimate_tokens(passage_of(one)) + 2

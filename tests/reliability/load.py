"""Two hundred questions a second for a minute against one engine: what is answered, overtaken, lost.

    typing   one place asks, each question overtakes the one before, as letters that are typed do
    places   twenty places ask ten a second each; a place overtakes only itself
    waiting  four places ask the next question as soon as the last is answered: nothing may be overtaken

A question is lost where its answer does not come although its place has asked nothing newer, or where it fails. The
engine is the real one with the real model; the index is made (tests/benchmarks/made_index.py), its folder is offline.
"""

from __future__ import annotations

import itertools
import random
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from desktop_search import settings as settings_file
from desktop_search.embedding.encoder import Encoder
from desktop_search.engine import model
from desktop_search.engine.client import EngineClient
from desktop_search.engine.messages import EngineDown, Event, Results, Search, SearchFailed, Status
from desktop_search.paths import Paths, find_paths
from desktop_search.settings import Settings
from tests.benchmarks import made_index, made_text, vectors
from tests.benchmarks.questions import questions
from tests.reliability.memory import own_mb
from tests.reliability.outcome import Outcome

_A_SECOND = 200
_PLACES = 20
_WAITING = 4
_LIMIT = 20
# An answer that has not come after so long does not come.
_PATIENCE = 60.0
_READY = 300.0
_WARM_UP = 20.0
# What the engine may hold more after the load than before it: the caches of SQLite and of the word index fill.
_MEMORY_SHARE, _MEMORY_MB = 0.25, 40.0


@dataclass(slots=True)
class Place:
    """One place that asks: when it asked which question, and when what came back."""

    lane: str
    asked: dict[int, float] = field(default_factory=dict)
    first: dict[int, float] = field(default_factory=dict)
    answered: dict[int, float] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)

    @property
    def newest(self) -> int:
        return max(self.asked, default=0)

    @property
    def waits(self) -> bool:
        """Is the newest question without an answer?"""
        return bool(self.asked) and self.newest not in self.answered


class Asking:
    """A talk with one engine that many places share, as window, quick search and the desktop's own search do."""

    def __init__(self, paths: Paths) -> None:
        self._arrived = threading.Condition()
        self._numbers = itertools.count(1)
        self._place_of: dict[int, Place] = {}
        self.status: Status | None = None
        self.trouble: list[str] = []
        self.last: Results | None = None
        self._client = EngineClient(paths, self._hear)
        self._client.start()

    def close(self) -> None:
        self._client.stop()

    @property
    def memory_mb(self) -> float:
        """Of the engine without its readers."""
        return own_mb(self._client.process_id or 0)

    def ask(self, place: Place, text: str) -> None:
        with self._arrived:
            number = next(self._numbers)
            self._place_of[number] = place
            place.asked[number] = time.monotonic()
        self._client.send(Search(number, text, _LIMIT, lane=place.lane))

    def wait(self, condition: Callable[[], bool], seconds: float = _PATIENCE) -> bool:
        with self._arrived:
            return self._arrived.wait_for(condition, seconds)

    def in_peace(self, text: str) -> list[tuple[str, int]]:
        """What one question gets that nothing disturbs."""
        place = Place("peace")
        self.ask(place, text)
        if not self.wait(lambda: not place.waits):
            self.trouble.append(f"no answer to {text!r} in peace")
            return []
        assert self.last is not None
        return [(hit.path, hit.start) for hit in self.last.result.hits]

    def _hear(self, event: Event) -> None:
        now = time.monotonic()
        with self._arrived:
            if isinstance(event, Status):
                self.status = event
            elif isinstance(event, EngineDown):
                self.trouble.append(f"the engine died: {event.reason}")
            elif isinstance(event, Results):
                place = self._place_of[event.number]
                place.first.setdefault(event.number, now)
                if event.final:
                    place.answered[event.number] = now
                    self.last = event
            elif isinstance(event, SearchFailed):
                self._place_of[event.number].failed.append(event.reason)
            self._arrived.notify_all()


class _Spread:
    """In the place of an encoder: vectors that are spread as real ones are, under the real model's name."""

    def __init__(self, encoder: Encoder) -> None:
        self.model = encoder.model
        self.device = "cpu"

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return vectors.made(len(texts))[0]


def prepared(work: Path, paragraphs: int) -> Paths:
    """An index of so many paragraphs below `work`, made where there is none yet."""
    paths = find_paths(work)
    spread = cast(Encoder, _Spread(model.load_encoder(paths, Settings())))
    made_index.build(paths, paragraphs, made_text.pieces(None), spread, lambda line: None)
    # Its documents are nowhere: a folder that is offline keeps its rows.
    settings_file.save(paths.settings, Settings(folders=(str(paths.data.parent / "documents"),)))
    return paths


def loaded(paths: Paths, paragraphs: int, choose: random.Random, seconds: float) -> list[Outcome]:
    """The three kinds of load, one after the other, on one engine."""
    groups = questions(made_text.pieces(None), 1_400, None, choose.randrange(1_000_000))
    texts = [text for some in zip(*groups.values(), strict=False) for text in some]
    asking = Asking(paths)
    try:
        ready = asking.wait(lambda: asking.status is not None and asking.status.meaning_ready, _READY)
        if not ready:
            return [Outcome("load", tried=1, lost=1, wrong=["meaning did not become ready"])]
        # In turn: what answers by meaning take once is taken only by those that are not overtaken.
        _in_turn(asking, [Place("warm")], texts[::-1], min(_WARM_UP, 2 * seconds))
        asking.wait(lambda: False, 1.0)
        return [
            _typing(asking, texts, paragraphs, seconds),
            _places(asking, texts, paragraphs, seconds),
            _waiting(asking, texts, paragraphs, seconds),
        ]
    finally:
        asking.close()


def _typing(asking: Asking, texts: list[str], paragraphs: int, seconds: float) -> Outcome:
    outcome = Outcome(f"{_A_SECOND} questions a second, one place ({paragraphs:,} paragraphs)")
    return _judged(outcome, asking, [Place("typing")], texts, lambda places: _at_a_rate(asking, places, texts, seconds))


def _places(asking: Asking, texts: list[str], paragraphs: int, seconds: float) -> Outcome:
    outcome = Outcome(f"{_A_SECOND} questions a second, {_PLACES} places ({paragraphs:,} paragraphs)")
    places = [Place(f"place {number}") for number in range(_PLACES)]
    return _judged(outcome, asking, places, texts, lambda places: _at_a_rate(asking, places, texts, seconds))


def _waiting(asking: Asking, texts: list[str], paragraphs: int, seconds: float) -> Outcome:
    outcome = Outcome(f"{_WAITING} places that wait for each answer ({paragraphs:,} paragraphs)")
    places = [Place(f"waiting {number}") for number in range(_WAITING)]
    outcome = _judged(outcome, asking, places, texts, lambda places: _in_turn(asking, places, texts, seconds))
    overtaken = sum(len(place.asked) - len(place.answered) for place in places)
    if overtaken:
        outcome.count([f"{overtaken} were not answered although nothing newer was asked"])
    return outcome


def _at_a_rate(asking: Asking, places: list[Place], texts: list[str], seconds: float) -> None:
    """Asks at the rate, each place in turn, whatever comes back."""
    began = time.monotonic()
    for number in range(int(seconds * _A_SECOND)):
        time.sleep(max(0.0, began + number / _A_SECOND - time.monotonic()))
        asking.ask(places[number % len(places)], texts[number % len(texts)])


def _in_turn(asking: Asking, places: list[Place], texts: list[str], seconds: float) -> None:
    """Each place asks when its last question is answered."""
    until = time.monotonic() + seconds
    waiting = itertools.cycle(texts)
    while time.monotonic() < until:
        for place in places:
            if not place.waits:
                asking.ask(place, next(waiting))
        if not asking.wait(lambda: any(not place.waits for place in places)):
            return


def _judged(
    outcome: Outcome, asking: Asking, places: list[Place], texts: list[str], load: Callable[[list[Place]], None]
) -> Outcome:
    """Puts the load on, waits for the last answers, and compares what holds before and after."""
    before, known = asking.memory_mb, asking.in_peace(texts[0])
    began = time.monotonic()
    load(places)
    taken = time.monotonic() - began
    asking.wait(lambda: not any(place.waits for place in places))
    asked = sum(len(place.asked) for place in places)
    first, answered = (sum(len(getattr(place, name)) for place in places) for name in ("first", "answered"))
    stuck = sum(place.waits for place in places)
    problems = [f"{place.lane}: {reason}" for place in places for reason in place.failed]
    problems += [f"{place.lane}: the newest question was not answered" for place in places if place.waits]
    problems += [f"{place.lane}: answers out of order" for place in places if not _in_order(place)]
    problems += asking.trouble
    if asking.in_peace(texts[0]) != known:
        problems.append("a question in peace is answered otherwise than before")
    after = asking.memory_mb
    if after > before * (1 + _MEMORY_SHARE) + _MEMORY_MB:
        problems.append(f"memory rose from {before:.0f} to {after:.0f} MB")
    outcome.tried, outcome.lost, outcome.wrong = asked, len(problems), problems[:3]
    outcome.survived = asked - sum(len(place.failed) for place in places) - stuck
    outcome.note = (
        f"{asked / taken:.0f} a second for {taken:.0f} s; {first:,} answered, {answered:,} of them in full,"
        f" {asked - first:,} overtaken;"
        f" first answer {_times(places, 'first')}, in full {_times(places, 'answered')};"
        f" {before:.0f} to {after:.0f} MB"
    )
    return outcome


def _in_order(place: Place) -> bool:
    numbers = list(place.first)
    return numbers == sorted(numbers)


def _times(places: list[Place], which: str) -> str:
    times = [
        (moment - place.asked[number]) * 1000 for place in places for number, moment in getattr(place, which).items()
    ]
    if not times:
        return "none"
    return f"p50 {np.percentile(times, 50):.0f}, p95 {np.percentile(times, 95):.0f} ms"

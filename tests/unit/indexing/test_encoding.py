"""What is left is told from the text that is left, and the newest files have their turn first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from sqlite_utils import Database

from desktop_search.documents.splitting.token_estimate import estimate_tokens
from desktop_search.indexing.encoding import Encoding
from desktop_search.indexing.pipeline import Pipeline
from desktop_search.records import Paragraph
from desktop_search.store import backlog, database, files, paragraphs, vectors
from desktop_search.store.files import FileEntry, FileStamp
from tests.fake_encoder import FakeEncoder

SECONDS_A_TOKEN = 0.002


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class TimedEncoder(FakeEncoder):
    """Takes as long as the text is, on a clock of its own."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.clock = clock

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.clock.now += sum(SECONDS_A_TOKEN * (estimate_tokens(text) + 2) for text in texts)
        return super().encode_passages(texts)


class Silent:
    """Takes what an index is told."""

    generation = 0

    def add(self, *_: object) -> None: ...
    def remove(self, files: Iterable[int]) -> None: ...
    def commit(self, generation: int) -> None: ...


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    opened = database.open_writer(tmp_path / "index.sqlite3")
    yield opened
    database.close_writer(opened)


def put(db: Database, name: str, modified: int, texts: Sequence[str]) -> None:
    entry = FileEntry(f"/notes/{name}", "/notes", FileStamp(1, modified, modified, 1), "indexed", "text 1.1")
    pieces = [Paragraph(text, 0, len(text), 1, (), text) for text in texts]
    with db.atomic():
        file = files.put(db, entry, now=1.0)
        stored = paragraphs.replace(db, file, pieces)
        vectors.wait(db, -modified, [one for one, _ in stored])


def start(db: Database, clock: Clock) -> tuple[Encoding, TimedEncoder]:
    silent = Silent()
    pipeline = Pipeline(db, silent)
    encoder = TimedEncoder(clock)
    pipeline.vectors.use_encoder(encoder, at_once=True)
    pipeline.vectors.use_vectors(silent)
    return Encoding(db, pipeline, clock), encoder


def test_the_guess_holds_although_what_is_left_is_longer_than_what_is_done(db: Database) -> None:
    put(db, "new.md", 2_000, [f"short note {number}" for number in range(300)])
    put(db, "old.md", 1_000, [f"{number} " + "a much longer text of many plain words " * 8 for number in range(700)])
    clock = Clock()
    encoding, _ = start(db, clock)
    while vectors.count_waiting(db) > 700:
        assert encoding.some()
    guess = encoding.seconds_left(vectors.count_waiting(db))
    before = clock.now
    while encoding.some():
        pass
    assert vectors.count_waiting(db) == 0
    assert guess == pytest.approx(clock.now - before, rel=0.1)


def test_nothing_is_guessed_before_there_is_something_to_go_by(db: Database) -> None:
    clock = Clock()
    encoding, _ = start(db, clock)
    assert encoding.seconds_left(0) is None
    put(db, "note.md", 1, ["one text", "another text"])
    assert encoding.seconds_left(2) is None


def test_the_newest_file_is_encoded_first(db: Database) -> None:
    for modified in (1, 3, 2):
        put(db, f"{modified}.md", modified, [f"text {modified} {number}" for number in range(256)])
    encoding, encoder = start(db, Clock())
    while encoding.some():
        pass
    turns = [passage.split()[1] for passage in encoder.passages]
    assert turns == sorted(turns, reverse=True)


def test_a_sample_is_spread_over_everything_that_waits(db: Database) -> None:
    put(db, "first.md", 1, [f"first {number}" for number in range(1000)])
    put(db, "last.md", 2, [f"last {number}" for number in range(1000)])
    sample = [one.text.split()[0] for one in backlog.sample(db)]
    assert len(sample) == 256
    assert sample.count("first") == sample.count("last")


def test_a_sample_of_few_is_all_of_them(db: Database) -> None:
    assert backlog.sample(db) == []
    put(db, "note.md", 1, [f"text {number}" for number in range(5)])
    assert sorted(one.text for one in backlog.sample(db)) == [f"text {number}" for number in range(5)]

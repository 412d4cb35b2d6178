"""One index over one folder of notes, driven step by step, for tests that ask what ends up in it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

from desktop_search.engine.query_service import QueryService
from desktop_search.engine.service import IndexService
from desktop_search.indexing.changes import ChangeQueue
from desktop_search.paths import Paths, find_paths
from desktop_search.records import Hit, Mode
from desktop_search.settings import Settings
from desktop_search.store import database
from tests.fake_encoder import FakeEncoder


class Bench:
    """One index over one folder of notes, with everything that a test wants to ask it."""

    def __init__(self, paths: Paths, notes: Path) -> None:
        self.paths = paths
        self.notes = notes
        self.changes = ChangeQueue(quiet=0.0)
        self.settings = Settings(folders=(str(notes),))
        self.encoder = FakeEncoder()
        self.service = self.open()

    def open(self) -> IndexService:
        self.service = IndexService(self.paths, self.settings, self.changes)
        self.meaning = self.service.use_encoder(self.encoder)
        return self.service

    def settle(self) -> None:
        while self.service.step():
            pass

    def survey(self) -> None:
        self.service.indexer.survey_all()
        self.settle()

    def reopen(self) -> None:
        self.service.close()
        self.open()
        self.settle()

    def crashed(self, home: Path) -> Bench:
        """What a kill at this moment leaves on the disk, opened anew."""
        left = find_paths(home)
        left.create()
        shutil.copytree(self.paths.data, left.data, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".tmp*"))
        return Bench(left, self.notes)

    def count(self, table: str) -> int:
        with database.reading(self.paths.database) as db:
            return int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with database.reading(self.paths.database) as db:
            return list(db.execute(query).fetchall())

    def write(self, name: str, text: str) -> Path:
        path = self.notes / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def hits(self, text: str, mode: Mode = "auto") -> tuple[Hit, ...]:
        queries = QueryService(self.paths)
        queries.use_meaning(self.meaning)
        try:
            return queries.search(text, 50, mode, None).hits
        finally:
            queries.close()

    def found(self, text: str) -> list[str]:
        """File names found by words, in order, those of copies beside the first."""
        return [os.path.basename(path) for hit in self.hits(text, "words") for path in (hit.path, *hit.copies)]

    @property
    def encoded(self) -> int:
        return self.encoder.passages_encoded


def note(topic: str) -> str:
    return f"# About {topic}\n\nThis note says what there is to say about {topic}, and nothing else.\n"

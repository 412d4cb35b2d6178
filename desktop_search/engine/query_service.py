"""The index opened to be asked. No Qt, no threads, and nothing of what keeps an index up to date.

The command line uses it directly; the engine process runs it on a thread of its own.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

from desktop_search.engine import model
from desktop_search.errors import StoreDamaged
from desktop_search.paths import Paths
from desktop_search.records import Mode, SearchResult
from desktop_search.search.candidates import Meaning
from desktop_search.search.searcher import Searcher, never
from desktop_search.search.word_index import WordIndex
from desktop_search.settings import Settings
from desktop_search.store import database


class QueryService:
    """Answers queries over a read-only connection of its own, beside whatever writes. Stays on one thread."""

    def __init__(self, paths: Paths) -> None:
        """Raises StoreError where there is no index or it cannot be used."""
        self._paths = paths
        self._db = database.open_reader(paths.database)
        self._words = WordIndex(paths.word_index, database.store_id(self._db), writable=False)
        self._searcher = Searcher(self._db, self._words)

    @property
    def meaning_ready(self) -> bool:
        return self._searcher.meaning is not None

    def use_meaning(self, meaning: Meaning | None) -> None:
        self._searcher.meaning = meaning

    def load_meaning(self, settings: Settings) -> None:
        """Loads model and vectors into this process. Raises ModelError where the model cannot be used."""
        with database.store_errors():
            encoder = model.load_answering(self._db, self._paths, settings)
        self.use_meaning(model.read_meaning(self._paths, encoder or model.load_named(self._paths, settings)))

    def search(
        self, text: str, limit: int, mode: Mode, folder: str | None, overtaken: Callable[[], bool] = never
    ) -> SearchResult:
        """See Searcher.search."""
        with self._noting_damage():
            self._words.refresh()
            return self._searcher.search(text, limit, mode, folder, overtaken)

    def with_answers(self, result: SearchResult, overtaken: Callable[[], bool] = never) -> SearchResult:
        """See Searcher.with_answers."""
        return self._searcher.with_answers(result, overtaken)

    def similar(
        self, path: str, line: int | None, limit: int, folder: str | None, start: int | None = None
    ) -> SearchResult:
        """See Searcher.similar."""
        with self._noting_damage():
            return self._searcher.similar(path, line, limit, folder, start)

    def close(self) -> None:
        self._words.close()
        self._db.close()

    @contextlib.contextmanager
    def _noting_damage(self) -> Iterator[None]:
        """A reader cannot mend what it finds damaged; it leaves a note for the next writer."""
        try:
            with database.store_errors():
                yield
        except StoreDamaged:
            database.ask_for_check(self._paths.database)
            raise

"""The index opened to be asked. No Qt, and nothing of what keeps an index up to date.

The command line uses it directly; the engine process runs it on a thread of its own.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

from desktop_search.engine import model
from desktop_search.errors import StoreDamaged
from desktop_search.paths import Paths
from desktop_search.records import Hit, Mode, SearchResult
from desktop_search.search import facets
from desktop_search.search.candidates import Meaning
from desktop_search.search.searcher import Searcher, go_on, never
from desktop_search.search.similar import find_place
from desktop_search.search.word_index import WordIndex
from desktop_search.settings import Settings
from desktop_search.store import database, known_values, paragraphs
from desktop_search.store.paragraphs import StoredParagraph

_MOST_VALUES = 200


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

    @property
    def meaning(self) -> Meaning | None:
        """Model and vectors, where they are in use."""
        return self._searcher.meaning

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

    def begin(self, text: str, folder: str | None) -> None:
        """See Searcher.begin."""
        with self._noting_damage():
            self._searcher.begin(text, folder)

    def with_answers(self, result: SearchResult, overtaken: Callable[[], bool] = never) -> SearchResult:
        """See Searcher.with_answers."""
        return self._searcher.with_answers(result, overtaken)

    def similar(
        self, path: str, line: int | None, limit: int, folder: str | None, start: int | None = None
    ) -> SearchResult:
        """See Searcher.similar."""
        with self._noting_damage():
            return self._searcher.similar(path, line, limit, folder, start)

    def like(self, text: str, limit: int, folder: str | None) -> SearchResult:
        """See Searcher.like."""
        with self._noting_damage():
            return self._searcher.like(text, limit, folder)

    def within(
        self,
        path: str,
        text: str,
        place: tuple[str, int | None, int | None] | None,
        least: int,
        limit: int,
        overtaken: Callable[[], bool] = never,
    ) -> tuple[Hit, ...]:
        """See Searcher.within."""
        with self._noting_damage():
            self._words.refresh()
            return self._searcher.within(path, text, place, least, limit, overtaken)

    def read(self, path: str, line: int | None, start: int | None, around: int) -> tuple[StoredParagraph, ...]:
        """The paragraph at a place, as find_place finds it, the first one without a place, with so many of its
        neighbours on each side, in reading order. Raises DocumentError where the file is not in the index."""
        with self._noting_damage():
            place = find_place(self._db, path, line, start)[0]
            own = paragraphs.of_file(self._db, place.file)
            at = next((at for at, one in enumerate(own) if one.id == place.id), 0)
            return tuple(own[max(0, at - around) : at + around + 1])

    def version(self) -> int:
        """A number that changes whenever another program has written. Raises StoreError."""
        with self._noting_damage():
            return paragraphs.version(self._db)

    def count_matches(self, text: str, overtaken: Callable[[], bool] = never) -> facets.Counts:
        """See facets.count. Raises Overtaken."""
        with self._noting_damage():
            self._words.refresh()
            meaning, look = self._searcher.meaning, partial(go_on, overtaken)
            return facets.count(self._db, self._words, meaning, text, look, date.today())

    def known_values(self, field: str) -> list[tuple[str, int]]:
        """What `field:` may say ("ext", "type", "in", "tag"), those of most files first."""
        with self._noting_damage():
            match field:
                case "ext":
                    return known_values.suffixes(self._db, _MOST_VALUES)
                case "in":
                    return known_values.folders(self._db, _MOST_VALUES)
                case "tag":
                    return known_values.tags(self._db, _MOST_VALUES)
            kinds: Counter[str] = Counter()
            for suffix, reader, count in known_values.readers(self._db):
                if group := facets.group_of(f"of{suffix}", reader):
                    kinds[group] += count
            return kinds.most_common()

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

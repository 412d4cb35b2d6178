"""The derived full-text index: BM25 over paragraphs with their titles and headings, over whole documents, and names.

Four verbs: add, remove, search, and the generation of the store that it has seen. Losing the folder loses
nothing: what is missing, damaged or of another store is built again from SQLite. A change is seen by searches
after `commit`. One thread writes; any thread, and any process, searches.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import tantivy

from desktop_search.documents.paragraphs import passage_prefix
from desktop_search.errors import StoreDamaged
from desktop_search.search.languages import DEFAULT, language_of
from desktop_search.search.query import Query
from desktop_search.search.text_index import Found, TextIndex, open_or_begin, write_errors
from desktop_search.search.word_query import Lookup, asks_of_files, build, build_within, look_up, required_clauses
from desktop_search.store.paragraphs import StoredParagraph

_LAYOUT = 3
_STATE_FILE = "desktop-search.json"
# So many paragraphs tell a document's language.
_TELLING = 8
# So many files or paragraphs are few enough to be looked up one by one; more are first looked for among the best.
_FEW = 1000
_AHEAD = 4
_MUST = tantivy.Occur.Must
# "MeetingNotes2024" is three words.
_INNER_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])")


@dataclass(frozen=True, slots=True)
class _State:
    generation: int
    languages: frozenset[str]


class WordIndex:
    """One folder on disk. Opened for writing by the indexer, for reading by everyone else."""

    def __init__(self, folder: Path, store_id: str, *, writable: bool) -> None:
        """Opens the index; a writer starts an empty one where it is missing, damaged or belongs to another store."""
        self._folder = folder
        self._store_id = store_id
        self._paragraphs: TextIndex | None = None
        self._documents: TextIndex | None = None
        self._seen: tuple[int, int] | None = None
        state = self._read_state()
        if writable:
            if state is None:
                shutil.rmtree(folder, ignore_errors=True)
            self._paragraphs, anew = open_or_begin(folder / "paragraphs")
            self._documents, anew_too = open_or_begin(folder / "documents")
            if (anew or anew_too) and state is not None:
                # One without the other is of no use: both begin again.
                self.close()
                shutil.rmtree(folder, ignore_errors=True)
                self._paragraphs, _ = open_or_begin(folder / "paragraphs")
                self._documents, _ = open_or_begin(folder / "documents")
                state = None
        elif state is not None:
            self._open_to_read()
        self.generation = state.generation if state else 0
        self._languages = set(state.languages if state else {DEFAULT})

    def add(self, file: int, path: str, title: str, paragraphs: Iterable[StoredParagraph]) -> None:
        """Adds a file's paragraphs. One that is known already has to be removed before."""
        entries, documents = self._writing()
        stored = list(paragraphs)
        name = _name_words(os.path.basename(path))
        language = language_of("\n".join(one.text for one in stored[:_TELLING]))
        self._languages.add(language)
        for one in stored:
            entries.add(one.id, file, (passage_prefix(title, one.heading), one.text), name, language)
        documents.add(file, file, _whole(title, stored), name, language)

    def remove(self, files: Iterable[int]) -> None:
        """Forgets files."""
        known = list(files)
        for index in self._writing():
            index.remove(known)

    def commit(self, generation: int) -> None:
        """Makes all changes findable and notes that they bring the index up to `generation`.

        Raises StoreError where the disk does not take them; they are added again when the index is next opened.
        """
        state = {
            "layout": _LAYOUT,
            "store": self._store_id,
            "generation": generation,
            "languages": sorted(self._languages),
        }
        for index in self._writing():
            index.commit()
        temporary = self._folder / (_STATE_FILE + ".new")
        with write_errors():
            temporary.write_text(json.dumps(state), encoding="utf-8")
            temporary.replace(self._folder / _STATE_FILE)
        self.generation = generation

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the documents in the index, in a stable order."""
        return tuple(sorted(self._languages))

    def look_up(self, query: Query) -> Lookup:
        """What the words of a query are in this index. Raises StoreDamaged, as all that follows does."""
        if self._paragraphs is None:
            return Lookup()
        with self._telling_damage():
            return look_up(query, self._paragraphs, self.languages)

    def search(self, lookup: Lookup, limit: int, files: Collection[int] | None = None) -> list[tuple[int, float]]:
        """The best paragraphs as (paragraph id, BM25 score), best first; `files` limits it to these files.

        A paragraph counts only where its whole file holds every phrase and nothing that is excluded.
        """
        depth = limit
        while True:
            found = self._best(self._paragraphs, lookup, depth, "file", files)
            kept = self._kept(lookup, found)
            if len(kept) >= limit or len(found) < depth:
                return [(one.key, one.score) for one in kept[:limit]]
            depth *= 4

    def search_documents(
        self, lookup: Lookup, limit: int, files: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """The best whole documents as (file id, BM25 score), best first."""
        return [(one.key, one.score) for one in self._best(self._documents, lookup, limit, "file", files, whole=True)]

    def score(self, lookup: Lookup, paragraphs: Collection[int]) -> dict[int, float]:
        """The BM25 score of each of these paragraphs that the query matches."""
        found = self._best(self._paragraphs, lookup, len(paragraphs), "id", paragraphs)
        return {one.key: one.score for one in self._kept(lookup, found)}

    def excluded(self, lookup: Lookup, paragraphs: Sequence[int]) -> set[int]:
        """Those of the paragraphs whose file holds a word or phrase which must not occur."""
        if self._paragraphs is None or not paragraphs or not lookup.excluded:
            return set()
        with self._telling_damage():
            found = self._paragraphs.best(self._paragraphs.one_of("id", paragraphs), len(paragraphs))
            kept = {one.key for one in self._kept(Lookup(excluded=lookup.excluded), found)}
        return set(paragraphs) - kept

    def refresh(self) -> None:
        """Lets searches see what the writer, in this process or another, has committed since the last call."""
        try:
            stat = (self._folder / _STATE_FILE).stat()
        except OSError:
            return
        if self._seen == (stat.st_mtime_ns, stat.st_ino):
            return
        state = self._read_state()
        # Opened anew, not only reloaded: the writer may have rebuilt the folder from nothing.
        if state is not None and self._open_to_read():
            self.generation = state.generation
            self._languages = set(state.languages)
            self._seen = (stat.st_mtime_ns, stat.st_ino)

    def close(self) -> None:
        """Gives back the writer's lock; what was not committed is added again at the next start."""
        for index in (self._paragraphs, self._documents):
            if index is not None:
                index.close()

    def _best(
        self,
        index: TextIndex | None,
        lookup: Lookup,
        limit: int,
        field: str,
        among: Collection[int] | None,
        *,
        whole: bool = False,
    ) -> list[Found]:
        if index is None or lookup.empty or (among is not None and not among):
            return []
        with self._telling_damage():
            query: tantivy.Query | None = build(lookup, index, whole=whole)
            if query is None or among is None:
                return [] if query is None else index.best(query, limit)
            if len(among) <= _FEW:
                query = build_within(lookup, index, index.one_of(field, among), whole=whole)
                return [] if query is None else [one for one in index.best(query, limit) if one.score > 0]
            if field == "file":
                # Mostly a good part of all files: enough of what is best anyway is among them.
                wanted = frozenset(among)
                found = index.best(query, limit * _AHEAD)
                kept = [one for one in found if one.file in wanted]
                if len(kept) >= limit or len(found) < limit * _AHEAD:
                    return kept[:limit]
            return index.best(tantivy.Query.boolean_query([(_MUST, query), (_MUST, index.one_of(field, among))]), limit)

    def _kept(self, lookup: Lookup, found: list[Found]) -> list[Found]:
        """Those whose whole file is as it has to be."""
        if self._documents is None or not found or not asks_of_files(lookup):
            return found
        files = {one.file for one in found}
        with self._telling_damage():
            required = [(_MUST, self._documents.one_of("file", files)), *required_clauses(lookup, self._documents)]
            right = self._documents.best(tantivy.Query.boolean_query(required), len(files))
        meeting = {one.key for one in right}
        return [one for one in found if one.file in meeting]

    @contextlib.contextmanager
    def _telling_damage(self) -> Iterator[None]:
        try:
            yield
        except ValueError as error:
            # tantivy reports damage as ValueError. Without its state file the next writer builds the index anew.
            with contextlib.suppress(OSError):
                (self._folder / _STATE_FILE).unlink()
            raise StoreDamaged("The word index is damaged; it is rebuilt when the index is next opened.") from error

    def _open_to_read(self) -> bool:
        try:
            paragraphs = TextIndex(self._folder / "paragraphs", writable=False)
            documents = TextIndex(self._folder / "documents", writable=False)
        except (ValueError, OSError):
            return False
        self._paragraphs, self._documents = paragraphs, documents
        return True

    def _read_state(self) -> _State | None:
        """What was noted of an index that fits this store and this layout, None where there is none."""
        try:
            state = json.loads((self._folder / _STATE_FILE).read_text(encoding="utf-8"))
            if state["layout"] == _LAYOUT and state["store"] == self._store_id:
                return _State(int(state["generation"]), frozenset(map(str, state["languages"])) | {DEFAULT})
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return None

    def _writing(self) -> tuple[TextIndex, TextIndex]:
        if self._paragraphs is None or self._documents is None:
            raise RuntimeError("this word index was opened for reading")
        return self._paragraphs, self._documents


def _name_words(name: str) -> str:
    """A file's name, and once more with the words in it set apart where that makes a difference."""
    apart = _INNER_WORDS.sub(" ", name)
    return name if apart == name else f"{name}\n{apart}"


def _whole(title: str, stored: Sequence[StoredParagraph]) -> Iterator[str]:
    """A document's text with its title, and each heading where it begins."""
    before: tuple[str, ...] = (title,) if title else ()
    yield title
    for one in stored:
        for place, name in enumerate(one.heading):
            if before[place : place + 1] != (name,) and name != title:
                yield name
        before = one.heading
        yield one.text

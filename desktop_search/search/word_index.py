"""The derived full-text index: BM25 over paragraphs with their titles and headings, over whole documents, and names.

Four verbs: add, remove, search, and the generation of the store that it has seen. Losing the folder loses
nothing: what is missing, damaged or of another store is built again from SQLite. A change is seen by searches
after `commit`. One thread writes; any thread, and any process, searches.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import tantivy

from desktop_search.documents.splitting.paragraphs import passage_prefix
from desktop_search.errors import StoreDamaged
from desktop_search.search import word_state
from desktop_search.search.best_entries import best_of_all, best_within
from desktop_search.search.indexed_text import name_words, whole
from desktop_search.search.languages import DEFAULT, language_of
from desktop_search.search.query import Query
from desktop_search.search.text_index import Found, TextIndex, open_or_begin, write_errors
from desktop_search.search.word_clauses import build, holding, without
from desktop_search.search.word_query import Lookup, Phrase, look_up
from desktop_search.search.word_state import State
from desktop_search.store.paragraphs import StoredParagraph

# So many paragraphs tell a document's language.
_TELLING = 8
# So many files or paragraphs are few enough to be looked up one by one; more are first looked for among the best.
_FEW = 1000
_AHEAD = 4
# Paragraphs with a phrase that are remembered.
_HOLDING = 400
_MUST = tantivy.Occur.Must


class WordIndex:
    """One folder on disk. Opened for writing by the indexer, for reading by everyone else."""

    def __init__(self, folder: Path, store_id: str, *, writable: bool) -> None:
        """Opens the index; a writer starts an empty one where it is missing, damaged or belongs to another store."""
        self._folder = folder
        self._store_id = store_id
        self._paragraphs: TextIndex | None = None
        self._documents: TextIndex | None = None
        self._seen: tuple[int, int] | None = None
        self._resting = False
        state = word_state.read(self._folder, self._store_id)
        if writable:
            if state is None:
                shutil.rmtree(folder, ignore_errors=True)
            if self._open_to_write() and state is not None:
                # One without the other is of no use: both begin again.
                self.close()
                shutil.rmtree(folder, ignore_errors=True)
                self._open_to_write()
                state = None
        elif state is not None:
            self._open_to_read()
        self.generation = state.generation if state else 0
        self._languages = set(state.languages if state else {DEFAULT})

    def add(self, file: int, path: str, title: str, paragraphs: Iterable[StoredParagraph]) -> None:
        """Adds a file's paragraphs. One that is known already has to be removed before."""
        entries, documents = self._writing()
        stored = list(paragraphs)
        name = name_words(os.path.basename(path), stored[0].about if stored else "")
        language = language_of("\n".join(one.text for one in stored[:_TELLING]))
        self._languages.add(language)
        for one in stored:
            entries.add(one.id, file, (passage_prefix(title, one.heading), one.text), name, language)
        documents.add(file, file, whole(title, stored), name, language)

    def remove(self, files: Iterable[int]) -> None:
        """Forgets files."""
        known = list(files)
        for index in self._writing():
            index.remove(known)

    def commit(self, generation: int) -> None:
        """Makes all changes findable and notes that they bring the index up to `generation`.

        Raises StoreError where the disk does not take them; they are added again when the index is next opened.
        """
        for index in self._writing():
            index.commit()
        with write_errors():
            word_state.write(self._folder, self._store_id, State(generation, frozenset(self._languages)))
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

    def search(self, lookup: Lookup, limit: int, files: Collection[int] | None = None) -> list[Found]:
        """The best paragraphs with their BM25 scores, best first; `files` limits it to these files.

        A paragraph counts only where its whole file holds every phrase and nothing that is excluded.
        """
        depth = limit
        while True:
            if lookup.exact:
                found = self._best_with_phrase(lookup, depth, files)
            else:
                found = self._best(self._paragraphs, lookup, depth, "file", files)
            kept = self._kept(lookup, found)
            if len(kept) >= limit or len(found) < depth:
                return kept[:limit]
            depth *= _AHEAD

    def search_documents(
        self, lookup: Lookup, limit: int, files: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """The best whole documents as (file id, BM25 score), best first; those with phrases by the words in them."""
        if lookup.exact:
            files = self._files_with_phrase(lookup, limit, files)
        depth = limit
        while True:
            found = self._best(self._documents, lookup, depth, "file", files)
            kept = self._kept(lookup, found)
            if len(kept) >= limit or len(found) < depth:
                return [(one.key, one.score) for one in kept[:limit]]
            depth *= _AHEAD

    def scored(self, lookup: Lookup, paragraphs: Collection[int]) -> dict[int, Found]:
        """These paragraphs with their BM25 scores; those that the query does not match come with 0, or not at all."""
        found = self._best(self._paragraphs, lookup, len(paragraphs), "id", paragraphs, matching=False)
        return {one.key: one for one in self._kept(lookup, found)}

    def excluded(self, lookup: Lookup, paragraphs: Sequence[int]) -> set[int]:
        """Those of the paragraphs whose file holds a word or phrase which must not occur."""
        if self._paragraphs is None or not paragraphs or not lookup.excludes:
            return set()
        with self._telling_damage():
            found = self._paragraphs.best(self._paragraphs.one_of("id", paragraphs), len(paragraphs))
            kept = {one.key for one in self._kept(replace(lookup, exact=()), found)}
        return set(paragraphs) - kept

    def refresh(self) -> None:
        """Lets searches see what the writer, in this process or another, has committed since the last call."""
        try:
            stat = word_state.place(self._folder).stat()
        except OSError:
            return
        if self._seen == (stat.st_mtime_ns, stat.st_ino):
            return
        state = word_state.read(self._folder, self._store_id)
        # Opened anew, not only reloaded: the writer may have rebuilt the folder from nothing.
        if state is not None and self._open_to_read():
            self.generation = state.generation
            self._languages = set(state.languages)
            self._seen = (stat.st_mtime_ns, stat.st_ino)

    def rest(self) -> None:
        """Lets go of the files until something is written again; everything must have been committed.

        tantivy looks at the files of an open index twice a second, for as long as it is open.
        """
        self.close()
        self._paragraphs = self._documents = None
        self._resting = True

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
        matching: bool = True,
    ) -> list[Found]:
        if index is None or lookup.empty or (among is not None and not among):
            return []
        with self._telling_damage():
            if among is not None and len(among) <= _FEW:
                return best_within(index, lookup, index.one_of(field, among), limit, matching=matching)
            if among is None:
                return best_of_all(index, lookup, limit)
            if field == "file":
                # Mostly a good part of all files: enough of what is best anyway is among them.
                wanted = frozenset(among)
                found = best_of_all(index, lookup, limit * _AHEAD)
                kept = [one for one in found if one.file in wanted]
                if len(kept) >= limit or len(found) < limit * _AHEAD:
                    return kept[:limit]
            query = build(lookup, index)
            if query is None:
                return []
            return index.best(tantivy.Query.boolean_query([(_MUST, query), (_MUST, index.one_of(field, among))]), limit)

    def _kept(self, lookup: Lookup, found: list[Found]) -> list[Found]:
        """Those whose whole file holds every phrase, and nothing that is excluded."""
        if self._documents is None or not found or not (lookup.excludes or len(lookup.exact) > 1):
            return found
        files = {one.file for one in found}
        with self._telling_damage():
            if lookup.excluded:
                clauses = [(_MUST, self._documents.one_of("file", files)), *without(lookup, self._documents)]
                files = {one.key for one in self._documents.best(tantivy.Query.boolean_query(clauses), len(files))}
            for phrase in lookup.exact if len(lookup.exact) > 1 else ():
                files = self._holding(phrase, files)
            for phrase in lookup.excluded_exact:
                files -= self._holding(phrase, files)
        return [one for one in found if one.file in files]

    def _with_phrase(self, lookup: Lookup) -> list[Found]:
        """The best paragraphs by the phrases alone: all that hold one of them, where they are fewer than _HOLDING."""
        index, alone = self._paragraphs, Lookup(phrases=lookup.phrases, exact=lookup.exact)
        if index is None:
            return []
        with self._telling_damage():
            # A search for a phrase is dear; all the rest of a query is about what it has found.
            return index.holding.get(lookup.exact, lambda: best_of_all(index, alone, _HOLDING))

    def _best_with_phrase(self, lookup: Lookup, limit: int, files: Collection[int] | None) -> list[Found]:
        holding = self._with_phrase(lookup)
        if files is None and limit <= len(holding) and not (lookup.terms or lookup.together):
            return holding[:limit]
        if len(holding) == _HOLDING:
            return self._best(self._paragraphs, lookup, limit, "file", files)
        wanted = None if files is None else frozenset(files)
        among = [one.key for one in holding if wanted is None or one.file in wanted]
        return self._best(self._paragraphs, lookup, limit, "id", among)

    def _files_with_phrase(self, lookup: Lookup, limit: int, files: Collection[int] | None) -> set[int]:
        """Files that hold one of the phrases: all of a few, else those of the best paragraphs by phrases alone."""
        if len(self._with_phrase(lookup)) < _HOLDING or files is None or len(files) > _FEW:
            return {one.file for one in self.search(lookup.without_words, _AHEAD * limit, files)}
        with self._telling_damage():
            return set().union(*(self._holding(phrase, set(files)) for phrase in lookup.exact))

    def _holding(self, phrase: Phrase, files: set[int]) -> set[int]:
        """Those of the files of which a paragraph holds a phrase."""
        if self._paragraphs is None:
            return set()
        left, held = set(files), set[int]()
        asked = holding(phrase, self._paragraphs)
        while left:
            limit = _AHEAD * len(left)
            within = self._paragraphs.one_of("file", left)
            found = self._paragraphs.best(tantivy.Query.boolean_query([(_MUST, within), (_MUST, asked)]), limit)
            held |= {one.file for one in found}
            left -= held
            if len(found) < limit:
                break
        return held

    @contextlib.contextmanager
    def _telling_damage(self) -> Iterator[None]:
        try:
            yield
        except ValueError as error:
            # tantivy reports damage as ValueError. Without its state file the next writer builds the index anew.
            with contextlib.suppress(OSError):
                word_state.place(self._folder).unlink()
            raise StoreDamaged("The word index is damaged; it is rebuilt when the index is next opened.") from error

    def _open_to_write(self) -> bool:
        """Opens both; True where one was missing or damaged and is begun again."""
        self._paragraphs, anew = open_or_begin(self._folder / "paragraphs", as_written=True)
        self._documents, anew_too = open_or_begin(self._folder / "documents", as_written=False)
        return anew or anew_too

    def _open_to_read(self) -> bool:
        try:
            paragraphs = TextIndex(self._folder / "paragraphs", writable=False)
            documents = TextIndex(self._folder / "documents", writable=False, as_written=False)
        except (ValueError, OSError):
            return False
        self._paragraphs, self._documents = paragraphs, documents
        return True

    def _writing(self) -> tuple[TextIndex, TextIndex]:
        if self._resting:
            self._resting = False
            if self._open_to_write():
                raise StoreDamaged("The word index has been removed; it is made again.")
        if self._paragraphs is None or self._documents is None:
            raise RuntimeError("this word index was opened for reading")
        return self._paragraphs, self._documents

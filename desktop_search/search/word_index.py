"""The derived full-text index: BM25 over paragraphs with their titles and headings, over whole documents, and names.

Four verbs: add, remove, search, and the generation of the store that it has seen. Losing the folder loses
nothing: what is missing, damaged or of another store is built again from SQLite. A change is seen by searches
after `commit`. One thread writes; any thread, and any process, searches.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from desktop_search.documents.splitting.paragraphs import passage_prefix
from desktop_search.errors import StoreDamaged
from desktop_search.search import word_state
from desktop_search.search.indexed_text import name_words, whole
from desktop_search.search.languages import DEFAULT, language_of
from desktop_search.search.query import Query
from desktop_search.search.text_index import Found, TextIndex, open_or_begin, write_errors
from desktop_search.search.word_query import Lookup, Term, look_up
from desktop_search.search.word_search import WordSearch
from desktop_search.search.word_state import State
from desktop_search.store.paragraphs import StoredParagraph

# So many paragraphs tell a document's language.
_TELLING = 8
Answer = TypeVar("Answer")


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
        return self._ask(lambda asked: look_up(query, asked.paragraphs, self.languages), Lookup())

    def search(self, lookup: Lookup, limit: int, files: Collection[int] | None = None) -> list[Found]:
        """The best paragraphs with their BM25 scores, best first; `files` limits it to these files.

        A paragraph counts only where its whole file holds every phrase and nothing that is excluded.
        """
        return self._ask(lambda asked: asked.best_paragraphs(lookup, limit, files), [])

    def search_documents(
        self, lookup: Lookup, limit: int, files: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """The best whole documents as (file id, BM25 score), best first; those with phrases by the words in them."""
        return self._ask(lambda asked: asked.best_documents(lookup, limit, files), [])

    def scored(self, lookup: Lookup, paragraphs: Collection[int]) -> dict[int, Found]:
        """These paragraphs with their BM25 scores; those that the query does not match come with 0, or not at all."""
        return self._ask(lambda asked: asked.scored(lookup, paragraphs), {})

    def scored_documents(self, lookup: Lookup, files: Collection[int]) -> dict[int, float]:
        """The BM25 scores of whole documents of which a paragraph was found; without those that match no word."""
        return self._ask(lambda asked: asked.scored_documents(lookup, files), {})

    def fitting(self, lookup: Lookup, paragraphs: Sequence[int]) -> set[int]:
        """Those of the paragraphs that hold one of the phrases, and whose files hold all and nothing excluded."""
        return self._ask(lambda asked: asked.fitting(lookup, paragraphs), set(paragraphs))

    def best_with(
        self, term: Term, lookup: Lookup, limit: int, files: Collection[int] | None = None
    ) -> tuple[list[Found], bool]:
        """The best of those paragraphs that hold a word, in any form, with their BM25 scores; True with them where no
        other holds it."""
        nothing: tuple[list[Found], bool] = [], True
        return self._ask(lambda asked: asked.best_with(term, lookup, limit, files), nothing)

    def files_with(self, term: Term, files: Collection[int]) -> set[int]:
        """Those of the files that hold a word, in any form."""
        return self._ask(lambda asked: asked.files_with(term, files), set())

    def has_common_phrases(self, lookup: Lookup) -> bool:
        """Are all of its phrases made of such common words that to look for all that hold them is dear?"""
        return self._ask(lambda asked: asked.has_common_phrases(lookup), False)

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

    def _ask(self, question: Callable[[WordSearch], Answer], otherwise: Answer) -> Answer:
        """What the indexes answer, or something else where there are none yet. Raises StoreDamaged."""
        if self._paragraphs is None or self._documents is None:
            return otherwise
        with self._telling_damage():
            return question(WordSearch(self._paragraphs, self._documents))

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

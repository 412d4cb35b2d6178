"""One full-text index on disk (tantivy): texts under an id and the file that they belong to, ranked by BM25.

The word index has two of them: one of paragraphs, by their stems and as they are written, and one of whole documents,
by their stems alone. Only of words as they are written are the places kept: they are half of such an index.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterable, Iterator
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

import tantivy

from desktop_search.errors import StoreError
from desktop_search.search.analysis import analyzer, has_unspaced, normal, plain, pre_tokenized, pre_tokenized_words
from desktop_search.search.languages import DEFAULT
from desktop_search.search.remembered import Remembered

_SHOULD = tantivy.Occur.Should
_STEMS, _WORDS = "desktop_search", "desktop_search_words"
_HEAP_BYTES = 64_000_000
# So many numbers are looked up one by one in a tenth of the time that a set of them takes to be made.
_FEW = 2000
_REMEMBERED = 256


Clause = tuple[tantivy.Occur, tantivy.Query]
# Several that are added up.
Clauses = tuple[tantivy.Occur, list[tantivy.Query]]


class Found(NamedTuple):
    """An entry that matches: its id, its BM25 score, and its file."""

    key: int
    score: float
    file: int


class TextIndex:
    """Opened for writing by one thread, or for reading. What is written is found after `commit`."""

    def __init__(self, folder: Path, *, writable: bool, as_written: bool = True) -> None:
        """Raises ValueError or OSError where the folder is missing or damaged; a writer makes it."""
        self._folder = folder
        self.as_written = as_written
        self.schema = _schema(as_written)
        self._writer: tantivy.IndexWriter | None = None
        self._stale = False
        # What was found out about its words and phrases, and the parts of queries, until the next commit.
        self.holding: Remembered[list[Found]] = Remembered()
        self.words: Remembered[tuple[str, ...]] = Remembered(_REMEMBERED)
        self.clauses: Remembered[list[Clauses]] = Remembered()
        if writable:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._index = tantivy.Index(self.schema, path=str(folder), reuse=True)
        self._index.register_tokenizer(_STEMS, analyzer())
        self._index.register_tokenizer(_WORDS, plain())
        self._index.config_reader("manual", 0)
        self._index.reload()
        if writable:
            self._writer = self._index.writer(_HEAP_BYTES, 1)

    def add(self, key: int, file: int, texts: Iterable[str], name: str, language: str) -> None:
        """Adds one entry; a phrase does not reach from one of its `texts` into the next."""
        document = tantivy.Document()
        document.add_unsigned("id", key)
        document.add_unsigned("file", file)
        for text in texts:
            if language == DEFAULT and text.isascii():
                # The usual case, in fewer steps.
                document.add_text("text", text)
                if self.as_written:
                    document.add_text("word", text)
            else:
                self._add_text(document, "text", text, language)
        self._add_text(document, "name", name, DEFAULT)
        with write_errors():
            self._writing().add_document(document)

    def remove(self, files: Iterable[int]) -> None:
        """Forgets all entries of these files."""
        # Not delete_documents_by_term: it reads a number as signed and matches nothing in an unsigned field.
        with write_errors():
            self._writing().delete_documents_by_query(self.one_of("file", files))

    def commit(self) -> None:
        """Makes changes findable and lasting. Raises StoreError where the disk does not take them."""
        with write_errors():
            self._writing().commit()
            self._stale = True

    def searcher(self) -> tantivy.Searcher:
        """The entries as they were last committed."""
        if self._stale:
            self._stale = False
            self._index.reload()
            self.holding.clear()
            self.words.clear()
            self.clauses.clear()
        return self._index.searcher()

    def one_of(self, field: str, numbers: Iterable[int]) -> tantivy.Query:
        """Matches entries whose "id" or "file" is one of these, and adds nothing to their score."""
        asked = list(numbers)
        if len(asked) > _FEW:
            return tantivy.Query.const_score_query(tantivy.Query.term_set_query(self.schema, field, asked), 0.0)
        each = [(_SHOULD, tantivy.Query.term_query(self.schema, field, one, index_option="basic")) for one in asked]
        return tantivy.Query.const_score_query(tantivy.Query.boolean_query(each), 0.0)

    def best(self, query: tantivy.Query, limit: int) -> list[Found]:
        """The entries that match, best first, equal scores by id. Raises ValueError where the index is damaged."""
        searcher = self.searcher()
        # Memory is taken for the whole limit, however few there are to find.
        limit = min(limit, searcher.num_docs)
        if limit < 1:
            return []
        found = searcher.search(query, limit=limit, count=False).hits
        if not found:
            return []
        scores, addresses = zip(*found, strict=True)
        # Both are whole numbers, and every entry has them.
        columns: Any = (searcher.fast_field_values(name, list(addresses)) for name in ("id", "file"))
        keys, files = columns
        rows = list(map(Found, keys, scores, files))
        rows.sort(key=itemgetter(0))
        rows.sort(key=itemgetter(1), reverse=True)
        return rows

    def close(self) -> None:
        """Gives back the writer's lock; what was not committed is lost."""
        writer, self._writer = self._writer, None
        if writer is not None:
            with contextlib.suppress(ValueError):
                writer.rollback()
                writer.wait_merging_threads()

    def _add_text(self, document: tantivy.Document, field: str, text: str, language: str) -> None:
        """By its stems, and as it is written."""
        clean = normal(text)
        spaced = not has_unspaced(clean)
        if spaced and language == DEFAULT:
            document.add_text(field, clean)
        else:
            document.add_pre_tokenized_text(field, pre_tokenized(clean, language))
        if self.as_written:
            if spaced:
                document.add_text("word", clean)
            else:
                document.add_pre_tokenized_text("word", pre_tokenized_words(clean))

    def _writing(self) -> tantivy.IndexWriter:
        if self._writer is None:
            raise RuntimeError("this index was opened for reading")
        return self._writer


def open_or_begin(folder: Path, *, as_written: bool) -> tuple[TextIndex, bool]:
    """Opens an index for writing; True with it where it was missing or damaged and is begun again."""
    missing = not (folder / "meta.json").exists()
    try:
        return TextIndex(folder, writable=True, as_written=as_written), missing
    except (ValueError, OSError):
        # tantivy reports damage as ValueError. The index is derived: a writer begins again.
        shutil.rmtree(folder, ignore_errors=True)
        with write_errors():
            return TextIndex(folder, writable=True, as_written=as_written), True


@contextlib.contextmanager
def write_errors() -> Iterator[None]:
    """tantivy tells of a full or failing disk as a ValueError, and of its writer that ended over it likewise."""
    try:
        yield
    except (ValueError, OSError) as error:
        reason = str(error)
        if "No space left" in reason or "os error 28" in reason or "killed" in reason:
            raise StoreError("The disk is full or failing; indexing stopped and nothing is lost.") from error
        raise StoreError(f"The word index cannot be written ({reason}).") from error


def _schema(as_written: bool) -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("id", indexed=True, fast=True)
    builder.add_unsigned_field("file", indexed=True, fast=True)
    for field in ("text", "name"):
        builder.add_text_field(field, tokenizer_name=_STEMS, index_option="freq")
    if as_written:
        # Text and name as they are written.
        builder.add_text_field("word", tokenizer_name=_WORDS, index_option="position")
    return builder.build()

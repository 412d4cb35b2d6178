"""The derived full-text index: BM25 over paragraphs, their headings and titles, and file names (tantivy).

Four verbs: add, remove, search, and the generation of the store that it has seen. Losing the folder loses
nothing: what is missing, damaged or of another store is built again from SQLite. A change is seen by searches
after `commit`. One thread writes; any thread, and any process, searches.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

import tantivy

from desktop_search.errors import StoreDamaged, StoreError
from desktop_search.search.query import Query
from desktop_search.store.paragraphs import StoredParagraph

_LAYOUT = 1
_ANALYZER = "desktop_search"
_STATE_FILE = "desktop-search.json"
_HEAP_BYTES = 64_000_000
# A word in a title or a heading says more about a paragraph than one in its text; a file's name says less.
_FIELD_BOOSTS = {"text": 1.0, "heading": 1.2, "title": 1.2, "name": 0.6}
_MAX_EXPANSIONS = 24
_MAX_QUERY_WORDS = 64


def build_analyzer() -> tantivy.TextAnalyzer:
    """Words as they are compared: lower case, without accents, English stems."""
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for step in (
        tantivy.Filter.remove_long(80),
        tantivy.Filter.lowercase(),
        tantivy.Filter.ascii_fold(),
        tantivy.Filter.stemmer("english"),
    ):
        builder = builder.filter(step)
    return builder.build()


class WordIndex:
    """One folder on disk. Opened for writing by the indexer, for reading by everyone else."""

    def __init__(self, folder: Path, store_id: str, *, writable: bool) -> None:
        """Opens the index; a writer starts an empty one where it is missing, damaged or belongs to another store."""
        self._folder = folder
        self._store_id = store_id
        self._analyzer = build_analyzer()
        self._schema = _schema()
        self._index: tantivy.Index | None = None
        self._writer: tantivy.IndexWriter | None = None
        self._stale = False
        self._seen: tuple[int, int] | None = None
        self.generation = 0
        state = self._read_state()
        if state is None and writable:
            shutil.rmtree(folder, ignore_errors=True)
        if state is not None or writable:
            try:
                self._open(writable)
            except (ValueError, OSError):
                # tantivy reports damage as ValueError. The index is derived: a writer begins again.
                if not writable:
                    return
                shutil.rmtree(folder, ignore_errors=True)
                state = None
                self._open(writable)
        self.generation = state or 0

    def add(self, file: int, path: str, title: str, paragraphs: Iterable[StoredParagraph]) -> None:
        """Adds a file's paragraphs. One that is known already has to be removed before."""
        writer = self._writing()
        name = _clean(os.path.basename(path))
        for paragraph in paragraphs:
            document = tantivy.Document()
            document.add_unsigned("paragraph", paragraph.id)
            document.add_unsigned("file", file)
            document.add_text("text", _clean(paragraph.text))
            document.add_text("heading", _clean("\n".join(paragraph.heading)))
            document.add_text("title", _clean(title))
            document.add_text("name", name)
            with _write_errors():
                writer.add_document(document)

    def remove(self, files: Iterable[int]) -> None:
        """Forgets files."""
        # Not delete_documents_by_term: it reads a number as signed and matches nothing in an unsigned field.
        asked = tantivy.Query.term_set_query(self._schema, "file", list(files))
        with _write_errors():
            self._writing().delete_documents_by_query(asked)

    def commit(self, generation: int) -> None:
        """Makes all changes findable and notes that they bring the index up to `generation`.

        Raises StoreError where the disk does not take them; they are added again when the index is next opened.
        """
        state = {"layout": _LAYOUT, "store": self._store_id, "generation": generation}
        temporary = self._folder / (_STATE_FILE + ".new")
        with _write_errors():
            self._writing().commit()
            self._stale = True
            temporary.write_text(json.dumps(state), encoding="utf-8")
            temporary.replace(self._folder / _STATE_FILE)
        self.generation = generation

    def search(self, query: Query, limit: int, files: Collection[int] | None = None) -> list[tuple[int, float]]:
        """The best paragraphs as (paragraph id, BM25 score), best first; `files` limits it to these files."""
        if self._index is None:
            return []
        try:
            return self._search(query, limit, files)
        except ValueError as error:
            # tantivy reports damage as ValueError. Without its state file the next writer builds the index anew.
            with contextlib.suppress(OSError):
                (self._folder / _STATE_FILE).unlink()
            raise StoreDamaged("The word index is damaged; it is rebuilt when the index is next opened.") from error

    def _search(self, query: Query, limit: int, files: Collection[int] | None) -> list[tuple[int, float]]:
        assert self._index is not None
        if self._stale:
            self._stale = False
            self._index.reload()
        searcher = self._index.searcher()
        parsed = self._parse(query, searcher)
        if parsed is None:
            return []
        if files is not None:
            allowed = tantivy.Query.term_set_query(self._schema, "file", list(files))
            parsed = tantivy.Query.boolean_query(
                [(tantivy.Occur.Must, parsed), (tantivy.Occur.Must, tantivy.Query.const_score_query(allowed, 0.0))]
            )
        # Memory is taken for the whole limit, however few there are to find.
        limit = min(limit, searcher.num_docs)
        if limit < 1:
            return []
        found = searcher.search(parsed, limit=limit, count=False).hits
        ids = searcher.fast_field_values("paragraph", [address for _, address in found])
        # Equal scores keep a stable order from run to run.
        pairs = [(int(one or 0), float(score)) for one, (score, _) in zip(ids, found, strict=True)]
        return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))

    def refresh(self) -> None:
        """Lets searches see what the writer, in this process or another, has committed since the last call."""
        try:
            stat = (self._folder / _STATE_FILE).stat()
        except OSError:
            return
        if self._seen == (stat.st_mtime_ns, stat.st_ino):
            return
        state = self._read_state()
        if state is None:
            return
        with contextlib.suppress(ValueError, OSError):
            # Opened anew, not only reloaded: the writer may have rebuilt the folder from nothing.
            self._open(writable=False)
            self.generation = state
            self._seen = (stat.st_mtime_ns, stat.st_ino)

    def close(self) -> None:
        """Gives back the writer's lock; what was not committed is added again at the next start."""
        writer, self._writer = self._writer, None
        if writer is not None:
            with contextlib.suppress(ValueError):
                writer.rollback()
                writer.wait_merging_threads()

    def _open(self, writable: bool) -> None:
        if writable:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._index = tantivy.Index(self._schema, path=str(self._folder), reuse=True)
        self._index.register_tokenizer(_ANALYZER, self._analyzer)
        self._index.config_reader("manual", 0)
        self._index.reload()
        if writable:
            self._writer = self._index.writer(_HEAP_BYTES, 1)

    def _read_state(self) -> int | None:
        """The generation of an index that fits this store and this layout, None where there is none."""
        try:
            state = json.loads((self._folder / _STATE_FILE).read_text(encoding="utf-8"))
            if state["layout"] == _LAYOUT and state["store"] == self._store_id:
                return int(state["generation"])
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return None

    def _writing(self) -> tantivy.IndexWriter:
        if self._writer is None:
            raise RuntimeError("this word index was opened for reading")
        return self._writer

    def _parse(self, query: Query, searcher: tantivy.Searcher) -> tantivy.Query | None:
        """Terms are built one by one, so that nothing the person types is read as an operator."""
        clauses: list[tuple[tantivy.Occur, tantivy.Query]] = []
        for word in query.words[:_MAX_QUERY_WORDS]:
            terms = self._analyzer.analyze(_clean(word))
            # "file-name" is two terms that belong together, but either alone is worth finding.
            clauses += [(tantivy.Occur.Should, self._term(term)) for term in terms]
        clauses += [(tantivy.Occur.Should, one) for one in self._expansions(query.open_word, searcher)]
        for phrase in query.phrases[:_MAX_QUERY_WORDS]:
            if terms := self._analyzer.analyze(_clean(phrase)):
                clauses.append((tantivy.Occur.Must, self._phrase(terms)))
        if not clauses:
            return None
        for excluded in query.excluded[:_MAX_QUERY_WORDS]:
            if terms := self._analyzer.analyze(_clean(excluded)):
                clauses.append((tantivy.Occur.MustNot, self._phrase(terms)))
        return tantivy.Query.boolean_query(clauses)

    def _term(self, term: str) -> tantivy.Query:
        """One word in any field. The fields are added up: a word in title and text is a better match than in one."""
        return tantivy.Query.boolean_query(
            [
                (
                    tantivy.Occur.Should,
                    tantivy.Query.boost_query(
                        tantivy.Query.term_query(self._schema, field, term, index_option="freq"), boost
                    ),
                )
                for field, boost in _FIELD_BOOSTS.items()
            ]
        )

    def _phrase(self, terms: list[str]) -> tantivy.Query:
        if len(terms) == 1:
            return self._term(terms[0])
        return tantivy.Query.boolean_query(
            [
                (
                    tantivy.Occur.Should,
                    tantivy.Query.boost_query(tantivy.Query.phrase_query(self._schema, field, list(terms)), boost),
                )
                for field, boost in _FIELD_BOOSTS.items()
            ]
        )

    def _expansions(self, open_word: str, searcher: tantivy.Searcher) -> list[tantivy.Query]:
        """The word under the cursor as a beginning: "renam" finds "renaming" before the word is finished."""
        prefix = _clean(open_word).lower()
        if len(prefix) < 2 or not prefix.isalnum():
            return []
        terms = searcher.terms_with_prefix("text", prefix, limit=_MAX_EXPANSIONS)
        return [
            tantivy.Query.boost_query(tantivy.Query.term_query(self._schema, "text", term, index_option="freq"), 0.5)
            for term, _ in terms
            if term != prefix
        ]


@contextlib.contextmanager
def _write_errors() -> Iterator[None]:
    """tantivy tells of a full or failing disk as a ValueError, and of its writer that ended over it likewise."""
    try:
        yield
    except (ValueError, OSError) as error:
        reason = str(error)
        if "No space left" in reason or "os error 28" in reason or "killed" in reason:
            raise StoreError("The disk is full or failing; indexing stopped and nothing is lost.") from error
        raise StoreError(f"The word index cannot be written ({reason}).") from error


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("paragraph", fast=True)
    builder.add_unsigned_field("file", indexed=True)
    for field in _FIELD_BOOSTS:
        builder.add_text_field(field, tokenizer_name=_ANALYZER, index_option="position")
    return builder.build()


def _clean(text: str) -> str:
    """Half of a surrogate pair (from a broken file name) cannot pass to the index."""
    return text.encode("utf-8", "replace").decode("utf-8")

"""A query into hits: words and meaning are asked, fused, grouped by file, and dressed for the row.

One Searcher serves one thread: it reads SQLite through that thread's own connection. `meaning` is set once the
model is ready; until then words answer alone.
"""

from __future__ import annotations

import os
import time
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from desktop_search.embedding.encoder import Encoder
from desktop_search.errors import DocumentError
from desktop_search.records import Hit, Mode, SearchResult
from desktop_search.search import fusion, highlight, strength
from desktop_search.search import query as queries
from desktop_search.search.word_index import WordIndex
from desktop_search.store import files, paragraphs, vectors
from desktop_search.store.paragraphs import StoredParagraph

# More candidates than rows: several paragraphs of one file share a row, and either side may know a hit alone.
_CANDIDATES_PER_HIT = 4
_FEWEST_CANDIDATES = 100


class VectorSearch(Protocol):
    """What a searcher asks of the vector index (search/vector_index.py; named here so that torch loads later)."""

    def search(
        self,
        query: NDArray[np.float32],
        limit: int,
        files: Collection[int] | None = None,
        without: Collection[int] = (),
    ) -> list[tuple[int, float]]: ...

    def background(self, query: NDArray[np.float32]) -> float: ...


@dataclass(frozen=True, slots=True)
class Meaning:
    """The two things that meaning search needs; they exist together or not at all."""

    encoder: Encoder
    index: VectorSearch


@dataclass(frozen=True, slots=True)
class _Candidates:
    """The ranking of one question, with what is needed to dress it."""

    ranking: list[fusion.Scored]
    query: queries.Query
    background: float


class Searcher:
    """Answers questions from one store with its derived indexes."""

    def __init__(self, db: Database, words: WordIndex) -> None:
        self._db = db
        self._words = words
        self.meaning: Meaning | None = None

    def search(self, text: str, limit: int = 10, mode: Mode = "auto", folder: str | None = None) -> SearchResult:
        """The best paragraph of each of the `limit` best files. Any text is valid; "" finds nothing."""
        started = time.perf_counter()
        query = queries.parse(text)
        depth = max(_FEWEST_CANDIDATES, limit * _CANDIDATES_PER_HIT)
        allowed = None if folder is None else [one.id for one in files.below(self._db, folder)]
        by_words = self._words.search(query, depth, allowed) if mode != "meaning" else []
        by_meaning: list[tuple[int, float]] = []
        background = 0.0
        if self.meaning is not None and mode != "words" and not query.empty:
            vector = self.meaning.encoder.encode_query(query.text)
            by_meaning = self.meaning.index.search(vector, depth, allowed)
            background = self.meaning.index.background(vector)
        if query.phrases or query.excluded:
            # What must or must not occur is the word index's to say, for either signal.
            by_meaning = self._obeying(by_meaning, query)
        ranking = fusion.fuse(by_words, by_meaning, background)
        return self._result(text, mode, _Candidates(ranking, query, background), limit, started)

    def similar(
        self, path: str, line: int | None, limit: int = 10, folder: str | None = None, start: int | None = None
    ) -> SearchResult:
        """The paragraphs nearest in meaning to one paragraph, or to a whole file; itself and its copies left out.

        The paragraph is the one at the character `start` of the document, or else the one at `line`.
        Raises DocumentError where the file is not in the index or has no vectors yet.
        """
        started = time.perf_counter()
        own = self._place(path, line, start)
        model, _ = vectors.current_model(self._db)
        embedded = vectors.of_paragraphs(self._db, model, [one.id for one in own])
        if self.meaning is None or not len(embedded):
            raise DocumentError(f"Meaning search is not ready for {path} yet.")
        mean = embedded.mean(axis=0)
        vector = (mean / max(float(np.linalg.norm(mean)), 1e-12)).astype(np.float32)
        copies = paragraphs.ids_with_hashes(self._db, [one.passage_hash for one in own])
        allowed = None if folder is None else [one.id for one in files.below(self._db, folder)]
        depth = max(_FEWEST_CANDIDATES, limit * _CANDIDATES_PER_HIT)
        found = self.meaning.index.search(vector, depth, allowed, without=copies)
        background = self.meaning.index.background(vector)
        candidates = _Candidates(fusion.fuse([], found, background), queries.Query(""), background)
        label = path if line is None else f"{path}:{line}"
        return self._result(label, "meaning", candidates, limit, started)

    def _place(self, path: str, line: int | None, start: int | None) -> list[StoredParagraph]:
        known = files.find(self._db, path) or files.find(self._db, str(Path(path).expanduser().resolve()))
        own = paragraphs.of_file(self._db, known.id) if known else []
        if not own:
            raise DocumentError(f"{path} is not in the index.")
        if start is not None:
            return [max((one for one in own if one.start <= start), key=lambda one: one.start, default=own[0])]
        if line is None:
            return own
        return [max((one for one in own if (one.line or 0) <= line), key=lambda one: one.line or 0, default=own[0])]

    def _obeying(self, found: list[tuple[int, float]], query: queries.Query) -> list[tuple[int, float]]:
        """Those of the candidates that hold every phrase and no excluded word, compared as stems."""
        stored = paragraphs.by_ids(self._db, [paragraph for paragraph, _ in found])
        return [pair for pair in found if pair[0] in stored and highlight.obeys(_fields(stored[pair[0]]), query)]

    def _result(self, text: str, mode: Mode, candidates: _Candidates, limit: int, started: float) -> SearchResult:
        stored = paragraphs.by_ids(self._db, [one.paragraph for one in candidates.ranking])
        best: dict[int, fusion.Scored] = {}
        others: dict[int, int] = {}
        for one in candidates.ranking:
            if one.paragraph not in stored:
                continue
            file = stored[one.paragraph].file
            others[file] = others.get(file, -1) + 1
            best.setdefault(file, one)
        terms = highlight.query_terms(candidates.query)
        hits = [
            _hit(stored[one.paragraph], one, others[file], terms, candidates)
            for file, one in list(best.items())[:limit]
        ]
        return SearchResult(
            query=text,
            mode=mode,
            hits=tuple(hits),
            took_ms=round((time.perf_counter() - started) * 1000, 3),
            meaning_ready=self.meaning is not None,
            paragraphs=paragraphs.count(self._db),
        )


def _hit(
    paragraph: StoredParagraph,
    scored: fusion.Scored,
    more: int,
    terms: Collection[str],
    candidates: _Candidates,
) -> Hit:
    spans, _ = highlight.find(paragraph.text, terms, candidates.query.open_word)
    # What the title and the headings say counts as said in the paragraph; only its own words are marked.
    _, share = highlight.find("\n".join((paragraph.title, *paragraph.heading, paragraph.text)), terms)
    return Hit(
        path=paragraph.path,
        title=paragraph.title or _name(paragraph.path),
        text=paragraph.text,
        heading=paragraph.heading,
        page=paragraph.page,
        line=paragraph.line,
        start=paragraph.start,
        end=paragraph.end,
        score=round(scored.score, 6),
        meaning=scored.meaning,
        words=scored.words,
        strength=strength.rate(scored.meaning, candidates.background, share),
        highlights=spans,
        more_in_file=more,
        modified=paragraph.mtime_ns / 1e9,
        unit=paragraph.unit,
    )


def _fields(paragraph: StoredParagraph) -> tuple[str, ...]:
    """What the word index knows of a paragraph."""
    return (paragraph.text, *paragraph.heading, paragraph.title, os.path.basename(paragraph.path))


def _name(path: str) -> str:
    return os.path.splitext(os.path.basename(path))[0]

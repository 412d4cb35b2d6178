"""A ranking of paragraphs into the rows that a person sees: one a file, the best paragraph first."""

from __future__ import annotations

import os
from dataclasses import dataclass

from sqlite_utils import Database

from desktop_search.records import Hit
from desktop_search.search import highlight, strength
from desktop_search.search.candidates import Ranking
from desktop_search.search.fusion import Scored
from desktop_search.search.query import Query
from desktop_search.search.word_query import Lookup
from desktop_search.store import paragraphs
from desktop_search.store.paragraphs import StoredParagraph


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was read, and as the index knows it."""

    query: Query
    lookup: Lookup
    languages: tuple[str, ...]


def dress(db: Database, ranking: Ranking, asked: Asked, limit: int) -> tuple[Hit, ...]:
    """The `limit` best files, each with its best paragraph."""
    best: dict[int, Scored] = {}
    others: dict[int, int] = {}
    for one in ranking.scored:
        file = one.candidate.file
        others[file] = others.get(file, -1) + 1
        best.setdefault(file, one)
    chosen = list(best.values())[:limit]
    stored = paragraphs.by_ids(db, [one.candidate.paragraph for one in chosen])
    return tuple(
        _hit(stored[one.candidate.paragraph], one, others[one.candidate.file], asked, ranking)
        for one in chosen
        if one.candidate.paragraph in stored
    )


def _hit(paragraph: StoredParagraph, scored: Scored, more: int, asked: Asked, ranking: Ranking) -> Hit:
    name = os.path.basename(paragraph.path)
    fields = (paragraph.title, *paragraph.heading, name, paragraph.text)
    # What the title and the headings say counts as said in the paragraph; only its own words are marked.
    share = strength.word_share(asked.lookup, highlight.matched(fields, asked.lookup, asked.languages))
    candidate = scored.candidate
    return Hit(
        path=paragraph.path,
        title=paragraph.title or os.path.splitext(name)[0],
        text=paragraph.text,
        heading=paragraph.heading,
        page=paragraph.page,
        line=paragraph.line,
        start=paragraph.start,
        end=paragraph.end,
        score=round(scored.score, 6),
        meaning=candidate.meaning,
        words=candidate.words or None,
        strength=strength.rate(candidate.meaning, ranking.background, share),
        highlights=highlight.find(paragraph.text, asked.lookup, asked.query, asked.languages),
        more_in_file=more,
        modified=paragraph.mtime_ns / 1e9,
        unit=paragraph.unit,
    )

"""A ranking of paragraphs into the rows that a person sees: one a file, the best paragraph first."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlite_utils import Database

from desktop_search.records import Hit, Reasons
from desktop_search.search import strength
from desktop_search.search.candidates import Ranking
from desktop_search.search.fusion import Candidate, Scored
from desktop_search.search.highlight import Marker, Spans
from desktop_search.search.query import Query
from desktop_search.search.word_query import Lookup, Term
from desktop_search.store import paragraphs
from desktop_search.store.paragraphs import StoredParagraph

Marked = tuple[Spans, frozenset[Term]]
# Characters.
_TELLING_LENGTH = 80
# Of the score of a file's best paragraph, the part from which another one counts as "more in this file".
_WORTH_A_LOOK = 0.5


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was read, and as the index knows it."""

    query: Query
    lookup: Lookup
    languages: tuple[str, ...]


class Dresser:
    """Makes rows for one question. What it has fetched and marked it keeps: words are shown first, then both."""

    def __init__(self, db: Database, asked: Asked) -> None:
        self._db = db
        self._asked = asked
        self._marker = Marker(asked.lookup, asked.query, asked.languages)
        self._stored: dict[int, StoredParagraph] = {}
        self._marked: dict[int, Marked] = {}

    def dress(self, ranking: Ranking, limit: int) -> tuple[Hit, ...]:
        """The `limit` best files, each with its best paragraph; copies of the same text are one hit with all places."""
        best: dict[int, Scored] = {}
        others: dict[int, int] = {}
        for one in ranking.scored:
            file = one.candidate.file
            if file not in best:
                best[file], others[file] = one, 0
            elif one.score >= _WORTH_A_LOOK * best[file].score:
                others[file] += 1
        found: dict[object, Hit] = {}
        waiting = list(best.values())
        while waiting and len(found) < limit:
            part, waiting = waiting[:limit], waiting[limit:]
            self._fetch([one.candidate.paragraph for one in part])
            for one in part:
                paragraph = self._stored.get(one.candidate.paragraph)
                if paragraph is None:
                    continue
                key = _text_key(paragraph)
                if key in found:
                    found[key] = replace(found[key], copies=(*found[key].copies, paragraph.path))
                elif len(found) < limit:
                    found[key] = self._hit(paragraph, one, others[paragraph.file], ranking)
        return tuple(found.values())

    def dress_within(self, ranking: Ranking, least: int, limit: int) -> tuple[Hit, ...]:
        """Paragraphs of one file, in reading order, at most `limit`: those that say something of what is asked
        themselves. Where none does it is the `least` best ones.
        """
        scored = ranking.scored[:limit]
        self._fetch([one.candidate.paragraph for one in scored])
        known = [(row, one) for one in scored if (row := self._stored.get(one.candidate.paragraph)) is not None]
        found = [self._hit(row, one, 0, ranking) for row, one in known]
        # A word that only the title or a heading says is no answer by this paragraph.
        kept = [hit for hit in found if hit.highlights or _means_it(hit, ranking)] or found[:least]
        return tuple(sorted(kept, key=lambda hit: hit.start))

    def _fetch(self, wanted: Sequence[int]) -> None:
        if missing := [one for one in wanted if one not in self._stored]:
            self._stored |= paragraphs.by_ids(self._db, missing)

    def _mark(self, paragraph: StoredParagraph) -> Marked:
        """What of the question the paragraph says, and where."""
        known = self._marked.get(paragraph.id)
        if known is None:
            # What the title, the headings and the tags say counts as said in it; only its own words are marked.
            others = (paragraph.title, *paragraph.heading, os.path.basename(paragraph.path), paragraph.about)
            known = self._marked[paragraph.id] = self._marker.mark(paragraph.text, others)
        return known

    def _hit(self, paragraph: StoredParagraph, scored: Scored, more: int, ranking: Ranking) -> Hit:
        lookup, candidate = self._asked.lookup, scored.candidate
        spans, met = self._mark(paragraph)
        share = strength.word_share(lookup, met)
        return Hit(
            path=paragraph.path,
            title=paragraph.title or os.path.splitext(os.path.basename(paragraph.path))[0],
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
            highlights=spans,
            more_in_file=more,
            modified=paragraph.mtime_ns / 1e9,
            unit=paragraph.unit,
            reasons=_reasons(candidate, ranking, met_words(lookup, met)),
        )


def _reasons(candidate: Candidate, ranking: Ranking, met: tuple[str, ...]) -> Reasons:
    reasons = Reasons(candidate.document, ranking.background, ranking.weight, met)
    if ranking.telling is None or candidate.file not in ranking.lacking:
        return reasons
    return replace(reasons, lacks=ranking.telling.term.word, lost=ranking.telling.lost)


def _means_it(hit: Hit, ranking: Ranking) -> bool:
    return hit.meaning is not None and strength.rate(hit.meaning, ranking.background, None) != "weak"


def _text_key(paragraph: StoredParagraph) -> object:
    """What copies have in common: their text, or where that is short and may stand anywhere, their headings too."""
    text = " ".join(paragraph.text.split()).casefold()
    return text if len(text) >= _TELLING_LENGTH else paragraph.passage_hash


def met_words(lookup: Lookup, met: frozenset[Term]) -> tuple[str, ...]:
    """The words of the query of which every part was met."""
    missed = {term.word for term in lookup.terms if term not in met}
    return tuple(sorted({term.word for term in met} - missed))

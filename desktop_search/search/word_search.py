"""What the two full-text indexes tell about a question: the best paragraphs and whole documents, and which fit at all.

A paragraph has to hold one of the phrases, as it is written, and counts only where its whole file holds all of them and
nothing that is excluded. Documents know no places of words, so whether they hold a phrase is asked of their paragraphs.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import tantivy

from desktop_search.search.best_entries import best_of_all, best_of_common, best_within, is_common
from desktop_search.search.text_index import Clause, Found, TextIndex
from desktop_search.search.word_clauses import build, holding, holding_word, without
from desktop_search.search.word_query import Lookup, Phrase, Term

# So many files or paragraphs are few enough to be looked up one by one; more are first looked for among the best.
_FEW = 1000
_AHEAD = 4
# Where some of what is found may have to be left out, it is asked for so many times as much at once.
_SPARE = 2
# Paragraphs with a phrase that are remembered.
_HOLDING = 400
_MUST = tantivy.Occur.Must


@dataclass(frozen=True, slots=True)
class WordSearch:
    """Both indexes, open. Everything raises ValueError where one of them is damaged, as tantivy does."""

    paragraphs: TextIndex
    documents: TextIndex

    def best_paragraphs(self, lookup: Lookup, limit: int, files: Collection[int] | None) -> list[Found]:
        """The best paragraphs with their BM25 scores, best first; `files` limits it to these files."""

        def find(depth: int) -> list[Found]:
            if lookup.exact:
                return self._best_with_phrase(lookup, depth, files)
            return _best(self.paragraphs, lookup, depth, "file", files)

        return self._enough(find, lookup, limit)

    def best_documents(self, lookup: Lookup, limit: int, files: Collection[int] | None) -> list[tuple[int, float]]:
        """The best whole documents as (file id, BM25 score), best first; those with phrases by the words in them."""
        if self.has_common_phrases(lookup):
            found = _best(self.documents, lookup, limit * _SPARE, "file", files)
            kept = self._kept(lookup, found, with_phrase=False)
            if len(kept) >= limit or len(found) < limit * _SPARE:
                return [(one.key, one.score) for one in kept[:limit]]
        among = self._files_with_phrase(lookup, limit, files) if lookup.exact else files
        best = self._enough(lambda depth: _best(self.documents, lookup, depth, "file", among), lookup, limit)
        return [(one.key, one.score) for one in best]

    def scored(self, lookup: Lookup, paragraphs: Collection[int]) -> dict[int, Found]:
        """These paragraphs with their BM25 scores; those that the query does not match come with 0, or not at all."""
        found = _best(self.paragraphs, lookup, len(paragraphs), "id", paragraphs, matching=False)
        return {one.key: one for one in self._kept(lookup, found)}

    def scored_documents(self, lookup: Lookup, files: Collection[int]) -> dict[int, float]:
        """The BM25 scores of whole documents of which a paragraph was found; without those that match no word."""
        return {one.key: one.score for one in _best(self.documents, lookup, len(files), "file", files)}

    def fitting(self, lookup: Lookup, paragraphs: Sequence[int]) -> set[int]:
        """Those of the paragraphs that hold one of the phrases, and whose files hold all and nothing excluded."""
        if not paragraphs or not (lookup.exact or lookup.excludes):
            return set(paragraphs)
        if lookup.exact:
            return set(self.scored(lookup.without_words, paragraphs))
        found = self.paragraphs.best(self.paragraphs.one_of("id", paragraphs), len(paragraphs))
        return {one.key for one in self._kept(lookup, found)}

    def best_with(
        self, term: Term, lookup: Lookup, limit: int, files: Collection[int] | None
    ) -> tuple[list[Found], bool]:
        """The best of those paragraphs that hold a word, in any form, as best_paragraphs has them; True with them where
        no other holds it."""
        wanted, within = None if files is None else frozenset(files), holding_word(term, self.paragraphs)
        if wanted is not None and len(wanted) <= _FEW:
            among = self.paragraphs.one_of("file", wanted)
            within = tantivy.Query.boolean_query([(_MUST, among), (_MUST, within)])
        depth = limit if wanted is None and not lookup.excludes else limit * _AHEAD
        found = best_within(self.paragraphs, lookup, within, depth)
        kept = [one for one in self._kept(lookup, found) if wanted is None or one.file in wanted]
        return kept[:limit], len(found) < depth and len(kept) <= limit

    def files_with(self, term: Term, files: Collection[int]) -> set[int]:
        """Those of the files that hold a word, in any form."""
        return self._those(files, [(_MUST, holding_word(term, self.documents))])

    def has_common_phrases(self, lookup: Lookup) -> bool:
        """Are all of its phrases made of such common words that to look for all that hold them is dear?"""
        return bool(lookup.exact) and all(is_common(self.paragraphs, [phrase]) for phrase in lookup.exact)

    def _enough(self, find: Callable[[int], list[Found]], lookup: Lookup, limit: int) -> list[Found]:
        """The first `limit` of what is found and kept; `find` is asked for ever more."""
        depth = limit * _SPARE if lookup.excludes else limit
        while True:
            found = find(depth)
            kept = self._kept(lookup, found)
            if len(kept) >= limit or len(found) < depth:
                return kept[:limit]
            depth *= _AHEAD

    def _kept(self, lookup: Lookup, found: list[Found], *, with_phrase: bool = True) -> list[Found]:
        """Those whose whole file holds every phrase, and nothing that is excluded. `with_phrase` tells that each holds
        one of the phrases anyway."""
        phrases = lookup.exact if len(lookup.exact) > 1 or not with_phrase else ()
        if not found or not (lookup.excludes or phrases):
            return found
        files = {one.file for one in found}
        if lookup.excluded:
            files = self._those(files, without(lookup, self.documents))
        for phrase in phrases:
            files = self._holding(phrase, files)
        for phrase in lookup.excluded_exact:
            files -= self._holding(phrase, files)
        return [one for one in found if one.file in files]

    def _those(self, files: Collection[int], clauses: list[Clause]) -> set[int]:
        """Those of the files whose documents meet the clauses."""
        query = tantivy.Query.boolean_query([(_MUST, self.documents.one_of("file", files)), *clauses])
        return {one.key for one in self.documents.best(query, len(files))}

    def _with_phrase(self, lookup: Lookup) -> list[Found]:
        """The best paragraphs by the phrases alone: all that hold one of them, where they are fewer than _HOLDING."""
        alone = Lookup(phrases=lookup.phrases, exact=lookup.exact)
        # A search for a phrase is dear; all the rest of a query is about what it has found.
        return self.paragraphs.holding.get(lookup.exact, lambda: best_of_all(self.paragraphs, alone, _HOLDING))

    def _best_with_phrase(self, lookup: Lookup, limit: int, files: Collection[int] | None) -> list[Found]:
        if self.has_common_phrases(lookup):
            if files is not None:
                return _best(self.paragraphs, lookup, limit, "file", files)
            if (found := best_of_common(self.paragraphs, lookup, limit)) is not None:
                return found
        known = self._with_phrase(lookup)
        if files is None and limit <= len(known) and not (lookup.terms or lookup.together):
            return known[:limit]
        if len(known) == _HOLDING:
            return _best(self.paragraphs, lookup, limit, "file", files)
        wanted = None if files is None else frozenset(files)
        among = [one.key for one in known if wanted is None or one.file in wanted]
        return _best(self.paragraphs, lookup, limit, "id", among)

    def _files_with_phrase(self, lookup: Lookup, limit: int, files: Collection[int] | None) -> set[int]:
        """Files that hold one of the phrases: all of a few, else those of the best paragraphs by phrases alone."""
        known = self._with_phrase(lookup)
        if len(known) < _HOLDING:
            all_files = {one.file for one in known}
            return all_files if files is None else all_files.intersection(files)
        if files is None or len(files) > _FEW:
            return {one.file for one in self.best_paragraphs(lookup.without_words, _AHEAD * limit, files)}
        return set().union(*(self._holding(phrase, set(files)) for phrase in lookup.exact))

    def _holding(self, phrase: Phrase, files: set[int]) -> set[int]:
        """Those of the files of which a paragraph holds a phrase."""
        left, held = set(files), set[int]()
        asked = holding(phrase, self.paragraphs)
        while left:
            limit = _AHEAD * len(left)
            within = self.paragraphs.one_of("file", left)
            found = self.paragraphs.best(tantivy.Query.boolean_query([(_MUST, within), (_MUST, asked)]), limit)
            held |= {one.file for one in found}
            left -= held
            if len(found) < limit:
                break
        return held


def _best(
    index: TextIndex,
    lookup: Lookup,
    limit: int,
    field: str,
    among: Collection[int] | None,
    *,
    matching: bool = True,
) -> list[Found]:
    if lookup.empty or (among is not None and not among):
        return []
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

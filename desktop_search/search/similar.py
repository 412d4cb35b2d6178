"""What is like a paragraph, or like a whole file: symmetric search, the thing itself and its copies left out.

Two files are as alike as their paragraphs are: each paragraph of the one is compared with the nearest of the other,
and the other way round (the chamfer measure of two sets of points).
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from desktop_search.errors import DocumentError
from desktop_search.search.candidates import Ranking, VectorSearch, rank_meaning
from desktop_search.search.fusion import Candidate, Scored
from desktop_search.store import files, paragraphs
from desktop_search.store.paragraphs import StoredParagraph

One = TypeVar("One")
Files = Collection[int] | None

# A long file speaks through so many of its paragraphs, spread over it, and so many of them look for other files.
_MOST_OF_FILE = 64
_SEEKING = 8
_FILES_COMPARED = 50


def find_place(db: Database, path: str, line: int | None, start: int | None) -> list[StoredParagraph]:
    """The paragraphs of a file, or the one at the character `start` of the document, or else the one at `line`.

    Raises DocumentError where the file is not in the index.
    """
    known = files.find(db, path) or files.find(db, str(Path(path).expanduser().resolve()))
    own = paragraphs.of_file(db, known.id) if known else []
    if not own:
        raise DocumentError(f"{path} is not in the index.")
    if start is not None:
        return [max((one for one in own if one.start <= start), key=lambda one: one.start, default=own[0])]
    if line is None:
        return own
    return [max((one for one in own if (one.line or 0) <= line), key=lambda one: one.line or 0, default=own[0])]


def rank_similar(db: Database, index: VectorSearch, own: list[StoredParagraph], depth: int, allowed: Files) -> Ranking:
    """What is nearest to one paragraph, or to the file that several of them are; empty where they have no vectors."""
    # Those of the index itself: while a model is changed the store has vectors of two, which must never meet.
    _, rows = index.vectors([one.id for one in _spread(own, _MOST_OF_FILE)])
    if not len(rows):
        return Ranking()
    centre = _unit(rows.mean(axis=0))
    copies = paragraphs.ids_with_hashes(db, [one.passage_hash for one in own])
    found = dict(index.search(centre, depth, allowed, without=copies))
    background = index.background(centre)
    if len(own) == 1:
        return rank_meaning(db, list(found.items()), background)
    for row in _spread(list(rows), _SEEKING):
        found |= dict(index.search(row, depth // 2, allowed, without=copies))
    file_of = paragraphs.files_of(db, list(found))
    near = sorted(file_of, key=lambda one: -found[one])
    others = list(dict.fromkeys(file_of[one] for one in near if file_of[one] != own[0].file))[:_FILES_COMPARED]
    scored = [one for file in others if (one := _compare(db, index, rows, file, background)) is not None]
    return Ranking(tuple(sorted(scored, key=lambda one: (-one.score, one.candidate.paragraph))), background, 1.0)


def rank_near(db: Database, index: VectorSearch, vector: NDArray[np.float32], depth: int, allowed: Files) -> Ranking:
    """What is nearest to a vector of unit length."""
    return rank_meaning(db, index.search(vector, depth, allowed), index.background(vector))


def _compare(
    db: Database, index: VectorSearch, rows: NDArray[np.float32], file: int, background: float
) -> Scored | None:
    """How alike another file is, in [0, 1], with the paragraph of it that is nearest to any of ours."""
    ids = _spread([one.id for one in paragraphs.of_file(db, file)], _MOST_OF_FILE)
    known, theirs = index.vectors(ids)
    if not known:
        return None
    cosines = rows @ theirs.T
    alike = (float(cosines.max(axis=1).mean()) + float(cosines.max(axis=0).mean())) / 2
    nearest = known[int(cosines.max(axis=0).argmax())]
    score = max(0.0, (alike - background) / max(1.0 - background, 1e-6))
    return Scored(Candidate(nearest, file, meaning=alike), min(1.0, score))


def _unit(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    return (vector / max(float(np.linalg.norm(vector)), 1e-12)).astype(np.float32)


def _spread(all_of_them: list[One], most: int) -> list[One]:
    """At most so many, evenly spread."""
    count = len(all_of_them)
    return all_of_them if count <= most else [all_of_them[at * count // most] for at in range(most)]

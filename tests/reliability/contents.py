"""What an index holds, to be compared with that of an undisturbed run; and what the disk holds."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from desktop_search.engine.query_service import QueryService
from desktop_search.paths import Paths
from desktop_search.search.vector_files import VectorFiles
from desktop_search.store import database
from tests.reliability.corpus import QUESTIONS

_MOST = 2_000


@dataclass(frozen=True, slots=True)
class Contents:
    """Files with their paragraphs, vectors by passage, answers by words, and the passages of the vector files."""

    paragraphs: frozenset[tuple[object, ...]]
    vectors: frozenset[tuple[bytes, bytes]]
    answers: tuple[frozenset[tuple[str, int]], ...]
    near: frozenset[tuple[bytes, bytes]]


def contents(paths: Paths) -> Contents:
    """All of it, read. Raises StoreDamaged where that is not possible."""
    with database.store_errors(), database.reading(paths.database) as db:
        rows = db.execute(
            "SELECT f.path, f.state, f.digest, f.title, p.start, p.end, p.line, p.heading, p.text, p.passage_hash"
            " FROM files f LEFT JOIN paragraphs p ON p.file = f.id"
        ).fetchall()
        kept = db.execute("SELECT passage_hash, vector FROM embeddings").fetchall()
        hashes = dict(db.execute("SELECT id, passage_hash FROM paragraphs").fetchall())
        models = db.execute("SELECT model_id, dimension FROM models").fetchall()
        store = database.store_id(db)
    near: set[tuple[bytes, bytes]] = set()
    for model, dimension in models:
        saved = VectorFiles(paths.vector_index / model, f"{store} {model}", dimension).open()
        if saved is not None:
            for place in np.flatnonzero(~saved.gone):
                near.add(
                    (hashes.get(int(saved.part.places["paragraph"][place]), b"?"), saved.part.rows[place].tobytes())
                )
    queries = QueryService(paths)
    try:
        answers = tuple(
            frozenset((hit.path, hit.start) for hit in queries.search(text, _MOST, "words", None).hits)
            for text in QUESTIONS
        )
    finally:
        queries.close()
    return Contents(frozenset(rows), frozenset(kept), answers, frozenset(near))


def differences(found: Contents, calm: Contents) -> list[str]:
    """In words, what is not as in the undisturbed index."""
    told = []
    for name in ("paragraphs", "vectors", "near"):
        ours, theirs = getattr(found, name), getattr(calm, name)
        if ours != theirs:
            told.append(f"{name}: {len(theirs - ours)} missing, {len(ours - theirs)} that should not be there")
    for question, ours, theirs in zip(QUESTIONS, found.answers, calm.answers, strict=True):
        if ours != theirs:
            told.append(f"words {question!r}: {len(theirs - ours)} missing, {len(ours - theirs)} wrong")
    return told


def on_disk(folder: Path) -> frozenset[str]:
    """The notes in a folder that are to be found in an index of it."""
    found = []
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        paths = (os.path.join(place, name) for name in names if name.endswith(".md") and not name.startswith("."))
        found += [path for path in paths if not os.path.islink(path)]
    return frozenset(found)


def text_on_disk(paths: Iterable[str]) -> dict[str, str]:
    """What the notes say now."""
    return {path: Path(path).read_text(encoding="utf-8") for path in paths}

"""What an index holds, to be compared with that of an undisturbed run; and what the disk holds."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from desktop_search.documents.reading.reader import DIGEST_BYTES
from desktop_search.documents.registry import has_reader
from desktop_search.engine.query_service import QueryService
from desktop_search.indexing.rules import Rules
from desktop_search.indexing.walk import Found, walk
from desktop_search.paths import Paths
from desktop_search.search.vector_files import VectorFiles
from desktop_search.settings import Settings
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


def against_disk(paths: Paths, root: Path, settings: Settings) -> list[str]:
    """In words, what an index of one folder says otherwise than the disk."""
    there = {
        entry.path: hashlib.blake2b(Path(entry.path).read_bytes(), digest_size=DIGEST_BYTES).digest()
        for entry in walk(str(root), Rules(settings, has_reader))
        if isinstance(entry, Found)
    }
    with database.reading(paths.database) as db:
        known = dict(db.execute("SELECT path, digest FROM files").fetchall())
        orphans = db.execute("SELECT count(*) FROM paragraphs WHERE file NOT IN (SELECT id FROM files)").fetchone()[0]
    told = [f"not in the index: {path}" for path in there.keys() - known.keys()]
    told += [f"in the index and not there: {path}" for path in known.keys() - there.keys()]
    told += [f"another text: {path}" for path in there.keys() & known.keys() if there[path] != known[path]]
    return [*told, "paragraphs without a file"] if orphans else told

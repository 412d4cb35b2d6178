"""Gives paragraphs their vectors: of the model that answers and, while another one learns, of that one too.

What is new or changed meanwhile is encoded by both, where both are loaded, so that the one that answers stays complete.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from desktop_search.embedding.encoder import Encoder
from desktop_search.store import model_switch, vectors
from desktop_search.store.paragraphs import StoredParagraph

Known = dict[bytes, NDArray[np.float32]]


class VectorSink(Protocol):
    """The derived vector index, as it is seen from here (search/vector_index.py)."""

    def add(self, paragraphs: Sequence[int], files: Sequence[int], vectors: NDArray[np.float32]) -> None: ...
    def remove(self, files: Iterable[int]) -> None: ...


@dataclass(slots=True)
class _Side:
    """One model: its row in the store, and its encoder and index where they are loaded."""

    row: int
    encoder: Encoder | None = None
    index: VectorSink | None = None


class VectorWork:
    """Stays on the thread of its database. At most two models at a time: `_sides` ends with the one that learns."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._sides = [_Side(row) for row in self._rows()]
        self.passages_encoded = 0

    @property
    def ready(self) -> bool:
        """Can encoding begin?"""
        return bool(self._sides) and self._sides[-1].encoder is not None and self._sides[-1].index is not None

    @property
    def switching(self) -> bool:
        """Does one model answer while another one learns?"""
        return len(self._sides) > 1

    def use_encoder(self, encoder: Encoder, named: str = "", *, at_once: bool = False) -> bool:
        """From now on this model learns; False where another one answers meanwhile. See model_switch.begin.

        `named` is what the settings call it. Its vectors come in with `use_vectors`.
        """
        with self._db.atomic():
            at_once = model_switch.begin(self._db, encoder.model, named, encoder.device, at_once=at_once)
        before = {side.row: side for side in self._sides}
        rows = self._rows()
        self._sides = [before.get(row, _Side(row)) for row in rows]
        self._sides[-1] = _Side(rows[-1], encoder)
        return at_once

    def use_vectors(self, index: VectorSink) -> None:
        """The index of the model that learns; it must hold every vector that the store has."""
        self._sides[-1].index = index

    def answer_with(self, encoder: Encoder, index: VectorSink) -> None:
        """The encoder and the index of the model that answers while another one learns."""
        if self.switching:
            self._sides[0].encoder, self._sides[0].index = encoder, index

    def take_over(self) -> bool:
        """Makes the model that has learnt the current one, once nothing waits for it; False where that is not so."""
        if not (self.switching and self.ready) or vectors.count_waiting(self._db):
            return False
        with self._db.atomic():
            model_switch.take_over(self._db)
        del self._sides[0]
        return True

    def wait(self, priority: int, stored: Sequence[tuple[int, bytes]]) -> list[Known]:
        """Notes which of these (paragraph, passage hash) need a vector; returns the known ones for `tell`.

        Call it in the transaction that stores the paragraphs.
        """
        hashes = [key for _, key in stored]
        known = [vectors.known(self._db, side.row, hashes) for side in self._sides]
        learnt = known[-1] if known else {}
        vectors.wait(self._db, priority, [one for one, key in stored if key not in learnt])
        return known

    def tell(self, file: int, stored: Sequence[StoredParagraph], known: Sequence[Known]) -> None:
        """Tells the indexes of a file that is new to them, with what `wait` returned."""
        for side, vectors_of in zip(self._sides, known, strict=True):
            if side.index is None:
                continue
            ready = [(one.id, file, one.passage_hash) for one in stored if one.passage_hash in vectors_of]
            _add(side.index, ready, vectors_of)

    def remove(self, files: Sequence[int]) -> None:
        """Tells the indexes that these files are gone."""
        for side in self._sides:
            if side.index is not None:
                side.index.remove(files)

    def encode(self, batch: Sequence[vectors.WaitingParagraph], passages: dict[bytes, str]) -> None:
        """Encodes the passages of these paragraphs, each distinct one once, and commits the vectors."""
        if not self.ready:
            return
        new = {one.passage_hash for one in batch if self.switching and model_switch.is_new(self._db, one.id)}
        asked = [(self._sides[-1], passages)]
        answering = self._sides[0]
        if new and answering.encoder is not None:
            known = vectors.known(self._db, answering.row, list(new))
            asked.append((answering, {key: passages[key] for key in new if key not in known}))
        encoded = [(side, _encoded(side, texts)) for side, texts in asked]
        self.passages_encoded += len(passages)
        with self._db.atomic():
            for side, rows in encoded:
                if rows:
                    vectors.put(self._db, side.row, list(rows), np.stack(list(rows.values())))
            served = vectors.served(self._db, list(passages))
        for side, rows in encoded:
            if side.index is not None:
                _add(side.index, [one for one in served if one[2] in rows], rows)

    def _rows(self) -> list[int]:
        """The model that answers, then the one that learns, where there are such."""
        both = (model_switch.current(self._db), model_switch.coming(self._db))
        return [one.row for one in both if one is not None]


def _encoded(side: _Side, texts: dict[bytes, str]) -> Known:
    if side.encoder is None or not texts:
        return {}
    return dict(zip(texts, side.encoder.encode_passages(list(texts.values())), strict=True))


def _add(index: VectorSink, paragraphs: Sequence[tuple[int, int, bytes]], known: Known) -> None:
    """Adds (paragraph, file, passage hash), each of which has a vector in `known`."""
    if paragraphs:
        rows = np.stack([known[key] for _, _, key in paragraphs])
        index.add([one for one, _, _ in paragraphs], [file for _, file, _ in paragraphs], rows)

"""Which model of an index answers, which one learns, and the vector index of each; for the writer of the index.

use_encoder  ->  [another model knows the paragraphs: it goes on answering]  ->  nothing waits  ->  take over
             ->  at a later start: the vectors that are left over are deleted
"""

from __future__ import annotations

import shutil

from sqlite_utils import Database

from desktop_search.embedding.encoder import Encoder
from desktop_search.engine import model
from desktop_search.indexing.indexer import Indexer
from desktop_search.paths import Paths
from desktop_search.search import vector_opening
from desktop_search.search.candidates import Meaning
from desktop_search.search.vector_index import VectorIndex
from desktop_search.store import database, model_switch
from desktop_search.store.model_switch import StoredModel

_FORGOTTEN_AT_ONCE = 2_000


class Learning:
    """Stays on the thread of its database. Its methods raise what sqlite3 raises."""

    def __init__(self, db: Database, paths: Paths, indexer: Indexer) -> None:
        self._db = db
        self._paths = paths
        self._indexer = indexer
        self._work = indexer.vectors
        # Every index that is kept up to date, by the id of its model.
        self._indexes: dict[str, VectorIndex] = {}
        self._learner: Encoder | None = None
        self._learnt: Meaning | None = None
        # What a model left behind before this start: who goes back to it at once has lost nothing.
        self._left_over = model_switch.left_over(db)

    @property
    def answering(self) -> StoredModel | None:
        """The model whose vectors answer now; None before there was one."""
        return model_switch.current(self._db)

    @property
    def coming(self) -> StoredModel | None:
        """The model that learns to take its place; None as a rule."""
        return model_switch.coming(self._db)

    @property
    def device_note(self) -> str:
        """One sentence where a device could not search any more and the processor took over, else empty."""
        return next((index.note for index in self._indexes.values() if index.note), "")

    def would_switch(self, encoder: Encoder) -> bool:
        """Is the model that answers now another one, and worth keeping while this one learns?"""
        return model_switch.would_switch(self._db, encoder.model.id)

    def use_encoder(
        self,
        encoder: Encoder,
        made_from: str = "",
        named: str = "",
        answering: Encoder | None = None,
        *,
        at_once: bool = False,
    ) -> Meaning:
        """Starts to encode with this model, and returns what queries need.

        Where the store has another model that knows enough, that one stays the current one until this one knows
        everything; `answering` is its encoder, and queries go on with it. With `at_once` it is replaced now. `named`
        is what the settings call the new model, `made_from` its digest.
        """
        at_once = self._indexer.use_encoder(encoder, named, at_once=at_once)
        with self._db.atomic():
            database.set_meta(self._db, "device", encoder.device)
            database.set_meta(self._db, "encoder", encoder.runtime)
            database.set_meta(self._db, "made_from", made_from)
        before, self._indexes = self._indexes, {}
        new = self._open(encoder, before)
        self._work.use_vectors(new)
        self._learner = None if at_once else encoder
        self._learnt = None
        now = self.answering
        if at_once or answering is None or now is None or answering.model.id != now.info.id:
            return Meaning(encoder, new)
        old = self._open(answering, before)
        self._work.answer_with(answering, old)
        return Meaning(answering, old)

    def step(self) -> bool:
        """To be called when there is nothing else to do: lets a model take over, and clears up after old ones."""
        if self._learner is not None and self._work.take_over():
            kept = self._indexes[self._learner.model.id]
            self._indexes = {self._learner.model.id: kept}
            self._learnt, self._learner = Meaning(self._learner, kept), None
            return True
        return bool(self._left_over) and self._work.ready and not self._work.switching and self._forget_some()

    def take_learnt(self) -> Meaning | None:
        """What queries need from now on, once after a model has taken the place of another; else None."""
        learnt, self._learnt = self._learnt, None
        return learnt

    def save(self, least: int = 1) -> None:
        """Puts the indexes into their files where one has so much that is not there yet; all of them, for one mark."""
        indexes = list(self._indexes.values())
        if any(index.unsaved >= least for index in indexes):
            for index in indexes:
                vector_opening.save(self._db, index)

    def write_anew(self) -> None:
        """Writes the files of the open indexes without the rows that are gone, and deletes those of all others."""
        for index in self._indexes.values():
            index.begin_anew()
        for folder in self._paths.vector_index.glob("*"):
            if folder.name not in self._indexes:
                shutil.rmtree(folder, ignore_errors=True)
        self.save()

    def _open(self, encoder: Encoder, before: dict[str, VectorIndex]) -> VectorIndex:
        """An index that was open has heard of everything; any other is opened as the store has it."""
        known = before.get(encoder.model.id)
        index = known or model.load_vectors(self._db, self._paths, encoder, writable=True)
        self._indexes[encoder.model.id] = index
        return index

    def _forget_some(self) -> bool:
        old = self._left_over[-1]
        if any(old.row == used.row for used in (self.answering, self.coming) if used is not None):
            self._left_over.pop()
            return True
        with self._db.atomic():
            more = model_switch.forget_some(self._db, old.row, _FORGOTTEN_AT_ONCE)
        if not more:
            shutil.rmtree(self._paths.vector_index / old.info.id, ignore_errors=True)
            self._left_over.pop()
        return True

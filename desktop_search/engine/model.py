"""Loads the model and its vectors. torch and sentence-transformers are imported here, on call, and nowhere
else in the engine: words are answered while they load."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from sqlite_utils import Database

from desktop_search.embedding import models
from desktop_search.embedding.encoder import Encoder
from desktop_search.paths import Paths
from desktop_search.search.candidates import Meaning
from desktop_search.settings import Settings
from desktop_search.store import database, vectors

if TYPE_CHECKING:
    from desktop_search.search.vector_index import VectorIndex


def load_encoder(settings: Settings) -> Encoder:
    """The model that the settings name, checked and ready. Takes seconds. Raises ModelError."""
    folder = models.find_model(settings.model)
    models.stay_offline()
    # Threads that spin while they wait for each other make encoding ten times slower as soon as another program
    # wants the processor (measured: 9 against 23 passages a second on two busy cores). Read once, by torch's import.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    from desktop_search.embedding.sentence_model import SentenceModel

    return SentenceModel.load(folder, settings.device)


def load_vectors(db: Database, encoder: Encoder) -> VectorIndex:
    """Every stored vector of the encoder's model, in memory and ready to be searched."""
    from desktop_search.search.vector_index import VectorIndex

    index = VectorIndex(encoder.model.dimension, encoder.device)
    for paragraphs, files, rows in vectors.every(db, vectors.model_row(db, encoder.model.id)):
        index.add(paragraphs, files, rows)
    return index


def read_meaning(paths: Paths, encoder: Encoder) -> Meaning:
    """What queries need, read beside another program that writes the index. Raises StoreError."""
    with database.store_errors(), database.reading(paths.database) as db:
        return Meaning(encoder, load_vectors(db, encoder))

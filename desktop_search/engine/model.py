"""Loads the model and its vectors: words are answered meanwhile."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from sqlite_utils import Database

from desktop_search.embedding import downloads, loading, models
from desktop_search.embedding.encoder import Encoder
from desktop_search.errors import ModelError
from desktop_search.paths import Paths
from desktop_search.search.candidates import Meaning
from desktop_search.search.vector_index import Scan, VectorIndex
from desktop_search.search.vector_opening import open_index
from desktop_search.settings import Settings
from desktop_search.store import database, model_switch


def load_encoder(paths: Paths, settings: Settings) -> Encoder:
    """The model in the folder that the settings name, checked and ready. Takes 0.3 s, at first some ten seconds.

    Raises ModelError.
    """
    return loading.load(models.find_model(settings.model, paths.model_digests), settings.device, paths.compiled_models)


def load_named(paths: Paths, settings: Settings) -> Encoder:
    """The model that the settings name, which may be one that was downloaded; as load_encoder. Raises ModelError."""
    return load_encoder(paths, replace(settings, model=downloads.resolve(paths.models, settings.model)))


def load_answering(db: Database, paths: Paths, settings: Settings) -> Encoder | None:
    """The model whose vectors answer while the one of the settings has still to learn; None as a rule."""
    stored = model_switch.current(db)
    named = downloads.resolve(paths.models, settings.model)
    if stored is None or (stored.named == named and model_switch.coming(db) is None):
        return None
    try:
        encoder = load_named(paths, replace(settings, model=stored.named, device=stored.device or settings.device))
    except ModelError:
        return None
    return encoder if encoder.model.id == stored.info.id else None


def load_vectors(db: Database, paths: Paths, encoder: Encoder, *, writable: bool = False) -> VectorIndex:
    """Every stored vector of the encoder's model, ready to be searched: on a GPU by torch, else by the processor."""
    scan: Scan | None = None
    if encoder.device != "cpu":
        from desktop_search.search.device_scan import DeviceScan

        scan = DeviceScan(encoder.device)
    index = open_index(db, paths.vector_index, encoder.model, scan, writable=writable)
    if scan is not None:
        # Any question brings the rows to the device, so that no person's question waits for it.
        index.search(np.eye(1, encoder.model.dimension, dtype=np.float32)[0], 1)
    return index


def read_meaning(paths: Paths, encoder: Encoder) -> Meaning:
    """What queries need, read beside another program that writes the index. Raises StoreError."""
    with database.store_errors(), database.reading(paths.database) as db:
        return Meaning(encoder, load_vectors(db, paths, encoder))

"""A model in the store, as the program puts it there."""

from __future__ import annotations

from sqlite_utils import Database

from desktop_search.records import ModelInfo
from desktop_search.store import model_switch, vectors


def use_at_once(db: Database, model: ModelInfo) -> int:
    """Makes it the current one, whatever answered before; returns its row id."""
    model_switch.begin(db, model, "", "cpu", at_once=True)
    return vectors.model_row(db, model.id)

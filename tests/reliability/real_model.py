"""The real model, compiled once for every fault that needs meaning as it is."""

from __future__ import annotations

import os
from pathlib import Path

from desktop_search.embedding import compiled_files, conversion, models
from tests.conftest import ROOT


def compiled() -> Path:
    """The folder that holds it, as the tests keep theirs; takes some ten seconds the first time."""
    folder = Path(os.environ.get(compiled_files.SHIPPED_VARIABLE) or ROOT / ".pytest_cache" / "compiled-models")
    model = models.find_model()
    if compiled_files.find(folder, model) is None:
        conversion.convert(model, folder)
    return folder


def environment() -> dict[str, str]:
    """What a program is started with so that it finds the model compiled."""
    return {**os.environ, compiled_files.SHIPPED_VARIABLE: str(compiled())}

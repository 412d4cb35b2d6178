"""`selftest`: the installed program checks itself, from the model's files to a paragraph that is found."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from desktop_search import settings as settings_file
from desktop_search.documents.reading.process import ReaderProcess
from desktop_search.documents.source import Limits
from desktop_search.embedding import downloads
from desktop_search.engine import model
from desktop_search.engine.query_service import QueryService
from desktop_search.engine.service import IndexService
from desktop_search.errors import DesktopSearchError
from desktop_search.indexing.changes import ChangeQueue
from desktop_search.paths import Paths, find_paths
from desktop_search.settings import Settings

_NOTES = {
    "travel.md": "# Travel\n\nThe old passport has to be handed in before a new one is issued.\n",
    "garden.md": "# Garden\n\nTomatoes want six hours of sun and a stake to climb.\n",
}
# Asked in words that the note does not use, and in words that it does.
_BY_MEANING = ("renewing travel documents", "travel.md")
_BY_WORDS = ("tomatoes", "garden.md")


def run(_arguments: argparse.Namespace, paths: Paths) -> int:
    """Uses a folder and an index of its own; the person's index is not touched."""
    settings = settings_file.load(paths.settings).settings
    with tempfile.TemporaryDirectory(prefix="desktop-search-selftest-") as name:
        base = Path(name).resolve()
        notes = base / "notes"
        notes.mkdir()
        for title, text in _NOTES.items():
            (notes / title).write_text(text, encoding="utf-8")
        own = Settings(
            folders=(str(notes),), model=downloads.resolve(paths.models, settings.model), device=settings.device
        )
        checks = [_walls(), *_check(find_paths(base / "home"), own)]
    for sentence in checks:
        print(f"ok  {sentence}")
    return 0


def _walls() -> str:
    """What confines the processes that read documents on this machine. Raises ReaderError."""
    process = ReaderProcess(Limits())
    try:
        process.welcome()
        walls = ", ".join(process.walls) or "nothing but a process of their own on this system"
    finally:
        process.end()
    return f"documents are read behind these walls: {walls}"


def _check(paths: Paths, settings: Settings) -> list[str]:
    """What works, in sentences. Raises DesktopSearchError at the first thing that does not."""
    encoder = model.load_encoder(paths, settings)
    done = [f"the model {encoder.model.name} is whole and runs on {encoder.device}"]
    service = IndexService(paths, settings, ChangeQueue())
    try:
        meaning = service.use_encoder(encoder)
        while service.step():
            pass
        found = service.indexer.progress()
    finally:
        service.close()
    if found.embedded != len(_NOTES):
        raise DesktopSearchError(f"{found.embedded} of {len(_NOTES)} notes were indexed.")
    done.append(f"{found.embedded} notes were read, encoded and stored")
    queries = QueryService(paths)
    try:
        queries.use_meaning(meaning)
        for mode, (text, name) in (("meaning", _BY_MEANING), ("words", _BY_WORDS)):
            hits = queries.search(text, 1, "meaning" if mode == "meaning" else "words", None).hits
            if not hits or Path(hits[0].path).name != name:
                raise DesktopSearchError(f"The search by {mode} did not find the right note.")
            done.append(f"the search by {mode} finds the right note")
    finally:
        queries.close()
    return done

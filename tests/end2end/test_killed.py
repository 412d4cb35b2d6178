"""An engine killed ten times in the middle of its work ends with the index of an undisturbed run."""

from __future__ import annotations

import os
import random
import signal
import time
from pathlib import Path

import numpy as np
import pytest

from desktop_search.engine.messages import EngineDown, Status
from desktop_search.engine.query_service import QueryService
from desktop_search.paths import Paths, find_paths
from desktop_search.store import database, vectors
from tests.conversation import Conversation, save_folders

KILLS = 10
WORDS = (
    "harbour lantern orchard ledger thunder copper meadow violin granite compass willow anchor ember saddle "
    "velvet quarry beacon thistle marble falcon".split()
)
QUESTIONS = ("lantern harbour", "copper violin", "willow", "falcon thistle marble", "quarry ember")

pytestmark = [pytest.mark.model, pytest.mark.timeout(900)]


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = (tmp_path / "notes").resolve()
    choose = random.Random(7)
    for number in range(240):
        path = folder / f"part {number % 6}" / f"{number}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        paragraphs = [" ".join(choose.choices(WORDS, k=90)) + "." for _ in range(3)]
        path.write_text(f"# Note {number}\n\n" + "\n\n".join(paragraphs) + "\n", encoding="utf-8")
    return folder


def test_ten_kills_change_nothing(tmp_path: Path, notes: Path) -> None:
    calm, rough = find_paths(tmp_path / "calm"), find_paths(tmp_path / "rough")
    save_folders(calm, str(notes))
    with Conversation(calm) as talk:
        talk.settled()

    save_folders(rough, str(notes))
    later = sorted(notes.rglob("*.md"))
    hidden = {path: path.read_bytes() for path in later}
    for path in later:
        path.unlink()
    choose = random.Random(11)
    progress = []
    for number in range(KILLS):
        # A part of the notes comes each time, so that each engine has files to read when it is killed.
        for path in later[number::KILLS]:
            path.write_bytes(hidden[path])
        with Conversation(rough) as talk:
            # Half of the kills come while files are read, half while paragraphs are encoded.
            if number % 2:
                talk.wait_for(Status, lambda status: status.meaning_ready)
                time.sleep(choose.uniform(0.02, 0.6))
            else:
                talk.wait_for(Status, lambda status: status.words_ready)
                time.sleep(choose.uniform(0.0, 0.12))
            status = next(event for event in reversed(talk.events) if isinstance(event, Status))
            progress.append((status.progress.files, status.progress.embedded))
            os.kill(talk.client.process_id or 0, signal.SIGKILL)
            talk.wait_for(EngineDown)
    with Conversation(rough) as talk:
        talk.settled()
    print(f"\nfiles read and paragraphs embedded at each kill: {progress}")

    assert _contents(rough) == _contents(calm)
    assert _answers(rough) == _answers(calm)
    ours, theirs = _vectors(rough), _vectors(calm)
    assert ours.keys() == theirs.keys()
    # A passage may have been encoded in another batch, which moves its last digits.
    assert min(float(ours[key] @ theirs[key]) for key in ours) > 0.999


def _contents(paths: Paths) -> list[tuple[object, ...]]:
    with database.reading(paths.database) as db:
        return db.execute(
            "SELECT f.path, f.state, f.digest, f.title, p.start, p.end, p.line, p.heading, p.text, p.passage_hash"
            " FROM files f LEFT JOIN paragraphs p ON p.file = f.id ORDER BY f.path, p.start"
        ).fetchall()


def _vectors(paths: Paths) -> dict[bytes, np.ndarray]:
    with database.reading(paths.database) as db:
        rows = db.execute("SELECT passage_hash, vector FROM embeddings").fetchall()
    return {key: vectors.unpack(np.frombuffer(vector, np.int8)[None])[0] for key, vector in rows}


def _answers(paths: Paths) -> list[list[tuple[str, int]]]:
    queries = QueryService(paths)
    try:
        return [
            sorted((hit.path, hit.start) for hit in queries.search(text, 300, "words", None).hits) for text in QUESTIONS
        ]
    finally:
        queries.close()

"""The program as a person meets it, told to compute on the GPU: the command line, and the engine beside the window."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_search import settings as settings_file
from desktop_search.engine.messages import Status
from desktop_search.paths import Paths
from desktop_search.settings import Settings
from tests.conversation import Conversation
from tests.gpu.conftest import MODEL, NEEDS_CUDA

pytestmark = NEEDS_CUDA


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = (tmp_path / "notes").resolve()
    folder.mkdir()
    (folder / "passport.md").write_text("# Passport\n\nThe old passport has to be handed in before.\n")
    (folder / "garden.md").write_text("# Garden\n\nTomatoes want six hours of sun and a stake to climb.\n")
    return folder


@pytest.fixture(params=["cuda", "auto"])
def on_gpu(request: pytest.FixtureRequest, paths: Paths, notes: Path) -> Paths:
    """Settings with the folder, so that everything is computed on the GPU."""
    settings_file.save(paths.settings, Settings(folders=(str(notes),), model=MODEL, device=request.param))
    return paths


def command(paths: Paths, *arguments: str) -> subprocess.CompletedProcess[str]:
    home = str(paths.settings.parents[1])
    return subprocess.run(
        [sys.executable, "-m", "desktop_search", "--data-dir", home, *arguments],
        capture_output=True, text=True, check=False, timeout=200,
    )  # fmt: skip


def test_the_command_line_indexes_and_searches_on_the_gpu(on_gpu: Paths, notes: Path) -> None:
    indexed = command(on_gpu, "index")
    assert indexed.returncode == 0, indexed.stderr

    status = json.loads(command(on_gpu, "status", "--json").stdout)
    assert status["device"] == "cuda"
    assert status["encoder"].startswith("torch float16")
    assert (status["files"], status["embedded"], status["pending"]) == (2, status["paragraphs"], 0)

    searched = command(on_gpu, "search", "renewing travel documents", "--mode", "meaning", "--json")
    assert (searched.returncode, searched.stderr) == (0, "")
    found = json.loads(searched.stdout)
    assert found["meaning_ready"]
    assert found["hits"][0]["path"] == str(notes / "passport.md")


def test_the_engine_answers_from_the_gpu_and_follows_edits(on_gpu: Paths, notes: Path) -> None:
    with Conversation(on_gpu) as talk:
        settled = talk.settled()
        assert (settled.device, settled.notice, settled.progress.embedded) == ("cuda", "", 2)
        assert talk.search("renewing travel documents", "meaning").result.hits[0].path == str(notes / "passport.md")

        (notes / "garden.md").write_text("# Garden\n\nNow there is a cold lake with fish.\n")
        talk.search_until("where can one swim", lambda found: found[:1] == [str(notes / "garden.md")], "meaning")


def test_an_engine_whose_gpu_is_gone_goes_on_with_the_vectors_that_it_has(
    on_gpu: Paths, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Conversation(on_gpu) as talk:
        talk.settled()

    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")
    with Conversation(on_gpu) as talk:
        status = talk.wait_for(Status, lambda status: status.meaning_ready)
        asked = settings_file.load(on_gpu.settings).settings.device
        assert status.device == "cpu"
        assert ("cuda is not available" in status.notice) == (asked == "cuda")
        assert talk.settled().progress.encoded == 0
        assert talk.search("renewing travel documents", "meaning").result.hits[0].path == str(notes / "passport.md")

"""Where compiled models are kept: what a full disk or a kill while one is made leaves there, and what it does not."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest

from desktop_search.embedding import compiled_files, conversion, hardware, loading, models
from desktop_search.errors import ModelError
from tests import mounts


@pytest.fixture
def no_conversion(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is neither a compiled model nor torch, and compiling fails at once."""

    def fail(*_: object) -> None:
        raise ModelError("The model cannot be compiled: not now.")

    monkeypatch.delenv(compiled_files.SHIPPED_VARIABLE, raising=False)
    monkeypatch.setattr(conversion, "convert", fail)
    monkeypatch.setattr(hardware, "has_torch", lambda: False)


def notes_of_failure(cache: Path) -> list[Path]:
    with pytest.raises(ModelError, match="not now"):
        loading.load(models.find_model(), "cpu", cache)
    return list(cache.glob("failed-*"))


@pytest.mark.usefixtures("no_conversion")
def test_a_full_disk_is_no_reason_to_wait_for_a_day(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    if not mounts.disk(cache, 1_000_000):
        pytest.skip("only root on Linux may mount a small disk")
    try:
        assert notes_of_failure(cache) == []
    finally:
        mounts.release(cache)


@pytest.mark.usefixtures("no_conversion")
def test_a_failure_is_kept_for_a_day_and_not_by_a_clock_that_was_ahead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    [note] = notes_of_failure(cache)
    monkeypatch.setattr(conversion, "convert", lambda *_: pytest.fail("it was tried again"))
    assert notes_of_failure(cache) == [note]
    ahead = time.time() + 400 * 86400
    os.utime(note, (ahead, ahead))
    tried = []
    monkeypatch.setattr(conversion, "convert", lambda *_: tried.append(1))
    with pytest.raises(ModelError):
        loading.load(models.find_model(), "cpu", cache)
    assert tried


def test_what_was_left_by_a_process_that_was_killed_is_deleted_with_time(tmp_path: Path) -> None:
    left, busy = tmp_path / "new-left", tmp_path / "new-busy"
    for folder in (left, busy):
        folder.mkdir()
        (folder / "model.bin").write_bytes(bytes(1000))
    long_ago = time.time() - 3 * 3600
    os.utime(left, (long_ago, long_ago))

    def fill(place: Path) -> dict[str, Any]:
        (place / compiled_files.NETWORK).write_text("<net/>")
        return {
            "identity": "one", "dimension": 4, "inputs": ("input_ids",), "padding": 0, "query_prompt": "",
            "query_limit": None, "passage_prompt": "", "passage_limit": None,
        }  # fmt: skip

    place = compiled_files.write(tmp_path, models.find_model(), fill)
    assert sorted(tmp_path.iterdir()) == sorted([place, busy])
    assert compiled_files.read(place).identity == "one"

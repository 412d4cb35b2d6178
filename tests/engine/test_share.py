"""An index on a network share, and one that cannot be locked: what a person is told."""

from __future__ import annotations

import errno
from collections.abc import Callable

import filelock
import pytest

from desktop_search.engine import service
from desktop_search.engine.service import IndexService
from desktop_search.errors import StoreError
from desktop_search.indexing.changes import ChangeQueue
from desktop_search.paths import Paths
from desktop_search.settings import Settings
from desktop_search.store import database


def told(paths: Paths) -> str:
    """What opening the index says."""
    opened = IndexService(paths, Settings(), ChangeQueue())
    opened.close()
    return opened.notice


@pytest.fixture
def lies_on(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    def lie(kind: str) -> None:
        for module in (service, database):
            monkeypatch.setattr(module, "network_share", lambda _: kind)

    return lie


def test_a_share_is_told_once(paths: Paths, lies_on: Callable[[str], None]) -> None:
    lies_on("nfs4")
    assert "network share (nfs4)" in told(paths)
    assert told(paths) == ""
    lies_on("cifs")
    assert "network share (cifs)" in told(paths)


def test_a_disk_of_the_machine_is_no_word_worth(paths: Paths, lies_on: Callable[[str], None]) -> None:
    lies_on("")
    assert told(paths) == ""
    lies_on("nfs4")
    told(paths)
    lies_on("")
    assert told(paths) == "", "it was moved back"
    lies_on("nfs4")
    assert "nfs4" in told(paths)


def test_a_folder_that_cannot_be_locked_is_named(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(filelock.FileLock, "acquire", fail)
    with pytest.raises(StoreError, match=r"The index in .* cannot be locked \(No locks available\)\."):
        IndexService(paths, Settings(), ChangeQueue())

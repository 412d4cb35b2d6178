"""The person's choices: kept, repaired, never lost."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from desktop_search import settings
from desktop_search.errors import FolderError, SettingsError
from desktop_search.settings import Settings
from tests import mounts


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.toml"


def test_what_was_saved_is_loaded(path: Path) -> None:
    chosen = Settings(folders=("/a b", "/ü"), skip_patterns=("*.log",), max_file_mb=7, paused=True)
    settings.save(path, chosen)
    assert settings.load(path) == settings.LoadedSettings(chosen)
    assert path.stat().st_mode & 0o077 == 0


def test_without_a_file_the_defaults_hold(path: Path) -> None:
    assert settings.load(path) == settings.LoadedSettings()


@pytest.mark.parametrize(
    "content",
    [
        *(b"folders = [", b"\xff\xfe", b'folders = "one"', b"max_file_mb = true", b"folders = [1]"),
        # What the parser of the standard library gives up on with an error of its own kind.
        *(b"a = " + b"[" * 5000, b"a = " + b"{b = " * 5000),
    ],
)
def test_a_damaged_file_is_kept_and_its_spare_is_used(path: Path, content: bytes) -> None:
    settings.save(path, Settings(folders=("/first",)))
    settings.save(path, Settings(folders=("/second",)))
    path.write_bytes(content)
    loaded = settings.load(path)
    assert loaded.settings.folders == ("/second",)
    assert "spare copy is used" in loaded.notice
    assert [one.read_bytes() for one in path.parent.glob("settings.toml.damaged-*")] == [content]
    # It was mended: the next start has nothing to say.
    assert settings.load(path) == settings.LoadedSettings(Settings(folders=("/second",)))


def test_of_two_files_damaged_within_a_second_both_are_kept(path: Path) -> None:
    settings.save(path, Settings(folders=("/notes",)))
    for content in (b"one = [", b"two = ["):
        path.write_bytes(content)
        assert settings.load(path).settings.folders == ("/notes",)
    assert {one.read_bytes() for one in path.parent.glob("settings.toml.damaged-*")} == {b"one = [", b"two = ["}


def test_a_lost_file_comes_back_from_its_spare(path: Path) -> None:
    settings.save(path, Settings(folders=("/notes",)))
    path.unlink()
    assert settings.load(path).settings.folders == ("/notes",)


def test_without_anything_to_go_by_nothing_may_be_forgotten(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.write_text("folders = [", encoding="utf-8")
    assert not settings.load(path).trusted
    path.mkdir()
    assert not settings.load(path).trusted


def test_a_list_made_by_hand_is_put_in_order(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.write_text('folders = ["/a/", "/a/b", "/c/../d", "/a"]', encoding="utf-8")
    assert settings.load(path).settings.folders == ("/a", "/d")


def test_what_a_newer_version_wrote_is_left_alone(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.write_text('folders = ["/a"]\nfrom_the_future = 1\n', encoding="utf-8")
    assert settings.load(path) == settings.LoadedSettings(Settings(folders=("/a",)))


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50)
@given(content=st.binary(max_size=200))
def test_no_content_is_an_error(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    assert isinstance(settings.load(path).settings, Settings)


def test_a_folder_is_added_once_and_a_parent_takes_its_children_over(tmp_path: Path) -> None:
    child = tmp_path / "notes" / "work"
    child.mkdir(parents=True)
    now = settings.add_folder(Settings(), child)
    assert settings.add_folder(now, child) == now
    now = settings.add_folder(now, tmp_path / "notes")
    assert now.folders == (str((tmp_path / "notes").resolve()),)
    assert settings.add_folder(now, child) == now


def test_a_folder_is_the_same_by_any_of_its_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "notes")
    monkeypatch.chdir(tmp_path)
    now = settings.add_folder(Settings(), "link")
    assert now.folders == (str((tmp_path / "notes").resolve()),)
    assert settings.remove_folder(now, "notes").folders == ()


def test_a_folder_that_cannot_be_watched_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for name, words in (("none", "does not exist"), ("file", "not a folder")):
        with pytest.raises(FolderError, match=words):
            settings.add_folder(Settings(), tmp_path / name)


def test_a_removed_folder_need_not_exist_but_must_be_in_the_list(tmp_path: Path) -> None:
    now = Settings(folders=(str(tmp_path / "gone"), "/notes"))
    assert settings.remove_folder(now, tmp_path / "gone").folders == ("/notes",)
    with pytest.raises(FolderError, match="part of /notes"):
        settings.remove_folder(now, "/notes/work")


def test_a_place_that_cannot_be_written_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(SettingsError, match="cannot be saved"):
        settings.save(tmp_path / "file" / "settings.toml", Settings())


def test_on_a_full_disk_the_settings_and_their_spare_copy_stay_what_they_were(tmp_path: Path) -> None:
    place = tmp_path / "disk"
    if not mounts.disk(place, 64 * 1024):
        pytest.skip("only root on Linux may mount a small disk")
    try:
        path = place / "settings.toml"
        before = Settings(folders=("/before",))
        settings.save(path, before)
        # The new file has room once, not twice.
        with pytest.raises(SettingsError, match="No space left"):
            settings.save(path, replace(before, skip_patterns=("*.pattern",) * 3_000))
        assert settings.load(path) == settings.LoadedSettings(before)
        path.unlink()
        assert settings.load(path).settings == before
        assert [one.name for one in place.iterdir() if one.suffix == ".new"] == []
    finally:
        mounts.release(place)

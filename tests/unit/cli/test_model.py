"""`model`: tells which model is used, and takes another one: a folder, the bundled one, one that was downloaded."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from desktop_search import settings as settings_file
from desktop_search.cli.main import main
from desktop_search.embedding import downloads, models
from desktop_search.errors import ModelError
from desktop_search.paths import Paths

COMMIT = "0123456789abcdef0123456789abcdef01234567"


def run(paths: Paths, *arguments: str) -> int:
    return main(["--data-dir", str(paths.data.parent), "model", *arguments])


def chosen(paths: Paths) -> str:
    return settings_file.load(paths.settings).settings.model


def test_without_a_name_the_model_and_the_downloads_are_told(paths: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    (paths.models / f"maker--model@{COMMIT}").mkdir(parents=True)
    (paths.models / f"maker--other@{COMMIT}.part").mkdir()
    assert run(paths) == 0
    told = capsys.readouterr().out
    assert told == f"Model: all-MiniLM-L6-v2 (bundled)\nDownloaded: {paths.models / f'maker--model@{COMMIT}'}\n"


def test_a_folder_is_checked_and_taken_and_the_bundled_one_comes_back(
    paths: Paths, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "model"
    shutil.copytree(models.find_model().path, folder)
    assert run(paths, str(folder)) == 0
    assert chosen(paths) == str(folder)
    assert "The next `desktop-search index` uses it." in capsys.readouterr().out
    (folder / "model.safetensors").unlink()
    assert run(paths, str(folder)) == 1
    assert "no .safetensors weights" in capsys.readouterr().err
    assert run(paths, "bundled") == 0
    assert chosen(paths) == ""


def test_what_is_neither_folder_nor_name_is_told(
    paths: Paths, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(paths, str(tmp_path / "none")) == 1
    assert capsys.readouterr().err.endswith("is neither a folder nor the name of a model, such as “maker/model”.\n")
    assert chosen(paths) == ""


def test_a_name_in_the_settings_is_what_was_downloaded_last(paths: Paths) -> None:
    assert downloads.resolve(paths.models, "") == ""
    assert downloads.resolve(paths.models, "/some/folder") == "/some/folder"
    with pytest.raises(ModelError, match="get it with `desktop-search model maker/model`"):
        downloads.resolve(paths.models, "maker/model")
    folder = paths.models / f"maker--model@{COMMIT}"
    folder.mkdir(parents=True)
    assert downloads.resolve(paths.models, "maker/model") == str(folder)

"""A package ships the bundled model in its compiled form alone: it answers the same, and nobody writes into it."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

from desktop_search.embedding import compiled_files, hardware, loading, models
from desktop_search.embedding.models import ModelFolder
from desktop_search.errors import ModelError

pytestmark = pytest.mark.model


@pytest.fixture
def whole() -> ModelFolder:
    return models.find_model()


@pytest.fixture
def shipped(whole: ModelFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModelFolder:
    """The model as an installed program has it: without weights, beside the compiled network."""
    key = compiled_files.key_of(whole)
    shutil.copytree(Path(os.environ[compiled_files.SHIPPED_VARIABLE]) / key, tmp_path / "shipped" / key)
    for measured in (tmp_path / "shipped" / key).glob("*-*"):
        shutil.rmtree(measured) if measured.is_dir() else measured.unlink()
    shutil.copytree(whole.path, tmp_path / "model", ignore=shutil.ignore_patterns("*.safetensors"))
    monkeypatch.setenv(compiled_files.SHIPPED_VARIABLE, str(tmp_path / "shipped"))
    monkeypatch.setattr(models, "get_model_path", lambda: tmp_path / "model")
    monkeypatch.setattr(hardware, "has_torch", lambda: False)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    return models.find_model()


def files(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_its_vectors_are_those_of_the_whole_model(whole: ModelFolder, shipped: ModelFolder, tmp_path: Path) -> None:
    assert (shipped.bundled, shipped.has_weights, shipped.digest) == (True, False, whole.digest)
    with_weights = loading.load(whole, "cpu", tmp_path / "cache")
    without = loading.load(shipped, "cpu", tmp_path / "cache")
    assert without.model.id == with_weights.model.id
    texts = ["Tomatoes want six hours of sun.", "The old passport has to be handed in."]
    assert np.allclose(without.encode_passages(texts), with_weights.encode_passages(texts), atol=1e-3)


def test_what_is_measured_on_a_machine_is_noted_outside_of_the_program(shipped: ModelFolder, tmp_path: Path) -> None:
    before = files(tmp_path / "shipped")
    loading.load(shipped, "cpu", tmp_path / "cache")
    assert files(tmp_path / "shipped") == before
    noted = [file.name for file in (tmp_path / "cache").rglob("*")]
    assert any(name.startswith("tuned-") for name in noted)
    assert any(name.startswith("blobs-") for name in noted)


def test_a_damaged_one_is_told_as_such(shipped: ModelFolder, tmp_path: Path) -> None:
    (tmp_path / "shipped" / compiled_files.key_of(shipped) / compiled_files.WEIGHTS).write_bytes(b"")
    with pytest.raises(ModelError, match="install Desktop Search again"):
        loading.load(shipped, "cpu", tmp_path / "cache")

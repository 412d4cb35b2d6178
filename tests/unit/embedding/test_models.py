"""Which model folders are taken, which are refused and with what sentence, and what the model id depends on."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop_search.embedding import models
from desktop_search.errors import ModelError

ROOT = Path(__file__).resolve().parents[3]


def write(file: Path, content: Any) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A whole model folder; its weights are of no use."""
    path = tmp_path / "my-model"
    kinds = {"": "Transformer", "1_Pooling": "Pooling"}
    write(
        path / "modules.json",
        [
            {"idx": number, "path": place, "type": f"sentence_transformers.models.{kind}"}
            for number, (place, kind) in enumerate(kinds.items())
        ],
    )
    write(path / "config.json", {"model_type": "bert"})
    write(path / "config_sentence_transformers.json", {"prompts": {"query": "query: ", "document": None}})
    write(path / "1_Pooling" / "config.json", {"pooling_mode": "mean"})
    write(path / "tokenizer.json", {"model": {}})
    write(path / "vocab.txt", "a\nb")
    write(path / "model.safetensors", "weights")
    write(path / "README.md", "about")
    return path


def add_module(folder: Path, **entry: str) -> None:
    modules = json.loads((folder / "modules.json").read_text())
    write(folder / "modules.json", [*modules, {"idx": len(modules), **entry}])


def test_the_bundled_model_is_found_and_whole() -> None:
    found = models.find_model()

    assert found.bundled
    assert found.name == "all-MiniLM-L6-v2"
    assert found == models.find_model(str(found.path))


def test_an_altered_bundled_model_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "get_model_path", lambda: folder)

    with pytest.raises(ModelError, match=r"bundled model in .* is damaged"):
        models.find_model()


def test_another_folder_is_taken_with_its_name_and_prompts(folder: Path) -> None:
    found = models.find_model(str(folder))

    assert (found.name, found.bundled) == ("my-model", False)
    assert found.prompts == (("document", ""), ("query", "query: "))


def no_folder(folder: Path) -> None:
    shutil.rmtree(folder)


def a_file(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_text("")


def pickled_weights(folder: Path) -> None:
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")


def pickled_part(folder: Path) -> None:
    add_module(folder, path="2_Dense", type="sentence_transformers.models.Dense")
    write(folder / "2_Dense" / "config.json", {})
    write(folder / "2_Dense" / "pytorch_model.bin", "pickle")


def routed_code(folder: Path) -> None:
    write(folder / "router_config.json", {"types": {"query_0": "own_code.Transformer"}})


@pytest.mark.parametrize(
    ("damage", "cause"),
    [
        (no_folder, "does not exist"),
        (a_file, "is a file, not a folder"),
        (lambda folder: (folder / "modules.json").unlink(), "modules.json is missing"),
        (lambda folder: write(folder / "modules.json", "[{"), "damaged: modules.json cannot be read"),
        (lambda folder: write(folder / "modules.json", {}), "modules.json lists no modules"),
        (lambda folder: (folder / "model.safetensors").unlink(), "no .safetensors weights"),
        (pickled_weights, "weights only as .bin files"),
        (pickled_part, "weights only as .bin files"),
        (lambda folder: add_module(folder, path="", type="my_code.Pooling"), r"code of its own \(my_code.Pooling\)"),
        (lambda folder: add_module(folder, path="", type="sentence_transformersx.A"), "code of its own"),
        (routed_code, "code of its own"),
        (lambda folder: write(folder / "config.json", {"auto_map": {}}), "auto_map in config.json"),
        (lambda folder: write(folder / "tokenizer_config.json", {"auto_map": {}}), "auto_map in tokenizer_config"),
        (lambda folder: add_module(folder, path="../x", type="sentence_transformers.models.Pooling"), "outside of it"),
        (lambda folder: write(folder / "config_sentence_transformers.json", "{"), "cannot be read"),
    ],
)
def test_what_is_not_whole_or_not_safe_is_refused(folder: Path, damage: Callable[[Path], object], cause: str) -> None:
    damage(folder)

    with pytest.raises(ModelError, match=cause) as raised:
        models.find_model(str(folder))

    sentence = str(raised.value)
    assert str(folder) in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_safe_weights_beside_pickled_ones_are_taken(folder: Path) -> None:
    write(folder / "pytorch_model.bin", "pickle")

    assert models.find_model(str(folder)).name == "my-model"


def identity(folder: Path, precision: str = "float32", max_length: int | None = 256) -> str:
    return models.model_id(models.find_model(str(folder)), precision, max_length)


@pytest.mark.parametrize(
    "name",
    [
        "model.safetensors",
        "tokenizer.json",
        "vocab.txt",
        "config.json",
        "1_Pooling/config.json",
        "config_sentence_transformers.json",
        "sentence_bert_config.json",
    ],
)
def test_what_decides_the_vectors_changes_the_id(folder: Path, name: str) -> None:
    before = identity(folder)

    write(folder / name, {"changed": True})

    assert identity(folder) != before


@pytest.mark.parametrize("name", ["README.md", ".gitattributes", "onnx/model.onnx", "data_config.json", "LICENSE.txt"])
def test_what_decides_nothing_does_not(folder: Path, name: str) -> None:
    before = identity(folder)

    write(folder / name, {"changed": True})

    assert identity(folder) == before


def test_the_id_depends_on_precision_and_length_and_not_on_the_place(folder: Path, tmp_path: Path) -> None:
    ids = {identity(folder), identity(folder, "float16"), identity(folder, max_length=None)}
    copy = Path(shutil.copytree(folder, tmp_path / "copy"))

    assert len(ids) == 3
    assert identity(copy) == identity(folder)


def test_it_is_light_and_forbids_the_network() -> None:
    code = (
        "import os, sys; from desktop_search.embedding import encoder, models; models.find_model(); "
        "models.stay_offline(); assert os.environ['HF_HUB_OFFLINE'] == os.environ['TRANSFORMERS_OFFLINE'] == '1'; "
        "print([name for name in ('torch', 'sentence_transformers', 'transformers') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"

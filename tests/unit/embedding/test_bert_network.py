"""The network that is written without torch says what torch says, and refuses what it does not understand."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from desktop_search.embedding import bert_network, compiled_files, models
from desktop_search.embedding.compiled_model import CompiledModel
from desktop_search.embedding.models import ModelFolder
from desktop_search.embedding.sentence_model import SentenceModel
from desktop_search.errors import ModelError

pytestmark = pytest.mark.model

TEXTS = ["", "one", "Überweisung der Miete", "猫が魚を食べる。" * 40, "a river and its plants " * 90]


def compiled(folder: ModelFolder, cache: Path) -> CompiledModel:
    place = compiled_files.write(cache, folder, lambda new: bert_network.fill(folder, new))
    return CompiledModel.open(place, folder, "f32")


def copy_of(folder: Path, place: Path) -> Path:
    shutil.copytree(folder, place)
    return place


def change(file: Path, **values: object) -> None:
    file.write_text(json.dumps({**json.loads(file.read_text()), **values}))


def test_the_bundled_model_says_what_torch_says(tmp_path: Path) -> None:
    folder = models.find_model()
    reference = SentenceModel.load(folder, "cpu")
    opened = compiled(folder, tmp_path)
    assert opened.model == reference.model
    assert (opened.encode_passages(TEXTS) * reference.encode_passages(TEXTS)).sum(axis=1).min() > 0.9999
    assert float(opened.encode_query("a river") @ reference.encode_query("a river")) > 0.9999


def test_first_token_prompts_and_limits_are_those_of_torch(tmp_path: Path) -> None:
    path = copy_of(models.find_model().path, tmp_path / "model")
    change(path / "1_Pooling" / "config.json", pooling_mode_mean_tokens=False, pooling_mode_cls_token=True)
    change(path / "sentence_bert_config.json", max_seq_length=40)
    change(path / "config_sentence_transformers.json", prompts={"query": "query: ", "passage": "passage: "})
    folder = models.find_model(str(path))
    reference = SentenceModel.load(folder, "cpu")
    opened = compiled(folder, tmp_path / "cache")
    assert opened.model == reference.model
    assert (opened.encode_passages(TEXTS) * reference.encode_passages(TEXTS)).sum(axis=1).min() > 0.9999
    assert float(opened.encode_query("a river") @ reference.encode_query("a river")) > 0.9999


@pytest.mark.parametrize(
    ("file", "values"),
    [
        ("config.json", {"model_type": "roberta"}),
        ("config.json", {"hidden_act": "relu"}),
        ("1_Pooling/config.json", {"pooling_mode_max_tokens": True}),
        ("sentence_bert_config.json", {"do_lower_case": True}),
    ],
)
def test_a_model_of_another_kind_is_refused_with_what_it_needs(
    tmp_path: Path, file: str, values: dict[str, object]
) -> None:
    path = copy_of(models.find_model().path, tmp_path / "model")
    change(path / file, **values)
    with pytest.raises(ModelError, match="torch and sentence-transformers, which are not installed"):
        compiled(models.find_model(str(path)), tmp_path / "cache")
    assert not list((tmp_path / "cache").glob("*/manifest.json"))


def test_a_program_without_torch_compiles_and_answers(tmp_path: Path) -> None:
    script = tmp_path / "without.py"
    script.write_text(
        "import sys\n"
        "for name in ('torch', 'transformers', 'sentence_transformers'):\n"
        "    sys.modules[name] = None\n"
        "from pathlib import Path\n"
        "from desktop_search.embedding import conversion, hardware, loading, models\n"
        "hardware.has_torch = lambda: False\n"
        "conversion.convert = conversion.convert_here\n"
        "encoder = loading.load(models.find_model(), 'cuda', Path(sys.argv[1]))\n"
        "print(encoder.runtime.split()[0], encoder.encode_query('a river').shape, encoder.device_note)\n"
    )
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, script, str(tmp_path / "cache")], capture_output=True, text=True, check=False, env=environment
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("OpenVINO (384,) A GPU needs torch")
    assert np.load(next((tmp_path / "cache").glob("*/reference.npy"))).shape[1] == 384

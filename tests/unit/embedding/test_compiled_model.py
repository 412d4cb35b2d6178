"""The compiled model says what the reference says, and whatever is wrong with it costs speed, never an answer."""

from __future__ import annotations

import json
import logging
import os
import random
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from desktop_search.embedding import compiled_files, conversion, hardware, loading, models, tuning
from desktop_search.embedding.compiled_files import Tuned
from desktop_search.embedding.compiled_model import CompiledModel, openvino, precisions, save_network
from desktop_search.embedding.encoder import Encoder
from desktop_search.embedding.models import ModelFolder
from desktop_search.embedding.sentence_model import SentenceModel
from desktop_search.errors import ModelError

pytestmark = pytest.mark.model

WORDS = "river plant light energy protein council treaty history market engine violin harbour".split()
LONG = " ".join(random.Random(3).choices(WORDS, k=900))
TEXTS = [
    "",
    " ",
    "one",
    "\ud800 half of a pair",
    "Überweisung der Miete",
    "猫が魚を食べる。" * 90,
    "a" * 3000,
    LONG,
    *[" ".join(random.Random(number).choices(WORDS, k=1 + number * 7 % 120)) for number in range(40)],
]


@pytest.fixture(scope="module")
def folder() -> ModelFolder:
    return models.find_model()


@pytest.fixture(scope="module")
def shared() -> Path:
    return Path(os.environ[compiled_files.SHIPPED_VARIABLE])


@pytest.fixture(scope="module")
def reference(folder: ModelFolder) -> SentenceModel:
    return SentenceModel.load(folder, "cpu")


@pytest.fixture
def cache(tmp_path: Path, shared: Path, folder: ModelFolder, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of this test's own with the compiled model in it; none is shipped."""
    key = compiled_files.key_of(folder)
    shutil.copytree(shared / key, tmp_path / "compiled" / key)
    monkeypatch.delenv(compiled_files.SHIPPED_VARIABLE)
    return tmp_path / "compiled"


@pytest.fixture
def no_conversion(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compiling takes its time; here it fails at once."""

    def fail(*_: object) -> None:
        raise ModelError("The model cannot be compiled: not now.")

    monkeypatch.setattr(conversion, "convert", fail)


def agreement(encoder: Encoder, reference: SentenceModel) -> float:
    rows = encoder.encode_passages(TEXTS)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-4)
    return float((rows * reference.encode_passages(TEXTS)).sum(axis=1).min())


def test_it_is_opened_without_torch(cache: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from desktop_search.embedding import loading, models;"
        f"encoder = loading.load(models.find_model(), 'auto', Path({str(cache)!r}));"
        "vector = encoder.encode_query('who signed the treaty');"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'openvino_telemetry'};"
        "print(encoder.runtime, vector.shape, sorted(name for name in heavy if sys.modules.get(name)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("OpenVINO")
    assert done.stdout.endswith("(384,) []\n")


@pytest.mark.parametrize("precision", ["f32", "chosen"])
def test_it_says_what_the_reference_says(
    cache: Path, folder: ModelFolder, reference: SentenceModel, precision: str
) -> None:
    place = cache / compiled_files.key_of(folder)
    if precision == "chosen":
        found = compiled_files.tuned(cache, place)
        assert found is not None
        assert found.agreement >= 0.999
        precision = found.precision
    encoder = CompiledModel.open(place, folder, precision)
    assert agreement(encoder, reference) > 0.998
    assert encoder.model == reference.model
    for text in TEXTS[:8]:
        assert float(encoder.encode_query(text) @ reference.encode_query(text)) > 0.998
    encoder.be_quiet(True)
    assert agreement(encoder, reference) > 0.998
    assert encoder.encode_passages([]).shape == (0, 384)


def test_a_disk_that_does_not_take_the_network_is_told_of_as_one(
    cache: Path, folder: ModelFolder, tmp_path: Path
) -> None:
    network = openvino().Core().read_model(str(cache / compiled_files.key_of(folder) / compiled_files.NETWORK))
    (tmp_path / "model.xml").mkdir()
    with pytest.raises(OSError, match="cannot be written"):
        save_network(network, tmp_path / "model.xml")


def test_two_threads_get_what_one_gets(cache: Path, folder: ModelFolder) -> None:
    encoder = loading.load(folder, "cpu", cache)
    right = [encoder.encode_query(text) for text in TEXTS[:20]]
    wrong: list[int] = []

    def ask() -> None:
        for number, text in enumerate(TEXTS[:20]):
            if float(encoder.encode_query(text) @ right[number]) < 0.9999:
                wrong.append(number)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    threads.append(threading.Thread(target=lambda: encoder.encode_passages(TEXTS)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_prompts_of_asymmetric_models_are_put_before_the_text(
    cache: Path, folder: ModelFolder, tmp_path: Path, reference: SentenceModel
) -> None:
    place = cache / compiled_files.key_of(folder)
    manifest = json.loads((place / "manifest.json").read_text())
    (place / "manifest.json").write_text(json.dumps({**manifest, "passage_prompt": "passage: "}))
    encoder = CompiledModel.open(place, folder, "f32")
    with_prompt = reference.encode_passages(["passage: a river"])[0]
    assert float(encoder.encode_passages(["a river"])[0] @ with_prompt) > 0.9999


@pytest.mark.parametrize("name", ["model.bin", "model.xml", "tokenizer.json", "manifest.json", "reference.npy"])
@pytest.mark.parametrize("damage", ["cut short", "garbled", "gone"])
def test_a_damaged_cache_costs_speed_and_no_answer(
    cache: Path,
    folder: ModelFolder,
    reference: SentenceModel,
    no_conversion: None,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    damage: str,
) -> None:
    if (name, damage) == ("reference.npy", "garbled"):
        pytest.skip("most of it is of use only where a precision is chosen")
    monkeypatch.setattr(loading, "_reference", lambda *_: reference)
    file = cache / compiled_files.key_of(folder) / name
    content = file.read_bytes()
    if damage == "gone":
        file.unlink()
    elif damage == "cut short":
        file.write_bytes(content[: len(content) // 2])
    else:
        middle = len(content) // 2
        file.write_bytes(content[:middle] + bytes(255 - one for one in content[middle:]))
    with caplog.at_level(logging.WARNING):
        encoder = loading.load(folder, "auto", cache)
    assert encoder.runtime == "torch float32"
    assert encoder.device_note
    assert float(encoder.encode_query("a river") @ reference.encode_query("a river")) > 0.9999
    assert encoder.model == reference.model
    assert any("torch is used" in record.message for record in caplog.records)


def test_a_damaged_cache_is_made_again(
    cache: Path, folder: ModelFolder, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = compiled_files.key_of(folder)
    (cache / key / "model.bin").write_bytes(b"")

    def convert(_: ModelFolder, into: Path) -> None:
        shutil.copytree(shared / key, into / key)

    monkeypatch.setattr(conversion, "convert", convert)
    assert loading.load(folder, "auto", cache).runtime.startswith("OpenVINO")


def test_a_conversion_that_failed_is_not_tried_at_every_start(
    tmp_path: Path, folder: ModelFolder, reference: SentenceModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(compiled_files.SHIPPED_VARIABLE)
    monkeypatch.setattr(loading, "_reference", lambda *_: reference)
    tried = []

    def fail(*_: object) -> None:
        tried.append(1)
        raise ModelError("The model cannot be compiled: not now.")

    monkeypatch.setattr(conversion, "convert", fail)
    for _ in range(3):
        assert loading.load(folder, "auto", tmp_path).runtime == "torch float32"
    assert len(tried) == 1


def test_what_was_compiled_for_another_processor_is_measured_anew(
    cache: Path, folder: ModelFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiled_files, "processor", lambda: "another")
    place = cache / compiled_files.key_of(folder)
    assert compiled_files.tuned(cache, place) is None
    assert loading.load(folder, "auto", cache).runtime.startswith("OpenVINO")
    assert compiled_files.tuned(cache, place) is not None


def test_what_was_compiled_by_another_version_is_not_used(
    cache: Path, folder: ModelFolder, no_conversion: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiled_files, "FORMAT", 999)
    assert compiled_files.find(cache, folder) is None
    assert loading.load(folder, "auto", cache).runtime == "torch float32"


def test_a_precision_that_does_not_agree_is_not_chosen(
    cache: Path, folder: ModelFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = cache / compiled_files.key_of(folder)
    encode = CompiledModel.encode_passages

    def wrong(self: CompiledModel, texts: list[str]) -> object:
        rows = encode(self, texts)
        return rows if self.runtime == "OpenVINO f32" else np.roll(rows, 1, axis=1)

    monkeypatch.setattr(CompiledModel, "encode_passages", wrong)
    monkeypatch.setattr(tuning, "precisions", lambda: ["f32", "f32 again", "bf16"])
    monkeypatch.setattr(tuning, "_CLEARLY_FASTER", 0.0)
    assert tuning.tune(place, folder).precision == "f32"


def test_what_else_runs_does_not_decide_which_precision_is_chosen() -> None:
    """Chosen wrongly, it would stay so: the choice is noted for good."""
    assert tuning.fastest({"f32": [2.0, 2.1, 2.0], "bf16": [7.0, 1.0, 9.0]}) == "bf16"
    assert tuning.fastest({"f32": [8.0, 1.0, 9.0], "bf16": [3.0, 3.1, 3.0]}) == "f32"
    assert tuning.fastest({"f32": [1.0, 1.1, 1.0], "bf16": [0.9, 1.2, 1.3]}) == "f32"


QUESTIONS = ("links", "how do I rename a note", " ".join(["where is the form for the renewal of a passport"] * 2))


@pytest.mark.parametrize("question", [*QUESTIONS, " ".join(QUESTIONS * 4)], ids=["1", "7", "19", "over 32"])
def test_questions_of_every_length_come_out_as_the_reference_has_them(
    shared: Path, folder: ModelFolder, reference: SentenceModel, question: str
) -> None:
    opened = CompiledModel.open(shared / compiled_files.key_of(folder), folder, "f32")
    right = reference.encode_query(question)
    # Asked twice: the second time the network of its size is there.
    for _ in range(2):
        assert float(opened.encode_query(question) @ right) > 0.9999


def test_a_model_of_which_no_precision_agrees_is_refused(cache: Path, folder: ModelFolder) -> None:
    place = cache / compiled_files.key_of(folder)
    rows = np.load(place / "reference.npy")
    np.save(place / "reference.npy", np.roll(rows, 1, axis=1))
    with pytest.raises(ModelError, match="cannot be used"):
        tuning.tune(place, folder)


def test_a_processor_without_half_precision_computes_in_single(
    cache: Path, folder: ModelFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tuning, "precisions", lambda: ["f32"])
    assert tuning.tune(cache / compiled_files.key_of(folder), folder).precision == "f32"
    assert precisions()[0] == "f32"


def test_a_library_that_cannot_be_imported_costs_speed_and_no_answer(cache: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken" / "openvino"
    broken.mkdir(parents=True)
    (broken / "__init__.py").write_text("raise ImportError('libtbb.so.12: cannot open shared object file')")
    script = (
        "from pathlib import Path; from desktop_search.embedding import loading, models;\n"
        "if __name__ == '__main__':\n"
        f"    encoder = loading.load(models.find_model(), 'auto', Path({str(cache)!r}));"
        "    print(encoder.runtime, encoder.encode_query('a river').shape, bool(encoder.device_note))"
    )
    run = tmp_path / "run.py"
    run.write_text(script)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path / "broken"), os.getcwd()])}
    done = subprocess.run([sys.executable, run], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout == "torch float32 (384,) True\n"


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="a process cannot be bound to one core here")
def test_one_core_is_enough(cache: Path) -> None:
    script = (
        "import os; os.sched_setaffinity(0, {min(os.sched_getaffinity(0))}); from pathlib import Path;"
        "from desktop_search.embedding import loading, models;"
        f"encoder = loading.load(models.find_model(), 'auto', Path({str(cache)!r}));"
        "print(encoder.runtime, encoder.encode_passages(['a river', 'a treaty']).shape)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("OpenVINO")
    assert done.stdout.endswith("(2, 384)\n")


def test_a_process_that_dies_while_it_compiles_is_told(
    tmp_path: Path, folder: ModelFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversion, "_run", os.abort)
    with pytest.raises(ModelError, match="ended"):
        conversion.convert(folder, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_compiling_says_nothing_that_a_person_would_have_to_understand(
    tmp_path: Path, folder: ModelFolder, capfd: pytest.CaptureFixture[str]
) -> None:
    """The tracer met what is out of use in the library, and four warnings came between the lines of `index`."""
    conversion.convert(folder, tmp_path)
    assert "".join(capfd.readouterr()) == ""


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, folder: ModelFolder) -> None:
    (tmp_path / "cache").write_text("a file")
    with pytest.raises(ModelError, match="cannot be compiled"):
        conversion.convert(folder, tmp_path / "cache")


def test_older_compiled_forms_of_the_same_model_are_deleted(cache: Path, folder: ModelFolder) -> None:
    place = cache / compiled_files.key_of(folder)
    shutil.copytree(place, cache / "older")
    manifest = json.loads((place / "manifest.json").read_text())
    (cache / "another").mkdir()
    (cache / "another" / "manifest.json").write_text(json.dumps({**manifest, "identity": "another"}))

    def fill(new: Path) -> dict[str, object]:
        (new / "model.bin").write_bytes(b"new")
        return {name: value for name, value in manifest.items() if name not in ("sizes", "format")}

    compiled_files.write(cache, folder, fill)
    assert {file.name for file in cache.iterdir()} == {place.name, "another"}
    assert (place / "model.bin").read_bytes() == b"new"


def test_what_is_chosen_for_a_shipped_model_is_noted_in_the_cache(tmp_path: Path) -> None:
    compiled_files.keep_tuned(tmp_path / "cache", tmp_path / "shipped" / "key", Tuned("bf16", 0.9999))
    assert compiled_files.tuned(tmp_path / "cache", tmp_path / "shipped" / "key") == Tuned("bf16", 0.9999)


@pytest.mark.parametrize(("device", "wanted"), [("cpu", False), ("auto", False), ("cuda", False), ("cuda:1", False)])
def test_without_a_gpu_torch_is_not_asked_for(device: str, wanted: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hardware, "_cuda_of_torch", lambda: None)
    monkeypatch.setattr(hardware, "_has_mps", lambda: False)
    assert hardware.wants_torch(device) is wanted
    monkeypatch.setattr(hardware, "_has_cuda", lambda: True)
    assert hardware.wants_torch(device) is (device != "cpu")


def test_a_device_that_is_not_there_is_told(cache: Path, folder: ModelFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hardware, "wants_torch", lambda _: False)
    assert "cuda is not available" in loading.load(folder, "cuda", cache).device_note

"""A model by name: only what was announced and is safe is kept, and the network is reached in no other way."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from desktop_search import settings as settings_file
from desktop_search.embedding import downloads, manifest, models
from desktop_search.errors import ModelError
from desktop_search.paths import Paths
from tests.hub import Hub, serving

NAME = "maker/small-model"


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """A hub that has the bundled model under another name."""
    hub = Hub(NAME, models.find_model().path)
    with serving(hub) as address:
        monkeypatch.setenv("HF_ENDPOINT", address)
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        yield hub


def announce(hub: Hub, path: str, content: bytes | None) -> None:
    """Adds a file to the hub, or takes it away."""
    for known in (hub.announced, hub.files):
        known.pop(path, None)
        if content is not None:
            known[path] = content


def command(paths: Paths, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "desktop_search", "--data-dir", str(paths.data.parent), *arguments]


def test_a_model_is_fetched_checked_and_found_again(hub: Hub, paths: Paths) -> None:
    announce(hub, "onnx/model.safetensors", b"another format")
    announce(hub, "pytorch_model.bin", b"a pickle")
    announce(hub, "modeling.py", b"print('code')")
    offer = downloads.look_up(NAME)
    assert hub.fetched == {"modules.json", "config.json"}
    assert 90e6 < offer.size < 93e6
    told: list[int] = []
    folder = downloads.fetch(offer, paths.models, told.append)
    assert folder == paths.models / f"maker--small-model@{hub.commit}"
    assert told[-1] == offer.size
    assert told == sorted(told)

    kept = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}
    assert kept == {file.path for file in offer.files} | {manifest.NAME}
    assert not kept & {"onnx/model.safetensors", "pytorch_model.bin", "modeling.py", "README.md"}
    assert models.find_model(str(folder)).digest == models.find_model().digest
    assert models.find_model(str(folder)).name == NAME
    assert downloads.find(paths.models, NAME) == folder
    asked = len(hub.asked)
    assert downloads.fetch(offer, paths.models) == folder
    assert len(hub.asked) == asked
    # Only the process that fetched was let out.
    assert os.environ["HF_HUB_OFFLINE"] == "1"


@pytest.mark.parametrize("path", ["model.safetensors", "tokenizer.json"])
def test_a_file_that_is_not_what_was_announced_is_refused_and_nothing_is_kept(
    hub: Hub, paths: Paths, path: str
) -> None:
    content = bytearray(hub.files[path])
    content[-100] ^= 1
    hub.files[path] = bytes(content)
    with pytest.raises(ModelError, match=f"{path} .* is not what the hub announced; nothing was kept"):
        downloads.fetch(downloads.look_up(NAME), paths.models)
    assert list(paths.models.iterdir()) == []


def test_weights_that_can_hold_code_are_refused_before_anything_is_fetched(hub: Hub) -> None:
    announce(hub, "model.safetensors", None)
    announce(hub, "pytorch_model.bin", b"a pickle")
    with pytest.raises(ModelError, match=r"only as \.bin files"):
        downloads.look_up(NAME)
    assert hub.fetched == {"modules.json", "config.json"}


def test_a_model_that_needs_code_of_its_own_is_refused(hub: Hub) -> None:
    config = json.loads(hub.files["config.json"])
    announce(hub, "config.json", json.dumps({**config, "auto_map": {"AutoModel": "modeling.Own"}}).encode())
    with pytest.raises(ModelError, match="needs code of its own"):
        downloads.look_up(NAME)


def test_what_is_no_model_for_finding_text_is_refused(hub: Hub) -> None:
    announce(hub, "modules.json", None)
    with pytest.raises(ModelError, match="not a sentence-transformers model"):
        downloads.look_up(NAME)


def test_names_that_lead_out_of_the_folder_are_not_taken(hub: Hub) -> None:
    hub.announced["../../evil.json"] = hub.announced["1_Pooling/../evil.json"] = b"{}"
    assert not any("evil" in file.path for file in downloads.look_up(NAME).files)


def test_only_one_of_several_precisions_is_fetched(hub: Hub) -> None:
    announce(hub, "model.fp16.safetensors", b"half")
    assert [file.path for file in downloads.look_up(NAME).files if "safetensors" in file.path] == ["model.safetensors"]


def test_a_name_that_the_hub_does_not_know_is_told(hub: Hub) -> None:
    with pytest.raises(ModelError, match="has no public model with the name maker/unknown"):
        downloads.look_up("maker/unknown")


@pytest.mark.parametrize("name", ["", "../up", "a/b/c", "no such folder", "-x"])
def test_what_can_be_no_name_is_not_asked_for(hub: Hub, name: str) -> None:
    with pytest.raises(ModelError, match="neither a folder nor the name of a model"):
        downloads.look_up(name)
    assert hub.asked == []


def test_without_a_network_there_is_one_clear_sentence(monkeypatch: pytest.MonkeyPatch, paths: Paths) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    done = subprocess.run(
        command(paths, "model", NAME, "--yes"), capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 1
    assert done.stderr == "desktop-search: The model hub cannot be reached; is there a network?\n"


def test_a_download_that_was_killed_is_gone_on_with(hub: Hub, paths: Paths) -> None:
    hub.cut["model.safetensors"] = 60_000_000
    with subprocess.Popen(command(paths, "model", NAME, "--yes"), stderr=subprocess.DEVNULL) as broken_off:
        assert hub.was_cut.wait(60)
        broken_off.send_signal(signal.SIGKILL)
    assert settings_file.load(paths.settings).settings.model == ""
    assert downloads.find(paths.models, NAME) is None

    hub.go_on.set()
    done = subprocess.run(
        command(paths, "model", NAME, "--yes"), capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    again = [asked for method, path, asked in hub.asked if method == "GET" and path == "model.safetensors"]
    assert len(again) == 2
    assert int(again[1].removeprefix("bytes=").rstrip("-")) > 1_000_000
    folder = downloads.find(paths.models, NAME)
    assert folder is not None
    assert settings_file.load(paths.settings).settings.model == str(folder)
    assert [one.name for one in paths.models.iterdir()] == [folder.name]


def test_nothing_is_downloaded_without_being_agreed_to(hub: Hub, paths: Paths) -> None:
    done = subprocess.run(
        command(paths, "model", NAME),
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        timeout=120,
    )
    assert done.returncode == 1
    assert done.stderr == f"desktop-search: {NAME} (92 MB) has to be downloaded; give --yes to agree to that.\n"
    assert "model.safetensors" not in hub.fetched


def test_a_file_that_has_changed_since_the_download_is_noticed(hub: Hub, paths: Paths) -> None:
    folder = downloads.fetch(downloads.look_up(NAME), paths.models)
    (folder / "config_sentence_transformers.json").write_text('{"prompts": {"query": "evil: "}}')
    with pytest.raises(ModelError, match=r"config_sentence_transformers\.json is not the file that was downloaded"):
        models.find_model(str(folder))
    (folder / "config_sentence_transformers.json").unlink()
    with pytest.raises(ModelError, match="is missing"):
        models.find_model(str(folder))


def test_a_file_that_was_added_since_the_download_is_noticed(hub: Hub, paths: Paths) -> None:
    folder = downloads.fetch(downloads.look_up(NAME), paths.models)
    (folder / "adapter_config.json").write_text("{}")
    with pytest.raises(ModelError, match=r"adapter_config\.json is not the file that was downloaded"):
        models.find_model(str(folder))

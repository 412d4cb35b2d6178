"""The folder that a compiled model is opened from: the network without torch, its tokenizer, and what it agreed with.

    KEY/model.xml, model.bin    the network with pooling inside (OpenVINO)
    KEY/tokenizer.json          without cutting and padding
    KEY/reference.npy           float32[n, d]: what the reference made of the question and the texts of sample.py
    KEY/manifest.json           everything else, with the size of each file
    KEY/blobs-CPU/              the network as OpenVINO compiled it for one kind of processor
    KEY/tuned-CPU.json          the precision that was fastest on one kind of processor, and how well it agreed

KEY covers the model's files and the versions of what made and of what runs the network. Nothing in it depends on the
processor, so that such a folder can be shipped; what does is measured on the machine and lies in a file of its own.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from desktop_search.embedding.models import ModelFolder
from desktop_search.errors import ModelError
from desktop_search.paths import write_whole

# 1 could have a precision that was chosen while the machine was busy with something else.
FORMAT = 2
NETWORK, WEIGHTS, TOKENIZER, REFERENCE = "model.xml", "model.bin", "tokenizer.json", "reference.npy"
_MANIFEST = "manifest.json"
# A folder of compiled models that came with the program, or that several data folders share.
SHIPPED_VARIABLE = "DESKTOP_SEARCH_COMPILED_MODELS"
# Nobody takes so long to make one. Seconds.
_MAKING = 3600.0
_MADE_WITH = ("openvino", "sentence-transformers", "transformers", "tokenizers", "torch")


@dataclass(frozen=True, slots=True)
class Manifest:
    """How the network is fed. `inputs` are its tensors in order, limits count tokens beside prompt and special ones.

    A limit of None means texts of any length, `identity` is the model id of the reference.
    """

    identity: str
    dimension: int
    inputs: tuple[str, ...]
    padding: int
    query_prompt: str
    query_limit: int | None
    passage_prompt: str
    passage_limit: int | None
    sizes: dict[str, int]
    format: int = FORMAT


@dataclass(frozen=True, slots=True)
class Tuned:
    """The precision chosen on a processor ("f32", "bf16", "f16") and the mean cosine to the reference."""

    precision: str
    agreement: float


def key_of(folder: ModelFolder) -> str:
    """The name under which this model is kept."""
    return _digest([FORMAT, folder.digest, folder.prompts, _versions()])[:24]


@functools.cache
def processor() -> str:
    """A name for the kind of processor: two machines with the same run the same instructions."""
    facts = [platform.machine(), platform.processor(), os.cpu_count()]
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        facts += sorted({line for line in lines if line.startswith(("model name", "flags", "Features"))})
    except OSError:
        pass
    return _digest(facts)[:16]


def find(cache: Path, folder: ModelFolder) -> Path | None:
    """Where this model lies compiled, in the cache or shipped; None where it has to be made."""
    key = key_of(folder)
    places = [cache / key]
    if shipped := os.environ.get(SHIPPED_VARIABLE):
        places.append(Path(shipped) / key)
    return next((place for place in places if (place / _MANIFEST).is_file()), None)


def read(place: Path) -> Manifest:
    """The manifest of a folder whose files are all there and whole. Raises ModelError."""
    try:
        content = json.loads((place / _MANIFEST).read_text(encoding="utf-8"))
        content["inputs"] = tuple(content["inputs"])
        manifest = Manifest(**content)
        if manifest.format != FORMAT:
            raise ModelError(f"The compiled model in {place} is of another version.")
        for name, size in manifest.sizes.items():
            if (place / name).stat().st_size != size:
                raise ModelError(f"The compiled model in {place} is damaged: {name} is not whole.")
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise ModelError(f"The compiled model in {place} cannot be read: {error}.") from error
    return manifest


def write(cache: Path, folder: ModelFolder, fill: Callable[[Path], dict[str, Any]]) -> Path:
    """Makes the folder of a model: `fill` puts files into it and returns the manifest without their sizes.

    The folder is there as a whole or not at all; those of this model from before an update are deleted.
    """
    place = cache / key_of(folder)
    cache.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(dir=cache, prefix="new-"))
    try:
        content = fill(new)
        sizes = {file.name: file.stat().st_size for file in new.iterdir()}
        (new / _MANIFEST).write_text(json.dumps(asdict(Manifest(**content, sizes=sizes))), encoding="utf-8")
        _put_on_disk(new)
        shutil.rmtree(place, ignore_errors=True)
        new.replace(place)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    _delete_older(cache, place, content["identity"])
    return place


def tuned(cache: Path, place: Path) -> Tuned | None:
    """What was measured on this kind of processor; None where nothing was."""
    for folder in (place, cache / place.name):
        try:
            return Tuned(**json.loads((folder / _tuned_name()).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            continue
    return None


def keep_tuned(cache: Path, place: Path, found: Tuned) -> None:
    """Notes what was measured, beside the model or, where that was shipped, in the cache. Raises OSError."""
    folder = _noted_in(cache, place)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_whole(folder / _tuned_name(), json.dumps(asdict(found)))


def blobs(cache: Path, place: Path) -> Path | None:
    """Where OpenVINO may keep the network as it compiled it for this processor; None where nothing can be written."""
    folder = _noted_in(cache, place) / f"blobs-{processor()}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return None
    return folder


def forget(place: Path) -> None:
    """Deletes a compiled model that is of no use."""
    shutil.rmtree(place, ignore_errors=True)


def _put_on_disk(folder: Path) -> None:
    """A power cut must not leave the names of files without what is in them."""
    for file in folder.iterdir():
        with file.open("rb+") as handle:
            os.fsync(handle.fileno())


def _delete_older(cache: Path, place: Path, identity: str) -> None:
    for other in cache.iterdir():
        if other == place or not other.is_dir():
            continue
        try:
            if json.loads((other / _MANIFEST).read_text(encoding="utf-8")).get("identity") != identity:
                continue
        except (OSError, ValueError, AttributeError):
            # Another process may be filling a new one just now; one that was killed long ago is not.
            if other.name.startswith("new-") and abs(time.time() - other.stat().st_mtime) < _MAKING:
                continue
        shutil.rmtree(other, ignore_errors=True)


@functools.cache
def _versions() -> dict[str, str]:
    return {name: _version(name) for name in _MADE_WITH}


def _version(name: str) -> str:
    """Empty where it is not installed: torch and what comes with it need not be."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _noted_in(cache: Path, place: Path) -> Path:
    """Where the notes of this machine go. An installed program stays as it is: it may be signed, and others use it."""
    installed = getattr(sys, "frozen", False) and place.parent != cache
    return cache / place.name if installed or not os.access(place, os.W_OK) else place


def _tuned_name() -> str:
    return f"tuned-{processor()}.json"


def _digest(parts: list[Any]) -> str:
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

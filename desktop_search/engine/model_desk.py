"""Looks a model up for the window and has it downloaded after the person has agreed, one at a time.

The network is reached by a process of its own (embedding/download.py), and only for a name that was asked for here.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path

from desktop_search.embedding import downloads, models
from desktop_search.engine.messages import Event
from desktop_search.engine.settings_messages import (
    AskModel,
    FetchModel,
    KnownModel,
    ListModels,
    ModelNews,
    ModelsKnown,
    StopFetching,
)
from desktop_search.errors import DesktopSearchError
from desktop_search.paths import Paths

logger = logging.getLogger(__name__)
Reply = Callable[[Event], None]
Request = ListModels | AskModel | FetchModel | StopFetching


class _Stopped(Exception):
    """The person has broken the download off."""


class ModelDesk:
    """Each request is worked on by a thread of its own, so that none waits for the network."""

    def __init__(self, paths: Paths) -> None:
        self._paths = paths
        self._offer: downloads.Offer | None = None
        # The one download under way, and whether it is to end.
        self._end = threading.Event()
        self._fetching: threading.Thread | None = None

    def ask(self, request: Request, reply: Reply) -> None:
        """Hands over a request; the events go to `reply`."""
        if isinstance(request, StopFetching):
            self._end.set()
            return
        if isinstance(request, FetchModel):
            if self._fetching is not None and self._fetching.is_alive():
                return
            self._end = threading.Event()
        thread = threading.Thread(target=self._work, args=(request, reply, self._end), name="model desk", daemon=True)
        if isinstance(request, FetchModel):
            self._fetching = thread
        thread.start()

    def stop(self) -> None:
        """Breaks a download off."""
        self._end.set()
        if self._fetching is not None:
            self._fetching.join(5.0)

    def _work(self, request: ListModels | AskModel | FetchModel, reply: Reply, end: threading.Event) -> None:
        name = "" if isinstance(request, ListModels) else request.name
        try:
            if isinstance(request, ListModels):
                reply(self._list())
            elif isinstance(request, AskModel):
                reply(self._look_up(name))
            else:
                reply(self._fetch(name, reply, end))
        except _Stopped:
            reply(ModelNews(name, "stopped"))
        except DesktopSearchError as error:
            reply(ModelNews(name, "failed", problem=str(error)))
        # Control enters from outside here: the person must not wait for ever for an answer.
        except Exception:
            logger.exception("the model desk failed")
            reply(ModelNews(name, "failed", problem="The model could not be had; the log says more."))

    def _list(self) -> ModelsKnown:
        known = [
            KnownModel(path.name.rpartition("@")[0].replace("--", "/"), str(path), _size(path))
            for path in downloads.every(self._paths.models)
        ]
        return ModelsKnown(models.BUNDLED_NAME, tuple(known))

    def _look_up(self, name: str) -> ModelNews:
        if Path(name).expanduser().is_dir():
            return _ready(name, Path(name).expanduser())
        known = downloads.find(self._paths.models, name) if downloads.is_name(name) else None
        if known is not None:
            return _ready(name, known)
        self._offer = downloads.look_up(name)
        return ModelNews(name, "offer", size=self._offer.size)

    def _fetch(self, name: str, reply: Reply, end: threading.Event) -> ModelNews:
        offer = self._offer
        if offer is None or offer.name != name:
            offer = downloads.look_up(name)

        def show(done: int) -> None:
            if end.is_set():
                raise _Stopped
            reply(ModelNews(name, "fetching", size=offer.size, done=done))

        return _ready(name, downloads.fetch(offer, self._paths.models, show))


def _ready(name: str, folder: Path) -> ModelNews:
    """Raises ModelError where what lies there cannot be used."""
    return ModelNews(name, "ready", path=str(models.find_model(str(folder)).path))


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())

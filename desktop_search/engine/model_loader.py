"""Loads the model on a thread of its own: it may have to be compiled first, and nothing waits for it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from desktop_search.embedding.encoder import Encoder
from desktop_search.engine import model
from desktop_search.engine.early_model import EarlyModel
from desktop_search.errors import DesktopSearchError
from desktop_search.paths import Paths
from desktop_search.settings import Settings

logger = logging.getLogger(__name__)


class ModelLoader:
    """Posts the outcome, a model or a sentence that says why there is none, to the thread that asked."""

    def __init__(
        self,
        paths: Paths,
        settings: Settings,
        early: EarlyModel | None,
        post: Callable[[Callable[[], None]], None],
        loaded: Callable[[Encoder], None],
        failed: Callable[[str], None],
    ) -> None:
        self._paths = paths
        self._settings = settings
        self._early = early
        self._post = post
        self._loaded = loaded
        self._failed = failed
        self._thread = threading.Thread(target=self._run, name="model", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def _run(self) -> None:
        try:
            encoder = self._early.take(self._settings) if self._early is not None else None
            encoder = encoder or model.load_named(self._paths, self._settings)
        except DesktopSearchError as error:
            self._fail(str(error))
        # Control enters from outside here: torch and its drivers fail in ways of their own.
        except Exception:
            logger.exception("the model could not be loaded")
            self._fail("The model could not be loaded; the log says more.")
        else:
            self._post(lambda: self._loaded(encoder))

    def _fail(self, reason: str) -> None:
        self._post(lambda: self._failed(reason))

"""Begins to load the model while the rest of the engine is still being imported: both take some tenths of a second."""

from __future__ import annotations

import logging
import threading

from desktop_search import settings as settings_file
from desktop_search.embedding import downloads, loading, models
from desktop_search.embedding.encoder import Encoder
from desktop_search.errors import DesktopSearchError
from desktop_search.paths import Paths
from desktop_search.settings import Settings

logger = logging.getLogger(__name__)


class EarlyModel:
    """Loads what the settings name, on a thread of its own; `take` gives it out once."""

    def __init__(self, paths: Paths) -> None:
        self._paths = paths
        self._asked: tuple[str, str] | None = None
        self._encoder: Encoder | None = None
        self._thread = threading.Thread(target=self._run, name="early-model", daemon=True)
        self._thread.start()

    def take(self, settings: Settings) -> Encoder | None:
        """The encoder, if it is what these settings name; waits until it is loaded. None where it has to be loaded
        in the regular way, which then tells why it cannot be."""
        self._thread.join()
        encoder, self._encoder = self._encoder, None
        return encoder if self._asked == (settings.model, settings.device) else None

    def _run(self) -> None:
        settings = settings_file.load(self._paths.settings).settings
        self._asked = (settings.model, settings.device)
        try:
            folder = downloads.resolve(self._paths.models, settings.model)
            found = models.find_model(folder, self._paths.model_digests)
            self._encoder = loading.load_at_hand(found, settings.device, self._paths.compiled_models)
        except DesktopSearchError as error:
            logger.info("the model could not be loaded early: %s", error)
        # Control enters from outside here: the libraries fail in ways of their own, and the regular way says so.
        except Exception:
            logger.exception("the model could not be loaded early")

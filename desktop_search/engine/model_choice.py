"""Which models are loaded: the one that the settings name and, while that one learns, the one that answers.

Each is loaded on a thread of its own; what is no longer asked for when it has been loaded is let go.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace

from desktop_search.embedding import downloads
from desktop_search.embedding.encoder import Encoder
from desktop_search.engine.early_model import EarlyModel
from desktop_search.engine.model_loader import ModelLoader
from desktop_search.engine.service import IndexService
from desktop_search.paths import Paths
from desktop_search.search.candidates import Meaning
from desktop_search.settings import Settings
from desktop_search.store import database
from desktop_search.store.model_switch import StoredModel

logger = logging.getLogger(__name__)
Post = Callable[[Callable[[], None]], None]


class ModelChoice:
    """Stays on one thread; `post` brings there what was loaded.

    `loaded` is called when another encoder than before can be put to use, `failed` with a sentence where the one that
    the settings name cannot be had.
    """

    def __init__(
        self,
        paths: Paths,
        post: Post,
        loaded: Callable[[], None],
        failed: Callable[[str], None],
        early: EarlyModel | None = None,
    ) -> None:
        """`early` is a model that is being loaded already."""
        self._paths = paths
        self._early = early
        self._post = post
        self._loaded = loaded
        self._failed = failed
        self._settings = Settings()
        self.encoder: Encoder | None = None
        self._named = ""
        # The one that answers while `encoder` learns, the ids of those that are lost, and of the one being loaded.
        self._answering: Encoder | None = None
        self._lost: set[str] = set()
        self._loading = ""
        self.loading = False
        self._quiet: list[Encoder] = []

    def be_quiet(self, quiet: bool) -> None:
        """Has every encoder that is loaded use one thread, or as many as suit the machine."""
        loaded = [one for one in (self._answering, self.encoder) if one is not None]
        for encoder in loaded:
            if quiet != any(one is encoder for one in self._quiet):
                encoder.be_quiet(quiet)
        self._quiet = loaded if quiet else []

    def load(self, settings: Settings) -> None:
        """Loads the model that the settings name."""
        self._settings, self.loading = settings, True
        named = (settings.model, settings.device)

        def take(encoder: Encoder) -> None:
            # The one before may have to answer while this one learns; one that does so already goes on.
            self._answering, self.encoder = self._answering or self.encoder, encoder
            # The folder: a name may stand for a newer download later.
            self._named = downloads.resolve(self._paths.models, settings.model)
            self._loading, self.loading = "", False
            self._loaded()

        def lose(reason: str) -> None:
            self.loading = False
            self._failed(reason)

        self._start(settings, take, lose, lambda: named == (self._settings.model, self._settings.device))

    def put_to_use(self, service: IndexService) -> Meaning | None:
        """Hands the encoders to an open index; returns what queries need, None while that is still being loaded.

        Where another model knows the paragraphs, it is loaded from where it was and answers until the new one has
        learnt them; where it cannot be had any more, the new one takes its place at once.
        """
        if self.encoder is None:
            return None
        with database.store_errors():
            learning, now = service.learning, service.learning.answering
            if now is None or not learning.would_switch(self.encoder):
                self.let_go()
                return learning.use_encoder(self.encoder, named=self._named)
            if self._answering is not None and self._answering.model.id == now.info.id:
                return learning.use_encoder(self.encoder, named=self._named, answering=self._answering)
            self.let_go()
            if now.info.id in self._lost:
                return learning.use_encoder(self.encoder, named=self._named, at_once=True)
        if self._loading != now.info.id:
            self._load_answering(now)
        return None

    def let_go(self) -> None:
        """The model that has answered so far is not needed any more."""
        self._answering = None

    def _load_answering(self, stored: StoredModel) -> None:
        self._loading = stored.info.id
        logger.info("the model %s answers while another one learns", stored.info.name)

        def take(encoder: Encoder) -> None:
            if encoder.model.id != stored.info.id:
                lose(f"The model {stored.info.name} is not what it was.")
                return
            self._answering, self._loading = encoder, ""
            self._loaded()

        def lose(reason: str) -> None:
            logger.warning("%s Its vectors cannot answer any more.", reason)
            self._lost.add(stored.info.id)
            self._loading = ""
            self._loaded()

        settings = replace(self._settings, model=stored.named, device=stored.device or self._settings.device)
        self._start(settings, take, lose, lambda: self._loading == stored.info.id)

    def _start(
        self,
        settings: Settings,
        loaded: Callable[[Encoder], None],
        failed: Callable[[str], None],
        is_current: Callable[[], bool],
    ) -> None:
        early, self._early = self._early, None
        ModelLoader(
            self._paths,
            settings,
            early,
            self._post,
            lambda encoder: loaded(encoder) if is_current() else None,
            lambda problem: failed(problem) if is_current() else None,
        ).start()

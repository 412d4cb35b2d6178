"""The thread that counts what a folder or a rule would mean. It is there only while there is something to count."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from desktop_search import settings as settings_file
from desktop_search.engine.foresight import FolderCount, RuleTrial
from desktop_search.engine.messages import Event
from desktop_search.engine.precedence import give_way
from desktop_search.engine.settings_messages import CountFolder, FolderCounted, RulePreview, TryRule
from desktop_search.paths import Paths

logger = logging.getLogger(__name__)
Reply = Callable[[Event], None]
Request = CountFolder | TryRule
_SLICE = 0.15


class ForesightThread:
    """Works on all requests in turn, a slice of each; a newer one about the same takes the place of the older."""

    def __init__(self, paths: Paths) -> None:
        self._paths = paths
        self._lock = threading.Lock()
        self._asked: dict[tuple[Reply, str], Request] = {}
        self._stopping = False
        self._thread: threading.Thread | None = None

    def ask(self, request: Request, reply: Reply) -> None:
        """Hands over a request; the events go to `reply`."""
        about = request.path if isinstance(request, CountFolder) else f"rule {request.name}"
        with self._lock:
            self._asked[reply, about] = request
            if self._thread is None and not self._stopping:
                self._thread = threading.Thread(target=self._run, name="foresight", daemon=True)
                self._thread.start()

    def stop(self) -> None:
        with self._lock:
            self._stopping = True
            thread = self._thread
        if thread is not None:
            thread.join(5.0)

    def _run(self) -> None:
        give_way()
        looks: dict[tuple[Reply, str], FolderCount | RuleTrial] = {}
        while True:
            with self._lock:
                asked, self._asked = self._asked, {}
                if self._stopping or not (asked or looks):
                    self._thread = None
                    return
            for key, request in asked.items():
                looks[key] = self._begin(request)
            for key in list(looks):
                # Something newer about the same may have been asked meanwhile.
                if key not in self._asked and self._go_on(looks[key], key[0]):
                    del looks[key]

    def _begin(self, request: Request) -> FolderCount | RuleTrial:
        if isinstance(request, TryRule):
            return RuleTrial(request)
        return FolderCount(request, settings_file.load(self._paths.settings).settings)

    def _go_on(self, look: FolderCount | RuleTrial, reply: Reply) -> bool:
        """True when this one is done."""
        try:
            told: FolderCounted | RulePreview = look.go_on(_SLICE)
        # Control enters from outside here: one look that fails must not end the others.
        except Exception:
            logger.exception("nothing could be foreseen")
            told = look.gave_up()
        reply(told)
        return told.final

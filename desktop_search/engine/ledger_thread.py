"""The thread that tells which files are in the index and which are not: it delays neither queries nor indexing.

A list is answered at once from the index, over a read-only connection of its own. What is left out is not in the
index; for that the folders are looked through, a slice at a time, so that a newer request never waits for the end
of the look. A look that is fresh serves the requests that follow.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from sqlite_utils import Database

from desktop_search import settings as settings_file
from desktop_search.engine import ledger
from desktop_search.engine.aside_messages import LookAtFiles
from desktop_search.engine.asked_thread import AskedThread, Reply
from desktop_search.engine.disk_look import DiskLook
from desktop_search.engine.file_list import make_list
from desktop_search.engine.files_seen import look_at
from desktop_search.engine.messages import (
    ExplainPath,
    FileCounts,
    FileList,
    ListFiles,
    PathExplained,
    PathStatus,
)
from desktop_search.engine.precedence import Precedence, give_way
from desktop_search.errors import DesktopSearchError, StoreDamaged
from desktop_search.paths import Paths
from desktop_search.settings import Settings
from desktop_search.store import database

logger = logging.getLogger(__name__)
Request = ListFiles | ExplainPath | LookAtFiles

_SLICE = 0.05
# A look serves for this long, or for this many times what it cost, unless the index or the settings change.
_FRESH_SECONDS = 5.0
_FRESH_SHARE = 20
# Looking takes at most one part in so many of the time while the index keeps changing.
_REST_SHARE = 10
_LEAST_REST = 0.5
_KEPT_SECONDS = 60.0


class LedgerThread(AskedThread[Request]):
    """Holds at most one waiting list and one waiting path for each peer; newer ones take their place."""

    def __init__(self, paths: Paths, precedence: Precedence) -> None:
        super().__init__("ledger")
        self._paths = paths
        self._precedence = precedence
        # Called where a list finds the index damaged.
        self.on_damage: Callable[[], None] = lambda: None
        # From here on: touched by the thread itself alone.
        self._unfinished: dict[Reply, ListFiles] = {}
        self._look: DiskLook | None = None
        self._seen: DiskLook | None = None
        self._seen_at = 0.0
        self._seen_generation = -1
        self._seen_settings: Settings | None = None

    def ask(self, request: Request, reply: Reply) -> None:
        """Hands over a request; the events go to `reply`."""
        self._put(request, reply, type(request).__name__)

    def _run(self) -> None:
        give_way()
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._stopping or self._waiting, self._patience())
                if self._stopping:
                    return
                request, reply = self._longest_waiting() if self._waiting else (None, None)
            self._precedence.stand_aside()
            try:
                self._work(request, reply)
            except DesktopSearchError as error:
                if isinstance(error, StoreDamaged):
                    database.ask_for_check(self._paths.database)
                    self.on_damage()
                self._give_up(str(error), request, reply)
            # Control enters from outside here: one list that fails must not end all later ones.
            except Exception:
                logger.exception("a list failed")
                self._give_up("The list could not be made; the log says more.", request, reply)

    def _work(self, request: Request | None, reply: Reply | None) -> None:
        """Answers a request, else looks on."""
        if isinstance(request, LookAtFiles) and reply is not None:
            reply(look_at(request))
            return
        if isinstance(request, ExplainPath) and reply is not None:
            reply(PathExplained(request.number, ledger.path_status(self._paths, self._settings(), request.path)))
            return
        if request is None and not self._unfinished:
            self._seen = None
            return
        with database.store_errors(), database.reading(self._paths.database) as db:
            if isinstance(request, ListFiles) and reply is not None:
                self._answer(db, request, reply)
            elif self._patience() == 0:
                self._look_on(db)

    def _answer(self, db: Database, request: ListFiles, reply: Reply) -> None:
        final = self._is_fresh(db)
        if not final:
            self._unfinished[reply] = request
        else:
            self._unfinished.pop(reply, None)
        reply(make_list(db, request, self._seen, final=final))

    def _look_on(self, db: Database) -> None:
        if self._look is None:
            self._seen_settings = self._settings()
            self._look = DiskLook(self._seen_settings)
            self._seen_generation = database.generation(db)
        if not self._look.go_on(db, _SLICE):
            return
        self._seen, self._look = self._look, None
        self._seen_at = time.monotonic()
        unfinished, self._unfinished = self._unfinished, {}
        for reply, request in unfinished.items():
            reply(make_list(db, request, self._seen, final=True))

    def _settings(self) -> Settings:
        return settings_file.load(self._paths.settings).settings

    def _is_fresh(self, db: Database) -> bool:
        if self._seen is None or self._look is not None or self._seen_settings != self._settings():
            return False
        age = time.monotonic() - self._seen_at
        lasts = max(_FRESH_SECONDS, _FRESH_SHARE * self._seen.seconds)
        return age < lasts and self._seen_generation == database.generation(db)

    def _patience(self) -> float | None:
        """Seconds until there is something to do unasked; None for never."""
        if self._unfinished and self._look is not None:
            return 0.0
        if self._unfinished and self._seen is None:
            return 0.0
        if self._seen is None:
            return None
        rest = _KEPT_SECONDS
        if self._unfinished:
            rest = max(_LEAST_REST, _REST_SHARE * self._seen.seconds)
        return max(0.0, self._seen_at + rest - time.monotonic())

    def _give_up(self, problem: str, request: Request | None, reply: Reply | None) -> None:
        """Everybody who waits is told, once."""
        self._look = self._seen = None
        unfinished, self._unfinished = self._unfinished, {}
        if isinstance(request, ExplainPath) and reply is not None:
            reply(PathExplained(request.number, PathStatus(request.path, "missing", problem)))
        elif isinstance(request, ListFiles) and reply is not None:
            unfinished[reply] = request
        for waiting, unanswered in unfinished.items():
            waiting(FileList(unanswered.number, (), FileCounts(), complete=False, problem=problem))

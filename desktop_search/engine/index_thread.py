"""The thread that keeps the index up to date: surveys, reads, encodes, and says how it stands.

Everything that changes its course (settings, pause, a loaded model) is posted to it and done between two
pieces of work, so that nothing here needs a lock.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import replace

from desktop_search import settings as settings_file
from desktop_search.embedding.encoder import Encoder
from desktop_search.engine import model
from desktop_search.engine.folder_watch import FolderWatch
from desktop_search.engine.messages import Event, IndexUpToDate, Status
from desktop_search.engine.model_loader import ModelLoader
from desktop_search.engine.precedence import Precedence, give_way
from desktop_search.engine.query_thread import QueryThread
from desktop_search.engine.service import IndexService
from desktop_search.errors import DesktopSearchError, EngineError, SettingsError, StoreDamaged
from desktop_search.indexing.changes import ChangeQueue
from desktop_search.paths import Paths
from desktop_search.records import Phase, Progress
from desktop_search.settings import Settings

logger = logging.getLogger(__name__)
_STATUS_EVERY = 0.25
# The watch is a hint; the survey is the truth. Seconds.
_SURVEY_EVERY = 3600.0
_CHECK_WATCH_EVERY = 5.0
_LOOK_AROUND_EVERY = 30.0
_RETRY_AFTER = 1.0
_RETRY_AFTER_FAILURE = 5.0


class IndexThread:
    """Owns the IndexService while this process holds the writer lock."""

    def __init__(
        self, paths: Paths, precedence: Precedence, queries: QueryThread, publish: Callable[[Status], None]
    ) -> None:
        self._paths = paths
        self._precedence = precedence
        self._queries = queries
        self._publish = publish
        self._changes = ChangeQueue()
        self._inbox: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._stopping = threading.Event()
        self._settings = Settings()
        self._trusted = True
        self._service: IndexService | None = None
        self._watch: FolderWatch | None = None
        self._encoder: Encoder | None = None
        queries.on_damage = self.check_store
        self._updates: list[tuple[int, Callable[[Event], None]]] = []
        self._status = Status(Progress())
        self._published: Status | None = None
        self._published_at = 0.0
        self._thread = threading.Thread(target=self._run, name="indexer", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Finishes the piece of work in hand, commits and closes."""
        self._stopping.set()
        self._changes.wake()
        self._thread.join(10.0)

    def reload_settings(self) -> None:
        """The settings file has changed."""
        self._post(self._take_settings)

    def set_paused(self, paused: bool) -> None:
        """Pauses or resumes; kept in the settings, so that a pause outlives the program."""
        self._post(lambda: self._pause(paused))

    def update(self, number: int, reply: Callable[[Event], None]) -> None:
        """Surveys everything; `reply` hears IndexUpToDate(number) when all that follows from it is done."""
        self._post(lambda: self._begin_update(number, reply))

    def try_again(self, paths: tuple[str, ...]) -> None:
        """Reads files once more that could not be read: those named, or all of them."""
        self._post(lambda: self._service.indexer.try_again(paths) if self._service is not None else None)

    def check_store(self) -> None:
        """A query has met damage: close everything, and open it again with a check."""
        self._post(self._report_damage)

    def _report_damage(self) -> None:
        if self._service is not None:
            raise StoreDamaged("The index is damaged; it is checked and mended.")

    def _post(self, action: Callable[[], None]) -> None:
        self._inbox.put(action)
        self._changes.wake()

    def _run(self) -> None:
        give_way()
        self._read_settings()
        self._load_model()
        while not self._stopping.is_set():
            try:
                self._open()
                self._work()
                self._close()
            except EngineError:
                self._wait_for_the_other()
            except DesktopSearchError as error:
                logger.warning("%s", error)
                self._fail(str(error))
            # Control enters from outside here: a defect must not leave a window that waits for ever.
            except Exception:
                logger.exception("indexing failed")
                self._fail("Indexing failed and is tried again; the log says more.")

    def _wait_for_the_other(self) -> None:
        """Another program writes the index: answer from what is there until it is done."""
        self._say("waiting")
        try:
            self._answer_beside_another_writer()
        except DesktopSearchError as error:
            logger.warning("%s", error)
        self._idle(_RETRY_AFTER)

    def _fail(self, problem: str) -> None:
        """Lets go of the index, says why, and waits before it is opened, and checked, again."""
        service, self._service = self._service, None
        self._stop_watching()
        if service is not None:
            service.abandon()
        self._say("stopped", problem)
        self._idle(_RETRY_AFTER_FAILURE)

    def _open(self) -> None:
        if not self._trusted:
            # Without settings to go by, "no folders" must not be taken for "forget everything".
            self._read_settings()
            if not self._trusted:
                raise SettingsError(self._status.notice)
        self._service = IndexService(self._paths, self._settings, self._changes)
        self._queries.store_ready(anew=True)
        self._status = replace(self._status, words_ready=True, notice=self._service.notice or self._status.notice)
        self._watch = FolderWatch(self._paths, self._service.indexer, self._changes)
        if self._encoder is not None:
            self._use_encoder()
        self._say()

    def _close(self) -> None:
        self._stop_watching()
        assert self._service is not None
        self._service.close()
        self._service = None

    def _stop_watching(self) -> None:
        watch, self._watch = self._watch, None
        if watch is not None:
            watch.stop()

    def _work(self) -> None:
        assert self._service is not None
        assert self._watch is not None
        surveyed_at = looked_at = time.monotonic()
        while not self._stopping.is_set():
            self._take_post()
            self._precedence.stand_aside()
            worked = not self._settings.paused and self._service.step()
            self._say(soon=worked)
            if worked:
                continue
            self._finish_updates()
            self._changes.wait(_CHECK_WATCH_EVERY, hints=not self._settings.paused)
            now = time.monotonic()
            self._watch.check()
            if now - looked_at >= _LOOK_AROUND_EVERY:
                looked_at = now
                self._watch.look_around()
            if now - surveyed_at >= _SURVEY_EVERY:
                surveyed_at = now
                self._service.indexer.survey_all()

    def _take_post(self) -> None:
        while not self._inbox.empty():
            self._inbox.get_nowait()()

    def _idle(self, seconds: float) -> None:
        """Waits outside `_work`; what is posted meanwhile is still done."""
        until = time.monotonic() + seconds
        while not self._stopping.is_set() and (left := until - time.monotonic()) > 0:
            self._take_post()
            self._changes.wait(min(left, 0.2), hints=False)

    def _take_settings(self) -> None:
        before = self._settings
        self._read_settings()
        if (before.model, before.device) != (self._settings.model, self._settings.device):
            self._load_model()
        if self._service is not None and self._trusted:
            self._service.apply(self._settings)
            if self._watch is not None:
                self._watch.follow()
        self._say()

    def _read_settings(self) -> None:
        loaded = settings_file.load(self._paths.settings)
        self._trusted = loaded.trusted
        self._settings = loaded.settings
        self._status = replace(self._status, notice=loaded.notice)

    def _pause(self, paused: bool) -> None:
        self._settings = replace(self._settings, paused=paused)
        try:
            stored = settings_file.load(self._paths.settings).settings
            settings_file.save(self._paths.settings, replace(stored, paused=paused))
        except DesktopSearchError as error:
            logger.warning("%s", error)
        self._say()

    def _begin_update(self, number: int, reply: Callable[[Event], None]) -> None:
        self._updates.append((number, reply))
        if self._service is not None:
            self._service.indexer.survey_all()

    def _finish_updates(self) -> None:
        """Everything is found by words; by meaning too, or it is known why not."""
        if self._settings.paused or (self._encoder is None and not self._status.meaning_problem):
            return
        updates, self._updates = self._updates, []
        for number, reply in updates:
            reply(IndexUpToDate(number))

    def _load_model(self) -> None:
        asked = (self._settings.model, self._settings.device)

        def is_current() -> bool:
            return asked == (self._settings.model, self._settings.device)

        # A model that is no longer asked for when it has been loaded is let go.
        ModelLoader(
            self._settings,
            self._post,
            lambda encoder: self._meaning_loaded(encoder) if is_current() else None,
            lambda problem: self._meaning_failed(problem) if is_current() else None,
        ).start()

    def _meaning_failed(self, problem: str) -> None:
        self._status = replace(self._status, meaning_problem=problem)
        self._say()

    def _meaning_loaded(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._status = replace(
            self._status,
            model=encoder.model,
            device=encoder.device,
            meaning_problem="",
            notice=encoder.device_note or self._status.notice,
        )
        if self._service is not None:
            self._use_encoder()
        self._say()

    def _use_encoder(self) -> None:
        assert self._service is not None
        assert self._encoder is not None
        self._queries.use_meaning(self._service.use_encoder(self._encoder))
        self._status = replace(self._status, meaning_ready=True)

    def _answer_beside_another_writer(self) -> None:
        """While another program writes, this one still answers from what is there."""
        if not self._paths.database.exists():
            return
        self._queries.store_ready()
        self._status = replace(self._status, words_ready=True)
        if self._encoder is not None and not self._status.meaning_ready:
            self._queries.use_meaning(model.read_meaning(self._paths, self._encoder))
            self._status = replace(self._status, meaning_ready=True)

    def _say(self, phase: Phase | None = None, problem: str = "", *, soon: bool = False) -> None:
        """Publishes how things stand: at once, or (`soon`) only if the last time was a while ago."""
        now = time.monotonic()
        if soon and now - self._published_at < _STATUS_EVERY:
            return
        progress = replace(self._status.progress, phase=phase or "starting", problem=problem)
        if self._service is not None and not problem:
            indexer = self._service.indexer
            progress = indexer.progress("paused" if self._settings.paused else phase)
            if progress.phase == "embedding" and self._status.meaning_problem:
                # Nobody is encoding and nobody will: what there is to do is done.
                progress = replace(progress, phase="idle")
            self._status = replace(self._status, folders=indexer.folder_statuses())
        self._status = replace(self._status, progress=progress)
        if self._status != self._published:
            self._published, self._published_at = self._status, now
            self._publish(self._status)

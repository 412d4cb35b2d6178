"""The thread that keeps the index up to date: surveys, reads, encodes, and lets the rest know how it stands.

Everything that changes its course (settings, pause, a loaded model) is posted to it and done between two
pieces of work, so that nothing here needs a lock.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import replace

from desktop_search import settings as settings_file
from desktop_search.engine import model
from desktop_search.engine.early_model import EarlyModel
from desktop_search.engine.folder_watch import FolderWatch
from desktop_search.engine.inbox import Inbox
from desktop_search.engine.messages import Event, Quiet, Status
from desktop_search.engine.model_choice import ModelChoice
from desktop_search.engine.precedence import Precedence, give_way
from desktop_search.engine.query_thread import QueryThread
from desktop_search.engine.quiet import QuietMode
from desktop_search.engine.service import IndexService
from desktop_search.engine.status_board import StatusBoard
from desktop_search.engine.wishes import Wishes
from desktop_search.errors import DesktopSearchError, EngineError, SettingsError, StoreDamaged
from desktop_search.indexing.changes import ChangeQueue
from desktop_search.paths import Paths
from desktop_search.records import Phase
from desktop_search.search.candidates import Meaning
from desktop_search.settings import Settings

logger = logging.getLogger(__name__)
# The watch is a hint; the survey is the truth. Seconds.
_SURVEY_EVERY = 3600.0
_RETRY_AFTER = 1.0
_RETRY_AFTER_FAILURE = 5.0


class IndexThread:
    """Owns the IndexService while this process holds the writer lock."""

    def __init__(
        self,
        paths: Paths,
        precedence: Precedence,
        queries: QueryThread,
        publish: Callable[[Status], None],
        quiet: QuietMode | None = None,
        early: EarlyModel | None = None,
    ) -> None:
        self._paths = paths
        self._precedence = precedence
        self._queries = queries
        self._board = StatusBoard(publish)
        self._changes = ChangeQueue()
        self._inbox = Inbox(self._changes)
        self._models = ModelChoice(paths, self._inbox.post, self._use_models, self._meaning_failed, early)
        self._quiet = quiet or QuietMode()
        self._settings = Settings()
        self._trusted = True
        self._service: IndexService | None = None
        self._watch: FolderWatch | None = None
        queries.on_damage = self.check_store
        self._wishes = Wishes()
        self._promised = False
        self._thread = threading.Thread(target=self._run, name="indexer", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Finishes the piece of work in hand, commits and closes."""
        self._inbox.close()
        self._thread.join(10.0)

    def reload_settings(self) -> None:
        """The settings file has changed."""
        self._inbox.post(self._take_settings)

    def set_paused(self, paused: bool) -> None:
        """Pauses or resumes; kept in the settings, so that a pause outlives the program."""
        self._inbox.post(lambda: self._pause(paused))

    def update(self, number: int, reply: Callable[[Event], None]) -> None:
        """Surveys everything; `reply` hears IndexUpToDate(number) when all that follows from it is done."""
        self._inbox.post(lambda: self._begin_update(number, reply))

    def try_again(self, paths: tuple[str, ...]) -> None:
        """Reads files once more that could not be read: those named, or all of them."""
        self._inbox.post(lambda: self._read_again(paths))

    def check_store(self) -> None:
        """A query has met damage: close everything, and open it again with a check."""
        self._inbox.post(self._report_damage)

    def _report_damage(self) -> None:
        if self._service is not None:
            raise StoreDamaged("The index is damaged; it is checked and mended.")

    def _run(self) -> None:
        give_way()
        self._read_settings()
        self._models.load(self._settings)
        while not self._inbox.closed:
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
        self._inbox.idle(_RETRY_AFTER)

    def _fail(self, problem: str) -> None:
        """Lets go of the index, says why, and waits before it is opened, and checked, again."""
        service, self._service = self._service, None
        self._stop_watching()
        if service is not None:
            service.abandon()
        self._say("stopped", problem)
        self._inbox.idle(_RETRY_AFTER_FAILURE)

    def _open(self) -> None:
        if not self._trusted:
            # Without settings to go by, "no folders" must not be taken for "forget everything".
            self._read_settings()
            if not self._trusted:
                raise SettingsError(self._board.status.notice)
        self._service = IndexService(self._paths, self._settings, self._changes)
        self._queries.store_ready(anew=True)
        # What was promised for this moment need not be told any longer.
        kept = "" if self._promised else self._board.status.notice
        self._promised = False
        self._board.note(words_ready=True, notice=self._service.notice or kept)
        self._watch = FolderWatch(self._paths, self._service.indexer, self._changes)
        self._use_models()
        for paths in self._wishes.take_again():
            self._read_again(paths)
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
        surveyed_at = time.monotonic()
        while not self._inbox.closed:
            self._inbox.take()
            self._precedence.stand_aside()
            worked = self._step(self._service)
            wait = self._watch.look()  # also while it is never idle: what is not watched does not tell that it waits
            if time.monotonic() - surveyed_at >= _SURVEY_EVERY:
                surveyed_at = time.monotonic()
                self._service.indexer.survey_all()
            elif not worked:
                self._finish_updates()
                self._service.rest()
                self._changes.wait(wait, hints=self._may_work)

    def _step(self, service: IndexService) -> bool:
        """Does one piece of work, where that is allowed now, and rests as long as is asked for after it."""
        if self._quiet.now == "low battery" and not self._settings.paused:
            self._quiet.look(self._settings)
        worked = False
        if self._may_work:
            self._quiet.begin()
            worked = service.step()
        if worked:
            self._quiet.look(self._settings)
            learnt = service.learning.take_learnt()
            if learnt is not None:
                self._models.let_go()
                self._answer_with(learnt)
        quiet = self._held != "no"
        service.be_quiet(quiet)
        self._models.be_quiet(quiet)
        self._say(soon=worked)
        if worked and quiet:
            self._changes.wait(self._quiet.pause(), hints=False)
        return worked

    @property
    def _held(self) -> Quiet:
        """Why to hold back now; never while somebody waits for the end of it."""
        return "no" if self._wishes.someone_waits else self._quiet.now

    @property
    def _may_work(self) -> bool:
        return not self._settings.paused and self._held != "low battery"

    def _take_settings(self) -> None:
        before = self._settings
        self._read_settings()
        self._quiet.look_anew()
        if (before.model, before.device) != (self._settings.model, self._settings.device):
            self._models.load(self._settings)
        if self._service is not None and self._trusted:
            self._service.apply(self._settings)
            if self._watch is not None:
                self._watch.follow()
        self._say()

    def _read_settings(self) -> None:
        loaded = settings_file.load(self._paths.settings)
        self._trusted = loaded.trusted
        self._settings = loaded.settings
        self._board.note(notice=loaded.notice)

    def _pause(self, paused: bool) -> None:
        self._settings = replace(self._settings, paused=paused)
        try:
            stored = settings_file.load(self._paths.settings).settings
            settings_file.save(self._paths.settings, replace(stored, paused=paused))
        except DesktopSearchError as error:
            logger.warning("%s", error)
        self._say()

    def _read_again(self, paths: tuple[str, ...]) -> None:
        if self._service is not None:
            self._service.indexer.try_again(paths)
            return
        now = self._board.status.progress
        self._promised = True
        self._board.note(notice=self._wishes.read_again(paths, now.phase))
        self._say(now.phase, now.problem)

    def _begin_update(self, number: int, reply: Callable[[Event], None]) -> None:
        self._wishes.update(number, reply)
        if self._service is not None:
            self._service.indexer.survey_all()

    def _finish_updates(self) -> None:
        """Everything is found by words; by meaning too, or it is known why not."""
        status = self._board.status
        if self._may_work and not self._models.loading and (status.meaning_ready or status.meaning_problem):
            self._wishes.finish_updates()

    def _use_models(self) -> None:
        """There is an index, or an encoder, that was not there before."""
        if self._models.encoder is None:
            return
        self._board.note(meaning_problem="")
        if self._service is not None:
            meaning = self._models.put_to_use(self._service)
            if meaning is not None:
                self._answer_with(meaning)
        self._say()

    def _meaning_failed(self, problem: str) -> None:
        self._board.note(meaning_problem=problem)
        self._say()

    def _answer_with(self, meaning: Meaning) -> None:
        self._queries.use_meaning(meaning)
        self._board.note(model=meaning.encoder.model, meaning_ready=True)

    def _answer_beside_another_writer(self) -> None:
        """While another program writes, this one still answers from what is there."""
        if not self._paths.database.exists():
            return
        self._queries.store_ready()
        self._board.note(words_ready=True)
        encoder = self._models.encoder
        if encoder is not None and not self._board.status.meaning_ready:
            self._answer_with(model.read_meaning(self._paths, encoder))

    def _say(self, phase: Phase | None = None, problem: str = "", *, soon: bool = False) -> None:
        """Publishes how things stand; see StatusBoard.say."""
        if self._settings.paused and self._service is not None:
            phase = phase or "paused"
        encoder = self._models.encoder
        if encoder is not None:
            self._board.note_device(encoder, self._service.learning.device_note if self._service else "")
        self._board.say(self._service, phase, problem, quiet=self._held, soon=soon)

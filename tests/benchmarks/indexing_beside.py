"""An index that is kept busy while it is asked, as the engine's own thread keeps it: files are read, then encoded."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from desktop_search.embedding.encoder import Encoder
from desktop_search.engine.precedence import Precedence, give_way
from desktop_search.engine.service import IndexService
from desktop_search.indexing.changes import ChangeQueue
from desktop_search.paths import Paths
from desktop_search.search.candidates import Meaning
from desktop_search.settings import Settings
from desktop_search.store import database, files
from tests.benchmarks import made_text


class Indexing:
    """Keeps an index busy, as the engine's own thread does: files are read, then encoded."""

    def __init__(self, paths: Paths, made: Path, encoder: Encoder, lock: Precedence) -> None:
        self._stopping = threading.Event()
        self.ready = threading.Event()
        self.meaning: Meaning | None = None
        self.pieces: list[float] = []
        self.failure: BaseException | None = None
        self._arguments = (paths, made, encoder, lock)
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join()
        if self.failure is not None:
            raise self.failure

    def _run(self) -> None:
        paths, made, encoder, lock = self._arguments
        try:
            give_way()
            with database.reading(paths.database) as db:
                # These are not there, and count as offline: their files stay.
                settings = Settings(folders=(str(made), *files.folders(db)))
            service = IndexService(paths, settings, ChangeQueue())
            self.meaning = service.use_encoder(encoder)
            self.ready.set()
            while not self._stopping.is_set():
                lock.stand_aside()
                started = time.perf_counter()
                if not service.step():
                    break
                self.pieces.append(1000 * (time.perf_counter() - started))
            service.close()
        except BaseException as error:  # noqa: BLE001 - told to the thread that waits
            self.failure = error
        finally:
            self.ready.set()


def write_files(folder: Path, taken: list[made_text.Piece], count: int) -> None:
    """Files to be indexed while queries are asked: enough to read first and to encode for the rest of the time."""
    for one in made_text.documents(taken, count, seed=99):
        text = "\n\n".join(
            "\n\n".join((*(f"## {name}" for name in heading[-1:]), said)) for heading, said, _ in one.paragraphs
        )
        (folder / one.name).write_text(f"# {one.title}\n\n{text}\n", encoding="utf-8")

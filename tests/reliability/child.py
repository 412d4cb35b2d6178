"""A program that brings an index up to date as the command line does, with the encoder that needs no model.

    python -m tests.reliability.child HOME FOLDER [--boot NAME] [--file-size BYTES] [--clock SECONDS]

Exit 0: everything is read, encoded and saved. Exit 1: one line on stderr says why not, as the program would.
"""

from __future__ import annotations

import argparse
import faulthandler
import resource
import sys
import time
from collections.abc import Callable

from desktop_search import settings as settings_file
from desktop_search.engine.service import IndexService
from desktop_search.errors import DesktopSearchError, StoreDamaged
from desktop_search.indexing.changes import ChangeQueue
from desktop_search.paths import Paths, find_paths
from desktop_search.settings import Settings
from desktop_search.store import database
from tests.fake_encoder import FakeEncoder


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("home")
    parser.add_argument("folder")
    parser.add_argument("--boot", help="the name of this run of the system, where it is not the real one")
    parser.add_argument("--file-size", type=int, help="no file may grow larger")
    parser.add_argument("--clock", type=float, default=0.0, help="how far the clock is off")
    parser.add_argument("--longest", type=float, default=0.0, help="ends after so many seconds, and says where it was")
    asked = parser.parse_args()
    if asked.longest:
        faulthandler.dump_traceback_later(asked.longest, exit=True)
    if asked.boot:
        database._boot = lambda: asked.boot  # noqa: SLF001  # the machine itself cannot be started anew
    if asked.file_size:
        resource.setrlimit(resource.RLIMIT_FSIZE, (asked.file_size, resource.RLIM_INFINITY))
    if asked.clock:
        time.time = _shifted(time.time, asked.clock)
    paths = find_paths(asked.home)
    try:
        settings = Settings(folders=(asked.folder,))
        paths.create()
        settings_file.save(paths.settings, settings)
        bring_up_to_date(paths, settings)
    except (DesktopSearchError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def bring_up_to_date(paths: Paths, settings: Settings) -> None:
    """Until nothing is left to do; a damaged store is opened once more, which mends it."""
    for last in (False, False, True):
        try:
            service = IndexService(paths, settings, ChangeQueue())
            try:
                service.use_encoder(FakeEncoder())
                while service.step():
                    pass
            except BaseException:
                service.abandon()
                raise
            service.close()
            return
        except StoreDamaged:
            if last:
                raise


def _shifted(clock: Callable[[], float], seconds: float) -> Callable[[], float]:
    return lambda: clock() + seconds


if __name__ == "__main__":
    sys.exit(main())

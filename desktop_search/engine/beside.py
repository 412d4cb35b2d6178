"""A command line beside a running engine: it asks the engine to index, since one program writes an index."""

from __future__ import annotations

from collections.abc import Callable

from desktop_search.engine import door_lines
from desktop_search.engine.client import connect
from desktop_search.engine.messages import ReloadSettings, UpdateIndex
from desktop_search.errors import EngineError
from desktop_search.paths import Paths
from desktop_search.records import Progress

_NUMBER = 1
_FIRST_STATUS = 0.2


def update_through_engine(paths: Paths, on_progress: Callable[[Progress], None]) -> bool:
    """Has the running engine read the settings again and bring the index up to date; False where none runs.

    Raises EngineError where the engine ends, or cannot go on, before it is done.
    """
    connection = connect(paths)
    if connection is None:
        return False
    with connection:
        try:
            if connection.poll(_FIRST_STATUS):
                connection.recv_bytes(door_lines.LONGEST)  # how it stood before it was asked
            connection.send_bytes(door_lines.asked(ReloadSettings()))
            connection.send_bytes(door_lines.asked(UpdateIndex(_NUMBER)))
            while True:
                event = door_lines.event_of(connection.recv_bytes(door_lines.LONGEST))
                if isinstance(event, Progress):
                    on_progress(event)
                    _check(event)
                elif event.number == _NUMBER:
                    return True
        except ValueError as error:
            raise EngineError("The running program is of another version; please start it anew.") from error
        except (EOFError, OSError) as error:
            raise EngineError("Desktop Search was closed before the index was up to date.") from error


def tell_settings(paths: Paths) -> bool:
    """Has the running engine read the settings again; False where none runs."""
    connection = connect(paths)
    if connection is None:
        return False
    with connection:
        try:
            connection.send_bytes(door_lines.asked(ReloadSettings()))
        except OSError:
            return False
    return True


def _check(progress: Progress) -> None:
    """Raises EngineError where waiting on would be waiting for ever."""
    if progress.phase == "paused":
        raise EngineError("Indexing is paused in the running program; it goes on when you resume it there.")
    if progress.phase == "stopped" and progress.problem:
        raise EngineError(progress.problem)

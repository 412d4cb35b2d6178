"""Whether files are still as the index knows them: a look at each, no reading."""

from __future__ import annotations

import os

from desktop_search.engine.aside_messages import FilesSeen, FileState, LookAtFiles

# Seconds: the time of a change is kept to fewer places on the way to the window.
_SAME = 0.002


def look_at(request: LookAtFiles) -> FilesSeen:
    """Tells of each file that is gone or was changed; one that cannot be looked at counts as it was."""
    states = ((path, _state(path, modified)) for path, modified in request.files)
    return FilesSeen(request.number, tuple((path, state) for path, state in states if state != "there"))


def _state(path: str, modified: float) -> FileState:
    try:
        changed = abs(os.stat(path).st_mtime - modified) > _SAME
    except (FileNotFoundError, NotADirectoryError):
        return "gone"
    except (OSError, ValueError):
        return "there"
    return "changed" if changed else "there"

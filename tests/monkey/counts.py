"""What a window must not gather over time: objects, timers, widgets, windows, threads and open files."""

from __future__ import annotations

import gc
import itertools
import statistics
import threading
from collections.abc import Sequence

import psutil
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtGui import QTextObject
from PySide6.QtWidgets import QApplication, QGesture

Counts = dict[str, int]
# From so many rounds on a slow leak can be told from what is made once and kept.
_MANY = 12


def count() -> Counts:
    """The counts now, after everything that is to be deleted has been."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    roots: list[QObject] = [*QApplication.topLevelWidgets()]
    application = QApplication.instance()
    if application is not None:
        roots.append(application)
    objects = {id(one): one for root in roots for one in (root, *root.findChildren(QObject))}
    process = psutil.Process()
    return {
        "objects": len(objects),
        "timers": sum(isinstance(one, QTimer) for one in objects.values()),
        "widgets": len(QApplication.allWidgets()),
        "windows": len(QApplication.topLevelWidgets()),
        # With or without a parent. Frames of texts and gestures of views were looked up above, and PySide keeps those.
        "held by Python": sum(
            isinstance(one, QObject) and not isinstance(one, (QTextObject, QGesture)) for one in gc.get_objects()
        ),
        "Python threads": threading.active_count(),
        "threads": process.num_threads(),
        "open files": process.num_fds(),
    }


def growing(rounds: Sequence[Counts]) -> dict[str, list[int]]:
    """The counts that do not come to rest, with their values after each round."""
    found = {}
    for name in rounds[0] if rounds else ():
        values = [one[name] for one in rounds]
        if _climbs(values) or _creeps(values):
            found[name] = values
    return found


def _climbs(values: Sequence[int]) -> bool:
    """Is each round above the one before, up to the last?"""
    late = values[len(values) // 3 :]
    return len(late) >= 3 and all(first < second for first, second in itertools.pairwise(late))


def _creeps(values: Sequence[int]) -> bool:
    """Is the last quarter above the whole first half, and did it come there by more than one step?

    One step is something that is made when it is first asked for.
    """
    if len(values) < _MANY:
        return False
    quarter = len(values) // 4
    early, late = max(values[: 2 * quarter]), values[2 * quarter :]
    highest = itertools.accumulate(late, max, initial=early)
    steps = sum(second > first for first, second in itertools.pairwise(highest))
    return statistics.median(values[-quarter:]) > early and steps > 1

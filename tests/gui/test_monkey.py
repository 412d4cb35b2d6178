"""The whole window pressed at random for a few seconds; `python -m tests.monkey` does the same for minutes."""

from __future__ import annotations

import os
import weakref
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from desktop_search.gui import app
from tests.monkey.counts import count, growing
from tests.monkey.run import press_at_random
from tests.monkey.session import without_dialogs

_SECONDS = float(os.environ.get("DESKTOP_SEARCH_MONKEY_SECONDS", "12"))
_SEED = int(os.environ.get("DESKTOP_SEARCH_MONKEY_SEED", "1"))


@pytest.mark.model
@pytest.mark.slow
@pytest.mark.timeout(_SECONDS * 3 + 200)
def test_pressing_at_random_breaks_nothing_and_leaves_nothing_behind(tmp_path: Path) -> None:
    found = press_at_random(tmp_path, _SECONDS, _SEED)
    assert found.wrong == ()
    assert found.actions > 100


def test_what_gathers_is_told_from_what_is_made_once() -> None:
    def of(*values: int) -> list[dict[str, int]]:
        return [{"timers": value} for value in values]

    assert growing(of(5, 6, 7, 8, 9)) == {"timers": [5, 6, 7, 8, 9]}
    assert growing(of(5, 9, 9, 9, 9)) == {}
    assert growing(of(5, 6, 7, 7, 7)) == {}
    slowly = [10 + number // 3 for number in range(24)]
    assert growing(of(*slowly)) == {"timers": slowly}
    assert growing(of(*([10, 12, 11, 12] * 6))) == {}
    # Made when first asked for, late; and gone for a while with a window that was built anew.
    assert growing(of(*[15] * 14, *[17] * 10)) == {}
    assert growing(of(*[958] * 6, *[945] * 12, *[956] * 6)) == {}
    rarely = [900] * 8 + [1430] * 8 + [1960] * 4 + [2490] * 4
    assert growing(of(*rarely)) == {"timers": rarely}


def test_views_that_were_counted_and_are_gone_count_for_nothing(application: QApplication) -> None:
    held = []
    for _ in range(3):
        area = QScrollArea()
        area.show()
        count()
        area.deleteLater()
        del area
        QCoreApplication.processEvents()
        held.append(count()["held by Python"])
    # The first of them has Qt make what all share.
    assert held[1] == held[2]


def test_what_stands_for_the_folder_dialog_keeps_no_window(application: QApplication) -> None:
    window = QWidget()
    gone = weakref.ref(window)
    with without_dialogs():
        assert app.ask_folder(window) == ""
        del window
        assert gone() is None

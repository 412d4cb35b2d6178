from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop_search.gui.desktop.closing import Closing
from desktop_search.gui.main_window import MainWindow
from tests.gui.support import Desk, wait_until


class Watched:
    """A window that is closed, and what came of it."""

    def __init__(self, window: MainWindow, keeps: str, *, tray: bool) -> None:
        self.window = window
        self.told: list[str] = []
        self.closing = Closing(lambda: keeps, lambda: tray)
        self.closing.watch(window)
        self.closing.ended.connect(lambda: self.told.append("ended"))
        self.closing.hidden.connect(lambda: self.told.append("hidden"))
        self.closing.answered.connect(lambda keep: self.told.append(f"keep {keep}"))

    def answer(self, role: QMessageBox.ButtonRole) -> None:
        question = self.closing.question
        assert question is not None
        next(one for one in question.buttons() if question.buttonRole(one) == role).click()
        wait_until(lambda: self.closing.question is None)


@pytest.fixture
def watch(desk: Desk) -> Callable[..., Watched]:
    made = []

    def make(keeps: str, *, tray: bool) -> Watched:
        made.append(Watched(desk.window, keeps, tray=tray))
        return made[-1]

    return make


def test_with_a_tray_and_the_wish_for_it_the_window_is_only_hidden(watch: Callable[..., Watched]) -> None:
    watched = watch("yes", tray=True)
    assert not watched.window.close()
    assert (watched.window.isVisible(), watched.told) == (False, ["hidden"])


@pytest.mark.parametrize(("keeps", "tray"), [("yes", False), ("ask", False), ("no", True), ("nonsense", True)])
def test_where_there_is_no_way_back_or_no_wish_closing_ends_the_program(
    watch: Callable[..., Watched], keeps: str, tray: bool
) -> None:
    watched = watch(keeps, tray=tray)
    assert watched.window.close()
    assert watched.told == ["ended"]
    assert watched.closing.question is None


def test_it_asks_once_and_keeps_what_was_said(watch: Callable[..., Watched]) -> None:
    watched = watch("ask", tray=True)
    assert not watched.window.close()
    assert watched.window.isVisible()
    watched.answer(QMessageBox.ButtonRole.AcceptRole)
    assert (watched.window.isVisible(), watched.told) == (False, ["keep True", "hidden"])


def test_the_answer_may_be_to_quit(watch: Callable[..., Watched]) -> None:
    watched = watch("ask", tray=True)
    watched.window.close()
    watched.answer(QMessageBox.ButtonRole.DestructiveRole)
    assert watched.told == ["keep False", "ended"]


def test_the_answer_may_be_not_to_close_at_all(watch: Callable[..., Watched]) -> None:
    watched = watch("ask", tray=True)
    watched.window.close()
    watched.answer(QMessageBox.ButtonRole.RejectRole)
    assert (watched.window.isVisible(), watched.told) == (True, [])


def test_to_quit_is_not_to_close(watch: Callable[..., Watched], application: QApplication) -> None:
    watched = watch("yes", tray=True)
    watched.window.quit_asked.emit()
    assert watched.window.close()
    assert watched.told == ["ended"]

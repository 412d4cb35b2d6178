"""What closing the window means: the program ends, or it stays in the tray where the person chose that, asked once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Signal, Slot
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop_search.gui.main_window import MainWindow


class Closing(QObject):
    """Watches a window. `ended` follows where the program is to end, `answered` what the person chose.

    `keeps` gives "yes", "no" or "ask", `can_hide` whether there is a tray to come back from: without one the window is
    never hidden.
    """

    ended = Signal()
    hidden = Signal()
    answered = Signal(bool)

    def __init__(self, keeps: Callable[[], str], can_hide: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._keeps = keeps
        self._can_hide = can_hide
        self._ending = False
        self._window: QWidget | None = None
        self.question: QMessageBox | None = None

    @Slot(object)
    def watch(self, window: QWidget) -> None:
        """Watches this window from now on, in place of one before."""
        if self._window is not None:
            self._window.removeEventFilter(self)
        self._window = window
        window.installEventFilter(self)
        if isinstance(window, MainWindow):
            window.quit_asked.connect(self.let_go)

    @Slot()
    def let_go(self) -> None:
        """The program ends: nothing is held back any more."""
        self._ending = True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.Close or watched is not self._window:
            return False
        keeps = self._keeps() if self._can_hide() and not self._ending else "no"
        if keeps not in ("yes", "ask"):
            self.ended.emit()
            return False
        event.ignore()
        if keeps == "yes":
            self._window.hide()
            self.hidden.emit()
        else:
            self._ask(self._window)
        return True

    def _ask(self, window: QWidget) -> None:
        if self.question is not None:
            return
        question = QMessageBox(window)
        question.setIcon(QMessageBox.Icon.Question)
        question.setWindowTitle(self.tr("Desktop Search"))
        question.setText(self.tr("Keep Desktop Search ready in the tray?"))
        question.setInformativeText(
            self.tr(
                "It then goes on reading what changes, and quick search is there at once. You can change this later."
            )
        )
        keep = question.addButton(self.tr("Keep it ready"), QMessageBox.ButtonRole.AcceptRole)
        question.addButton(self.tr("Quit"), QMessageBox.ButtonRole.DestructiveRole)
        question.setDefaultButton(keep)
        stay = question.addButton(self.tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
        question.setEscapeButton(stay)
        question.finished.connect(self._take_answer)
        self.question = question
        question.open()

    @Slot()
    def _take_answer(self) -> None:
        question, self.question = self.question, None
        if question is None:
            return
        role = question.buttonRole(question.clickedButton())
        question.deleteLater()
        if role == QMessageBox.ButtonRole.AcceptRole:
            self.answered.emit(True)
            if self._window is not None:
                self._window.hide()
            self.hidden.emit()
        elif role == QMessageBox.ButtonRole.DestructiveRole:
            self.answered.emit(False)
            self.ended.emit()

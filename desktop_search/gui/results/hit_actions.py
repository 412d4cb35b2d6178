"""What can be done with a hit: open its file, show it in its folder, copy its paragraph."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication

from desktop_search.gui.widgets.notice_bar import Matter, NoticeBar
from desktop_search.records import Hit


class Opener(Protocol):
    """Opens files, at a page or a line where it can; each call returns a sentence for the person, or nothing."""

    def open(self, name: str, page: int | None = None, line: int | None = None) -> str: ...
    def reveal(self, name: str) -> str: ...


def place_of(hit: Hit) -> tuple[int | None, int | None]:
    """The page and the line of a hit, as far as a program could open them: a slide or a cell is neither."""
    if hit.page is not None:
        return (hit.page if hit.unit == "page" else None), None
    return None, hit.line


class HitActions(QObject):
    """Each action takes a hit or None, and tells what hindered it, or what the person would not see otherwise.

    `chosen` gives the hit that the person has chosen. `acted` follows each action.
    """

    acted = Signal(object)

    def __init__(
        self, opener: Opener, notices: NoticeBar, chosen: Callable[[], Hit | None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._chosen = chosen
        self._opener = opener
        self._notices = notices

    @Slot(object)
    def open(self, hit: Hit | None) -> None:
        """Opens the hit's file."""
        if hit is not None:
            self._notices.set_notice(Matter.PASSING, self._opener.open(hit.path, *place_of(hit)))
            self.acted.emit(hit)

    @Slot(object)
    def reveal(self, hit: Hit | None) -> None:
        """Shows the hit's file in its folder."""
        if hit is not None:
            self._notices.set_notice(Matter.PASSING, self._opener.reveal(hit.path))
            self.acted.emit(hit)

    @Slot()
    def reveal_chosen(self) -> None:
        """Shows the chosen hit's file in its folder."""
        self.reveal(self._chosen())

    @Slot()
    def copy_chosen(self) -> None:
        """Copies the chosen paragraph."""
        hit = self._chosen()
        if hit is not None:
            QGuiApplication.clipboard().setText(hit.text)
            self._notices.set_notice(Matter.DONE, self.tr("The paragraph was copied."))
            self.acted.emit(hit)

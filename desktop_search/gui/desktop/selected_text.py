"""The text that is selected in whatever program, for a search of what is like it.

X11 and Wayland keep a primary selection, which is read without a trace. Elsewhere the program before is made to copy,
and what was on the clipboard is put back.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QMimeData, QObject, QTimer, Signal, SignalInstance, Slot
from PySide6.QtGui import QClipboard, QGuiApplication

from desktop_search.gui.desktop import press_copy

LONGEST = 20_000
_PATIENCE_MS = 400


class Selection(Protocol):
    """`take` is followed by `taken` with the text, perhaps an empty one, or by `withheld` where nobody is shown it."""

    @property
    def taken(self) -> SignalInstance: ...

    @property
    def withheld(self) -> SignalInstance: ...

    def take(self) -> None: ...


class PrimarySelection(QObject):
    """See Selection."""

    taken = Signal(str)
    withheld = Signal()

    @Slot()
    def take(self) -> None:
        """Reads it. The program that owns it is asked: a slow one takes its time."""
        clipboard = QGuiApplication.clipboard()
        if clipboard.supportsSelection():
            self.taken.emit(clipboard.text(QClipboard.Mode.Selection).strip()[:LONGEST])
        else:
            self.withheld.emit()


class CopiedSelection(QObject):
    """The same by way of the clipboard: `press_copy` lets the program in front copy what is selected in it."""

    taken = Signal(str)
    withheld = Signal()

    def __init__(self, press_copy: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._press_copy = press_copy
        self._before: QMimeData | None = None
        self._clipboard = QGuiApplication.clipboard()
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self._give_up)

    @Slot()
    def take(self) -> None:
        """Copies, reads, and puts back what was there; nothing selected means an empty text after a moment."""
        if self._before is not None:
            return
        self._before = copy_of(self._clipboard.mimeData())
        self._clipboard.dataChanged.connect(self._read)
        self._patience.start()
        self._press_copy()

    @Slot()
    def _read(self) -> None:
        text = self._clipboard.text()
        before = self._end()
        if before is not None:
            self._clipboard.setMimeData(before)
        self.taken.emit(text.strip()[:LONGEST])

    @Slot()
    def _give_up(self) -> None:
        self._end()
        self.taken.emit("")

    def _end(self) -> QMimeData | None:
        self._patience.stop()
        self._clipboard.dataChanged.disconnect(self._read)
        before, self._before = self._before, None
        return before


def selected_text(platform: str, parent: QObject) -> Selection:
    """The way of this desktop; `platform` is that of Qt."""
    if platform == "windows":
        return CopiedSelection(press_copy.windows(getattr(ctypes, "windll").user32), parent)  # noqa: B009 - there on Windows alone
    if platform == "cocoa":
        return CopiedSelection(press_copy.macos(ctypes.CDLL(press_copy.APPLICATION_SERVICES)), parent)
    return PrimarySelection(parent)


def copy_of(data: QMimeData | None) -> QMimeData:
    """The clipboard's contents in every format, to be put back: those that it gives end with the next copy."""
    copied = QMimeData()
    # There is none on an empty clipboard, whatever the type says.
    if data is not None:
        for name in data.formats():
            copied.setData(name, data.data(name))
    return copied

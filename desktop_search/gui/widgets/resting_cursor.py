"""The text cursor rests when nothing has been typed for a while: each blink wakes the processor and the screen."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

# As GTK does it (gtk-cursor-blink-timeout).
RESTS_AFTER_MS = 10_000


class RestingCursor(QObject):
    """Watches the field that has the focus, whichever that is. A person who wants no blinking at all has it so."""

    def __init__(self, application: QApplication, rests_after_ms: int = RESTS_AFTER_MS) -> None:
        super().__init__(application)
        self._application = application
        self._usual = application.cursorFlashTime()
        self._rest = QTimer(self, singleShot=True, interval=rests_after_ms)
        self._rest.timeout.connect(self._stop)
        application.focusChanged.connect(self._follow)
        self._follow(None, application.focusWidget())

    def close(self) -> None:
        """Watches no more, and leaves the cursor as it was found."""
        self._application.focusChanged.disconnect(self._follow)
        self._follow(self._application.focusWidget(), None)
        self._application.setCursorFlashTime(self._usual)
        self.deleteLater()

    @Slot(QWidget, QWidget)
    def _follow(self, before: QWidget | None, now: QWidget | None) -> None:
        if isinstance(before, QLineEdit):
            before.cursorPositionChanged.disconnect(self._blink)
        self._rest.stop()
        if isinstance(now, QLineEdit):
            now.cursorPositionChanged.connect(self._blink)
            self._blink()

    @Slot()
    def _blink(self) -> None:
        if self._application.cursorFlashTime() != self._usual:
            self._application.setCursorFlashTime(self._usual)
        self._rest.start()

    @Slot()
    def _stop(self) -> None:
        self._application.setCursorFlashTime(0)

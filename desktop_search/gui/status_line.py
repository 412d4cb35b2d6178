"""The line at the bottom: what is in the index and what is not, what is being done, and pause."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QWidget

from desktop_search.engine.messages import Status
from desktop_search.gui import status_words
from desktop_search.gui.widgets import icons, theme
from desktop_search.gui.widgets.labels import ElidedLabel, Label


class StatusLine(QWidget):
    """Shows a Status; asks for a pause or its end, and for the list of files where some are not found."""

    pause_asked = Signal(bool)
    files_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._status: Status | None = None
        self._stopped = False
        self._took_ms: float | None = None
        self._totals = ElidedLabel(theme.SMALL, secondary=True, parent=self)
        self._not_found = QPushButton(self)
        self._not_found.setProperty("link", True)
        self._not_found.setFont(theme.font(theme.SMALL))
        self._not_found.setToolTip(self.tr("Show these files (Ctrl+I)"))
        self._not_found.clicked.connect(self.files_asked)
        self._activity = Label("", theme.SMALL, secondary=True, parent=self)
        self._pause = QToolButton(self)
        self._pause.setAutoRaise(True)
        self._pause.setIconSize(QSize(theme.scaled(14), theme.scaled(14)))
        self._pause.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        # Its room is kept, so that the line never changes its height.
        policy = self._pause.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._pause.setSizePolicy(policy)
        self._pause.clicked.connect(self._toggle)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 12, 4)
        row.setSpacing(8)
        row.addWidget(self._totals, 1)
        row.addWidget(self._not_found)
        row.addWidget(self._activity)
        row.addWidget(self._pause)
        self._write()

    @property
    def totals(self) -> str:
        return self._totals.text()

    @property
    def activity(self) -> str:
        return self._activity.text()

    @property
    def not_found(self) -> QPushButton:
        """The button that tells how many files are not found."""
        return self._not_found

    def show_status(self, status: Status | None, stopped: bool = False) -> None:
        """Takes the newest status; None while there is no engine, `stopped` where none is going to start."""
        self._status = status
        self._stopped = stopped
        self._write()

    def show_time(self, took_ms: float | None) -> None:
        """Takes the time of the last query."""
        self._took_ms = took_ms
        self._write()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._write()

    @property
    def _paused(self) -> bool:
        return self._status is not None and self._status.progress.phase == "paused"

    def _write(self) -> None:
        told = self.tr("Stopped") if self._stopped else status_words.totals(self._status, self._took_ms)
        self._totals.setText(told)
        self._activity.setText(status_words.activity(self._status))
        told = status_words.not_found(self._status)
        self._not_found.setText(told)
        self._not_found.setVisible(bool(told))
        phase = self._status.progress.phase if self._status else "starting"
        told = self.tr("Go on reading") if self._paused else self.tr("Pause reading")
        self._pause.setToolTip(told)
        self._pause.setAccessibleName(told)
        name = "resume" if self._paused else "pause"
        self._pause.setIcon(icons.symbol(name, theme.colours(self.palette()).secondary, theme.scaled(14)))
        self._pause.setVisible(phase in ("reading", "embedding", "idle", "paused"))

    @Slot()
    def _toggle(self) -> None:
        self.pause_asked.emit(not self._paused)

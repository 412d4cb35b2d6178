"""Above the list of files: what is being done to the index, how fast, how long it will take, and pause."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop_search.engine.messages import Status
from desktop_search.gui import status_words
from desktop_search.gui.files.index_speed import IndexSpeed
from desktop_search.gui.widgets.labels import Label
from desktop_search.gui.wording import words


class IndexProgress(QWidget):
    """`pause_asked` carries whether reading is to pause."""

    pause_asked = Signal(bool)

    def __init__(self, clock: Callable[[], float] = time.monotonic, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._speed = IndexSpeed()
        self._paused = False
        self._label = Label("", wrap=True)
        self.button = QPushButton()
        self.button.clicked.connect(self._toggle)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._label, 1)
        row.addWidget(self.button)
        self.show_status(None)

    @property
    def told(self) -> str:
        """What is said."""
        return self._label.text()

    @Slot(object)
    def show_status(self, status: Status | None) -> None:
        """Takes the newest status; None while there is no engine."""
        self._speed.take(status, self._clock())
        parts = [status_words.activity(status)]
        speed = self._speed.paragraphs_a_second
        if speed is not None:
            one_place = words.locale().toString(speed, "f", 1 if speed < 10 else 0)
            parts.append(self.tr("%1 paragraphs a second").replace("%1", one_place))
        self._label.setText(" · ".join(part for part in parts if part))
        phase = status.progress.phase if status is not None else ""
        self._paused = phase == "paused"
        self.button.setText(self.tr("Go on") if self._paused else self.tr("Pause"))
        self.button.setVisible(phase in ("reading", "embedding", "idle", "paused"))

    @Slot()
    def _toggle(self) -> None:
        self.pause_asked.emit(not self._paused)

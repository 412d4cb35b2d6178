"""What is known of the chosen files, and what can be done with them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_search.engine.messages import ListedFile
from desktop_search.gui.files import files_words
from desktop_search.gui.widgets import theme
from desktop_search.gui.widgets.labels import ElidedLabel, Label
from desktop_search.gui.wording import words

_REASON_LINES = 2


class FilesDetails(QWidget):
    """Keeps its height whatever is chosen, so that the rows above stay where they are."""

    open_asked = Signal()
    reveal_asked = Signal()
    copy_asked = Signal()
    again_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path = ElidedLabel(theme.TEXT)
        self._path.setFont(theme.font(theme.TEXT, QFont.Weight.DemiBold))
        self._reason = Label("", theme.TEXT, wrap=True)
        self._reason.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.be_low(False)
        self._history = ElidedLabel(theme.SMALL, secondary=True)
        self._again = QPushButton(self.tr("Try again"))
        self._again.setToolTip(self.tr("Read the chosen files once more (Ctrl+R)"))
        self._again.clicked.connect(self.again_asked)
        self._open = QPushButton(self.tr("Open"))
        self._open.setToolTip(self.tr("Enter"))
        self._open.clicked.connect(self.open_asked)
        self._reveal = QPushButton(self.tr("Show in folder"))
        self._reveal.setToolTip(self.tr("Ctrl+Enter"))
        self._reveal.clicked.connect(self.reveal_asked)
        self._copy = QPushButton(self.tr("Copy path"))
        self._copy.setToolTip(self.tr("Ctrl+C"))
        self._copy.clicked.connect(self.copy_asked)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._history, 1)
        for button in (self._again, self._open, self._reveal, self._copy):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(4)
        column.addWidget(self._path)
        column.addWidget(self._reason)
        column.addLayout(buttons)
        self.show_files((), None)

    @property
    def words(self) -> str:
        """All that is said."""
        return "\n".join(label.text() for label in (self._path, self._reason, self._history))

    @property
    def again(self) -> QPushButton:
        return self._again

    def be_low(self, is_low: bool) -> None:
        """Makes do with one line for the reason where the window is low."""
        lines = 1 if is_low else _REASON_LINES
        self._reason.setFixedHeight(lines * self._reason.fontMetrics().lineSpacing() + 2)

    def show_files(self, chosen: Sequence[ListedFile], current: ListedFile | None) -> None:
        """Tells of one file, or of how many are chosen."""
        one = chosen[0] if len(chosen) == 1 else None
        failed = sum(file.state == "failed" for file in chosen)
        if one is not None:
            self._path.setText(words.short_path(one.path))
            self._reason.setText(files_words.with_reason(files_words.state(one.state), one.reason))
            self._history.setText(files_words.history(one))
        elif chosen:
            self._path.setText(self.tr("%1 chosen").replace("%1", words.files(len(chosen))))
            told = self.tr("%1 of them could not be read.").replace("%1", words.number(failed))
            self._reason.setText(told if failed else "")
            self._history.setText("")
        else:
            for label in (self._path, self._reason, self._history):
                label.setText("")
        self._reason.setToolTip(self._reason.text())
        self._again.setEnabled(failed > 0)
        self._open.setEnabled(current is not None)
        self._reveal.setEnabled(current is not None)
        self._copy.setEnabled(bool(chosen))

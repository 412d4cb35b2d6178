"""One setting: what it is and what it does, with its control beside that, or below it where the window is narrow."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop_search.gui.widgets import theme
from desktop_search.gui.widgets.choice_row import ChoiceRow
from desktop_search.gui.widgets.flow_row import FlowRow
from desktop_search.gui.widgets.labels import Label


class SettingsRow(QWidget):
    """`matches` tells whether words that were typed are among its own; `more` are words that are not shown."""

    def __init__(self, title: str, hint: str = "", control: QWidget | None = None, more: str = "") -> None:
        super().__init__()
        self.title = title
        self._words = " ".join((title, hint, more))
        self._control = control
        # Below this row from the beginning: without a parent, to be shown it would be a window.
        self.hint = Label(hint, theme.SMALL, secondary=True, wrap=True, parent=self)
        self.hint.setVisible(bool(hint))
        text = QVBoxLayout()
        text.setSpacing(2)
        self._title = Label(title, wrap=True)
        text.addWidget(self._title)
        text.addWidget(self.hint)
        self._box = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._box.setContentsMargins(0, 6, 0, 6)
        self._box.setSpacing(8)
        self._box.addLayout(text, 1)
        if control is not None:
            self._box.addWidget(control)

    def matches(self, words: Sequence[str]) -> bool:
        """Are all of these words, in small letters, part of what it says?"""
        own = self._words + (" " + self._control.words if isinstance(self._control, ChoiceRow) else "")
        return all(word in own.casefold() for word in words)

    def rename(self, title: str) -> None:
        """Shows another title."""
        self.title = title
        self._title.setText(title)

    def tell(self, hint: str) -> None:
        """Shows another sentence below the title."""
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))

    def minimumSizeHint(self) -> QSize:
        """As narrow as it is with the control below: it turns when it becomes so."""
        least = super().minimumSizeHint()
        width = self._control.minimumSizeHint().width() if self._control is not None else 0
        return QSize(max(width, theme.scaled(120)), least.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.turn()

    def turn(self) -> None:
        """Puts the control where there is room for it; to be called when its size has changed."""
        control = self._control
        if control is None:
            return
        beside = control.sizeHint().width() + theme.scaled(200) <= self.width()
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if isinstance(control, FlowRow):
            # In one line it is as wide as that; below the text it has the whole width and as many lines as it needs.
            wide = QSizePolicy.Policy.Fixed if beside else QSizePolicy.Policy.Ignored
            control.setSizePolicy(wide, QSizePolicy.Policy.Fixed)
        if direction != self._box.direction():
            self._box.setDirection(direction)
            self._box.setAlignment(control, Qt.AlignmentFlag.AlignVCenter if beside else Qt.AlignmentFlag(0))
        self._box.invalidate()


class SettingsSection(QWidget):
    """A title and its rows. What matches the typed words is shown; with its title all of it."""

    def __init__(self, title: str, rows: Sequence[SettingsRow], more: str = "") -> None:
        """`more` are words that find the whole section."""
        super().__init__()
        self.title = title
        self._words = f"{title} {more}".casefold()
        self._rows = list(rows)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 20, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(Label(title, theme.READING, weight=QFont.Weight.DemiBold))
        self._column.addSpacing(4)
        for row in rows:
            self._column.addWidget(row)
        self.setAccessibleName(title)

    @property
    def rows(self) -> tuple[SettingsRow, ...]:
        return tuple(self._rows)

    def add(self, row: SettingsRow, at: int | None = None) -> None:
        """Adds a row, at the end or at a place among the rows."""
        index = len(self._rows) if at is None else at
        self._rows.insert(index, row)
        self._column.insertWidget(index + 2, row)

    def drop(self, row: SettingsRow) -> None:
        """Takes a row out."""
        self._rows.remove(row)
        row.hide()
        row.deleteLater()

    def narrow(self, words: Sequence[str]) -> bool:
        """Shows only what matches; whether anything does. A row matches with the help of the section's own words."""
        whole = not words or all(word in self._words for word in words)
        left = [word for word in words if word not in self._words]
        found = False
        for row in self._rows:
            shown = whole or row.matches(left)
            row.setVisible(shown)
            found = found or shown
        self.setVisible(found or whole)
        return found or whole

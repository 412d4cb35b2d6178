"""Offers what a condition may say while it is typed: values of the index, and spans of time."""

from __future__ import annotations

from datetime import date
from typing import get_args

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QPoint, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop_search.engine.aside_messages import Counted, KnownValues, ListValues, ValueField
from desktop_search.gui.asking import chip_words, query_text
from desktop_search.gui.asking.completion import Completion
from desktop_search.gui.asking.search_box import QueryEdit
from desktop_search.gui.bridge import EngineBridge
from desktop_search.gui.results import row_words
from desktop_search.gui.results.file_kind import kind_of
from desktop_search.gui.widgets.announce import announce
from desktop_search.gui.wording import words

# Milliseconds for which the values are taken as they are.
_FRESH = 20_000
_MOST = 40
_FIELD_OF: dict[str, ValueField] = {**{one: one for one in get_args(ValueField)}, "folder": "in", "kind": "type"}


class CompletionFlow(QObject):
    """Stands between the query box, its list and the engine."""

    def __init__(self, bridge: EngineBridge, edit: QueryEdit, window: QWidget) -> None:
        super().__init__(window)
        self._bridge = bridge
        self._edit = edit
        self._window = window
        self.list = Completion(window)
        self._known: dict[ValueField, tuple[Counted, ...]] = {}
        self._age: dict[ValueField, QElapsedTimer] = {}
        self._number = 0
        self._typing: query_text.Typing | None = None
        edit.textEdited.connect(self._look)
        edit.cursorPositionChanged.connect(self._follow)
        edit.focus_changed.connect(self._take_focus)
        edit.installEventFilter(self)
        self.list.taken.connect(self._complete)
        bridge.values_listed.connect(self._take_values)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """While the list is shown some keys are its own."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or not self.list.isVisible():
            return False
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.list.list.step(1 if key == Qt.Key.Key_Down else -1)
            self._speak()
        elif key == Qt.Key.Key_Escape:
            self.list.hide()
        elif key == Qt.Key.Key_Tab or (key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.list.has_chosen):
            self.list.take()
        else:
            return False
        return True

    @Slot()
    def offer(self) -> None:
        """Offers what fits the place of the cursor."""
        self._look()

    @Slot()
    def _look(self, _: str = "") -> None:
        self._typing = query_text.typing(self._edit.text(), self._edit.cursorPosition())
        field = _FIELD_OF.get(self._typing.name) if self._typing else None
        if field is not None and self._is_old(field):
            self._number += 1
            self._age[field] = QElapsedTimer()
            self._age[field].start()
            self._bridge.send(ListValues(self._number, field))
        self._show()

    @Slot()
    def _follow(self) -> None:
        """Moving the cursor away ends it; typing is followed by `_look`."""
        if self.list.isVisible():
            found = query_text.typing(self._edit.text(), self._edit.cursorPosition())
            if found is None or self._typing is None or found.start != self._typing.start:
                self.list.hide()

    @Slot()
    def _take_focus(self) -> None:
        if not self._edit.hasFocus():
            self.list.hide()

    @Slot(object)
    def _take_values(self, event: KnownValues) -> None:
        self._known[event.field] = event.values
        if self._typing is not None and _FIELD_OF.get(self._typing.name) == event.field and self._edit.hasFocus():
            self._show()

    @Slot(str)
    def _complete(self, value: str) -> None:
        found = query_text.typing(self._edit.text(), self._edit.cursorPosition())
        if found is not None:
            text, cursor = query_text.completed(self._edit.text(), self._edit.cursorPosition(), found, value)
            self._edit.setText(text)
            self._edit.setCursorPosition(cursor)
        self._edit.setFocus()

    def _show(self) -> None:
        rows = self._rows(self._typing) if self._typing is not None else []
        box = self._edit.parentWidget() or self._edit
        start = self._edit.cursorRect().left()
        below = box.mapTo(self._window, QPoint(0, box.height() + 2))
        across = self._edit.mapTo(self._window, QPoint(start, 0)).x()
        self.list.offer(rows, QPoint(across, below.y()))

    def _rows(self, found: query_text.Typing) -> list[tuple[str, str, str]]:
        field = _FIELD_OF.get(found.name)
        if field is not None:
            offered = [(_icon(field, one), one.value, _beside(field, one)) for one in self._known.get(field, ())]
        elif found.name in query_text.DATE:
            offered = _times()
        else:
            offered = []
        begun = found.value.casefold().lstrip(".#*")
        fits = [row for row in offered if begun in row[1].casefold()]
        fits.sort(key=lambda row: not row[1].casefold().startswith(begun))
        return [] if [row[1].casefold() for row in fits] == [begun] else fits[:_MOST]

    def _is_old(self, field: ValueField) -> bool:
        return field not in self._age or self._age[field].hasExpired(_FRESH)

    def _speak(self) -> None:
        row = self.list.list.currentRow()
        if row >= 0:
            place = row_words.place_in_list(row + 1, len(self.list.values))
            announce(self._edit, f"{self.list.values[row]}, {place}")


def _icon(field: ValueField, one: Counted) -> str:
    if field == "type":
        return f"kind-{one.value}"
    return f"kind-{kind_of(f'of.{one.value}')}" if field == "ext" else "folders" if field == "in" else "tag"


def _beside(field: ValueField, one: Counted) -> str:
    count = words.number(one.count)
    return f"{chip_words.kind(one.value)} · {count}" if field == "type" else count


def _times() -> list[tuple[str, str, str]]:
    this_year = date.today().year
    spans = [("history", value, chip_words.span(value)) for value in chip_words.SPANS]
    return [*spans, *(("history", str(this_year - back), "") for back in range(4))]

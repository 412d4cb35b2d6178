"""The chips under the query box: kinds, dates, folders, and whatever else the query is limited by. One line, always."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from desktop_search.engine.aside_messages import Counted, MatchCounts
from desktop_search.gui.asking import chip_words, query_text
from desktop_search.gui.asking.query_text import DATE, FOLDER, TYPE, Part
from desktop_search.gui.widgets.chip import Chip

_SPACE, _BETWEEN, _BELOW = 4, 12, 8
_LONGEST = 32
# What the menu's entries stand for that are no value.
_ANY, _OWN = "", "\0own"


class FilterChips(QWidget):
    """Shows what a query is limited by and how many files there are of each.

    `kind_chosen` carries a kind that was pressed and whether it is added to the others ("" for all kinds);
    `folder_chosen` and `date_chosen` a value ("" for any); `own_date_asked` that one is going to be typed;
    `part_dropped` a Part.
    """

    kind_chosen = Signal(str, bool)
    folder_chosen = Signal(str)
    date_chosen = Signal(str)
    own_date_asked = Signal()
    part_dropped = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: MatchCounts | None = None
        self._text = ""
        self._all = Chip("", parent=self)
        self._kinds = [Chip(kind, parent=self) for kind in chip_words.KINDS]
        self._more = Chip("", "down", self)
        self._date = Chip("", "down", self)
        self._folder = Chip("", "down", self)
        self._others: list[Chip] = []
        self._dropped: list[Part] = []
        self._menu = QMenu(self)
        self._menu.triggered.connect(self._take_entry)
        self._menu_of: Chip | None = None
        for chip in (self._all, *self._kinds):
            chip.pressed_alone.connect(self._choose_kind)
            chip.pressed_beside.connect(self._add_kind)
        for chip in (self._more, self._date, self._folder):
            chip.setCheckable(True)
            chip.pressed_alone.connect(self._open_menu)
            chip.pressed_beside.connect(self._open_menu)
        for chip in (self._all, *self._kinds, self._more, self._date, self._folder):
            chip.step_asked.connect(self._step)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Filters"))
        self.show_query("", None)

    @property
    def chips(self) -> list[Chip]:
        """Those that are seen, in their order."""
        own = (self._all, *self._kinds, self._more, self._date, self._folder, *self._others)
        return [chip for chip in own if not chip.isHidden()]

    @property
    def menu(self) -> QMenu:
        """The menu of the chip that was pressed last."""
        return self._menu

    def show_query(self, text: str, counts: MatchCounts | None) -> None:
        """Shows what `text` is limited by, with the counts as far as they are known."""
        self._text, self._counts = text, counts
        chosen = query_text.values(text, TYPE)
        of_kind = {one.value: one.count for one in counts.types} if counts else {}
        files = counts.files if counts else 0
        self._show(self._all, self.tr("All"), files, not chosen)
        for chip in self._kinds:
            count = of_kind.get(chip.value, 0)
            self._show(chip, chip_words.kind(chip.value), count, chip.value in chosen)
            chip.setVisible(count > 0 or chip.value in chosen)
        parts = query_text.parts(text)
        dates = [part for part in parts if part.name in DATE and not part.negated]
        label = " · ".join(chip_words.dated(part) for part in dates) or self.tr("Any time")
        self._date.show_value(_short(label), "", bool(dates))
        self._date.setAccessibleName(self.tr("Date: %1").replace("%1", label))
        folders = query_text.values(text, FOLDER)
        label = " · ".join(folders) or self.tr("Any folder")
        self._folder.show_value(_short(label), "", bool(folders))
        self._folder.setAccessibleName(self.tr("Folder: %1").replace("%1", label))
        self._folder.setVisible(bool(folders) or bool(counts and counts.folders))
        known = (*FOLDER, *DATE)
        self._show_others([one for one in parts if one.negated or (one.name not in known and not self._is_kind(one))])
        self.place()

    def place(self) -> None:
        """Puts the chips into one line; kinds that have no room wait in a menu."""
        height = max(self._date.sizeHint().height(), 1)
        behind = [chip for chip in (self._date, self._folder, *self._others) if not chip.isHidden()]
        room = self.width() - sum(chip.sizeHint().width() + _SPACE for chip in behind) - _BETWEEN
        wanted = [self._all, *(chip for chip in self._kinds if self._is_wanted(chip))]
        fits = self._fitting(wanted, room)
        for chip in wanted:
            chip.setVisible(chip in fits)
        hidden = [chip for chip in wanted if chip not in fits]
        self._more.setVisible(bool(hidden))
        self._more.show_value(self.tr("More"), "", False)
        left = 0
        for chip in (*fits, *([self._more] if hidden else []), *behind):
            if behind and chip is behind[0]:
                left += _BETWEEN - _SPACE
            size = chip.sizeHint()
            at = self.width() - left - size.width() if self.isRightToLeft() else left
            chip.setGeometry(QRect(QPoint(at, 0), QSize(size.width(), height)))
            left += size.width() + _SPACE
        # Room that goes with them when they are hidden.
        self.setFixedHeight(height + _BELOW)
        self._set_stop()

    def _set_stop(self, stop: Chip | None = None) -> None:
        """One stop of the Tab key for all of them; the arrow keys go on from there."""
        chips = self.chips
        stop = stop or next((one for one in chips if one.hasFocus()), None)
        stop = stop or next((one for one in chips if one.isChecked()), self._all)
        for chip in (self._all, *self._kinds, self._more, self._date, self._folder, *self._others):
            chip.setFocusPolicy(Qt.FocusPolicy.TabFocus if chip is stop else Qt.FocusPolicy.NoFocus)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.place()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self._date.sizeHint().height() + _BELOW)

    def _show(self, chip: Chip, label: str, count: int, chosen: bool) -> None:
        chip.show_value(label, chip_words.count(count, self._counts), chosen, chip_words.files(count, self._counts))

    def _is_kind(self, part: Part) -> bool:
        return part.name in TYPE and query_text.usual(part) in chip_words.KINDS

    def _is_wanted(self, chip: Chip) -> bool:
        counted = self._counts.types if self._counts else ()
        return chip.isChecked() or any(one.value == chip.value and one.count for one in counted)

    def _fitting(self, wanted: Sequence[Chip], room: int) -> list[Chip]:
        """As many as there is room for; those that are chosen first of all."""
        widths = {chip: chip.sizeHint().width() + _SPACE for chip in wanted}
        if sum(widths.values()) <= room:
            return list(wanted)
        room -= self._more.sizeHint().width() + _SPACE
        fits = {chip for chip in wanted if chip.isChecked() or chip is self._all}
        room -= sum(widths[chip] for chip in fits)
        for chip in wanted:
            if chip not in fits and widths[chip] <= room:
                fits.add(chip)
                room -= widths[chip]
        return [chip for chip in wanted if chip in fits]

    def _show_others(self, parts: list[Part]) -> None:
        self._dropped = parts
        while len(self._others) > len(parts):
            gone = self._others.pop()
            gone.hide()
            gone.deleteLater()
        while len(self._others) < len(parts):
            chip = Chip("", "clear", self)
            chip.pressed_alone.connect(self._drop_part)
            chip.pressed_beside.connect(self._drop_part)
            chip.step_asked.connect(self._step)
            self._others.append(chip)
        for chip, part in zip(self._others, parts, strict=True):
            label = ("-" if part.negated else "") + query_text.written(part.name, part.value)
            chip.show_value(_short(label), "", True, self.tr("press to take it out"))
            chip.show()

    @Slot()
    def _choose_kind(self) -> None:
        self.kind_chosen.emit(self._pressed().value, False)

    @Slot()
    def _add_kind(self) -> None:
        self.kind_chosen.emit(self._pressed().value, True)

    @Slot()
    def _drop_part(self) -> None:
        place = self._others.index(self._pressed())
        self.part_dropped.emit(self._dropped[place])

    @Slot(int)
    def _step(self, step: int) -> None:
        chips = self.chips
        place = chips.index(self._pressed()) + step
        if 0 <= place < len(chips):
            self._set_stop(chips[place])
            chips[place].setFocus(Qt.FocusReason.TabFocusReason)

    def _pressed(self) -> Chip:
        chip: QObject = self.sender()
        return chip if isinstance(chip, Chip) else self._all

    @Slot()
    def _open_menu(self) -> None:
        chip = self._menu_of = self._pressed()
        self._menu.clear()
        if chip is self._more:
            for one in self._kinds:
                if one.isHidden() and self._is_wanted(one):
                    self._add_entry(one.text(), one.value, False, one.count)
        elif chip is self._date:
            self._add_values(self.tr("Any time"), chip_words.SPANS, query_text.values(self._text, DATE))
        else:
            folders = [one.value for one in self._counts.folders] if self._counts else []
            self._add_values(self.tr("Any folder"), folders, query_text.values(self._text, FOLDER))
        self._menu.popup(chip.mapToGlobal(chip.rect().bottomLeft() + QPoint(0, 2)))

    def _add_values(self, any_of_them: str, values: Sequence[str], chosen: Sequence[str]) -> None:
        is_date = self._menu_of is self._date
        self._add_entry(any_of_them, _ANY, not chosen)
        listed: tuple[Counted, ...] = ()
        if self._counts:
            listed = self._counts.dates if is_date else self._counts.folders
        of_value = {one.value: one.count for one in listed}
        for value in dict.fromkeys((*values, *chosen)):
            count = chip_words.count(of_value[value], self._counts) if value in of_value else ""
            self._add_entry(chip_words.span(value) if is_date else value, value, value in chosen, count)
        if is_date:
            self._menu.addSeparator()
            self._add_entry(self.tr("Other dates…"), _OWN, False)

    def _add_entry(self, label: str, value: str, chosen: bool, count: str = "") -> None:
        entry = QAction(f"{label}\t{count}" if count else label, self._menu)
        entry.setData(value)
        entry.setCheckable(True)
        entry.setChecked(chosen)
        self._menu.addAction(entry)

    @Slot(QAction)
    def _take_entry(self, entry: QAction) -> None:
        value = str(entry.data())
        if self._menu_of is self._more:
            self.kind_chosen.emit(value, False)
        elif self._menu_of is self._folder:
            self.folder_chosen.emit(value)
        elif value == _OWN:
            self.own_date_asked.emit()
        else:
            self.date_chosen.emit(value)


def _short(label: str) -> str:
    """A label that leaves room for others; its end tells most of a folder."""
    return label if len(label) <= _LONGEST else f"…{label[1 - _LONGEST :]}"

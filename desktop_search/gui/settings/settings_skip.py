"""What is left out, in the settings: hidden files, .gitignore, large files, and patterns with what they would skip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QTimer, Signal, Slot
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QLineEdit, QPushButton, QWidget

from desktop_search.engine.settings_messages import RulePreview
from desktop_search.gui.settings.settings_row import SettingsRow, SettingsSection
from desktop_search.gui.widgets import theme
from desktop_search.gui.widgets.check_box import CheckBox
from desktop_search.gui.widgets.number_box import NumberBox
from desktop_search.gui.wording import words
from desktop_search.settings import Settings

translate = QCoreApplication.translate
_TRY_AFTER_MS = 250
_LARGEST_MB = 100_000
# No pattern is empty.
TYPED = ""


class Megabytes(NumberBox):
    """A number of megabytes. The wheel scrolls the page, unless the number has the focus."""

    def __init__(self) -> None:
        super().__init__()
        self.setRange(1, _LARGEST_MB)
        self.setSuffix(translate("Settings", " MB"))
        # Not a new setting with each digit.
        self.setKeyboardTracking(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class SkipSection(SettingsSection):
    """`changed` carries new values and a sentence; `try_asked` (name, before, after) what is to be previewed."""

    changed = Signal(object, str)
    try_asked = Signal(str, object, object)

    def __init__(self) -> None:
        self._hidden, self._ignored, self._size = CheckBox(), CheckBox(), Megabytes()
        hidden = SettingsRow(
            translate("Settings", "Leave out hidden files"),
            translate("Settings", "Those whose names begin with a dot, or that the system hides."),
            self._hidden,
        )
        ignored = SettingsRow(
            translate("Settings", "Leave out what .gitignore files leave out"),
            translate("Settings", "Below a folder under version control."),
            self._ignored,
        )
        size = SettingsRow(
            translate("Settings", "Largest file"),
            translate("Settings", "Files above this size are left out."),
            self._size,
            more=translate("Settings", "limit megabytes big"),
        )
        self.edit = QLineEdit()
        self.add_button = QPushButton(translate("Settings", "Add"))
        field = QWidget()
        line = QHBoxLayout(field)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.edit, 1)
        line.addWidget(self.add_button)
        self._typed = SettingsRow(translate("Settings", "Leave out by a pattern"), _explained(), field)
        more = translate("Settings", "skip exclude ignore rules")
        super().__init__(translate("Settings", "What is left out"), (hidden, ignored, size, self._typed), more)
        for box, title in ((self._hidden, hidden), (self._ignored, ignored)):
            box.setAccessibleName(title.title)
            box.clicked.connect(self._take_boxes)
        self._size.setAccessibleName(size.title)
        self._size.valueChanged.connect(self._take_size)
        self.edit.setPlaceholderText(translate("Settings", "*.bak, Drafts/, /Archive/2019/"))
        self.edit.setAccessibleName(translate("Settings", "Pattern of what is left out"))
        self.edit.setMinimumSize(theme.scaled(200), theme.scaled(28))
        self.edit.setFont(theme.font(theme.TEXT))
        self.edit.textChanged.connect(self._typing)
        self.edit.returnPressed.connect(self._add)
        self.add_button.clicked.connect(self._add)
        self._removers = QButtonGroup(self)
        self._removers.buttonClicked.connect(self._remove)
        self._patterns: dict[str, SettingsRow] = {}
        self._settings = Settings()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_TRY_AFTER_MS)
        self._timer.timeout.connect(self._try)
        self._typing()

    @property
    def pattern_rows(self) -> dict[str, SettingsRow]:
        """The rows of the person's own patterns."""
        return self._patterns

    @property
    def told(self) -> str:
        """What is said about the pattern that is being typed."""
        return self._typed.hint.text()

    def show_settings(self, settings: Settings) -> None:
        """Shows what is chosen; what each pattern leaves out is asked for when the patterns have changed."""
        self._settings = settings
        self._hidden.setChecked(settings.skip_hidden)
        self._ignored.setChecked(settings.use_gitignore)
        blocked = self._size.blockSignals(True)
        self._size.setValue(settings.max_file_mb)
        self._size.blockSignals(blocked)
        wanted = tuple(dict.fromkeys(settings.skip_patterns))
        if tuple(self._patterns) != wanted:
            for row in self._patterns.values():
                self.drop(row)
            for button in self._removers.buttons():
                self._removers.removeButton(button)
            self._patterns = {}
            for pattern in wanted:
                self._add_row(pattern)

    def try_all(self) -> None:
        """Asks what each of the patterns leaves out; to be called when the page is shown and when they change."""
        for pattern in self._patterns:
            others = tuple(one for one in self._settings.skip_patterns if one != pattern)
            self.try_asked.emit(pattern, replace(self._settings, skip_patterns=others), self._settings)

    def show_preview(self, preview: RulePreview) -> None:
        """Says what a pattern leaves out, or would."""
        if preview.name == TYPED:
            if self._typing_now:
                self._typed.tell(_would(preview, self._settings.folders))
        elif preview.name in self._patterns:
            self._patterns[preview.name].tell(_does(preview, self._settings.folders))

    @property
    def _typing_now(self) -> str:
        return self.edit.text().strip()

    def _add_row(self, pattern: str) -> None:
        button = QPushButton(translate("Settings", "Remove"))
        button.setAccessibleName(translate("Settings", "Remove %1").replace("%1", pattern))
        button.setProperty("pattern", pattern)
        self._removers.addButton(button)
        row = SettingsRow(pattern, translate("Settings", "Looking…"), button)
        self._patterns[pattern] = row
        self.add(row)

    @Slot()
    def _typing(self) -> None:
        self.add_button.setEnabled(bool(self._typing_now))
        if self._typing_now:
            self._typed.tell(translate("Settings", "Looking…"))
            self._timer.start()
        else:
            self._typed.tell(_explained())

    @Slot()
    def _try(self) -> None:
        if self._typing_now:
            after = replace(self._settings, skip_patterns=(*self._settings.skip_patterns, self._typing_now))
            self.try_asked.emit(TYPED, self._settings, after)

    @Slot()
    def _add(self) -> None:
        pattern = self._typing_now
        if not pattern:
            return
        self.edit.clear()
        patterns = tuple(dict.fromkeys((*self._settings.skip_patterns, pattern)))
        told = translate("Settings", "“%1” leaves files out now.").replace("%1", pattern)
        self.changed.emit({"skip_patterns": patterns}, told)

    @Slot(QAbstractButton)
    def _remove(self, button: QAbstractButton) -> None:
        pattern = str(button.property("pattern"))
        patterns = tuple(one for one in self._settings.skip_patterns if one != pattern)
        told = translate("Settings", "“%1” leaves nothing out any more.").replace("%1", pattern)
        self.changed.emit({"skip_patterns": patterns}, told)

    @Slot()
    def _take_boxes(self) -> None:
        hidden, ignored = self._hidden.isChecked(), self._ignored.isChecked()
        told = _told_of_hidden(hidden) if hidden != self._settings.skip_hidden else _told_of_ignored(ignored)
        self.changed.emit({"skip_hidden": hidden, "use_gitignore": ignored}, told)

    @Slot(int)
    def _take_size(self, megabytes: int) -> None:
        told = translate("Settings", "Files above %1 MB are left out.").replace("%1", words.number(megabytes))
        self.changed.emit({"max_file_mb": megabytes}, told)


def _explained() -> str:
    return translate("Settings", "Written as in a .gitignore file; what it would leave out is counted as you type.")


def _told_of_hidden(left_out: bool) -> str:
    if left_out:
        return translate("Settings", "Hidden files are left out.")
    return translate("Settings", "Hidden files are found too.")


def _told_of_ignored(left_out: bool) -> str:
    if left_out:
        return translate("Settings", "What .gitignore files leave out is left out.")
    return translate("Settings", "What .gitignore files leave out is found too.")


def _would(preview: RulePreview, roots: Sequence[str]) -> str:
    """What a pattern would change."""
    return _told(
        preview,
        roots,
        cut=translate("Settings", "Your folders hold too many files to count what it would leave out."),
        lost=translate("Settings", "It would leave out %1: %2"),
        won=translate("Settings", "It would bring back %1: %2"),
        nothing=translate("Settings", "It would leave out nothing."),
    )


def _does(preview: RulePreview, roots: Sequence[str]) -> str:
    """What a pattern changes now."""
    return _told(
        preview,
        roots,
        cut=translate("Settings", "Your folders hold too many files to count what it leaves out."),
        lost=translate("Settings", "Leaves out %1: %2"),
        won=translate("Settings", "Brings back %1: %2"),
        nothing=translate("Settings", "Leaves out nothing now."),
    )


def _told(preview: RulePreview, roots: Sequence[str], *, cut: str, lost: str, won: str, nothing: str) -> str:
    if preview.cut:
        return cut
    if not preview.final:
        return translate("Settings", "Looking…")
    told, count = (lost, preview.lost) if preview.lost else (won, preview.won)
    if not count:
        return nothing
    return told.replace("%2", _examples(preview, count, roots)).replace("%1", words.files(count))


def _examples(preview: RulePreview, count: int, roots: Sequence[str]) -> str:
    places = (f"{words.place(path, roots)}/{words.folder_name(path)}" for path in preview.examples)
    names = ", ".join(words.breakable(place) for place in places)
    return names if count <= len(preview.examples) else f"{names}, …"

"""The settings, found by typing: a field that narrows the rows, and below it one section for each matter."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFont, QHideEvent, QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop_search.engine.messages import Status
from desktop_search.gui import key_table
from desktop_search.gui.asking.search_box import SearchBox
from desktop_search.gui.settings import settings_general
from desktop_search.gui.settings.settings_desktop import DesktopSection
from desktop_search.gui.settings.settings_folders import FoldersSection
from desktop_search.gui.settings.settings_model import ModelSection
from desktop_search.gui.settings.settings_privacy import PrivacySection
from desktop_search.gui.settings.settings_row import SettingsRow, SettingsSection
from desktop_search.gui.settings.settings_skip import SkipSection
from desktop_search.gui.widgets import theme
from desktop_search.gui.widgets.back_button import BackButton
from desktop_search.gui.widgets.labels import Ground, Hairline, Label
from desktop_search.settings import Settings

translate = QCoreApplication.translate
_WIDEST = 720


class SettingsPage(Ground):
    """Shows Settings; `changed` carries new values by field and a sentence about them."""

    changed = Signal(object, str)
    undo_asked = Signal()
    keys_asked = Signal()
    close_asked = Signal()
    shown = Signal()
    hidden = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.filter = SearchBox(self.tr("Find a setting"), theme.TEXT)
        self.filter.edit.setAccessibleName(self.tr("Find a setting"))
        self._back = BackButton()
        self._nothing = Label("", secondary=True, wrap=True)
        self.folders = FoldersSection()
        self.skip = SkipSection()
        self.model = ModelSection()
        self.appearance = settings_general.appearance()
        self.language = settings_general.language()
        self.resources = settings_general.resources()
        self.desktop = DesktopSection()
        self.privacy = PrivacySection()
        self._keys_button = QPushButton(
            self.tr("Show them over the window (%1)").replace("%1", key_table.native("Shift+F1"))
        )
        self._choices = (self.appearance, self.language, self.resources, self.desktop)
        self._sections: tuple[SettingsSection, ...] = (
            *(self.folders, self.skip, self.model, *self._choices),
            *(self.privacy, _keys(self._keys_button)),
        )
        self._area = QScrollArea()
        self._following = QTimer(self, singleShot=True, interval=0)
        self._following.timeout.connect(self._follow)
        self._revealed = ""
        self._arrange()
        self._connect()
        self._narrow()

    @property
    def sections(self) -> tuple[SettingsSection, ...]:
        return self._sections

    def show_settings(self, settings: Settings) -> None:
        """Shows what is chosen."""
        self.folders.show_folders(settings.folders)
        for section in (self.skip, self.model, *self._choices, self.privacy):
            section.show_settings(settings)
        self._narrow()

    def show_status(self, status: Status) -> None:
        """Shows what the engine tells."""
        self.folders.show_states(status.folders)
        self.model.show_status(status)

    @property
    def focused(self) -> str:
        """The object name of the control that has the focus; nothing for one without a name."""
        return next((one.objectName() for one in self.findChildren(QPushButton) if one.hasFocus()), "")

    def reveal(self, name: str) -> None:
        """Gives the focus to the control of this object name and brings it into view; for a window that was rebuilt."""
        self._revealed = name
        # Once the page is shown and laid out.
        self._following.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A field in which nothing was typed lets the key through to the settings.
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        empty = isinstance(watched, QLineEdit) and not watched.isUndoAvailable()
        if empty and event.matches(QKeySequence.StandardKey.Undo):
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        if text.isprintable() and text.strip():
            self.filter.type_on(text)
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.filter.focus_query()
            self.shown.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self.privacy.withdraw()
            self.hidden.emit()

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Label(self.tr("Settings"), theme.TITLE, weight=QFont.Weight.DemiBold))
        head.addStretch(1)
        head.addWidget(self._back)
        top = QWidget()
        column = QVBoxLayout(top)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.filter)
        rows = QWidget()
        column = QVBoxLayout(rows)
        column.setContentsMargins(24, 0, 24, 24)
        column.setSpacing(0)
        column.addWidget(self._nothing)
        for section in self._sections:
            column.addWidget(section)
        column.addStretch(1)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(_in_the_middle(rows))
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        head_and_filter = _in_the_middle(top)
        # So wide is the scroll bar below: the lines begin at the same place.
        head_and_filter.setContentsMargins(0, 0, self._area.verticalScrollBar().sizeHint().width(), 0)
        page.addWidget(head_and_filter)
        page.addWidget(Hairline())
        page.addWidget(self._area, 1)

    def _connect(self) -> None:
        self._back.clicked.connect(self.close_asked)
        self._keys_button.clicked.connect(self.keys_asked)
        self.filter.edit.textChanged.connect(self._narrow)
        self.filter.edit.escape_pressed.connect(self.filter.clear_or_leave)
        self.filter.left.connect(self.close_asked)
        self.filter.edit.step_asked.connect(self._step)
        for section in (self.skip, self.model, *self._choices, self.privacy):
            section.changed.connect(self.changed)
        undo = QShortcut(QKeySequence("Ctrl+Z"), self)
        undo.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        undo.activated.connect(self.undo_asked)
        for edit in self.findChildren(QLineEdit):
            edit.installEventFilter(self)

    @Slot()
    def _follow(self) -> None:
        control = self.findChild(QPushButton, self._revealed) if self._revealed else None
        if control is not None:
            control.setFocus(Qt.FocusReason.OtherFocusReason)
            self._area.ensureWidgetVisible(control, 0, theme.scaled(80))

    @Slot()
    def _narrow(self) -> None:
        typed = self.filter.edit.text().casefold().split()
        found = [section.narrow(typed) for section in self._sections]
        self._nothing.setVisible(not any(found))
        told = self.tr("No setting is called “%1”.").replace("%1", self.filter.edit.text().strip())
        self._nothing.setText(told)

    @Slot(int)
    def _step(self, by: int) -> None:
        """Down goes on to the first control below."""
        if by > 0:
            self.focusNextChild()


def _keys(button: QPushButton) -> SettingsSection:
    """What key does what."""
    shortcuts = translate("Settings", "keyboard shortcuts")
    rows: list[SettingsRow] = [SettingsRow(translate("Settings", "All keys"), "", button, shortcuts)]
    for title, entries in key_table.groups():
        rows += [SettingsRow(one.does, "", Label(one.told, secondary=True), f"{title} {one.told}") for one in entries]
    return SettingsSection(translate("Settings", "Keys"), rows, shortcuts)


def _in_the_middle(inner: QWidget) -> QWidget:
    """As wide as lines can be read, in the middle of a wide window."""
    inner.setMaximumWidth(theme.scaled(_WIDEST))
    holder = QWidget()
    middle = QHBoxLayout(holder)
    middle.setContentsMargins(0, 0, 0, 0)
    middle.addStretch(1)
    middle.addWidget(inner, 100)
    middle.addStretch(1)
    return holder


def section_titles(sections: Sequence[SettingsSection]) -> tuple[str, ...]:
    """The titles of those that are shown."""
    return tuple(section.title for section in sections if not section.isHidden())

"""The icon in the tray: search, pause, progress, settings, quit. Where the desktop has no tray there is none."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from desktop_search.engine.messages import SetPaused, Status
from desktop_search.gui import status_words
from desktop_search.gui.bridge import EngineBridge
from desktop_search.gui.widgets import icons


class Tray(QObject):
    """`show` puts the icon there; the signals follow its menu."""

    window_asked = Signal()
    quick_asked = Signal()
    settings_asked = Signal()
    quit_asked = Signal()

    def __init__(self, bridge: EngineBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._status: Status | None = None
        self._stopped = False
        self._icon: QSystemTrayIcon | None = None
        self.menu = QMenu()
        self._entries: dict[str, QAction] = {}
        for name, asked in (
            ("search", self.window_asked.emit),
            ("quick", self.quick_asked.emit),
            ("progress", None),
            ("pause", self._toggle_pause),
            ("settings", self.settings_asked.emit),
            ("quit", self.quit_asked.emit),
        ):
            if name in ("progress", "quit"):
                self.menu.addSeparator()
            entry = self.menu.addAction("")
            self._entries[name] = entry
            if asked is None:
                entry.setEnabled(False)
            else:
                entry.triggered.connect(asked)
        self.tell_again()
        bridge.status_changed.connect(self._take_status)
        bridge.engine_went_down.connect(self._take_engine_down)

    @property
    def is_there(self) -> bool:
        """Can the person see it? The desktop's tray may come and go."""
        return self._icon is not None and self._icon.isVisible() and QSystemTrayIcon.isSystemTrayAvailable()

    def entry(self, name: str) -> QAction:
        """An entry of the menu: search, quick, progress, pause, settings or quit."""
        return self._entries[name]

    def show(self) -> None:
        """Puts the icon into the tray; where there is none yet, it comes with it."""
        if self._icon is None:
            self._icon = QSystemTrayIcon(icons.application_icon(), self)
            self._icon.setContextMenu(self.menu)
            self._icon.activated.connect(self._activated)
            self._tell(self._entries["progress"].text())
        self._icon.show()

    def hide(self) -> None:
        """Takes it out again."""
        if self._icon is not None:
            self._icon.hide()

    def close(self) -> None:
        self.hide()
        self.menu.deleteLater()

    @Slot()
    def tell_again(self) -> None:
        """Writes every text anew, in the language that is spoken now."""
        for name, told in (
            ("search", self.tr("Open the window")),
            ("quick", self.tr("Quick search")),
            ("settings", self.tr("Settings")),
            ("quit", self.tr("Quit Desktop Search")),
        ):
            self._entries[name].setText(told)
        self._show_status()

    @property
    def _paused(self) -> bool:
        return self._status is not None and self._status.progress.phase == "paused"

    @Slot(object)
    def _take_status(self, status: Status) -> None:
        self._status, self._stopped = status, False
        self._show_status()

    @Slot(object)
    def _take_engine_down(self, event: object) -> None:
        self._status, self._stopped = None, True
        self._show_status()

    def _show_status(self) -> None:
        self._entries["pause"].setText(self.tr("Resume reading") if self._paused else self.tr("Pause reading"))
        self._entries["pause"].setEnabled(self._status is not None)
        if self._stopped:
            self._tell(self.tr("The search has stopped"))
        else:
            self._tell(status_words.activity(self._status) or self.tr("Starting"))

    def _tell(self, activity: str) -> None:
        entry = self._entries["progress"]
        if entry.text() != activity:
            entry.setText(activity)
        if self._icon is not None:
            self._icon.setToolTip(f"Desktop Search\n{activity}")

    @Slot()
    def _toggle_pause(self) -> None:
        self._bridge.send(SetPaused(not self._paused))

    @Slot(QSystemTrayIcon.ActivationReason)
    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in (QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick):
            self.window_asked.emit()

"""What can be done to a window at random: clicks on its controls, keys, text, the wheel, other sizes."""

from __future__ import annotations

import random
from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QMenu, QWidget

from desktop_search.gui.main_window import MainWindow

_KEY, _CONTROL = Qt.Key, Qt.KeyboardModifier.ControlModifier
_SHIFT, _ALT, _NONE = (
    Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.NoModifier,
)  # fmt: skip
# Not Ctrl+Q: the window is to stay.
_KEYS = (
    *((key, _NONE) for key in (
        _KEY.Key_Down, _KEY.Key_Up, _KEY.Key_PageDown, _KEY.Key_PageUp, _KEY.Key_Home, _KEY.Key_End, _KEY.Key_Left,
        _KEY.Key_Right, _KEY.Key_Return, _KEY.Key_Escape, _KEY.Key_Tab, _KEY.Key_Backspace, _KEY.Key_Delete,
        _KEY.Key_Space, _KEY.Key_F1, _KEY.Key_F3, _KEY.Key_Slash,
    )),
    *((key, _CONTROL) for key in (
        _KEY.Key_K, _KEY.Key_L, _KEY.Key_D, _KEY.Key_H, _KEY.Key_Comma, _KEY.Key_I, _KEY.Key_R, _KEY.Key_C, _KEY.Key_A,
        _KEY.Key_V, _KEY.Key_X, _KEY.Key_Z, _KEY.Key_P, _KEY.Key_S, _KEY.Key_F, _KEY.Key_B, _KEY.Key_Return,
        _KEY.Key_Plus, _KEY.Key_Minus, _KEY.Key_0, _KEY.Key_Home, _KEY.Key_End,
    )),
    *((key, _CONTROL | _SHIFT) for key in (_KEY.Key_C, _KEY.Key_R, _KEY.Key_Z, _KEY.Key_D, _KEY.Key_S)),
    *((key, _SHIFT) for key in (_KEY.Key_F3, _KEY.Key_Tab, _KEY.Key_Left, _KEY.Key_Right)),
    *((_KEY(_KEY.Key_1 + number), _ALT) for number in range(9)),
)  # fmt: skip
_TEXTS = (
    "apple", "how do i rename a note", "ext:md ", "type:pdf tax", '"apple pie" -tart', "in:travel", "heating", "2025",
    "before:2025-05 invoice", "zzzz", "ä ß 北京", "\u202eabc\u200b\u200d", "'; DROP", "((((", '"', "-", "a" * 300, "*",
    "file:",
)  # fmt: skip
_SIZES = (QSize(800, 600), QSize(1200, 760), QSize(560, 400), QSize(1600, 900))


class Actions:
    """One of them at a time; `avoided` says which control must not be touched."""

    def __init__(self, chance: random.Random, avoided: Callable[[MainWindow], set[QWidget]]) -> None:
        self._chance = chance
        self._avoided = avoided
        self._all: tuple[tuple[Callable[[MainWindow], str], int], ...] = (
            (self._click, 8), (self._key, 8), (self._type, 5), (self._row, 4), (self._wheel, 2), (self._hover, 2),
            (self._resize, 1),
        )  # fmt: skip

    def act(self, window: MainWindow) -> str:
        """Does something to the window, or to what it has opened; says what."""
        actions, weights = zip(*self._all, strict=True)
        return str(self._chance.choices(actions, weights)[0](window))

    def _click(self, window: MainWindow) -> str:
        top = _top(window)
        if isinstance(top, QMenu):
            entries = [one for one in top.actions() if one.isEnabled() and not one.isSeparator()]
            if not entries:
                top.close()
                return "closed an empty menu"
            entry = self._chance.choice(entries)
            QTest.mouseClick(top, Qt.MouseButton.LeftButton, _NONE, top.actionGeometry(entry).center())
            return f"menu {entry.text()!r}"
        found = [one for one in _controls(top) if one not in self._avoided(window)]
        if not found:
            return "no control"
        control = self._chance.choice(found)
        told = _told(control)
        QTest.mouseClick(control, Qt.MouseButton.LeftButton, _NONE, self._point(control))
        return f"click {told}"

    def _key(self, window: MainWindow) -> str:
        key, modifier = self._chance.choice(_KEYS)
        top = _top(window)
        target = top.focusWidget() or top
        # A button that must not be clicked must not be pressed either.
        if target in self._avoided(window):
            key, modifier = _KEY.Key_Escape, _NONE
        told = f"key {modifier.name} {key.name} to {_told(target)}"
        QTest.keyClick(target, key, modifier)
        return told

    def _type(self, window: MainWindow) -> str:
        text = self._chance.choice(_TEXTS)
        top = _top(window)
        target = top.focusWidget() or top
        if target in self._avoided(window):
            return "nothing"
        told = f"type {text!r} to {_told(target)}"
        for letter in text[: self._chance.randint(1, len(text))]:
            # As an input method types: QTest knows the letters of one keyboard only.
            QApplication.sendEvent(target, QKeyEvent(QEvent.Type.KeyPress, 0, _NONE, letter))
        return told

    def _row(self, window: MainWindow) -> str:
        views = [one for one in _top(window).findChildren(QAbstractItemView) if one.isVisible()]
        if not views:
            return "no rows"
        view = self._chance.choice(views)
        told, place = _told(view), self._point(view.viewport())
        click = QTest.mouseDClick if self._chance.random() < 0.3 else QTest.mouseClick
        click(view.viewport(), Qt.MouseButton.LeftButton, _NONE, place)
        return f"row of {told}"

    def _wheel(self, window: MainWindow) -> str:
        top = _top(window)
        place = self._point(top)
        target = top.childAt(place) or top
        if target in self._avoided(window):
            return "nothing"
        turn = QPoint(0, self._chance.choice((-600, -120, 120, 600)))
        local, wide = QPointF(target.mapFrom(top, place)), QPointF(top.mapToGlobal(place))
        event = QWheelEvent(
            local, wide, QPoint(), turn, Qt.MouseButton.NoButton, _NONE, Qt.ScrollPhase.NoScrollPhase, False
        )
        told = _told(target)
        QApplication.sendEvent(target, event)
        return f"wheel over {told}"

    def _hover(self, window: MainWindow) -> str:
        QTest.mouseMove(window, self._point(window))
        return "hover"

    def _resize(self, window: MainWindow) -> str:
        size = self._chance.choice(_SIZES)
        window.resize(size)
        return f"resize to {size.width()} x {size.height()}"

    def _point(self, widget: QWidget) -> QPoint:
        """A point of what can be seen of it."""
        seen = widget.visibleRegion().boundingRect()
        if seen.isEmpty():
            seen = widget.rect()
        return QPoint(
            self._chance.randint(seen.left(), max(seen.left(), seen.right())),
            self._chance.randint(seen.top(), max(seen.top(), seen.bottom())),
        )


def _top(window: MainWindow) -> QWidget:
    """What takes the input: an open menu, a dialog, or the window."""
    return QApplication.activePopupWidget() or QApplication.activeModalWidget() or window


def _controls(top: QWidget) -> list[QWidget]:
    """What can be clicked: buttons, and all that takes the focus."""
    return [
        one
        for one in top.findChildren(QWidget)
        if one.isVisible()
        and one.isEnabled()
        and (isinstance(one, QAbstractButton) or one.focusPolicy() & Qt.FocusPolicy.ClickFocus)
        and not one.visibleRegion().isEmpty()
    ]


def _told(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return f"{type(widget).__name__} {widget.accessibleName() or text or widget.objectName()!r}"

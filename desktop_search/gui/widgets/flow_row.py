"""A row of widgets that goes on in the next line where the window is narrow."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QWidget


class FlowRow(QWidget):
    """Places its widgets from where lines begin, and asks for the height that its width needs."""

    def __init__(self, spacing: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spacing = spacing
        self._widgets: list[QWidget] = []
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def add(self, widget: QWidget) -> None:
        """Adds a widget at the end."""
        widget.setParent(self)
        self._widgets.append(widget)
        if self.isVisible():
            # A child that comes later is not shown by itself.
            widget.show()
        self.place()

    def drop(self, widget: QWidget) -> None:
        """Takes a widget out."""
        self._widgets.remove(widget)
        widget.hide()
        widget.deleteLater()
        self.place()

    def place(self) -> None:
        """Places the widgets anew; to be called when one of them has another size."""
        corner, line = QPoint(0, 0), 0
        for widget in self._shown:
            size = _size(widget)
            if corner.x() and corner.x() + size.width() > self.width():
                corner = QPoint(0, corner.y() + line + self._spacing)
                line = 0
            widget.setGeometry(QStyle.visualRect(self.layoutDirection(), self.rect(), QRect(corner, size)))
            corner.setX(corner.x() + size.width() + self._spacing)
            line = max(line, size.height())
        self.setFixedHeight(corner.y() + line)

    @property
    def _shown(self) -> list[QWidget]:
        """Those that nobody has hidden: a widget counts as hidden too before its window is shown for the first time."""
        asked = Qt.WidgetAttribute.WA_WState_ExplicitShowHide
        return [widget for widget in self._widgets if not (widget.isHidden() and widget.testAttribute(asked))]

    def sizeHint(self) -> QSize:
        """All of them in one line."""
        sizes = [_size(widget) for widget in self._shown]
        width = sum(size.width() for size in sizes) + self._spacing * max(0, len(sizes) - 1)
        return QSize(width, max((size.height() for size in sizes), default=0))

    def minimumSizeHint(self) -> QSize:
        return QSize(max((_size(widget).width() for widget in self._shown), default=0), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.place()


def _size(widget: QWidget) -> QSize:
    return widget.sizeHint().expandedTo(widget.minimumSize())

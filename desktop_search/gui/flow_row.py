"""A row of widgets that goes on in the next line where the window is narrow."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget


class FlowRow(QWidget):
    """Places its widgets from the left, and asks for the height that its width needs."""

    def __init__(self, spacing: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spacing = spacing
        self._widgets: list[QWidget] = []
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def add(self, widget: QWidget) -> None:
        """Adds a widget at the end."""
        widget.setParent(self)
        self._widgets.append(widget)
        self.place()

    def place(self) -> None:
        """Places the widgets anew; to be called when one of them has another size."""
        corner, line = QPoint(0, 0), 0
        for widget in self._widgets:
            size = widget.sizeHint()
            if corner.x() and corner.x() + size.width() > self.width():
                corner = QPoint(0, corner.y() + line + self._spacing)
                line = 0
            widget.setGeometry(QRect(corner, size))
            corner.setX(corner.x() + size.width() + self._spacing)
            line = max(line, size.height())
        self.setFixedHeight(corner.y() + line)

    def minimumSizeHint(self) -> QSize:
        return QSize(max((widget.sizeHint().width() for widget in self._widgets), default=0), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.place()

"""The few symbols, drawn from SVG files in the palette's colours."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap, QTransform
from PySide6.QtSvg import QSvgRenderer

_RATIOS = (1, 2, 3)
_ALONG_LINES = frozenset({"back", "more-closed"})


def symbol(name: str, colour: QColor, size: int = 16) -> QIcon:
    """A one-colour symbol at `size` logical pixels, sharp on screens of up to three times the density.

    Where lines begin on the right, what points along them is mirrored.
    """
    turned = name in _ALONG_LINES and QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
    return _symbol(name, colour.name(), size, turned)


def application_icon() -> QIcon:
    """The program's own icon."""
    icon = QIcon()
    for size in (16, 24, 32, 48, 64, 128, 256):
        icon.addPixmap(_draw(_read("desktop-search"), size, 1))
    return icon


def nothing() -> QIcon:
    """An empty icon, where a button keeps its room."""
    return QIcon()


@lru_cache(maxsize=128)
def _symbol(name: str, colour: str, size: int, turned: bool) -> QIcon:
    source = _read(name).replace("currentColor", colour)
    icon = QIcon()
    for ratio in _RATIOS:
        pixmap = _draw(source, size, ratio)
        icon.addPixmap(pixmap.transformed(QTransform().scale(-1, 1)) if turned else pixmap)
    return icon


def _read(name: str) -> str:
    return resources.files("desktop_search.gui").joinpath("icons", f"{name}.svg").read_text(encoding="utf-8")


def _draw(source: str, size: int, ratio: int) -> QPixmap:
    pixmap = QPixmap(size * ratio, size * ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(source.encode())).render(painter, QRectF(0, 0, size * ratio, size * ratio))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap

"""The few symbols, drawn from SVG files in the palette's colours."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

_RATIOS = (1, 2, 3)


def symbol(name: str, colour: QColor, size: int = 16) -> QIcon:
    """A one-colour symbol at `size` logical pixels, sharp on screens of up to three times the density."""
    return _symbol(name, colour.name(), size)


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
def _symbol(name: str, colour: str, size: int) -> QIcon:
    source = _read(name).replace("currentColor", colour)
    icon = QIcon()
    for ratio in _RATIOS:
        icon.addPixmap(_draw(source, size, ratio))
    return icon


def _read(name: str) -> str:
    return resources.files(__package__).joinpath("icons", f"{name}.svg").read_text(encoding="utf-8")


def _draw(source: str, size: int, ratio: int) -> QPixmap:
    pixmap = QPixmap(size * ratio, size * ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(source.encode())).render(painter, QRectF(0, 0, size * ratio, size * ratio))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap

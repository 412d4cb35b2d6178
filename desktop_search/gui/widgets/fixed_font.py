"""The font of code: the system's one of fixed width, in the size that is asked for."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase

from desktop_search.gui.widgets import theme


def fixed_font(beside: QFont, size: int) -> QFont:
    """The fixed font at `size` pixels, with the weight of the one beside it."""
    font = QFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).families())
    font.setStyleHint(QFont.StyleHint.Monospace)
    font.setPixelSize(theme.scaled(size))
    font.setWeight(beside.weight())
    return font

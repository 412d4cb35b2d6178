#!/usr/bin/env python3
"""Draws the program's icon in every size that desktops ask for: packaging/icons.py FOLDER, a hicolor tree in it."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QRectF
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

NAME = "org.desktopsearch.DesktopSearch"
SOURCE = Path(__file__).resolve().parent.parent / "resources" / "icons" / "desktop-search.svg"
SIZES = (16, 22, 24, 32, 48, 64, 96, 128, 256, 512)


def draw(folder: Path) -> None:
    """Writes hicolor/SIZExSIZE/apps/NAME.png for each size, and the drawing itself as scalable."""
    renderer = QSvgRenderer(str(SOURCE))
    for size in SIZES:
        image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(0)
        painter = QPainter(image)
        renderer.render(painter, QRectF(0, 0, size, size))
        painter.end()
        target = folder / "hicolor" / f"{size}x{size}" / "apps"
        target.mkdir(parents=True, exist_ok=True)
        if not image.save(str(target / f"{NAME}.png")):
            raise OSError(f"{target} cannot be written")
    scalable = folder / "hicolor" / "scalable" / "apps"
    scalable.mkdir(parents=True, exist_ok=True)
    shutil.copy(SOURCE, scalable / f"{NAME}.svg")


if __name__ == "__main__":
    application = QGuiApplication([])
    draw(Path(sys.argv[1]))

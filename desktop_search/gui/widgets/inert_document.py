"""A text document that loads nothing, neither from the network nor from the disk."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextDocument


class InertDocument(QTextDocument):
    """A document that has nothing but what was put into it: Qt's own would read a local file that is named in it."""

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Nothing is ever loaded: a document's text must not reach for files or for the network."""
        return None

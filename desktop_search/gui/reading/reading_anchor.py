"""What must not move on the screen: a place of the document, while more text comes and the window changes its size."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QTextEdit

from desktop_search.gui.reading.reading_builder import root_frame
from desktop_search.gui.reading.reading_map import ReadingMap, Span

# Where a place is brought to, as a share of the height, it is no lower than this: however high the heading above it is.
_LOWEST = 0.5
# A place of the document, and how many pixels below the upper edge of the window it stands.
Held = tuple[int, float]


class Anchor:
    """Brings places of the document to where they are wanted in a QTextEdit, and keeps them there. Heights are pixels.

    What was brought into place stays until the person scrolls. The text may begin below the upper edge, so that a place
    near its beginning need not move when more comes above it.
    """

    def __init__(self, edit: QTextEdit) -> None:
        self._edit = edit
        self.map = ReadingMap()
        # While this is so, it is not the person who scrolls.
        self.is_settling = False
        self._aim: Held | None = None
        self._top = 0.0

    @contextlib.contextmanager
    def settling(self) -> Iterator[None]:
        """The text is changed meanwhile, which moves it."""
        before, self.is_settling = self.is_settling, True
        try:
            yield
        finally:
            self.is_settling = before

    def begin(self) -> None:
        """The text is built anew."""
        self._top = 0.0

    def let_go(self) -> None:
        """The person has scrolled, or another document comes: no place has to stay any more."""
        self._aim = None

    def shift(self, moved: int) -> None:
        """The place that stays stands so much later in the document now."""
        self._aim = None if self._aim is None else (self._aim[0] + moved, self._aim[1])

    def go_to(self, offset: int, top: float) -> None:
        """Brings a place to `top` pixels below the upper edge, with room; until the person scrolls it stays."""
        self._aim = (offset, round(top))
        self.put(self._aim_now(self._aim))

    def hold(self, place: Span | None) -> Held | None:
        """What must not move: where a place was brought to, else `place` if it is in sight, else the upper edge."""
        if self._aim is not None:
            return self._aim_now(self._aim)
        view = self._edit.viewport()
        if place is not None and self.map.spans(*place):
            top = self.top_of(place[0])
            if top is not None and -view.height() < top < view.height():
                return place[0], top
        offset = self.map.offset(self._edit.cursorForPosition(view.rect().topLeft()).position())
        top = self.top_of(offset) if offset is not None else None
        return None if offset is None or top is None else (offset, top)

    def put_back(self, held: Held | None) -> None:
        """After the window has changed: what was held, unless a place was brought to where it belongs."""
        held = held if self._aim is None else self._aim_now(self._aim)
        if held is not None:
            self.put(held)

    def put(self, held: Held) -> None:
        """Scrolls so that a place stands where it did; the text gets a margin where it is too short for that."""
        offset, top = held
        position = self.map.position(offset)
        if position is None:
            return
        with self.settling():
            lacking = top - (self.y(position) - self._top)
            self._set_margins(max(0.0, lacking))
            bar = self._edit.verticalScrollBar()
            wanted = round(self.y(position) - top)
            if wanted > bar.maximum():
                self._set_margins(self._top, wanted - bar.maximum())
            bar.setValue(wanted)
        self._edit.viewport().update()

    def top_of(self, offset: int) -> float | None:
        """How far below the upper edge of the window a place of the document stands; None where it is not shown."""
        position = self.map.position(offset)
        return None if position is None else self.y(position) - self._edit.verticalScrollBar().value()

    def y(self, position: int, *, is_bottom: bool = False) -> float:
        """Where a character stands in the whole text, from its beginning."""
        document = self._edit.document()
        cursor = QTextCursor(document)
        cursor.setPosition(min(position, document.characterCount() - 1))
        rect = self._edit.cursorRect(cursor)
        return (rect.bottom() if is_bottom else rect.top()) + self._edit.verticalScrollBar().value()

    def _aim_now(self, aim: Held) -> Held:
        return aim[0], min(aim[1], round(_LOWEST * self._edit.viewport().height()))

    def _set_margins(self, top: float, bottom: float = 0.0) -> None:
        frame = root_frame(self._edit.document())
        format_ = frame.frameFormat()
        if (format_.topMargin(), format_.bottomMargin()) != (top, bottom):
            format_.setTopMargin(top)
            format_.setBottomMargin(bottom)
            frame.setFrameFormat(format_)
        self._top = top

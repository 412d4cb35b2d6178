"""What the tokens of RTF mean: groups that inherit and give back their state, destinations, paragraphs.

A group `{...}` inherits the state of the one around it. Its first word may make it a destination: its text goes
elsewhere (a note, a box, the title) or nowhere (a picture, what begins with \\* and is not known here).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from desktop_search.documents.building.builder import Builder
from desktop_search.documents.building.flow import Flow, Item, tidy
from desktop_search.documents.characters.symbols import shifted
from desktop_search.documents.office.ooxml import Properties
from desktop_search.documents.office.word_styles import PLAIN
from desktop_search.documents.rtf.heads import HEADS, Heads
from desktop_search.documents.rtf.tables import Tables
from desktop_search.documents.rtf.tokens import DEFAULT_ENCODING, Font, Token, decoded, encoding_of_page, joined
from desktop_search.documents.rtf.words import (
    BOXES,
    CHARACTERS,
    ENDS,
    FACTS,
    LABELS,
    MARGINS,
    NOTES,
    SIGNS,
    State,
    goes_nowhere,
    turned,
)
from desktop_search.errors import DocumentError

_DEEPEST = 5_000
_TOO_DEEP = "It is nested too deeply."
_DATE_PARTS = ("yr", "mo", "dy", "hr", "min")


@dataclass(slots=True)
class _Place:
    """Where paragraphs are collected: the text, a note, a box, a margin."""

    tables: Tables
    parts: list[str] = field(default_factory=list)
    label: list[str] = field(default_factory=list)
    after: list[Item] = field(default_factory=list)
    after_table: list[Item] = field(default_factory=list)
    mark: str = ""


class Reader:
    """Takes the tokens one after the other; `finish` writes what is left and gives the document's properties."""

    def __init__(self, builder: Builder) -> None:
        self._builder = builder
        self._flow = Flow(builder)
        self._state = State()
        self._stack: list[tuple[State, str]] = []
        self._opened = ""
        self._is_first = False
        self._has_star = False
        self._bytes = bytearray()
        self._to_skip = 0
        self._encoding = DEFAULT_ENCODING
        self._default_font = -1
        self._heads = Heads()
        self._facts: dict[str, list[str]] = {}
        self._date: dict[str, int] = {}
        self._title = ""
        self._notes = 0
        self._margins: dict[str, None] = {}
        self._places = [_Place(Tables(self._flow))]
        self.is_done = False

    def take(self, token: Token) -> None:
        """The next token. Raises DocumentError where groups are nested too deeply."""
        kind = token.kind
        if kind == "open":
            self._flush()
            if len(self._stack) >= _DEEPEST:
                raise DocumentError(_TOO_DEEP)
            self._stack.append((self._state, self._opened))
            self._opened, self._is_first, self._has_star, self._to_skip = "", True, False, 0
        elif kind == "close":
            self._flush()
            self._close_group()
        elif self._state.goes_to == "nowhere":
            return
        elif kind == "text":
            self._is_first = False
            data = token.data[self._to_skip :]
            self._to_skip = max(0, self._to_skip - len(token.data))
            self._bytes += data
        elif kind == "byte":
            self._is_first = False
            if self._to_skip:
                self._to_skip -= 1
            else:
                self._bytes += token.data
        elif kind == "word":
            self._flush()
            self._word(token.name, token.number)
        else:
            self._flush()
            self._sign(token.name)

    def finish(self) -> Properties:
        """Writes what is left; the file may have ended in the middle."""
        self._flush()
        while self._stack and len(self._places) > 1:
            self._close_group()
        if self._state.goes_to == "text":
            self._end_paragraph()
        self._places[0].tables.go_to(0)
        self._write_after(self._places[0])
        self._write_margins()
        self._flow.finish()
        facts = {name: " ".join(joined(parts).split()) for name, parts in self._facts.items()}
        year, month, day, hour, minute = (self._date.get(name, 0) for name in _DATE_PARTS)
        date = f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:00" if year else ""
        tags = tuple(tag for word in facts.get("keywords", "").replace(";", ",").split(",") if (tag := word.strip()))
        return Properties(facts.get("title") or self._title, facts.get("author", ""), date, "", tags)

    def _close_group(self) -> None:
        if self._opened:
            self._leave(self._opened)
        if self._stack:
            self._state, self._opened = self._stack.pop()
        self._is_first, self._to_skip = False, 0
        self.is_done = not self._stack

    def _flush(self) -> None:
        """The bytes that were collected, as text."""
        if self._bytes:
            font = self._heads.fonts.get(self._state.font, Font())
            self._say(decoded(bytes(self._bytes), font, self._encoding))
            self._bytes.clear()

    def _say(self, text: str) -> None:
        """Text goes where the state says."""
        state = self._state
        if state.goes_to == "text":
            if not (state.is_hidden or state.is_deleted):
                self._places[-1].parts.append(shifted(text, state.shift) if state.shift else text)
        elif state.goes_to == "label":
            self._places[-1].label.append(text)
        elif state.goes_to in FACTS:
            self._facts.setdefault(state.goes_to, []).append(text)
        elif state.goes_to in HEADS:
            self._heads.say(text)

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._has_star = self._is_first
            return
        self._is_first = False
        if sign in "\r\n":
            self._end_paragraph()
        elif sign in SIGNS:
            self._say(SIGNS[sign])

    def _word(self, name: str, number: int | None) -> None:
        if self._is_first and self._enter(name):
            self._is_first = False
            return
        self._is_first = False
        if name == "u" and number is not None:
            code = number + 0x10000 if number < 0 else number
            self._say(chr(code) if 0 < code < 0x110000 else "")
            self._to_skip = self._state.skipped_after_unicode
        elif name in CHARACTERS:
            if self._to_skip:
                self._to_skip -= 1
            else:
                self._say(CHARACTERS[name])
        elif self._state.goes_to == "text" and self._structure(name):
            return
        elif self._state.goes_to in HEADS:
            self._heads.word(name, number)
        elif self._state.goes_to == "creatim":
            self._date[name] = number or 0
        elif name in ("ansi", "mac", "pc", "pca", "ansicpg"):
            page = {"ansi": 1252, "mac": 10000, "pc": 437, "pca": 850}.get(name, number)
            self._encoding = encoding_of_page(page) or self._encoding
        elif name == "deff":
            self._default_font = number or 0
        else:
            self._state = turned(self._state, name, number, self._default_font)

    def _structure(self, name: str) -> bool:
        """Words that end paragraphs, cells and rows."""
        tables = self._places[-1].tables
        if name in ENDS:
            self._end_paragraph()
        elif name in ("cell", "nestcell"):
            depth = 1 if name == "cell" else max(2, self._state.table_depth)
            self._end_paragraph(depth)
            tables.end_cell(depth)
        elif name in ("row", "nestrow"):
            tables.end_row(1 if name == "row" else max(2, self._state.table_depth))
        else:
            return False
        return True

    def _enter(self, name: str) -> bool:
        """Does this first word make the group a destination?"""
        has_star, self._has_star = self._has_star, False
        goes_to = self._state.goes_to
        if name in NOTES or name in BOXES or name in MARGINS:
            self._begin(name)
        elif name in LABELS:
            self._state = replace(self._state, goes_to="label")
        elif name in ("fonttbl", "stylesheet", "info", "upr"):
            self._heads.begin(name)
            self._state = replace(self._state, goes_to=name)
        elif name == "creatim" or (name in FACTS and (goes_to == "info" or name == "atnauthor")):
            self._facts.pop(name, None)
            self._state = replace(self._state, goes_to=name)
        elif name == "ud" and goes_to == "upr":
            self._state = replace(self._state, goes_to="text")
        elif goes_nowhere(name, has_star):
            self._state = replace(self._state, goes_to="nowhere")
        else:
            return False
        return True

    def _begin(self, kind: str) -> None:
        """A note, a box or a margin begins."""
        if kind == "footnote":
            self._notes += 1
            mark = f"[{self._notes}]"
            self._places[-1].parts.append(mark)
        else:
            author = " ".join("".join(self._facts.pop("atnauthor", [])).split()) if kind == "annotation" else ""
            mark = f"Comment by {author}:" if author else "Comment:"
        self._opened = kind
        self._flow.open_box()
        self._places.append(_Place(Tables(self._flow), mark=mark))
        self._state = State(font=self._default_font, skipped_after_unicode=self._state.skipped_after_unicode)

    def _leave(self, kind: str) -> None:
        """What `_begin` began ends."""
        self._end_paragraph()
        place = self._places[-1]
        place.tables.go_to(0)
        self._write_after(place)
        self._places.pop()
        items = self._flow.close_box()
        text = "\n".join(item.text for item in items)
        outer = self._places[-1]
        if kind in MARGINS:
            self._margins.update((line, None) for line in text.split("\n") if any(map(str.isalpha, line)))
        elif kind in BOXES:
            outer.after += items
        elif text:
            outer.after.append(Item(f"{place.mark} {text}", "quote"))

    def _end_paragraph(self, depth: int | None = None) -> None:
        place = self._places[-1]
        depth = self._state.table_depth if depth is None else depth
        raw = joined(place.parts)
        text, label = tidy(raw), tidy(joined(place.label))
        place.parts, place.label = [], []
        if len(self._places) == 1 and text:
            self._write_margins()
        if text or depth == 0:
            place.tables.go_to(depth)
        if depth == 0:
            self._write_after(place, only_table=True)
        style = self._heads.styles.get(self._state.style, PLAIN)
        level = self._state.level if self._state.level is not None else style.level or 0
        if text and style.is_title and not self._title:
            self._title = " ".join(text.split())
        if text and level:
            self._flow.add(f"{label} {text}".strip() if label[:1].isalnum() else text, "heading", level)
        elif text and label:
            self._flow.add(f"{'  ' * self._state.list_level}{label} {text}", "list")
        elif style.kind == "code" and depth == 0:
            self._flow.add(raw.rstrip(), "code")
        elif text:
            self._flow.add(text)
        if depth == 0:
            self._write_after(place)
        else:
            place.after_table += place.after
            place.after = []

    def _write_after(self, place: _Place, only_table: bool = False) -> None:
        items, place.after_table = place.after_table, []
        if not only_table:
            items, place.after = items + place.after, []
        self._flow.extend(items)

    def _write_margins(self) -> None:
        """Headers and footers stand before the text where they come before it in the file, as they usually do."""
        if self._margins and len(self._places) == 1:
            self._builder.block("\n".join(self._margins), "metadata")
            self._margins = {}

"""The manual as blocks: read from `manual_LANGUAGE.md`, which becomes both the page in the program and the man page.

Markdown with headings, paragraphs, lists of one level, code, tables of two columns, and links to headings. A heading of
the second level begins a section and has a name, `## Asking {#asking}`; links lead to these names. A paragraph that is
nothing but `{keys}` stands for the table of keys, which the program itself binds its keys by; a key in running text is
`<kbd>Ctrl+I</kbd>`, as Qt names it on every system. The title is for those who open the file, and no block. No Qt here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any, Literal

import pyromark

LANGUAGES = ("en", "de")
KEYS = "{keys}"
_OPTIONS = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_HEADING_ATTRIBUTES

Look = Literal["plain", "code", "strong", "key"]
# A group of keys: its title, and for each row the keys and what they do.
KeyGroup = tuple[str, Sequence[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one look; `link` is the name of the heading that it leads to, or nothing."""

    text: str
    look: Look = "plain"
    link: str = ""


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One block. `level` and `name` are those of a heading, `rows` those of a table, of which the first is its head."""

    kind: Literal["heading", "text", "item", "code", "table"]
    runs: Runs = ()
    level: int = 0
    name: str = ""
    rows: tuple[tuple[Runs, ...], ...] = ()

    @property
    def text(self) -> str:
        """The text without looks."""
        return "".join(run.text for run in self.runs)


def read(language: str, keys: Sequence[KeyGroup]) -> tuple[Block, ...]:
    """The manual in one of LANGUAGES, with these keys in it."""
    file = resources.files("desktop_search.gui.manual").joinpath(f"manual_{language}.md")
    return parse(file.read_text(encoding="utf-8"), keys)


def parse(markdown: str, keys: Sequence[KeyGroup] = ()) -> tuple[Block, ...]:
    """The blocks of a text in the Markdown described above."""
    blocks: list[Block] = []
    for block in _Parser().blocks(markdown):
        blocks += _key_blocks(keys) if block.text == KEYS else [block]
    return tuple(blocks)


def sections(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The headings that begin a section."""
    return tuple(block for block in blocks if block.kind == "heading" and block.level == 2)


def _key_blocks(groups: Sequence[KeyGroup]) -> Iterator[Block]:
    for title, rows in groups:
        yield Block("heading", (Run(title),), level=3)
        # The head of this table would say what everybody sees.
        yield Block("table", rows=((), *(((Run(keys, "code"),), (Run(does),)) for keys, does in rows)))


class _Parser:
    """Follows the events of pyromark; what is open is what the next text belongs to."""

    def __init__(self) -> None:
        self._runs: list[Run] = []
        self._look: Look = "plain"
        self._link = ""
        self._name = ""
        self._level = 0
        self._in_item = False
        self._cells: list[Runs] = []
        self._rows: list[tuple[Runs, ...]] = []

    def blocks(self, markdown: str) -> Iterator[Block]:
        events: Iterable[Any] = pyromark.events(markdown, options=_OPTIONS)
        for event in events:
            if isinstance(event, str):
                self._text(" ")
                continue
            (kind, value), *_ = event.items()
            if kind == "Text":
                self._text(value)
            elif kind == "Code":
                self._text(value, "code")
            elif kind == "InlineHtml":
                self._html(value)
            elif kind == "Start":
                self._start(value)
            elif kind == "End":
                yield from self._end(value if isinstance(value, str) else next(iter(value)))

    def _text(self, text: str, look: Look | None = None) -> None:
        self._runs.append(Run(text, look or self._look, self._link))

    def _html(self, tag: str) -> None:
        if tag not in ("<kbd>", "</kbd>"):
            raise ValueError(f"the manual has no room for this: {tag}")
        self._look = "key" if tag == "<kbd>" else "plain"

    def _start(self, tag: Any) -> None:
        name, value = (tag, {}) if isinstance(tag, str) else next(iter(tag.items()))
        if name == "Heading":
            self._level, self._name = int(value["level"][1]), value["id"] or ""
        elif name == "Link":
            self._link = value["dest_url"].removeprefix("#")
        elif name == "Strong":
            self._look = "strong"
        elif name == "Item":
            self._in_item = True
        elif name == "Table":
            self._rows = []
        elif name not in ("Paragraph", "List", "CodeBlock", "TableHead", "TableRow", "TableCell"):
            raise ValueError(f"the manual has no room for this: {name}")

    def _end(self, name: str) -> Iterator[Block]:
        if name == "Link":
            self._link = ""
        elif name == "Strong":
            self._look = "plain"
        elif name == "Heading":
            heading = Block("heading", self._taken(), level=self._level, name=self._name)
            if heading.level > 1:
                yield heading
        elif name == "Item":
            self._in_item = False
            yield Block("item", self._taken())
        elif name == "Paragraph" and not self._in_item:
            yield Block("text", self._taken())
        elif name == "CodeBlock":
            yield Block("code", self._taken())
        elif name == "TableCell":
            self._cells.append(self._taken())
        elif name in ("TableHead", "TableRow"):
            self._rows.append(tuple(self._cells))
            self._cells = []
        elif name == "Table":
            yield Block("table", rows=tuple(self._rows))

    def _taken(self) -> Runs:
        runs, self._runs = tuple(self._runs), []
        return runs

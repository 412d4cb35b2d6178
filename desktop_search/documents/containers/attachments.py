"""Files inside a file, read by their own readers and put below their names; what cannot be read is told at the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from desktop_search.documents.building.builder import Builder
from desktop_search.documents.building.facts import one_line
from desktop_search.documents.registry import has_reader
from desktop_search.documents.source import Source
from desktop_search.errors import DocumentError
from desktop_search.records import Block, Document

_MOST_NOTES = 5
_LATE = "Not all files in it were read: it takes too long."
_NAMELESS = "Attachment"
# What a file is called where its name does not say what it is.
_SUFFIXES = {
    "text/plain": ".txt",
    "text/html": ".html",
    "text/markdown": ".md",
    "text/csv": ".csv",
    "text/rtf": ".rtf",
    "application/rtf": ".rtf",
    "application/pdf": ".pdf",
    "application/x-pdf": ".pdf",
    "application/zip": ".zip",
    "application/x-zip-compressed": ".zip",
    "application/epub+zip": ".epub",
    "application/vnd.ms-outlook": ".msg",
    "application/vnd.ms-excel": ".xls",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "application/vnd.oasis.opendocument.presentation": ".odp",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
}


class Attachments:
    """Reads files of one source into its builder; `finish` says which of them could not be read."""

    def __init__(self, source: Source, builder: Builder) -> None:
        self._source = source
        self._builder = builder
        self._no_reader: list[str] = []
        self._failed: list[str] = []
        self._told: list[str] = []

    def add(
        self, name: str, content: Callable[[], bytes], kind: str = "", below: tuple[str, ...] = (), message: int = 0
    ) -> None:
        """Reads one file. `content` gives its bytes, and is asked only where they are wanted.

        `kind` is its content type, `below` are the headings that it stands under, `message` counts the message of a
        mailbox that it belongs to.
        """
        name = one_line(name) or _NAMELESS
        if self._builder.is_full:
            return
        if self._source.is_late:
            self._builder.note(_LATE)
            return
        suffixed = name if has_reader(name) else name + _SUFFIXES.get(kind, "")
        if not has_reader(suffixed):
            self._no_reader.append(name)
            return
        try:
            document = self._source.read_part(suffixed, content())
        except DocumentError as error:
            self._failed.append(f"{name}: {error}")
            return
        if document.note:
            self._told.append(f"{name}: {document.note}")
        embed(self._builder, name, document, below, message)

    def finish(self) -> None:
        """Notes what was not read, a few files by name."""
        if self._no_reader:
            self._builder.note(f"Not read, as there is no reader for this type: {_some(self._no_reader)}.")
        for sentence in (self._failed + self._told)[:_MOST_NOTES]:
            self._builder.note(sentence)
        if len(self._failed) > _MOST_NOTES:
            self._builder.note(f"{len(self._failed):,} files in it could not be read.")


def embed(builder: Builder, name: str, document: Document, below: tuple[str, ...] = (), message: int = 0) -> None:
    """Adds a document below `name` and its own title, which its text need not hold; its note is left out."""
    title = document.title
    own = (title,) if title and title != name and not _says(document, title) else ()
    path = (*below, name, *own)
    path = tuple(one for one in path if one)

    def placed(block: Block) -> Block:
        page, unit = (message, "message") if message and block.page is None else (block.page, block.unit)
        return replace(block, heading=(*path[1:], *block.heading), page=page, unit=unit)

    blocks = tuple(map(placed, document.blocks))
    builder.embed(path[0] if path else "", replace(document, blocks=blocks, note=""))


def _says(document: Document, title: str) -> bool:
    """Does the title stand in the document as a heading, or in its text?"""
    return title in document.text or any(title in block.heading for block in document.blocks[:1])


def _some(names: list[str]) -> str:
    shown = ", ".join(names[:_MOST_NOTES])
    return f"{shown} and {len(names) - _MOST_NOTES:,} more" if len(names) > _MOST_NOTES else shown

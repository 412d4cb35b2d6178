"""What must hold for every document and its paragraphs, whatever the file was."""

from __future__ import annotations

import os
import re

from desktop_search.documents.reading.reader import read
from desktop_search.documents.registry import reader_for
from desktop_search.documents.source import Limits, Source
from desktop_search.documents.splitting.paragraphs import split
from desktop_search.records import Document, Paragraph


def parse_as(name: str, content: bytes, limits: Limits | None = None) -> Document:
    """The reader for files of this name, on these bytes; parts inside the file are not read."""
    reader = reader_for(name)
    assert reader is not None
    return reader.parse(Source(content, name, limits or Limits()))


def read_file(path: str | os.PathLike[str], limits: Limits | None = None) -> Document:
    """One real file through the same door as in the program: parts inside it are read."""
    document = read(path, limits).document
    assert document is not None
    return document


def check_document(document: Document) -> None:
    """Blocks are in order, do not overlap, and are stripped."""
    position = 0
    for block in document.blocks:
        assert position <= block.start < block.end <= len(document.text)
        piece = document.text[block.start : block.end]
        assert piece == piece.strip()
        position = block.end


def check_paragraphs(document: Document) -> list[Paragraph]:
    """Exact offsets, right lines, right order, nothing lost and nothing twice; returns the paragraphs."""
    check_document(document)
    text = document.text
    paragraphs = split(document)
    position = 0
    for paragraph in paragraphs:
        assert paragraph.start >= position
        assert paragraph.text == text[paragraph.start : paragraph.end] == paragraph.text.strip() != ""
        if document.lined:
            assert paragraph.line == 1 + len(re.findall(r"\r\n?|\n", text[: paragraph.start]))
        assert paragraph.passage.endswith(paragraph.text)
        position = paragraph.end
    in_blocks = offsets(document, [(block.start, block.end) for block in document.blocks])
    assert in_blocks <= offsets(document, [(paragraph.start, paragraph.end) for paragraph in paragraphs])
    return paragraphs


def offsets(document: Document, spans: list[tuple[int, int]]) -> set[int]:
    """The offsets inside `spans` that hold no white space."""
    return {at for start, end in spans for at in range(start, end) if not document.text[at].isspace()}

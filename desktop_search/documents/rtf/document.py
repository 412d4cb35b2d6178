"""RTF: text, headings, lists, tables, notes, comments, headers and footers.

tokens -> Reader (groups with their state, paragraphs) -> Flow -> Builder
"""

from __future__ import annotations

from desktop_search.documents.building.builder import Builder
from desktop_search.documents.rtf.reader import Reader
from desktop_search.documents.rtf.tokens import tokens
from desktop_search.documents.source import Source
from desktop_search.errors import DocumentError
from desktop_search.records import Document

_LATE = "It takes too long to read; only the beginning was read."
_CUT_OFF = "The file is cut off; what is there was read."
_EMPTY = "The document holds no text."
_LOOK_EVERY = 4096


def parse(source: Source) -> Document:
    """Reads one RTF file. Raises DocumentError where it is none or is nested too deeply."""
    content = source.content.lstrip(b"\xef\xbb\xbf \t\r\n")
    if content.startswith(b"{\\pard"):  # a part of a file, as converters write it where they are asked for no more
        content = b"{\\rtf1 " + content + b"}"
    if not content.startswith(b"{\\rtf"):
        raise DocumentError("This is not an RTF file.")
    builder = Builder(source.limits)
    reader = Reader(builder)
    for count, token in enumerate(tokens(content)):
        if count % _LOOK_EVERY == 0 and source.is_late:
            builder.note(_LATE)
            break
        reader.take(token)
        if reader.is_done or builder.is_full:
            break
    else:
        builder.note(_CUT_OFF)
    facts = reader.finish()
    if builder.is_empty:
        builder.note(_EMPTY)
    return builder.finish(facts.title, facts.author, facts.date, facts.language, facts.tags)

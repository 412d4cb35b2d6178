"""Lightweight markup other than Markdown, and LaTeX: each kind has its own module; the suffix tells which it is."""

from __future__ import annotations

from desktop_search.documents.source import Source
from desktop_search.documents.text import asciidoc, latex, org, restructured
from desktop_search.records import Document

_READERS = {
    ".org": org.parse,
    ".adoc": asciidoc.parse,
    ".asciidoc": asciidoc.parse,
    ".tex": latex.parse,
    ".latex": latex.parse,
    ".ltx": latex.parse,
}


def parse(source: Source) -> Document:
    """The file's own text as blocks under its headings. Raises DocumentError where it is not text."""
    return _READERS.get(source.suffix, restructured.parse)(source)

"""Answers the reading pane inside its reader process: what a document says around a place, how a page looks.

The document that was asked for last is kept as it was read, for the pane asks about it again and again.
"""

from __future__ import annotations

import errno
import importlib
from dataclasses import asdict
from typing import Any

from desktop_search.documents.reading.contents import contents
from desktop_search.documents.reading.reader import ReadResult, read
from desktop_search.documents.registry import reader_for
from desktop_search.documents.source import Limits
from desktop_search.documents.viewing.view import view
from desktop_search.errors import DocumentError

_GONE = (errno.ENOENT, errno.ENOTDIR)


class Viewer:
    """Keeps one document. Everything that it answers is plain data, ready for JSON, beside a picture's bytes."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._path = ""
        self._kept: ReadResult | None = None

    def answer(self, request: dict[str, Any], opened: int | None = None) -> tuple[dict[str, Any], bytes]:
        """The answer to one request, and the pixels of a picture; `opened` is its file where it is open already."""
        try:
            if "page" in request:
                return self._page(request, opened)
            return self._around(request, opened), b""
        except DocumentError as error:
            return failure(error), b""

    def _around(self, request: dict[str, Any], opened: int | None) -> dict[str, Any]:
        path = request["path"]
        result = self._read(path, opened)
        document = result.document
        assert document is not None
        reader = reader_for(path)
        seen = view(
            document,
            request["start"],
            request["end"],
            request["text"],
            request["before"],
            request["after"],
            is_markdown=reader is not None and reader.name == "markdown",
        )
        return {
            "state": "read",
            "pieces": [asdict(piece) for piece in seen.pieces],
            "start": seen.start,
            "end": seen.end,
            "is_first": seen.is_first,
            "is_last": seen.is_last,
            "note": document.note,
            "mtime_ns": result.mtime_ns,
        }

    def _read(self, path: str, opened: int | None) -> ReadResult:
        """The document, parsed anew only where its bytes have changed."""
        kept = self._kept if self._path == path else None
        self._kept, self._path = None, path
        found = read(path, self._limits, kept.digest if kept is not None else b"", opened)
        if found.document is None and kept is not None:
            found = ReadResult(kept.document, kept.digest, found.size, found.mtime_ns, found.inode, found.device)
        self._kept = found
        return found

    def _page(self, request: dict[str, Any], opened: int | None) -> tuple[dict[str, Any], bytes]:
        content, _ = contents(request["path"], self._limits.max_bytes, opened)
        # PDFium is loaded with the first page that is asked for.
        draw = importlib.import_module("desktop_search.documents.viewing.page_picture").page_picture
        picture = draw(content, request["page"], request["width"], request["text"], request["words"])
        told = {
            "state": "read",
            "pages": picture.pages,
            "width": picture.width,
            "height": picture.height,
            "stride": picture.stride,
            "frames": picture.frames,
            "marks": picture.marks,
        }
        return told, picture.pixels


def failure(error: DocumentError) -> dict[str, Any]:
    """The answer where a document cannot be read."""
    cause = error.__cause__
    is_gone = isinstance(cause, OSError) and cause.errno in _GONE
    return {"state": "gone" if is_gone else "failed", "reason": str(error)}

"""The documents below a folder, read as the program reads them; what cannot be read is left out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from desktop_search.documents.reading.reader import read
from desktop_search.errors import DocumentError
from desktop_search.records import Document


def documents_in(folder: Path) -> Iterator[Document]:
    """By path, one after the other."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        try:
            document = read(path).document
        except DocumentError:
            continue
        if document is not None:
            yield document

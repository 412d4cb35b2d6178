"""The documents below a folder, read as the program reads them; what cannot be read is left out."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from desktop_search.documents.reading.reader import read
from desktop_search.errors import DocumentError
from desktop_search.records import Document


def documents_in(folder: Path, suffixes: Collection[str] = ()) -> Iterator[Document]:
    """By path, one after the other; only those with one of the suffixes, if there are any."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        if suffixes and path.suffix not in suffixes:
            continue
        try:
            document = read(path).document
        except DocumentError:
            continue
        if document is not None:
            yield document

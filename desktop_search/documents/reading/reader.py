"""One file's bytes read within the limits into a Document.

    path -> registry.reader_for -> contents (open, check, digest) -> the reader's parse -> ReadResult

Runs in the reader process (worker.py); tests and measurements call it directly. A reader may meet any bytes: what
it raises apart from DocumentError is turned into one here, so that a defect costs one file.
"""

from __future__ import annotations

import hashlib
import logging
import os
import time
from dataclasses import dataclass, replace

from desktop_search.documents.reading.contents import contents
from desktop_search.documents.registry import Reader, reader_for
from desktop_search.documents.source import CUT, Limits, Source
from desktop_search.errors import DocumentError
from desktop_search.records import Document

logger = logging.getLogger(__name__)
DIGEST_BYTES = 16
# A mail in an archive may have attachments; what lies deeper is not opened.
_MOST_WITHIN = 2
# A reader is asked to stop and give what it has after this share of its time.
_SHARE_OF_TIME = 0.6


@dataclass(frozen=True, slots=True)
class ReadResult:
    """A document with the digest and the stamp of exactly the bytes that it was made from.

    `size` is in bytes, `mtime_ns` in nanoseconds; all four numbers come from the descriptor that was read, from
    before the first byte: a file that grows meanwhile shows a different stamp at the next look. `document` is
    None where the digest is the one that was known.
    """

    document: Document | None
    digest: bytes
    size: int
    mtime_ns: int
    inode: int
    device: int


def read(
    path: str | os.PathLike[str], limits: Limits | None = None, known: bytes = b"", handle: int | None = None
) -> ReadResult:
    """Reads one file. Raises DocumentError with a one-sentence reason for whatever stands in the way.

    `known` is the digest of what is known of it: a file that still has it is not parsed. `handle` is the file where
    it is open already.
    """
    limits = limits or Limits()
    reader = reader_for(path)
    if reader is None:
        raise DocumentError("There is no reader for this type of file.")
    content, status = contents(path, limits.max_bytes, handle)
    digest = hashlib.blake2b(content, digest_size=DIGEST_BYTES).digest()
    document = None
    if digest != known:
        stop_at = time.monotonic() + limits.max_seconds * _SHARE_OF_TIME
        name = os.path.basename(os.fspath(path))
        document = _parse(reader, Source(content, name, limits, stop_at, part_reader=_read_part))
    return ReadResult(document, digest, status.st_size, status.st_mtime_ns, status.st_ino, status.st_dev)


def _read_part(name: str, content: bytes, outer: Source) -> Document:
    """A file inside a file: an attachment, the member of an archive."""
    reader = reader_for(name)
    if reader is None:
        raise DocumentError("There is no reader for this type of file.")
    outer_reader = reader_for(outer.name)
    within = (*outer.within, outer_reader.name if outer_reader else "")
    if len(within) > _MOST_WITHIN:
        raise DocumentError("It lies too deep inside other files.")
    return _parse(reader, Source(content, name, outer.limits, outer.stop_at, within, _read_part))


def _parse(reader: Reader, source: Source) -> Document:
    if not source.content:
        return Document("", (), note="The file is empty.")
    try:
        return _within(source.limits.max_text, reader.parse(source))
    except (DocumentError, MemoryError):
        raise
    except RecursionError as error:
        raise DocumentError("It is nested too deeply.") from error
    # Control enters from outside here: any bytes may come, and a defect in one reader must cost one file.
    except Exception as error:
        logger.exception("the reader %s failed", reader.name)
        raise DocumentError("The reader failed on this file; the log says more.") from error


def _within(max_text: int, document: Document) -> Document:
    """The document, or as much of it as the limit allows; the note says so."""
    if len(document.text) <= max_text or (document.blocks and document.blocks[-1].end <= max_text):
        return document
    text = document.text[:max_text].rstrip()
    blocks = [replace(one, end=min(one.end, len(text))) for one in document.blocks if one.start < len(text)]
    cut = CUT.format(max_text)
    note = document.note if cut in document.note else f"{document.note} {cut}".strip()
    return replace(document, text=text, blocks=tuple(blocks), note=note)

"""ZIP archives: each file in it is read by its own reader, into memory, and stands below its name."""

from __future__ import annotations

import contextlib
import zipfile
from functools import partial

from desktop_search.documents.building.builder import Builder
from desktop_search.documents.containers.attachments import Attachments
from desktop_search.documents.opening.packed import Packed
from desktop_search.documents.registry import has_reader
from desktop_search.documents.source import ENCRYPTED, Source
from desktop_search.errors import DocumentError
from desktop_search.records import Document

_LATE = "It takes too long to read; not all files in it were read."
_NOTHING = "None of the files in it has a reader."
_SOME_ENCRYPTED = "Protected by a password and not read: {:,} of the files in it."
_BOMB = "The files in it overlap; it is taken for a bomb."
_FULL = "It unpacks to more than {:,.0f} MB; not all files in it were read."
_ENCRYPTED_FLAG = 0x1
_UTF8_FLAG = 0x800
# What a system or a version control puts beside the files of a person.
_JUNK = frozenset(("__MACOSX", "__pycache__", "node_modules"))


def parse(source: Source) -> Document:
    """Reads the members that have a reader. Raises DocumentError where it is no archive, damaged, or protected."""
    packed = Packed(source.content, source.limits)
    members = list(packed)
    if sum(member.compress_size for member in members) > len(source.content):
        raise DocumentError(_BOMB)
    wanted = [(name, member) for member in members if _is_wanted(name := name_of(member)) and member.file_size]
    closed = sum(1 for _, member in wanted if member.flag_bits & _ENCRYPTED_FLAG)
    if closed and closed == len(wanted):
        raise DocumentError(ENCRYPTED)
    builder = Builder(source.limits)
    attachments = Attachments(source, builder)
    for name, member in wanted:
        if builder.is_full:
            break
        if source.is_late:
            builder.note(_LATE)
            break
        if packed.is_exhausted:
            builder.note(_FULL.format(source.limits.max_unpacked / 1e6))
            break
        if not member.flag_bits & _ENCRYPTED_FLAG:
            attachments.add(name, partial(_content, packed, member, source))
    attachments.finish()
    if closed:
        builder.note(_SOME_ENCRYPTED.format(closed))
    if not wanted:
        builder.note(_NOTHING)
    return builder.finish()


def name_of(member: zipfile.ZipInfo) -> str:
    """The path of a member. Many programs write UTF-8 without saying so; zipfile takes that for the set of DOS."""
    name = member.filename
    if not member.flag_bits & _UTF8_FLAG and not name.isascii():
        with contextlib.suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return name.replace("\\", "/").lstrip("/")


def _is_wanted(name: str) -> bool:
    """Has it a reader, and is it a person's file rather than a hidden one?"""
    parts = name.split("/")
    return not any(part in _JUNK or part.startswith(".") for part in parts if part != ".") and has_reader(parts[-1])


def _content(packed: Packed, member: zipfile.ZipInfo, source: Source) -> bytes:
    if member.file_size > source.limits.max_bytes:
        raise DocumentError(f"It is larger than the limit of {source.limits.max_bytes / 1e6:g} MB.")
    return packed.read(member)

"""Writes the OLE compound files (MS-CFB) that tests need, and messages of Outlook in them (MS-OXMSG)."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

Tree = dict[str, "bytes | Tree"]

_SECTOR, _MINI, _CUTOFF = 512, 64, 4096
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_TABLE = "__properties_version1.0"


def compound_file(tree: Tree) -> bytes:
    """A file of storages (dictionaries) and streams (bytes), of at most 7 MB."""
    entries: list[list[Any]] = [["Root Entry", _ROOT, _FREE, _FREE, b""]]  # name, kind, next, first child, content
    _add(entries, 0, tree)
    mini = _Chains(_MINI)
    big = _Chains(_SECTOR)
    starts: list[tuple[int, int]] = []
    for _, kind, _, _, content in entries:
        chains = mini if len(content) < _CUTOFF else big
        starts.append((chains.add(content) if kind == _STREAM and content else _END, len(content)))
    starts[0] = (big.add(bytes(mini.data)) if mini.data else _END, len(mini.data))
    mini_fat = big.add(struct.pack(f"<{len(mini.table)}I", *mini.table)) if mini.table else _END
    directory = big.add(b"".join(_entry(entry, *start) for entry, start in zip(entries, starts, strict=True)))
    count = 1
    while (len(big.table) + count) * 4 > count * _SECTOR:
        count += 1
    first = len(big.table)
    table = big.table + [_FAT] * count
    table += [_FREE] * (count * _SECTOR // 4 - len(table))
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        *(0x3E, 3, 0xFFFE, 9, 6),
        *(0, count, directory, 0, _CUTOFF, mini_fat, -(-len(mini.table) * 4 // _SECTOR), _END, 0),
        first,
    )
    header += struct.pack("<108I", *[*range(first + 1, first + count), *[_FREE] * (109 - count)])
    return header + bytes(big.data) + struct.pack(f"<{len(table)}I", *table)


class _Chains:
    """Sectors of one size, and the table that says which of them follow each other."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.data = bytearray()
        self.table: list[int] = []

    def add(self, content: bytes) -> int:
        first = len(self.table)
        count = -(-len(content) // self.size)
        self.data += content.ljust(count * self.size, b"\0")
        self.table += [*range(first + 1, first + count), _END]
        return first


def _add(entries: list[list[Any]], parent: int, tree: Tree) -> None:
    """The children of a storage hang on each other in the order of their names: a tree that only leans."""
    before = None
    for name in sorted(tree, key=lambda one: (len(one), one.upper())):
        content = tree[name]
        index = len(entries)
        is_storage = isinstance(content, dict)
        entries.append([name, _STORAGE if is_storage else _STREAM, _FREE, _FREE, b"" if is_storage else content])
        if before is None:
            entries[parent][3] = index
        else:
            entries[before][2] = index
        before = index
        if isinstance(content, dict):
            _add(entries, index, content)


def _entry(entry: list[Any], start: int, size: int) -> bytes:
    name, kind, following, child, _ = entry
    text = name.encode("utf-16-le") + b"\0\0"
    links = (_FREE, following, child)
    return struct.pack(
        "<64sHBB3I16xI16xIQ", text, len(text), kind, 1, *links, 0, start if kind != _STORAGE else 0, size
    )


def properties(values: dict[int, str | bytes | int | datetime | Tree], head: int, ansi: str = "") -> Tree:
    """The streams of some properties; texts are kept in the encoding `ansi` where one is given."""
    tree: Tree = {}
    rows = bytearray(head)
    for tag, value in values.items():
        kind, fixed = 0x001F, b"\0" * 8
        content: bytes | Tree
        if isinstance(value, int):
            kind, fixed = 0x0003, struct.pack("<I4x", value)
        elif isinstance(value, datetime):
            kind, fixed = 0x0040, struct.pack("<Q", int((value - _EPOCH).total_seconds()) * 10_000_000)
        else:
            if isinstance(value, dict):
                kind, content = 0x000D, value
            elif isinstance(value, bytes):
                kind, content = 0x0102, value
            else:
                kind, content = (0x001E, value.encode(ansi)) if ansi else (0x001F, value.encode("utf-16-le"))
            tree[f"__substg1.0_{tag:04X}{kind:04X}"] = content
        rows += struct.pack("<HHI", kind, tag, 6) + fixed
    tree[_TABLE] = bytes(rows)
    return tree


def message(
    values: dict[int, str | bytes | int | datetime | Tree],
    attachments: Iterable[Tree] = (),
    people: Iterable[Tree] = (),
    head: int = 32,
    ansi: str = "",
) -> Tree:
    """A message; `head` is 24 for one inside another."""
    tree = properties({0x001A: "IPM.Note", **values}, head, ansi)
    for index, one in enumerate(attachments):
        tree[f"__attach_version1.0_#{index:08X}"] = one
    for index, one in enumerate(people):
        tree[f"__recip_version1.0_#{index:08X}"] = one
    return tree


def packed_rtf(rtf: bytes) -> bytes:
    """RTF as Outlook packs it, but for the packing: each byte stands for itself (MS-OXRTFCP)."""
    body = b"".join(b"\0" + rtf[at : at + 8] for at in range(0, len(rtf), 8))
    return struct.pack("<II4sI", len(body) + 12, len(rtf), b"LZFu", 0) + body

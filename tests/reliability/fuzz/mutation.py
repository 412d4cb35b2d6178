"""Inputs made from sound ones: bytes and words changed, cut, doubled, mixed with others, inside packed files too."""

from __future__ import annotations

import io
import random
import re
import zipfile
import zlib
from collections.abc import Callable, Sequence

# Numbers at which lengths and signs turn over, as text and in the widths in which formats keep them.
_EDGES = (0, 1, -1, 127, 128, 255, 256, 32767, 32768, 65535, 65536, 2**31 - 1, 2**31, 2**32 - 1, 2**32, 2**63, 10**30)
_NUMBER = re.compile(rb"\d+")
_TAG = re.compile(rb"<[^<>]{1,200}>|\\[a-z]+-?\d*|[{}\[\]()]")
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_LONGEST = 400_000
_MOST_REPEATS = 2_000

Change = Callable[[bytearray, random.Random], None]


def mutated(seeds: Sequence[bytes], words: Sequence[bytes], chance: random.Random) -> bytes:
    """One of the seeds with one to eight changes; `words` are what the format is made of."""
    content = chance.choice(seeds)
    if chance.random() < 0.02:
        return chance.randbytes(chance.randrange(200))
    head, mark, body = content.partition(b"\n") if content[:1] == b"." else (b"", b"", content)
    if body[:4] == b"PK\3\4" and chance.random() < 0.8:
        changed = _in_archive(body, seeds, words, chance)
    elif body[:4] == b"%PDF" and chance.random() < 0.5:
        changed = _in_stream(body, seeds, words, chance)
    else:
        changed = _changed(body, seeds, words, chance)
    return head + mark + changed[:_LONGEST]


def _changed(content: bytes, seeds: Sequence[bytes], words: Sequence[bytes], chance: random.Random) -> bytes:
    data = bytearray(content)
    for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 5, 8))):
        if chance.random() < 0.1:
            _splice(data, chance.choice(seeds), chance)
        elif words and chance.random() < 0.25:
            at = _place(data, chance)
            data[at:at] = chance.choice(words) * chance.choice((1, 1, 1, 2, 50))
        else:
            chance.choice(_CHANGES)(data, chance)
        if len(data) > _LONGEST:
            del data[_LONGEST:]
    return bytes(data)


def _in_archive(content: bytes, seeds: Sequence[bytes], words: Sequence[bytes], chance: random.Random) -> bytes:
    """A member of a ZIP file changed, left out, or renamed, and all of it packed again."""
    made = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
            names = archive.namelist()
            chosen = chance.choice([name for name in names if name.endswith((".xml", ".xhtml", ".rels"))] or names)
            fate = chance.random()
            for name in names:
                member = archive.read(name)
                if name == chosen and fate < 0.05:
                    continue
                if name == chosen:
                    member = _changed(member, seeds, words, chance)
                new_name = f"../{name}" if name == chosen and fate > 0.98 else name
                # Without a date, which would make the same chance give another file.
                new.writestr(zipfile.ZipInfo(new_name), member, zipfile.ZIP_DEFLATED)
    # What comes from other seeds may be no archive, or one that this library does not take.
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, IndexError):
        return _changed(content, seeds, words, chance)
    return made.getvalue()


def _in_stream(content: bytes, seeds: Sequence[bytes], words: Sequence[bytes], chance: random.Random) -> bytes:
    """A stream of a PDF unpacked, changed, and put back."""
    streams = list(_STREAM.finditer(content))
    if not streams:
        return _changed(content, seeds, words, chance)
    chosen = chance.choice(streams)
    try:
        body = zlib.compress(_changed(zlib.decompress(chosen[1]), seeds, words, chance))
    except zlib.error:
        body = _changed(chosen[1], seeds, words, chance)
    return content[: chosen.start(1)] + body + content[chosen.end(1) :]


def _place(data: bytearray, chance: random.Random) -> int:
    return chance.randrange(len(data) + 1)


def _flip(data: bytearray, chance: random.Random) -> None:
    if data:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _noise(data: bytearray, chance: random.Random) -> None:
    at = _place(data, chance)
    made = chance.randbytes(chance.choice((1, 2, 4, 16, 64)))
    data[at : at + (len(made) if chance.random() < 0.5 else 0)] = made


def _cut(data: bytearray, chance: random.Random) -> None:
    at = _place(data, chance)
    del data[at : at + chance.choice((1, 2, 8, 64, 1024, len(data)))]


def _double(data: bytearray, chance: random.Random) -> None:
    at = _place(data, chance)
    piece = bytes(data[at : at + chance.choice((1, 4, 32, 256))])
    times = chance.choice((1, 2, 10, _MOST_REPEATS))
    data[at:at] = piece * times


def _zeros(data: bytearray, chance: random.Random) -> None:
    at = _place(data, chance)
    length = min(len(data) - at, chance.choice((1, 4, 64)))
    data[at : at + length] = bytes([chance.choice((0, 255))]) * length


def _number(data: bytearray, chance: random.Random) -> None:
    """A number at the edge in place of one that stands there, as text or as bytes."""
    edge = chance.choice(_EDGES)
    found = list(_NUMBER.finditer(data)) if len(data) < 100_000 else []
    if found and chance.random() < 0.7:
        one = chance.choice(found)
        data[one.start() : one.end()] = str(edge).encode()
    else:
        width = chance.choice((1, 2, 4, 8))
        at = _place(data, chance)
        order = chance.choice(("little", "big"))
        data[at : at + width] = (edge % (1 << 8 * width)).to_bytes(width, "little" if order == "little" else "big")


def _shuffle(data: bytearray, chance: random.Random) -> None:
    """Two tags, commands or brackets take each other's place, or one of them is nested in itself many times."""
    found = list(_TAG.finditer(data)) if len(data) < 100_000 else []
    if len(found) < 2:
        _flip(data, chance)
        return
    first, second = sorted(chance.sample(found, 2), key=lambda one: one.start())
    if chance.random() < 0.2:
        data[first.start() : first.start()] = first[0] * chance.choice((2, 20, _MOST_REPEATS))
    else:
        one, other = bytes(first[0]), bytes(second[0])
        data[second.start() : second.end()] = one
        data[first.start() : first.end()] = other


def _letters(data: bytearray, chance: random.Random) -> None:
    """Characters that are hard on text: from other planes, joined, turned round, half of a pair."""
    made = chance.choice(
        ("\0", "\ufeff", "\u202e", "\u0301" * 30, "\U0001f469\u200d\U0001f469", "İ", "ß", "ﬁ", "\u2028", "\udcff")
    )
    at = _place(data, chance)
    data[at:at] = made.encode("utf-8", "surrogatepass") if chance.random() < 0.8 else b"\xff\xfe\xc3"


def _splice(data: bytearray, other: bytes, chance: random.Random) -> None:
    at, start = _place(data, chance), chance.randrange(len(other) + 1)
    piece = other[start : start + chance.choice((4, 32, 256, 4096))]
    data[at : at + (len(piece) if chance.random() < 0.5 else 0)] = piece


_CHANGES: tuple[Change, ...] = (_flip, _noise, _cut, _double, _zeros, _number, _number, _shuffle, _shuffle, _letters)

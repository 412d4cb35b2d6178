"""Subtitles and lyrics (SRT, WebVTT, SBV, ASS/SSA, LRC) as running text, without numbers, times and styles.

A few cues make a block, which ends at a pause or at the end of a sentence and has the line of its first cue, so the
place can be looked up in the file. Times become headings only every five minutes, in films longer than ten: a
heading is encoded with each paragraph below it, and a time says nothing of its meaning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from desktop_search.documents.building.builder import Builder
from desktop_search.documents.characters.encoding import decode
from desktop_search.documents.source import Source
from desktop_search.documents.text.lines import Line, lines_of
from desktop_search.records import Document

_CLOCK = r"(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2}(?:[.,:]\d{1,3})?)"
_TIMES = re.compile(rf"\s{{0,20}}{_CLOCK}(?:\s{{0,20}}-->|,\s{{0,5}}(?=\d))")
_LRC_TIME = re.compile(rf"\[{_CLOCK}\]")
_LRC_FACT = re.compile(r"\[(ti|ar|al|au|la|by):([^\]]{0,500})\]\s*\Z", re.IGNORECASE)
_VOICE = re.compile(r"<v(?:\.[^\s<>]{0,50})?\s+([^<>]{1,100})>")
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,200}>|<\d[\d:.]{3,12}>|\{[\\*][^{}\n]{0,500}\}|\{[bBiIuUyYcC]:[^{}\n]{0,50}\}")
_DRAWING = re.compile(r"\{[^{}\n]{0,300}\\p[1-9]")
_END = re.compile(r"[.!?\u2026\u3002\uff01\uff1f][\"'\u201d\u2019\u00bb)\]]*\Z")
_NOTES = ("NOTE", "STYLE", "REGION")
# In seconds, and characters.
_PAUSE = 4.0
_SECTION = 300.0
_SHORT = 600.0
_GOOD_LENGTH = 200
_MOST_LENGTH = 500


@dataclass(frozen=True, slots=True)
class _Cue:
    """What is shown from `start` on, in seconds; its first line of text is line `line` of the file."""

    start: float
    line: int
    lines: tuple[str, ...]


def parse(source: Source) -> Document:
    """Reads one file of subtitles. Raises DocumentError where it is not text."""
    lines = lines_of(decode(source.content))
    facts: dict[str, str] = {}
    if source.suffix in (".ass", ".ssa"):
        cues = list(_ass(lines, facts))
    elif source.suffix == ".lrc":
        cues = list(_lrc(lines, facts))
    else:
        cues = list(_timed(lines, facts))
    builder = Builder(source.limits)
    with_times = bool(cues) and cues[-1].start - cues[0].start > _SHORT
    section = -1
    for block in _blocks(cues):
        if builder.is_full:
            break
        start = block[0].start
        if with_times and int(start // _SECTION) != section:
            section = int(start // _SECTION)
            seconds = int(section * _SECTION)
            builder.heading(1, f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}")
        builder.place(line=block[0].line)
        builder.block(" ".join(line for cue in block for line in cue.lines))
    if not cues:
        builder.note("There are no subtitles in it.")
    return builder.finish(facts.get("title", ""), facts.get("author", ""), language=facts.get("language", ""))


def _blocks(cues: list[_Cue]) -> Iterator[list[_Cue]]:
    """Cues that belong together; a line that the cue before has shown already, as rolling captions do, is left out."""
    block: list[_Cue] = []
    length = 0
    before = 0.0
    shown: tuple[str, ...] = ()
    for cue in cues:
        fresh = tuple(line for line in cue.lines if line not in shown)
        shown = cue.lines
        if not fresh:
            continue
        ended = length >= _GOOD_LENGTH and _END.search(block[-1].lines[-1])
        if block and (ended or length >= _MOST_LENGTH or abs(cue.start - before) > _PAUSE + len(block[-1].lines) * 2):
            yield block
            block, length = [], 0
        block.append(_Cue(cue.start, cue.line + cue.lines.index(fresh[0]), fresh))
        length += sum(map(len, fresh))
        before = cue.start
    if block:
        yield block


def _timed(lines: list[Line], facts: dict[str, str]) -> Iterator[_Cue]:
    """SRT, WebVTT and SBV: a line of times, the text below it, a blank line."""
    start = -1.0
    first = last = 0
    text: list[str] = []
    skipped = False  # inside a note or a style
    blank = True
    for at, line in enumerate(lines, 1):
        if found := _TIMES.match(line.text):
            if text and last == at - 1 and text[-1].strip().isdigit():
                text.pop()  # the number of this cue, without a blank line before it
            yield from _cue(start, first, text)
            start, first, text, skipped = _seconds(found), at + 1, [], False
        elif line.is_blank:
            skipped = False
        elif start < 0:
            name, _, value = line.text.partition(":")
            if name.strip().lower() in ("language", "title"):
                facts[name.strip().lower()] = value.strip()
        elif blank and line.text.startswith(_NOTES):
            skipped = True
        elif not skipped and not (blank and _is_label(lines, at)):
            if not text:
                first = at
            text.append(line.text)
            last = at
        blank = line.is_blank
    yield from _cue(start, first, text)


def _is_label(lines: list[Line], at: int) -> bool:
    """Does a line of times follow? Then this line is the number or the name of a cue. `at` counts from 1."""
    return at < len(lines) and _TIMES.match(lines[at].text) is not None


def _ass(lines: list[Line], facts: dict[str, str]) -> Iterator[_Cue]:
    """ASS and SSA: one line an event; its text is the last field, and may hold commas."""
    columns = ["layer", "start", "end", "style", "name", "marginl", "marginr", "marginv", "effect", "text"]
    for at, line in enumerate(lines, 1):
        name, _, value = line.text.partition(":")
        name = name.strip().lower()
        if name == "title":
            facts.setdefault("title", value.strip())
        elif name == "original script":
            facts.setdefault("author", value.strip())
        elif name == "language":
            facts.setdefault("language", value.strip())
        elif name == "format" and "text" in value.lower() and "start" in value.lower():
            columns = [column.strip().lower() for column in value.split(",")][:50]
        elif name == "dialogue":
            fields = value.split(",", len(columns) - 1)
            event = dict(zip(columns, fields, strict=False))
            clock = re.match(rf"\s*{_CLOCK}", event.get("start", ""))
            text = event.get("text", "")
            if clock and not _DRAWING.search(text):
                text = text.replace("\\N", "\n").replace("\\n", "\n").replace("\\h", " ")
                plain = [one for part in text.split("\n") if (one := _plain(part))]
                if plain:
                    yield _Cue(_seconds(clock), at, (" ".join(plain),))


def _lrc(lines: list[Line], facts: dict[str, str]) -> Iterator[_Cue]:
    """Lyrics: each line after its times; one that is sung more than once is told once."""
    names = {"ti": "title", "ar": "author", "la": "language"}
    for at, line in enumerate(lines, 1):
        if found := _LRC_FACT.match(line.text.strip()):
            if name := names.get(found[1].lower()):
                facts.setdefault(name, found[2].strip())
        elif times := _LRC_TIME.match(line.text):
            text = _plain(_LRC_TIME.sub("", line.text))
            if text:
                yield _Cue(_seconds(times), at, (text,))


def _cue(start: float, first: int, text: list[str]) -> Iterator[_Cue]:
    plain = [_plain(line.replace("[br]", " ")) for line in text]
    while plain and not plain[0]:
        plain.pop(0)
        first += 1
    if shown := tuple(line for line in plain if line):
        yield _Cue(start, first, shown)


def _plain(text: str) -> str:
    """A line without tags; the name of the speaker stays."""
    text = _VOICE.sub(lambda found: f"{found[1]}: ", text)
    return " ".join(unescape(_TAG.sub("", text)).split())


def _seconds(found: re.Match[str]) -> float:
    hours, minutes, seconds = found[1], found[2], found[3].replace(",", ".").replace(":", ".")
    return int(hours or 0) * 3600 + int(minutes) * 60 + float(seconds)

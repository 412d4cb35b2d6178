"""Days and spans of time as people write them: 2024, 2024-05, May 2024, yesterday, last month, 2023..2025."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

_YEAR = re.compile(r"(\d{4})\Z")
_MONTH = re.compile(r"(\d{4})[-/.](\d{1,2})\Z")
_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\Z")
_DAY_OF_OLD = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})\Z")
_NUMBERS = {
    word: number
    for number, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)
}
_MONTHS = "january february march april may june july august september october november december".split()
_NAMED = re.compile(rf"(?P<name>{'|'.join(f'{one[:3]}(?:{one[3:]})?' for one in _MONTHS)})\.?[ -](?P<year>\d{{4}})\Z")
_SPAN = r"(?P<which>this|last|past|previous) (?P<unit>week|month|year)"
_MANY = rf"(?:last|past) (?P<count>\d{{1,3}}|{'|'.join(_NUMBERS)}) (?P<units>days|weeks|months|years)"
_IN_WORDS = re.compile(rf"(?:{_SPAN}|{_MANY}|(?P<day>yesterday|today))\Z", re.I)
# In the middle of a question "today" and "this year" are mostly part of it; these are mostly not.
PLAIN = re.compile(
    r"(?<![\w\":-])(?:(?:from|in|within|during) (?:the )?)?"
    rf"(?P<span>(?!this year){_SPAN}|{_MANY}|yesterday)(?![\w\"-])",
    re.I,
)


class Span(NamedTuple):
    """Days from `start` on, up to but not with `end`."""

    start: date
    end: date


def parse(text: str, today: date) -> Span | None:
    """The days that a text means; None where it means none."""
    text = " ".join(text.replace("_", " ").split()).lower()
    if text.count("..") == 1:
        start, end = (parse(one, today) for one in text.split(".."))
        return Span(start.start, end.end) if start and end and start.start < end.end else None
    try:
        if found := _YEAR.match(text):
            return _months(int(found[1]), 1, 12)
        if found := _MONTH.match(text):
            return _months(int(found[1]), date(int(found[1]), int(found[2]), 1).month, 1)
        if found := _NAMED.match(text):
            number = next(at for at, month in enumerate(_MONTHS, 1) if month.startswith(found["name"][:3]))
            return _months(int(found["year"]), number, 1)
        if found := _DAY.match(text):
            return _days(date(int(found[1]), int(found[2]), int(found[3])), 1)
        if found := _DAY_OF_OLD.match(text):
            return _days(date(int(found[3]), int(found[2]), int(found[1])), 1)
        if found := _IN_WORDS.match(text) or _IN_WORDS.match(text.replace("-", " ")):
            return _in_words(found, today)
    except (ValueError, OverflowError):
        return None
    return None


def _in_words(found: re.Match[str], today: date) -> Span:
    if day := found["day"]:
        return _days(today - timedelta(days=1 if day == "yesterday" else 0), 1)
    if units := found["units"]:
        count = _NUMBERS.get(found["count"]) or int(found["count"])
        tomorrow = today + timedelta(days=1)
        if units in ("days", "weeks"):
            return Span(today - timedelta(days=count * (7 if units == "weeks" else 1)), tomorrow)
        start = _months(today.year, today.month - count * (12 if units == "years" else 1), 1).start
        return Span(start.replace(day=min(today.day, 28)), tomorrow)
    back = 0 if found["which"] == "this" else 1
    match found["unit"]:
        case "week":
            return _days(today - timedelta(days=today.weekday() + 7 * back), 7)
        case "month":
            return _months(today.year, today.month - back, 1)
        case _:
            return _months(today.year - back, 1, 12)


def _days(first: date, count: int) -> Span:
    return Span(first, first + timedelta(days=count))


def _months(year: int, month: int, count: int) -> Span:
    """Whole months from one on; `month` may lie below 1: the years before. Raises ValueError beyond the calendar."""
    first = year * 12 + month - 1
    start, end = divmod(first, 12), divmod(first + count, 12)
    return Span(date(start[0], start[1] + 1, 1), date(end[0], end[1] + 1, 1))

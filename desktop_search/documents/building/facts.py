"""The facts that files tell about themselves, brought to one form: one line of text, an ISO 8601 date."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

MAX_FACT = 500
_SPACE = re.compile(r"[\s\x00-\x1f\x7f\ufeff]+")
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_ISO = re.compile(
    r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?"
    r" ?(Z|[+-]\d{2}:?\d{2})?)?)?)?\Z"
)
# PDF 32000-1, 7.9.4: D:YYYYMMDDHHmmSSOHH'mm'
_PDF = re.compile(r"(?:D:)?(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?(?:(Z|[+-]\d{2})'?(\d{2})?'?)?")
_WORDS = ("%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%B %Y", "%b %Y", "%d.%m.%Y")


def one_line(text: str, limit: int = MAX_FACT) -> str:
    """Text on one line without control characters, of at most `limit` characters."""
    return _SURROGATES.sub("\ufffd", _SPACE.sub(" ", text[: 4 * limit]).strip()[:limit].rstrip())


def iso_date(text: str) -> str:
    """A date as ISO 8601 (2026, 2026-11, 2026-11-24, 2026-11-24T09:30:00+01:00); as it stands where it is not known.

    Reads ISO 8601 and its W3C profile, the dates of PDF and of mail (RFC 5322), and days written in English.
    """
    text = one_line(text, 100)
    if not text:
        return ""
    if found := _ISO.match(text):
        return _iso(found.groups())
    if (found := _PDF.match(text)) and found.end() == len(text):
        groups = found.groups()
        zone = f"{groups[6]}:{groups[7] or '00'}" if groups[6] and groups[6] != "Z" else groups[6]
        return _iso((*groups[:6], zone)) or text
    for pattern in _WORDS:
        try:
            day = datetime.strptime(text, pattern).replace(tzinfo=UTC)
        except ValueError:
            continue
        return day.strftime("%Y-%m-%d" if "%d" in pattern else "%Y-%m")
    try:
        return parsedate_to_datetime(text).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return text


def _iso(groups: tuple[str | None, ...]) -> str:
    """The parts of a date joined; empty where no such day exists."""
    year, month, day, hour, minute, second, zone = groups
    try:
        datetime(int(year or 1), int(month or 1), int(day or 1), int(hour or 0), int(minute or 0), int(second or 0))
    except ValueError:
        return ""
    date = "-".join([str(year), *(part.zfill(2) for part in (month, day) if part)])
    if hour is None:
        return date
    offset = zone or ""
    if len(offset) == 5:
        offset = f"{offset[:3]}:{offset[3:]}"
    return f"{date}T{hour}:{minute}:{second or '00'}{offset}"

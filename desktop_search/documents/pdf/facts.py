"""What a PDF says of itself: title, author, date, language and keywords."""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass

import pypdfium2.raw as pdfium

from desktop_search.documents.building.facts import one_line

_LONGEST = 20_000
_MOST_TAGS = 50
# What programs write where nobody has given a title: their own words, or the name of the file that was printed.
_PROGRAM = re.compile(r"(?:microsoft (?:word|powerpoint|excel|office \w+)|openoffice\.org|libreoffice \w+) ?- ?", re.I)
_EMPTY = re.compile(
    r"(?:\(?(?:untitled|anonymous|unknown|unspecified|no title|none|null|title|author|user|admin)\)?"
    r"|(?:document|dokument|presentation|untitled|slide)[ -]?\d*|powerpoint[- ]presentation|print|\W*)\Z",
    re.I,
)
_FILE = re.compile(
    r"[^\s]+\.[a-z][a-z0-9]{1,4}\Z|.+\.(?:docx?|pptx?|xlsx?|odt|indd|dvi|tex|pdf|rtf|pmd|qxd|ps|html?)\Z", re.I
)
_SEPARATOR = re.compile(r"[;,]")


@dataclass(frozen=True, slots=True)
class Facts:
    """Empty where the file does not say. `file_title` is a title that is no more than the name of a file."""

    title: str = ""
    file_title: str = ""
    author: str = ""
    date: str = ""
    language: str = ""
    tags: tuple[str, ...] = ()


def facts(document: object) -> Facts:
    """The facts of one open document."""
    title = _PROGRAM.sub("", _fact(document, "Title"), count=1).strip()
    author = _fact(document, "Author")
    is_file = bool(_FILE.match(title))
    keywords = [one for part in _SEPARATOR.split(_fact(document, "Keywords")) if (one := part.strip())]
    return Facts(
        title="" if is_file or _EMPTY.match(title) else title,
        file_title=title if is_file else "",
        author="" if _EMPTY.match(author) else author,
        date=_fact(document, "CreationDate") or _fact(document, "ModDate"),
        language=_language(document),
        tags=tuple(keywords[:_MOST_TAGS]),
    )


def _fact(document: object, key: str) -> str:
    length = pdfium.FPDF_GetMetaText(document, key.encode(), None, 0)
    if not 2 < length < _LONGEST:
        return ""
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDF_GetMetaText(document, key.encode(), buffer, length)
    return one_line(buffer.raw[: length - 2].decode("utf-16-le", "replace"))


def _language(document: object) -> str:
    length = pdfium.FPDFCatalog_GetLanguage(document, None, 0)
    if not 2 < length < 200:
        return ""
    buffer = (pdfium.FPDF_WCHAR * (length // 2 + 1))()
    pdfium.FPDFCatalog_GetLanguage(document, buffer, length)
    return ctypes.string_at(buffer, length - 2).decode("utf-16-le", "replace")

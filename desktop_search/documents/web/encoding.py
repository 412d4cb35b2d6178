"""The bytes of an HTML page into characters: byte order mark, then UTF-8, then what the page declares, then a guess."""

from __future__ import annotations

import re

from desktop_search.documents.characters.charsets import decode_as
from desktop_search.documents.characters.encoding import decode

_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
# A declaration stands at the start; some pages put a long comment or script in front of it.
_HEAD = 20_000
_DECLARED = re.compile(
    rb"<(?:\?xml|meta)\b[^>]{0,300}?\b(?:encoding|charset)\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.I
)


def decode_html(content: bytes, charset: str = "") -> str:
    """The text of a page without NULs; `charset` is what its carrier says (a mail header), used where given.

    Raises DocumentError where it is no text.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace").replace("\0", "")
    wide = b"\0" in content[:_HEAD] and content[:_HEAD].count(0) > len(content[:_HEAD]) // 5
    if not wide:
        content = content.replace(b"\0", b"")
        # Anything but UTF-8 is hardly ever valid UTF-8, whatever label it carries; pure ASCII may be ISO-2022.
        if not content.isascii():
            try:
                return content.decode("utf-8")
            except UnicodeDecodeError:
                pass
        for name in (charset, declared_charset(content)):
            text = decode_as(content, name)
            if text is not None:
                return text
    return decode(content).replace("\0", "")


def declared_charset(content: bytes) -> str:
    """The encoding that a page names in its first bytes; empty where it names none."""
    found = _DECLARED.search(content, 0, _HEAD)
    return found[1].decode("ascii") if found else ""

"""Plain text: runs of lines, underlined headings, and the fields at the top.

Line ends are kept as they are: offsets count the characters of the decoded text, without a byte order mark.
"""

from __future__ import annotations

from desktop_search.documents.building.facts import iso_date
from desktop_search.documents.building.outline import Outline
from desktop_search.documents.characters.encoding import read_text
from desktop_search.documents.source import Source
from desktop_search.documents.text.underlined import header, runs, underlined
from desktop_search.records import Document


def parse(source: Source) -> Document:
    """Runs of non-blank lines become blocks; underlined lines become headings. Raises DocumentError."""
    text, note = read_text(source)
    outline = Outline(text)
    start, fields = header(text)
    if start:
        outline.block(0, start, "metadata")
    title = fields.get("title") or fields.get("subject") or ""
    levels: dict[tuple[str, bool], int] = {}
    at_top = True
    for begin, end in runs(text, start):
        while found := underlined(text, begin, end):
            style, name, after = found
            name = outline.heading(levels.setdefault(style, len(levels) + 1), name, begin, after)
            if at_top:
                title = title or name
            begin, at_top = after, False
        outline.block(begin, end)
        at_top = False
    author = fields.get("author") or fields.get("authors") or ""
    date = iso_date(fields.get("created") or fields.get("date") or "")
    return Document(text, outline.finish(), title, author, date, note=note)

"""What of a document goes into the word index beside the text of its paragraphs: names, tags, title and headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from desktop_search.store.paragraphs import StoredParagraph

# "MeetingNotes2024" is three words.
_INNER_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])")


def name_words(name: str, about: str = "") -> str:
    """A file's name, and once more with the words in it set apart where that makes a difference; then its author and
    tags, which tell as much of it as its name does."""
    apart = _INNER_WORDS.sub(" ", name)
    return "\n".join(dict.fromkeys(one for one in (name, apart, about) if one))


def whole(title: str, stored: Sequence[StoredParagraph]) -> Iterator[str]:
    """A document's text with its title, and each heading where it begins."""
    before: tuple[str, ...] = (title,) if title else ()
    yield title
    for one in stored:
        for place, name in enumerate(one.heading):
            if before[place : place + 1] != (name,) and name != title:
                yield name
        before = one.heading
        yield one.text

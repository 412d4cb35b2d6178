"""Files of one paragraph each, as a word index takes them."""

from __future__ import annotations

from collections.abc import Iterable

from desktop_search.search.word_index import WordIndex
from desktop_search.store.paragraphs import StoredParagraph


def add_files(index: WordIndex, texts: Iterable[str]) -> None:
    """Each text becomes the only paragraph of a file; both are numbered from 0."""
    for number, text in enumerate(texts):
        add_file(index, number, f"/n/{number}.md", text)
    index.commit(1)


def add_file(index: WordIndex, number: int, path: str, text: str) -> None:
    """One such file, not yet committed."""
    stored = StoredParagraph(number, number, path, "", 0, text, 0, len(text), 1, None, "page", (), b"")
    index.add(number, path, "", [stored])

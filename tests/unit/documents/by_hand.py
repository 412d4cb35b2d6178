"""Documents compared with what a person wrote down while looking at them."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import mean

from desktop_search.documents.reading.answers import Reading
from desktop_search.documents.splitting.paragraphs import split
from desktop_search.records import Document
from tests.quality.extractors import indexed_text, recall, words


def seen(document: Document) -> Reading:
    """The document as the index would get it."""
    paragraphs = tuple(split(document))
    return Reading("", "read", title=document.title, author=document.author, paragraphs=paragraphs)


def check_by_hand(written: Mapping[str, str], documents: Mapping[str, Document]) -> None:
    """Of the words that were written down 98 % are found on average, and in no document less than 80 %."""
    shares = {}
    for name, text in written.items():
        expected, found = words(text), words(indexed_text(seen(documents[name])))
        shares[name] = recall(expected, found)
        assert shares[name] >= 0.8, f"{name} lacks {sorted(expected - found)}"
    assert mean(shares.values()) >= 0.98, shares


def check_no_junk(document: Document, junk: str) -> None:
    """None of these words, separated by spaces, is in the text."""
    found = words(indexed_text(seen(document)))
    assert [one for one in junk.split() if not words(one) - found] == []

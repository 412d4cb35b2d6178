"""Text to measure with: as many documents as are wanted, their words and lengths spread as those of real ones are.

Paragraphs of real documents are taken apart into sentences and put together anew, and names and codes that stand
nowhere else are strewn in, since a large collection has more words than a small one. Without real documents their
place is taken by made words, each as frequent as its rank says (Zipf).
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from desktop_search.documents.splitting.cutting import sentences
from desktop_search.documents.splitting.paragraphs import split
from desktop_search.records import Block, Document
from tests.benchmarks.documents import documents_in

# One paragraph in so many gets a word of its own; half of a new paragraph's sentences come from elsewhere.
_STREWN = 2
_ELSEWHERE = 0.5
_SYLLABLES = [first + second for first in "bdfgklmnprstvz" for second in "aeiou"]
_LENGTHS = (1, 1, 2, 3, 5, 8, 13, 30, 80)


@dataclass(frozen=True, slots=True)
class Piece:
    """One paragraph to take apart. `document` and `source` are the numbers of what it stands in."""

    text: str
    heading: tuple[str, ...]
    title: str
    document: int
    source: int

    @property
    def passage(self) -> str:
        return "\n".join([self.title, *self.heading, self.text])


@dataclass(frozen=True, slots=True)
class Made:
    """One document of paragraphs as (heading, text, number of the piece that it was made from)."""

    title: str
    name: str
    paragraphs: list[tuple[tuple[str, ...], str, int]]


def pieces(data: Path | None) -> list[Piece]:
    """The paragraphs of the real documents below `data`, or of made ones."""
    return list(_real(data)) if data is not None and data.is_dir() else list(_zipf(20_000))


def documents(taken: list[Piece], count: int, seed: int = 0) -> Iterator[Made]:
    """Documents of `count` paragraphs in all, no two of them alike."""
    chance = random.Random(seed)
    whole = [list(numbers) for _, numbers in groupby(range(len(taken)), lambda at: taken[at].document)]
    cut = [[one.text[start:end] for start, end in sentences(one.text)] or [one.text] for one in taken]
    elsewhere: dict[int, list[str]] = {}
    for one, own in zip(taken, cut, strict=True):
        elsewhere.setdefault(one.source, []).extend(own)
    words = max(1000, count // 2)
    done = number = 0
    while done < count:
        chosen = chance.choice(whole)[: count - done]
        made = []
        for at in chosen:
            one = taken[at]
            others = elsewhere[one.source]
            said = [chance.choice(others) if chance.random() < _ELSEWHERE else sentence for sentence in cut[at]]
            if chance.random() < 1 / _STREWN:
                said.append(f"{strewn(int(words * chance.random() ** 2)).capitalize()}.")
            made.append((one.heading, " ".join(said), at))
        first = taken[chosen[0]]
        yield Made(first.title, f"{strewn(number)} {number:07d}.md", made)
        done += len(made)
        number += 1


def strewn(number: int) -> str:
    """A word that no real document holds: a name, or for each third number a code."""
    if number % 3 == 0:
        return f"{_SYLLABLES[number % 7].upper()}-{number + 1000}"
    name, rest = "", number + 5000
    while rest:
        rest, place = divmod(rest, len(_SYLLABLES))
        name += _SYLLABLES[place]
    return name + "x"


def _real(data: Path) -> Iterator[Piece]:
    number = 0
    for source, folder in enumerate(sorted(one for one in data.glob("*/*") if one.is_dir())):
        for document in _documents(folder):
            for one in split(document):
                yield Piece(one.text, one.heading, document.title, number, source)
            number += 1


def _documents(folder: Path) -> Iterator[Document]:
    corpus = folder / "corpus.jsonl"
    if corpus.exists():
        for line in corpus.read_text(encoding="utf-8").splitlines():
            found = json.loads(line)
            yield _plain(found.get("title") or "", found.get("text") or "")
        return
    if folder.parent.name != "notes":
        return
    yield from documents_in(folder)


def _plain(title: str, text: str) -> Document:
    return Document(text, (Block(0, len(text)),) if text else (), title=title)


def _zipf(count: int) -> Iterator[Piece]:
    chance = random.Random(1)
    vocabulary = [strewn(3 * number + 1).lower() for number in range(30_000)]
    number = done = 0
    while done < count:
        for _ in range(chance.choice(_LENGTHS)):
            length = chance.randint(20, 90)
            said = [vocabulary[int(len(vocabulary) ** chance.random()) - 1] for _ in range(length)]
            text = ". ".join(" ".join(said[at : at + 15]).capitalize() for at in range(0, length, 15)) + "."
            yield Piece(text, (), f"About {said[0]}", number, 0)
            done += 1
        number += 1

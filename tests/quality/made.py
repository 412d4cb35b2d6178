"""Test collections made of any folder of notes, in BEIR's layout: what is to be found is known without judging.

python -m tests.quality.made NOTES OUT [--most 6000]

OUT/exact      one rare word, name or code, alone or in a short question: the sections that hold it
OUT/mixed      one rare word or code and two common words of its section, in any order: the sections that hold it
OUT/headings   the heading of a section, which the section itself is left without
OUT/sentences  a sentence that was taken out of its section
OUT/titles     the title of a long document, which the document itself is left without
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from desktop_search.documents.splitting.paragraphs import sections
from desktop_search.records import Document
from tests.benchmarks.documents import documents_in

_SUFFIXES = (".md", ".rst", ".txt", ".html")
_SEED = 11
_MOST_QUESTIONS = 1000
# Characters of a section, and of a document that counts as long.
_SECTION, _LONG = (200, 6000), 6000
# In so many sections a word is rare, or common.
_RARE, _COMMON = range(1, 4), range(20, 401)
_WORD, _PART = re.compile(r"[^\W_](?:[\w.-]*[^\W_])?"), re.compile(r"[^\W_]+")
_CODE = re.compile(r"(?=.*\d)(?=.*[A-Za-z]).+|.*\w_\w.*|.*[a-z][A-Z].*|[A-Z]{3,}")
_NAME, _PLAIN = re.compile(r"[A-Z][a-z]{3,}"), re.compile(r"[a-z]{5,}")
_BETWEEN, _SENTENCE = re.compile(r"(?<=[.!?])\s+"), re.compile(r"[A-Z][^\n`]{40,160}")
_ASKED = (
    *("{}", "{}", "where is {} explained", "what does {} mean", "how do I use {}", "notes about {}"),
    *("{} problem when running the program", "who mentions {}", "settings for {}", "error with {} after the update"),
)
Question = tuple[str, list[int]]
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Section:
    heading: str
    text: str


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.quality.made", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("notes", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--most", type=int, default=6000, help="sections")
    chosen = parser.parse_args(arguments)
    dice = random.Random(_SEED)
    documents = list(documents_in(chosen.notes, _SUFFIXES))
    some = [one for document in documents for one in sections_of(document)]
    dice.shuffle(some)
    some = some[: chosen.most]
    texts = [one.text for one in some]
    held = Held(texts)
    write(chosen.out / "exact", texts, exact(held, dice))
    write(chosen.out / "mixed", texts, mixed(held, dice))
    write(chosen.out / "headings", texts, headings(some, dice))
    write(chosen.out / "sentences", *sentences(texts, dice))
    write(chosen.out / "titles", *titles(documents))
    return 0


class Held:
    """Which words stand in which sections: in any case, alone or as a part of another one ("foo" in "foo.py")."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._folded = [text.casefold() for text in texts]
        self.words = [sorted(set(_WORD.findall(text))) for text in texts]
        self._parts: dict[str, set[int]] = defaultdict(set)
        for place, text in enumerate(self._folded):
            for part in _PART.findall(text):
                self._parts[part].add(place)

    def places(self, word: str) -> list[int]:
        folded = word.casefold()
        among = set.intersection(*(self._parts[part] for part in _PART.findall(folded)))
        return sorted(place for place in among if folded in self._folded[place])

    def rare(self, shape: re.Pattern[str]) -> list[str]:
        known = sorted({word for words in self.words for word in words if shape.fullmatch(word)})
        return [word for word in known if len(self.places(word)) in _RARE]

    def common(self, place: int) -> list[str]:
        return [one for one in self.words[place] if _PLAIN.fullmatch(one) and len(self.places(one)) in _COMMON]


def exact(held: Held, dice: random.Random) -> Iterator[Question]:
    for shape, share in ((_CODE, 0.5), (_NAME, 0.3), (_PLAIN, 0.2)):
        for word in some_of(held.rare(shape), round(share * _MOST_QUESTIONS), dice):
            yield dice.choice(_ASKED).format(word), held.places(word)


def mixed(held: Held, dice: random.Random) -> Iterator[Question]:
    for word in some_of([*held.rare(_CODE), *held.rare(_NAME)], _MOST_QUESTIONS, dice):
        common = held.common(dice.choice(held.places(word)))
        if len(common) > 1:
            asked = [word, *dice.sample(common, 2)]
            dice.shuffle(asked)
            yield " ".join(asked), held.places(word)


def headings(some: Sequence[Section], dice: random.Random) -> Iterator[Question]:
    count = Counter(one.heading for one in some)
    known = [place for place, one in enumerate(some) if count[one.heading] == 1 and len(one.heading.split()) > 1]
    for place in some_of(known, _MOST_QUESTIONS, dice):
        yield some[place].heading, [place]


def sentences(texts: Sequence[str], dice: random.Random) -> tuple[list[str], list[Question]]:
    left, asked = list(texts), list[Question]()
    for place in some_of(range(len(texts)), len(texts), dice):
        told = [one for one in _BETWEEN.split(texts[place]) if _SENTENCE.fullmatch(one)]
        taken = dice.choice(told) if len(told) > 2 else ""
        if taken and len(asked) < _MOST_QUESTIONS and sum(taken in text for text in texts) == 1:
            left[place] = texts[place].replace(taken, " ")
            asked.append((taken, [place]))
    return left, asked


def titles(documents: Sequence[Document]) -> tuple[list[str], list[Question]]:
    count = Counter(one.title for one in documents)
    some = [one for one in documents if len(one.text) > _LONG and len(one.title.split()) > 1 and count[one.title] == 1]
    texts = [re.sub(r"(?im)^\W*(title|desc|id|pep):.*$", "", one.text).replace(one.title, " ") for one in some]
    return texts, [(one.title, [place]) for place, one in enumerate(some)]


def sections_of(document: Document) -> Iterator[Section]:
    shortest, longest = _SECTION
    for heading, _, _, rows in sections(document):
        name = heading[-1] if heading else ""
        # Where the reader keeps the heading as a line of the text, it would answer itself.
        text = "\n\n".join(row[0] for row in rows).removeprefix(f"{name}\n").replace(f"# {name}\n", "")
        if shortest <= len(text) <= longest:
            yield Section(name, text)


def some_of(items: Sequence[Item], most: int, dice: random.Random) -> list[Item]:
    return dice.sample(list(items), min(most, len(items)))


def write(folder: Path, texts: Sequence[str], questions: Iterable[Question]) -> None:
    asked = list(questions)
    (folder / "qrels").mkdir(parents=True, exist_ok=True)
    documents = [{"_id": f"d{place}", "title": "", "text": text} for place, text in enumerate(texts)]
    queries = [{"_id": f"q{number}", "text": text} for number, (text, _) in enumerate(asked)]
    for name, rows in (("corpus", documents), ("queries", queries)):
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    judged = [f"q{number}\td{place}\t1\n" for number, (_, places) in enumerate(asked) for place in places]
    (folder / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\n" + "".join(judged), encoding="utf-8")
    print(f"{folder.name}: {len(documents):,} documents, {len(queries):,} questions")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""How well the program answers the project's own table of questions, by kind of question.

    python -m tests.quality.table [--json] [--misses]

The folder `corpus` is indexed by the program itself with the model that it ships; `table.toml` holds what is asked.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop_search.engine.query_service import QueryService
from desktop_search.paths import find_paths
from desktop_search.records import Hit
from tests.quality.beir import build

HERE = Path(__file__).resolve().parent
CORPUS = HERE / "corpus"
# In these the person knows what stands there: nothing else may come first.
EXACT = ("name", "code", "phrase", "negation", "filter")
SIMILAR, UNANSWERABLE = "similar", "unanswerable"
DEPTH = 10


@dataclass(frozen=True, slots=True)
class Question:
    """`files` are alternatives; `says` is what the right paragraph holds; `never` are files that must not appear."""

    category: str
    text: str
    files: tuple[str, ...] = ()
    says: str = ""
    never: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """`rank` counts from 1, 0 where the expected paragraph is not there; `shown` are the files in order."""

    question: Question
    rank: int
    shown: tuple[str, ...]
    strength: str

    @property
    def right(self) -> bool:
        question = self.question
        if question.category == UNANSWERABLE:
            return self.strength in ("weak", "nothing")
        if not set(question.never).isdisjoint(self.shown):
            return False
        return 1 <= self.rank <= (1 if question.category in EXACT else 3)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.quality.table", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--json", action="store_true", help="print the JSON line alone")
    parser.add_argument("--misses", action="store_true", help="print each question that is not answered well")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as temporary:
        queries = build(find_paths(Path(temporary)), CORPUS, lambda _: None)
        try:
            answers = [ask(queries, question) for question in questions()]
        finally:
            queries.close()
    if not chosen.json:
        print_table(answers, chosen.misses)
    print(json.dumps(as_json(answers)))
    return 0


def questions() -> Iterator[Question]:
    """Every row of the table, in order."""
    with (HERE / "table.toml").open("rb") as stream:
        table = tomllib.load(stream)
    for category, rows in table.items():
        for text, *rest in rows:
            defaults: tuple[Any, ...] = ("", "", ())
            files, says, never = (*rest, *defaults[len(rest) :])
            yield Question(category, text, tuple(filter(None, files.split("|"))), says, tuple(never))


def ask(queries: QueryService, question: Question) -> Answer:
    """Asks as the window does; a file for its like where the question names one."""
    if question.category == SIMILAR:
        hits = queries.similar(str(CORPUS / question.text), None, DEPTH, None).hits
    else:
        hits = queries.search(question.text, DEPTH, "auto", None).hits
    rank = next((place for place, hit in enumerate(hits, 1) if _is_meant(question, hit)), 0)
    shown = tuple(name for hit in hits for name in _names(hit))
    return Answer(question, rank, shown, hits[0].strength if hits else "nothing")


def mean_reciprocal_rank(answers: list[Answer]) -> float:
    """Over the questions that have an answer, in [0, 1]."""
    ranks = [one.rank for one in answers if one.question.category != UNANSWERABLE]
    return statistics.fmean(1 / rank if rank else 0.0 for rank in ranks)


def print_table(answers: list[Answer], misses: bool = False) -> None:
    """By category: asked, first, in the first three; for what has no answer, how often that is told."""
    print(f"{'':14}{'asked':>6}{'first':>7}{'in three':>10}{'right':>7}")
    for category, some in _by_category(answers).items():
        counts = (len(some), sum(one.rank == 1 for one in some), sum(1 <= one.rank <= 3 for one in some))
        print(f"{category:14}{counts[0]:6}{counts[1]:7}{counts[2]:10}{sum(one.right for one in some):7}")
    print(f"mean reciprocal rank {mean_reciprocal_rank(answers):.3f}")
    for one in answers:
        if misses and not one.right:
            print(tell(one))


def tell(answer: Answer) -> str:
    """One line about an answer, for a person to look at."""
    question = answer.question
    wanted = f"wants {'|'.join(question.files) or 'no answer'}, rank {answer.rank}, {answer.strength}"
    return f"{question.category}: {question.text!r} {wanted}: {', '.join(answer.shown[:4])}"


def as_json(answers: list[Answer]) -> dict[str, object]:
    """The figures of the table."""
    return {
        "quality": "table",
        "questions": len(answers),
        "right": sum(one.right for one in answers),
        "mrr": round(mean_reciprocal_rank(answers), 4),
        "categories": {
            category: {
                "asked": len(some),
                "first": sum(one.rank == 1 for one in some),
                "in_three": sum(1 <= one.rank <= 3 for one in some),
                "right": sum(one.right for one in some),
            }
            for category, some in _by_category(answers).items()
        },
    }


def _by_category(answers: list[Answer]) -> dict[str, list[Answer]]:
    found: dict[str, list[Answer]] = {}
    for one in answers:
        found.setdefault(one.question.category, []).append(one)
    return found


def _is_meant(question: Question, hit: Hit) -> bool:
    return not set(question.files).isdisjoint(_names(hit)) and question.says.casefold() in hit.text.casefold()


def _names(hit: Hit) -> list[str]:
    return [Path(path).relative_to(CORPUS).as_posix() for path in (hit.path, *hit.copies)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Does the program know when it has no answer? How often the best hit is called good or strong, and how often weak.

    python -m tests.quality.strength NOTES COLLECTION [COLLECTION ...] [--json] [--data-dir DIR]

NOTES is a folder of notes: its headings, asked as questions, have an answer there. The questions of the COLLECTIONs
(in BEIR's layout) and some of everyday life have none.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path

from desktop_search.engine.query_service import QueryService
from desktop_search.paths import find_paths
from tests.benchmarks.documents import documents_in
from tests.quality.beir import build
from tests.quality.collection import load

_MOST = 200
_FEWEST_WORDS = 3
EVERYDAY = (
    "how long do I boil an egg|what is the capital of Mongolia|when is my dentist appointment|best pizza dough recipe|"
    "how to change a bicycle tyre|symptoms of iron deficiency|who won the world cup in 1998|my car insurance number|"
    "how to tie a bow tie|what time does the swimming pool open|train connections to Hamburg|grandmother's apple cake|"
    "blood pressure tablets dose|when do swallows fly south|rent for the flat in Lisbon|how to prune roses|"
    "difference between weather and climate|vaccinations for puppies|lyrics of a lullaby|how deep is Lake Baikal"
    "|repair a dripping tap|knitting pattern for socks|opening hours of the town hall|how to play the ukulele"
).split("|")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.quality.strength")
    parser.add_argument("notes", type=Path)
    parser.add_argument("collections", nargs="+", type=Path)
    parser.add_argument("--json", action="store_true", help="print the JSON line alone")
    parser.add_argument("--data-dir", type=Path, help="keep the index here")
    chosen = parser.parse_args(arguments)
    answered = headings(chosen.notes)
    foreign = [text for folder in chosen.collections for text in sample(list(load(folder).queries.values()))]
    with tempfile.TemporaryDirectory() as temporary:
        paths = find_paths(chosen.data_dir or Path(temporary))
        queries = build(paths, chosen.notes, lambda line: None if chosen.json else print(line, file=sys.stderr))
        try:
            counted = {
                name: Counter(best_strength(queries, text) for text in texts)
                for name, texts in (("answered", answered), ("foreign", foreign), ("everyday", list(EVERYDAY)))
            }
        finally:
            queries.close()
    if not chosen.json:
        for name, strengths in counted.items():
            shares = "  ".join(f"{one} {100 * strengths[one] / strengths.total():5.1f} %" for one in ORDER)
            print(f"{name:9} {strengths.total():4} questions: {shares}")
    print(json.dumps(as_json(counted)))
    return 0


ORDER = ("strong", "good", "weak", "nothing")


def as_json(counted: dict[str, Counter[str]]) -> dict[str, object]:
    """The two figures that matter, in percent, and all counts."""
    good, without = counted["answered"], counted["foreign"] + counted["everyday"]
    return {
        "quality": "strength",
        "answered_good_or_strong": round(100 * (good["good"] + good["strong"]) / good.total(), 1),
        "unanswered_weak_or_nothing": round(100 * (without["weak"] + without["nothing"]) / without.total(), 1),
        "counts": {name: dict(strengths) for name, strengths in counted.items()},
    }


def best_strength(queries: QueryService, text: str) -> str:
    hits = queries.search(text, 10, "auto", None).hits
    return hits[0].strength if hits else "nothing"


def headings(folder: Path) -> list[str]:
    """Headings of several words that occur once: each is answered by what stands below it."""
    found: Counter[str] = Counter()
    for document in documents_in(folder, [".md"]):
        found.update({block.heading[-1] for block in document.blocks if block.heading})
    # In an order of their own: that of a set is another one in each process.
    return sample(sorted(one for one, count in found.items() if count == 1 and len(one.split()) >= _FEWEST_WORDS))


def sample(texts: list[str]) -> list[str]:
    """At most so many, the same ones each time."""
    return random.Random(1).sample(texts, min(_MOST, len(texts)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""A small folder of notes, the same for the same seed, and the words that it is asked for."""

from __future__ import annotations

import random
from pathlib import Path

WORDS = (
    "harbour lantern orchard ledger thunder copper meadow violin granite compass willow anchor ember saddle "
    "velvet quarry beacon thistle marble falcon".split()
)
QUESTIONS = ("lantern harbour", "copper violin", "willow", "falcon thistle marble", "quarry ember")


def text_of(choose: random.Random, name: str, paragraphs: int = 2) -> str:
    """A note with a heading and some paragraphs."""
    parts = [" ".join(choose.choices(WORDS, k=60)) + "." for _ in range(paragraphs)]
    return f"# Note {name}\n\n" + "\n\n".join(parts) + "\n"


def write(folder: Path, count: int, seed: int = 7) -> None:
    """`count` notes in six folders below this one."""
    choose = random.Random(seed)
    for number in range(count):
        path = folder / f"part {number % 6}" / f"{number}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text_of(choose, str(number)), encoding="utf-8")

"""What fuzzing once found stays repaired, and the tool that finds it counts, keeps and notices."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.reliability.fuzz import child, supervise
from tests.reliability.fuzz.mutation import mutated
from tests.reliability.fuzz.supervise import watched
from tests.reliability.fuzz.targets import TARGETS, Problem
from tests.unit.documents import hostile_files as hostile

SEEDS = Path(__file__).parent / "fuzz" / "seeds"
KEPT = sorted(path for path in SEEDS.rglob("*") if path.is_file())


@pytest.mark.parametrize("name", sorted({path.parent.name for path in KEPT}))
def test_what_failed_once_does_not_fail_again(name: str, tmp_path: Path) -> None:
    target = TARGETS[name](tmp_path)
    try:
        for path in KEPT:
            if path.parent.name == name:
                target.attempt(path.read_bytes())
    finally:
        target.close()


def test_changes_are_many_and_the_same_for_the_same_chance() -> None:
    seeds = [suffix.encode() + b"\n" + content for suffix, content in hostile.sound().items()]

    def made(seed: int) -> list[bytes]:
        chance = random.Random(seed)
        return [mutated(seeds, [b"<a>", b"\\par "], chance) for _ in range(300)]

    assert made(1) == made(1)
    assert len(set(made(1)) - set(seeds)) > 250
    assert max(map(len, made(1))) < 500_000


class Fragile:
    """A target that takes nothing with an exclamation mark, and says of one word that it was lost."""

    words: Sequence[bytes] = ()

    def __init__(self, work: Path) -> None:
        self.contained = {"a process": 1}

    def seeds(self) -> list[bytes]:
        return []

    def attempt(self, content: bytes) -> None:
        if b"!" in content:
            raise KeyError("!")
        if content == b"lost":
            raise Problem("lost", "it is gone")

    def close(self) -> None:
        pass


def test_what_fails_is_counted_by_kind_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TARGETS, "fragile", Fragile)
    trial = child.Trial("fragile", tmp_path, tmp_path)
    for content in (b"good", b"one!", b"lost", *(b"%d!" % number for number in range(9))):
        trial.attempt(content)
    trial.tell()
    trial.close()
    counts = json.loads((tmp_path / "counts.json").read_text())
    assert counts["tried"] == 12
    assert sorted(counts["kinds"].values()) == [1, 10]
    kept = [path.read_bytes() for path in (tmp_path / "kept").iterdir() if path.suffix != ".txt"]
    assert len(kept) == 4  # of one kind a few are enough
    assert b"lost" in kept
    row = supervise.Row("fragile")
    supervise.add_counts(row, tmp_path)
    outcome = row.outcome()
    assert (outcome.tried, outcome.survived, outcome.lost) == (12, 1, 11)
    assert "10 crashes, 0 hangs" in outcome.note


@pytest.mark.slow
@pytest.mark.parametrize("name", ["no such target", "answers"])
def test_a_process_that_ends_is_noticed_and_one_that_works_is_counted(name: str, tmp_path: Path) -> None:
    row = watched(name, 20.0, tmp_path / "kept", 1)
    if name == "answers":
        assert row.tried > 0
        assert not row.kinds
    else:
        assert row.tried == 0
        assert row.count("crash") > 0

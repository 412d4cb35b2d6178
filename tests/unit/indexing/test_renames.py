"""What has another name is the same file: it keeps its row and its paragraphs, and is not read again."""

from __future__ import annotations

import os
import time

import pytest

from tests.index_bench import Bench, note

IDS = "SELECT id FROM files ORDER BY id"
LONG_AGO = time.time() - 3600


def write_old(bench: Bench, name: str, topic: str) -> None:
    path = bench.write(name, note(topic))
    os.utime(path, (LONG_AGO, LONG_AGO))


@pytest.mark.parametrize("old_first", [True, False])
def test_a_folder_that_is_renamed_while_it_is_watched_keeps_its_rows(bench: Bench, old_first: bool) -> None:
    for number in range(5):
        write_old(bench, f"before/{number}.md", f"passports number{number}")
    bench.survey()
    rows, encoded = bench.rows(IDS), bench.encoded
    (bench.notes / "before").rename(bench.notes / "after")
    for place in ("before", "after") if old_first else ("after", "before"):
        bench.changes.add(str(bench.notes / place), tree=True)
    bench.settle()
    assert bench.rows(IDS) == rows
    assert bench.encoded == encoded
    assert [hit.path for hit in bench.hits("number3", "words")] == [str(bench.notes / "after" / "3.md")]


def test_files_that_are_renamed_one_by_one_keep_their_rows(bench: Bench) -> None:
    for number in range(3):
        write_old(bench, f"{number}.md", f"passports number{number}")
    bench.survey()
    rows = bench.rows(IDS)
    for number in range(3):
        old, new = bench.notes / f"{number}.md", bench.notes / f"new {number}.md"
        old.rename(new)
        bench.changes.add(str(old))
        bench.changes.add(str(new))
    bench.settle()
    assert bench.rows(IDS) == rows
    assert bench.found("number1") == ["new 1.md"]
    assert sorted(bench.found("passports")) == ["new 0.md", "new 1.md", "new 2.md"]


def test_files_that_change_places_are_found_by_what_they_say_now(bench: Bench) -> None:
    write_old(bench, "one.md", "tomatoes")
    write_old(bench, "two.md", "passports")
    bench.survey()
    one, two, aside = (bench.notes / name for name in ("one.md", "two.md", "aside.md"))
    one.rename(aside)
    two.rename(one)
    aside.rename(two)
    for path in (one, aside, two):
        bench.changes.add(str(path))
    bench.settle()
    assert (bench.found("tomatoes"), bench.found("passports")) == (["two.md"], ["one.md"])
    assert bench.count("files") == 2


def test_a_folder_that_is_gone_for_good_leaves_nothing(bench: Bench) -> None:
    write_old(bench, "before/note.md", "tomatoes")
    write_old(bench, "kept.md", "passports")
    bench.survey()
    (bench.notes / "before" / "note.md").unlink()
    (bench.notes / "before").rmdir()
    bench.changes.add(str(bench.notes / "before"), tree=True)
    bench.settle()
    assert bench.found("tomatoes") == []
    assert bench.count("files") == 1


def test_a_word_of_every_file_and_of_two_languages_is_found_after_all_of_them_moved(bench: Bench) -> None:
    german = "Das Hotel ist nicht weit von der See und hat auch ein Bad mit einer Sauna für die Gäste."
    for number in range(6):
        write_old(bench, f"before/{number}.md", f"the hotel number{number} of this town")
    write_old(bench, "stays.md", "tomatoes")
    bench.write("before/see.md", german)
    os.utime(bench.notes / "before" / "see.md", (LONG_AGO, LONG_AGO))
    bench.survey()
    (bench.notes / "before").rename(bench.notes / "after")
    bench.survey()
    # The words of removed entries count until they are merged away: more than there are entries.
    assert len(bench.found("hotel")) == 7

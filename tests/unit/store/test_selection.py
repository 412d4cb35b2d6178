"""Conditions on files, met by SQLite: they equal a look at each file one after the other."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from desktop_search.search.query import parse
from desktop_search.store import database, files
from desktop_search.store.files import FileEntry, FileStamp
from desktop_search.store.selection import Condition, Field, select

DAY_NS = 86_400_000_000_000


def entry(path: str, reader: str, title: str, tags: tuple[str, ...], dated: str, changed: str) -> FileEntry:
    moment = time.mktime(time.strptime(changed, "%Y-%m-%d")) + 3600
    stamp = FileStamp(1, int(moment * 1e9), 1, 1)
    return FileEntry(path, "/home", stamp, "indexed", reader, title=title, tags=tags, date=dated)


ENTRIES = [
    entry("/home/Work/2024/plan.md", "markdown 2.1", "The Plan", ("project/house", "Öl"), "2024-05-17", "2025-01-01"),
    entry("/home/Work/plan.PDF", "pdf 1.1", "Plan of the house", (), "2024-05", "2025-02-01"),
    entry("/home/Mail/a.eml", "mail 1.1", "Letter", ("work",), "2023-12-31T23:59:00+01:00", "2024-05-20"),
    entry("/home/Mail/b.msg", "outlook 1.1", "", (), "", "2024-05-20"),
    entry("/home/Übungen/täglich.txt", "text 2.1", "", (), "no date", "2026-11-24"),
    entry("/home/other/100%_sure.txt", "text 2.1 (just written)", "100% sure", ("100%",), "2024", "2020-01-01"),
    entry("/home/slides.odp", "opendocument 1.1", "Slides", (), "2024-06-01", "2020-01-01"),
    entry(os.fsdecode(b"/home/Work/b\xff.txt"), "text 2.1", "Bytes", (), "", "2024-05-01"),
]


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    opened = database.open_writer(tmp_path / "index.sqlite3")
    with opened.atomic():
        for one in ENTRIES:
            files.put(opened, one, now=1.0)
    yield opened
    database.close_writer(opened)


def found(db: Database, *conditions: Condition) -> list[str]:
    ids = select(db, conditions)
    assert ids is not None
    return [os.path.basename(ENTRIES[one - 1].path) for one in ids]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ext:pdf", ["plan.PDF"]),
        ("ext:pdf ext:eml", ["plan.PDF", "a.eml"]),
        ("type:mail", ["a.eml", "b.msg"]),
        ("type:slides", ["slides.odp"]),
        ("type:text ext:txt", ["täglich.txt", "100%_sure.txt", os.fsdecode(b"b\xff.txt")]),
        ("in:work", ["plan.md", "plan.PDF", os.fsdecode(b"b\xff.txt")]),
        ("in:Work/2024", ["plan.md"]),
        ("in:/home/Work", ["plan.md", "plan.PDF", os.fsdecode(b"b\xff.txt")]),
        ("in:/home/Wor", []),
        ("in:übungen", ["täglich.txt"]),
        ("name:TÄG", ["täglich.txt"]),
        ("name:100%", ["100%_sure.txt"]),
        ("name:work", []),
        ("title:house", ["plan.PDF"]),
        ("tag:project", ["plan.md"]),
        ("tag:project/house", ["plan.md"]),
        ("tag:proj", []),
        ("tag:ÖL", ["plan.md"]),
        ("tag:100%", ["100%_sure.txt"]),
        ("before:2024", ["a.eml"]),
        ("date:2024-05", ["plan.md", "plan.PDF", "b.msg", os.fsdecode(b"b\xff.txt")]),
        ("after:2024-05", ["täglich.txt", "slides.odp"]),
        ("date:yesterday", ["täglich.txt"]),
        ("in:home -in:work -type:mail -name:sure", ["täglich.txt", "slides.odp"]),
    ],
)
def test_what_is_asked_for_is_what_is_left(db: Database, text: str, expected: list[str]) -> None:
    assert found(db, *parse(f"x {text}", date(2026, 11, 25)).conditions) == expected


def test_no_condition_is_no_limit(db: Database) -> None:
    assert select(db, ()) is None


VALUES = {
    "suffix": [".txt", ".pdf", ".md"],
    "kind": ["mail", "text", ".odp"],
    "folder": ["Work", "/home/Mail", "2024", "/home"],
    "name": ["plan", "a", "%"],
    "title": ["plan", "the", ""],
    "tag": ["work", "project", "house"],
    "before": ["2024-05-17", "2025-01-01"],
    "from": ["2024-05-01", "2024-05-21"],
}
conditions = st.sampled_from(list(VALUES)).flatmap(
    lambda field: st.builds(
        Condition,
        st.just(field),
        st.lists(st.sampled_from(VALUES[field]), min_size=1, max_size=2).map(tuple),
        st.booleans(),
    )
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(conditions, min_size=1, max_size=3))
def test_they_equal_a_look_at_each_file(db: Database, asked: list[Condition]) -> None:
    expected = [number for number, one in enumerate(ENTRIES, 1) if all(meets(one, condition) for condition in asked)]
    assert select(db, asked) == expected


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(list(VALUES)), st.text(max_size=20))
@example("name", "x" * 60_000)
@example("title", "%" * 60_000)
@example("folder", "x" * 60_000)
@example("suffix", "." + "x" * 60_000)
def test_no_value_is_an_error(db: Database, field: Field, value: str) -> None:
    select(db, [Condition(field, (value,))])


def test_what_stands_in_other_characters_is_found_all_the_same(db: Database) -> None:
    # The sign of the Kelvin is a letter k.
    with db.atomic():
        for path in ("/home/\u212aelvin/\u212af.txt", "/home/Kelvin/kf_a.txt", "/home/other/KF\\Xa.txt"):
            files.put(db, entry(path, "text 2.1", os.path.basename(path), (), "", "2024-05-01"), now=1.0)
    first = len(ENTRIES) + 1
    assert select(db, [Condition("folder", ("kelvin",))]) == [first, first + 1]
    assert select(db, [Condition("name", ("KF",)), Condition("title", ("kf",))]) == [first, first + 1, first + 2]
    assert select(db, [Condition("name", ("\u212aF",))]) == [first, first + 1, first + 2]
    assert select(db, [Condition("name", ("f_a",)), Condition("title", ("F_A",))]) == [first + 1]
    assert select(db, [Condition("name", ("f\\x",)), Condition("title", ("F\\X",))]) == [first + 2]
    assert select(db, [Condition("folder", ("home\\Kelvin",)), Condition("name", ("\u212af",), True)]) == []


def meets(file: FileEntry, condition: Condition) -> bool:
    return condition.negated != any(_is(file, condition.field, value) for value in condition.values)


def _is(file: FileEntry, field: Field, value: str) -> bool:
    folder, name = os.path.split(file.path)
    changed = time.strftime("%Y-%m-%d", time.localtime(file.stamp.mtime_ns / 1e9))
    day = (file.date + "0000-01-01"[len(file.date) :])[:10] if file.date[:4].isdigit() else changed
    match field:
        case "suffix" | "kind":
            return name.lower().endswith(value) if value.startswith(".") else file.reader.split(" ")[0] == value
        case "folder":
            return value in (folder[: len(value)], *folder.split("/"))
        case "name":
            return value in name.lower()
        case "title":
            return value in file.title.lower()
        case "tag":
            return any(value in tag.lower().split("/") for tag in file.tags)
        case "before":
            return day < value
        case _:
            return day >= value

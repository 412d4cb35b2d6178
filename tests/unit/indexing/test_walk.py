"""Walks over real trees."""

from __future__ import annotations

import os
import shutil
import sys
import time
from pathlib import Path

import pytest

from desktop_search.errors import FolderError
from desktop_search.indexing.rules import Rules, Skip
from desktop_search.indexing.walk import Entry, Found, Skipped, Unreadable, look, walk
from desktop_search.settings import Settings
from tests.marks import MODES_HOLD, NAMES_ARE_BYTES


def has_reader(path: str) -> bool:
    return path.endswith((".txt", ".md"))


@pytest.fixture
def rules() -> Rules:
    return Rules(Settings(), has_reader)


def make(top: Path, *paths: str, content: str = "text") -> None:
    for path in paths:
        place = top / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(content)


def walked(root: Path, rules: Rules, below: Path | None = None) -> dict[str, str]:
    """Path relative to the root -> "found", the rule that skips it, or "unknown"."""
    told: dict[str, str] = {}
    for entry in walk(str(root), rules, None if below is None else str(below)):
        path = os.path.relpath(entry.path, root)
        assert path not in told
        told[path] = summary(entry)
    return told


def summary(entry: Entry) -> str:
    if isinstance(entry, Found):
        return "found"
    return entry.skip.rule if isinstance(entry, Skipped) else "unknown"


def test_every_entry_is_told_once_with_its_rule(tmp_path: Path, rules: Rules) -> None:
    make(tmp_path, "a.txt", "sub/b.md", "sub/c.png", "sub/deep/d.txt", ".hidden/x.txt", "node_modules/y/z.txt")
    make(tmp_path, "private/.nosearch", "private/p.txt", "e.txt~")
    make(tmp_path, "sub/deep/.gitignore", content="skip*\n")
    make(tmp_path, "sub/deep/skip.txt", "sub/deep/skipped/x.txt")
    (tmp_path / "empty").mkdir()
    (tmp_path / "link.txt").symlink_to("a.txt")
    (tmp_path / "sub" / "round").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    assert walked(tmp_path, rules) == {
        "a.txt": "found",
        "sub/b.md": "found",
        "sub/c.png": "type",
        "sub/deep/d.txt": "found",
        "sub/deep/.gitignore": "hidden",
        "sub/deep/skip.txt": "gitignore",
        "sub/deep/skipped": "gitignore",
        ".hidden": "hidden",
        "node_modules": "dependencies",
        "private": "marker",
        "e.txt~": "temporary",
        "link.txt": "link",
        "sub/round": "link",
        "pipe": "not a file",
    }


def test_the_walk_and_a_single_look_agree(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "sub/b.png", "sub/.c/d.txt", "sub/e~", "x/y/z.md", "x/y/old.md", "node_modules/m.txt")
    make(tmp_path, "x/.gitignore", content="y/old*\n")
    (tmp_path / "link").symlink_to("a.txt")
    rules = Rules(Settings(folders=(str(tmp_path),), skip_patterns=("*.log",)), has_reader)
    for entry in walk(str(tmp_path), rules):
        assert look(str(tmp_path), rules, entry.path) == entry
        if isinstance(entry, Skipped):
            assert rules.explain(entry.path) == entry.skip
        else:
            assert rules.explain(entry.path) is None


def test_a_file_is_found_with_its_stamp(tmp_path: Path, rules: Rules) -> None:
    make(tmp_path, "a.txt")
    status = (tmp_path / "a.txt").stat()
    (found,) = walk(str(tmp_path), rules)
    assert found == Found(str(tmp_path / "a.txt"), 4, status.st_mtime_ns, status.st_ino, status.st_dev)


def test_a_subtree_stands_under_the_rules_above_it(tmp_path: Path, rules: Rules) -> None:
    make(tmp_path, "a.txt", "sub/b.txt", "sub/deep/c.txt", "sub/deep/d.md", ".hidden/sub/e.txt", "sub/f.png")
    make(tmp_path, ".gitignore", content="*.md\n")
    assert walked(tmp_path, rules, tmp_path / "sub") == {
        "sub/b.txt": "found",
        "sub/deep/c.txt": "found",
        "sub/deep/d.md": "gitignore",
        "sub/f.png": "type",
    }
    assert walked(tmp_path, rules, tmp_path / ".hidden" / "sub") == {".hidden/sub": "hidden"}
    assert walked(tmp_path, rules, tmp_path / ".hidden") == {".hidden": "hidden"}
    assert walked(tmp_path, rules, tmp_path / "sub" / "b.txt") == {"sub/b.txt": "found"}
    assert walked(tmp_path, rules, tmp_path / "sub" / "gone") == {}
    assert walked(tmp_path, rules, tmp_path / "gone" / "gone") == {}
    assert walked(tmp_path, rules, tmp_path) == walked(tmp_path, rules)


def test_a_look_at_what_is_no_file(tmp_path: Path, rules: Rules) -> None:
    make(tmp_path, "sub/a.txt", ".hidden/a.txt")
    assert look(str(tmp_path), rules, str(tmp_path / "sub")) is None
    assert look(str(tmp_path), rules, str(tmp_path / "gone.txt")) is None
    assert look(str(tmp_path), rules, str(tmp_path / "sub/a.txt/below.txt")) is None
    hidden = look(str(tmp_path), rules, str(tmp_path / ".hidden"))
    assert hidden == Skipped(str(tmp_path / ".hidden"), Skip("hidden", ".hidden"), True)


def test_a_missing_root_is_an_error_at_once(tmp_path: Path, rules: Rules) -> None:
    make(tmp_path, "file.txt")
    with pytest.raises(FolderError, match="does not exist"):
        walk(str(tmp_path / "gone"), rules)
    with pytest.raises(FolderError, match="is a file"):
        walk(str(tmp_path / "file.txt"), rules)
    with pytest.raises(FolderError, match="does not exist"):
        walk(str(tmp_path / "gone"), rules, str(tmp_path / "gone" / "below"))


@MODES_HOLD
def test_a_folder_that_may_not_be_read_is_unknown(tmp_path: Path, rules: Rules) -> None:
    make(tmp_path, "closed/a.txt", "b.txt")
    (tmp_path / "closed").chmod(0)
    try:
        assert walked(tmp_path, rules) == {"closed": "unknown", "b.txt": "found"}
        with pytest.raises(FolderError, match="may not be read"):
            walk(str(tmp_path / "closed"), rules)
    finally:
        (tmp_path / "closed").chmod(0o700)


@pytest.mark.skipif(sys.platform != "linux", reason="the longest path is that of Linux")
def test_a_tree_of_any_depth_is_walked_as_far_as_the_system_lets(tmp_path: Path, rules: Rules) -> None:
    name = "d" * 200
    handle = os.open(tmp_path, os.O_RDONLY)
    for _ in range(30):
        os.mkdir(name, dir_fd=handle)
        inner = os.open(name, os.O_RDONLY, dir_fd=handle)
        os.close(handle)
        handle = inner
    os.close(handle)
    try:
        make(tmp_path, "a.txt", f"{name}/b.txt")
        entries = list(walk(str(tmp_path), rules))
        (unknown,) = [entry for entry in entries if isinstance(entry, Unreadable)]
        assert unknown.reason == os.strerror(36)
        assert sum(isinstance(entry, Found) for entry in entries) == 2
    finally:
        shutil.rmtree(tmp_path / name)


def test_a_deep_tree_needs_no_recursion(tmp_path: Path, rules: Rules) -> None:
    place = tmp_path
    for _ in range(1010):
        place /= "d"
        os.mkdir(place)
    make(place, "a.txt")
    assert [summary(entry) for entry in walk(str(tmp_path), rules)] == ["found"]
    for _ in range(1010):
        for file in os.scandir(place):
            os.unlink(file)
        os.rmdir(place)
        place = place.parent


def test_what_vanishes_during_the_walk_is_passed_over(tmp_path: Path, rules: Rules) -> None:
    make(tmp_path, "a.txt", "b.txt", "sub/c.txt", "sub/d/e.txt")
    entries = walk(str(tmp_path), rules)
    first = next(entries)
    for path in ("a.txt", "b.txt"):
        if str(tmp_path / path) != first.path:
            (tmp_path / path).unlink(missing_ok=True)
    shutil.rmtree(tmp_path / "sub")
    make(tmp_path, "sub")
    rest = list(entries)
    assert all(isinstance(entry, Found) for entry in rest)
    assert len(rest) <= 2


@NAMES_ARE_BYTES
def test_names_that_are_no_text_survive(tmp_path: Path, rules: Rules) -> None:
    for name in (b"broken\xff.txt", b"two\nlines.txt", b"tab\t.txt"):
        (tmp_path / os.fsdecode(name)).write_text("text")
    paths = {entry.path for entry in walk(str(tmp_path), rules)}
    assert {os.fsencode(os.path.basename(path)) for path in paths} == {
        b"broken\xff.txt",
        b"two\nlines.txt",
        b"tab\t.txt",
    }
    assert all(os.path.exists(path) for path in paths)


def test_ten_thousand_files_are_walked_well_below_a_second(tmp_path: Path) -> None:
    make(tmp_path, ".gitignore", content="*.log\nbuild/\n/out\n*.py[co]\n!keep.log\n")
    for folder in range(100):
        place = tmp_path / f"folder {folder}"
        place.mkdir()
        for number in range(100):
            (place / f"{number}.{'txt' if number % 4 else 'png'}").touch()
    rules = Rules(Settings(skip_patterns=("*.tmp",)), has_reader)
    best = 9.0
    for _ in range(3):
        start = time.process_time()
        assert sum(isinstance(entry, Found) for entry in walk(str(tmp_path), rules)) == 7500
        best = min(best, time.process_time() - start)
    assert best < 0.8

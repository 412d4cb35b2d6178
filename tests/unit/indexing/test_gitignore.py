"""Patterns against the manual, and against git itself."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from desktop_search.indexing.gitignore import Pattern, PatternList, last_match, parse, read_patterns

GIT = shutil.which("git")


def matches(pattern: str, path: str) -> bool:
    """Whether one line matches a path; a "/" at its end makes it a folder."""
    found = PatternList(parse(pattern)).match(path.rstrip("/"), path.endswith("/"))
    assert found == last_match(parse(pattern), path.rstrip("/"), path.endswith("/"))
    return found is not None


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("notes.txt", "notes.txt"),
        ("notes.txt", "deep/down/notes.txt"),
        ("*.log", "deep/a.log"),
        ("*", "anything"),
        ("/only", "only"),
        ("build/", "x/build/"),
        ("doc/*.txt", "doc/a.txt"),
        ("/doc/*.txt", "doc/a.txt"),
        ("**/foo", "foo"),
        ("**/foo", "a/b/foo"),
        ("**/foo/bar", "a/foo/bar"),
        ("foo/**", "foo/a/b"),
        ("a/**/b", "a/b"),
        ("a/**/b", "a/x/y/b"),
        ("a/**/**/b", "a/b"),
        ("a**b", "axxb"),
        ("**/", "folder/"),
        ("file?", "file1"),
        ("[a-c].txt", "b.txt"),
        ("[!a-c].txt", "d.txt"),
        ("[^a-c].txt", "d.txt"),
        ("[]-]", "]"),
        ("[]-]", "-"),
        ("[a\\]]x", "]x"),
        ("[[:digit:]]*", "7up"),
        ("[a-c-e]", "-"),
        ("\\#x", "#x"),
        ("\\!x", "!x"),
        ("\\*", "*"),
        ("name\\ ", "name "),
        ("name   ", "name"),
        ("name\t", "name\t"),
        ("é?", "éx"),
        ("*", "broken \udcff name"),
        ("a*", "a\nb"),
    ],
)
def test_matches(pattern: str, path: str) -> None:
    assert matches(pattern, path)


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("notes.txt", "notes.txt.bak"),
        ("/only", "deep/only"),
        ("build/", "build"),
        ("doc/*.txt", "x/doc/a.txt"),
        ("doc/*.txt", "doc/sub/a.txt"),
        ("foo/**", "foo/"),
        ("a/*/b", "a/b"),
        ("a/*/b", "a/x/y/b"),
        ("a?b", "a/b"),
        ("a[/]b", "a/b"),
        ("a[!x]b", "a/b"),
        ("Case", "case"),
        ("[a-c].txt", "d.txt"),
        ("[c-a]", "b"),
        ("# comment", "# comment"),
        ("", ""),
        ("/", "x/"),
        ("!", "!"),
        ("[abc", "[abc"),
        ("[[:nothing:]]", "n"),
        ("end\\", "end\\"),
        ("name ", "name "),
    ],
)
def test_does_not_match(pattern: str, path: str) -> None:
    assert not matches(pattern, path)


def test_the_last_match_wins_and_knows_its_line() -> None:
    patterns = read_patterns("# logs\n*.log\n\n!keep.log\nkeep.log/\n")
    kept = patterns.match("a/keep.log", False)
    assert kept is not None
    assert (kept.line, kept.text, kept.negated) == (4, "!keep.log", True)
    dropped = patterns.match("a/other.log", False)
    assert dropped is not None
    assert (dropped.line, dropped.text, dropped.negated) == (2, "*.log", False)


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm() -> None:
    assert [pattern.text for pattern in parse("\ufeffone\r\ntwo \r\n\r\n# no\r\nthree")] == ["one", "two", "three"]


def test_a_pattern_knows_whether_it_names_something_exactly() -> None:
    assert [pattern.literal for pattern in parse("!.env\na/b.txt\n*.txt\nb/*\n\\#x\n*/c")] == [
        *(True, True, False, False),
        *(True, True),
    ]


@pytest.mark.parametrize("glob", ["*a" * 40 + "b", "**/a/" * 12 + "b", "a*/" * 20 + "b", "[a-z]*" * 40 + "1"])
def test_a_hostile_pattern_takes_no_time(glob: str) -> None:
    start = time.process_time()
    assert not matches(glob, "a" * 250)
    assert not matches(glob, "a/" * 120 + "c")
    assert time.process_time() - start < 1.0


# Against git: several files with the same tree beside each of them, and one call for all of them.

TREE = (
    *("a", "b", "ab", "foo", "bar.txt", "é", "a b", "#x", "!y", "t ", "[a]", "-", "B", "a.b", "\\"),
    *("d/a", "d/b", "d/foo", "d/x.txt", "d/a.b", "d/d/a", "d/d/foo", "d/d/d/a.b", "d/d/d/d/b"),
    *("foo.d/a", "foo.d/bar.txt", "foo.d/d/b", "ab.d/foo/a", "ab.d/foo/foo/b", ".h/a", "d/.h"),
)
FOLDERS = tuple(sorted({str(parent) for path in TREE for parent in Path(path).parents} - {"."}))
SLOTS = 12
_BYTEWISE = frozenset("?[")

_classes = st.sampled_from(
    ["[ab]", "[!a]", "[^b]", "[a-f]", "[]a]", "[a-]", "[-a]", "[!-]", "[\\]a]", "[[:alpha:]]", "[[:punct:]x]", "[b-a]"]
)
_broken = st.sampled_from(["[", "[a", "[[:no:]]", "[[:alpha]", "[a-b-d]", "[.-f]", "[[a]"])
_letters = st.sampled_from(["a", "b", "d", "foo", "bar", ".txt", ".", "x", "é", " ", "#", "!", "-", ".d", ".h", "t "])
_marks = st.sampled_from(["?", "*", "\\", "\\a", "\\*", "\\ "])
_atoms = st.one_of(_letters, _letters, _marks, _classes, _broken)
_parts = st.lists(_atoms, min_size=1, max_size=3).map("".join).filter(lambda part: "**" not in part)
_whole_parts = st.sampled_from([*TREE[:4], "d", "foo.d", "*", "*.txt", "d*"])
_steps = st.one_of(_parts, _whole_parts, st.just("**"))
_globs = st.builds(
    lambda negated, start, steps, end: negated + start + "/".join(steps) + end,
    st.sampled_from(["", "", "", "!"]),
    st.sampled_from(["", "", "", "/"]),
    st.lists(_steps, min_size=1, max_size=4),
    st.sampled_from(["", "", "", "/", " ", "/**"]),
)
_lines = st.one_of(
    _globs, _globs, _globs, st.sampled_from(["", "# comment", "\\#x", "\\!y", "/", "//", "!", "\t", "  "])
)
_texts = st.builds(
    lambda mark, lines, ending, last: mark + ending.join(lines) + (ending if last else ""),
    st.sampled_from(["", "", "", "\ufeff"]),
    st.lists(_lines, min_size=1, max_size=5),
    st.sampled_from(["\n", "\n", "\r\n"]),
    st.booleans(),
)


def git(folder: Path, *arguments: str, given: bytes = b"") -> bytes:
    assert GIT is not None
    clean = {
        **os.environ,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CEILING_DIRECTORIES": str(folder.parent),
    }
    done = subprocess.run([GIT, *arguments], cwd=folder, input=given, capture_output=True, env=clean, check=False)
    assert done.returncode in {0, 1}, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def work_tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if GIT is None or os.name == "nt":
        pytest.skip("git is not installed, or the names cannot be made here")
    top = tmp_path_factory.mktemp("tree")
    git(top, "init", "-q")
    git(top, "config", "core.ignorecase", "false")
    git(top, "config", "core.excludesFile", os.devnull)
    (top / ".git" / "info" / "exclude").unlink(missing_ok=True)
    for slot in range(SLOTS):
        for path in TREE:
            place = top / f"slot{slot}" / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.touch()
    return top


def decide(patterns: tuple[Pattern, ...], path: str) -> Pattern | None:
    """As git does: the first folder on the way that is left out takes everything with it."""
    steps = path.split("/")
    for depth in range(1, len(steps)):
        found = PatternList(patterns).match("/".join(steps[:depth]), True)
        if found is not None and not found.negated:
            return found
    return PatternList(patterns).match(path, path in FOLDERS)


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(texts=st.lists(_texts, min_size=SLOTS, max_size=SLOTS))
def test_decides_as_git_does(work_tree: Path, texts: list[str]) -> None:
    asked = [f"slot{slot}/{path}" for slot in range(SLOTS) for path in (*TREE, *FOLDERS)]
    for slot, text in enumerate(texts):
        (work_tree / f"slot{slot}" / ".gitignore").write_bytes(text.encode())
    given_paths = b"".join(path.encode() + b"\0" for path in asked)
    answer = git(work_tree, "check-ignore", "-v", "-n", "-z", "--stdin", "--no-index", given=given_paths)
    fields = answer.decode().split("\0")
    told = {fields[n + 3]: (fields[n + 1], fields[n + 2]) for n in range(0, len(fields) - 1, 4)}
    for slot, text in enumerate(texts):
        patterns = parse(text)
        for path in (*TREE, *FOLDERS):
            if not path.isascii() and not _BYTEWISE.isdisjoint(text):
                continue  # git matches one byte where we match one character
            found = decide(patterns, path)
            ours = ("", "") if found is None else (str(found.line), found.text)
            assert ours == told[f"slot{slot}/{path}"], (text, path)

"""A reader process that a document has taken over can say anything; what is believed can be stored and shown."""

from __future__ import annotations

import json
from typing import Any

import pytest

from desktop_search.documents.reading import untrusted
from desktop_search.documents.reading.answers import reading
from desktop_search.documents.viewing.process import boxes, pieces

ANSWER: dict[str, Any] = {
    **{"state": "read", "log": [], "digest": "00ff", "size": 1, "mtime_ns": -2, "inode": 2**64 - 1, "device": 4},
    **{"title": "A", "author": "B", "date": "2024-05-01", "language": "en", "tags": ["t"], "note": ""},
    "sections": [[["One"], 3, "page", [["A text.", 0, 7, 1]]]],
}
PIECE: dict[str, Any] = {
    **{"kind": "text", "text": "A", "start": 0, "end": 1, "level": 0, "sign": "", "page": None, "unit": "page"},
    **{"line": 1, "runs": [[0, 1, 0, 1]], "looks": [[0, 1, "strong"]], "has_head": False, "is_cut": False},
}
REFUSED = (ValueError, KeyError, TypeError)


def test_a_sound_answer_is_taken() -> None:
    answer = reading("/a.md", ANSWER)
    assert (answer.title, answer.inode, answer.paragraphs[0].text) == ("A", 2**64 - 1, "A text.")
    assert pieces([PIECE])[0].looks == ((0, 1, "strong"),)


@pytest.mark.parametrize("line", [b"", b"[" * 100_000, b'{"a":' * 100_000, b"[]", b"1", b"\xff\xfe"])
def test_what_is_no_object_is_no_answer(line: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # of several libraries
        untrusted.parsed(line)


# A half of a character, which no database takes, is what JSON can say and a file cannot.
@pytest.mark.parametrize("name", sorted(ANSWER))
@pytest.mark.parametrize("wrong", [None, 1.5, float("inf"), True, -(2**70), 2**70, "\ud800", [1], {"a": 1}, [["x"]]])
def test_a_value_of_another_kind_makes_the_answer_nonsense(name: str, wrong: object) -> None:
    if json.dumps(wrong) == json.dumps(ANSWER[name]):
        return
    with pytest.raises(REFUSED):
        reading("/a.md", {**ANSWER, name: wrong})


@pytest.mark.parametrize(
    "row", [["A", 5, 2, 1], ["A", -1, 2, 1], ["\udfff", 0, 1, 1], [1, 0, 1, 1], ["A", 0, 2**70, 1], ["A", 0, 1, "1"]]
)
def test_a_paragraph_stands_somewhere_and_says_something(row: list[object]) -> None:
    with pytest.raises(REFUSED):
        reading("/a.md", {**ANSWER, "sections": [[["One"], None, "page", [row]]]})


@pytest.mark.parametrize("name", sorted(PIECE))
@pytest.mark.parametrize("wrong", [1.5, -(2**70), 2**70, "\ud800", [1], {"a": 1}, [[1, 2, "x"]]])
def test_a_piece_that_could_not_be_shown_is_refused(name: str, wrong: object) -> None:
    with pytest.raises(REFUSED):
        pieces([{**PIECE, name: wrong}])


@pytest.mark.parametrize("told", [[[0, 1, 2]], [[0, 1, 2, 2**40]], [[0, 1, 2, None]], "abcd", None])
def test_boxes_have_four_numbers_that_the_window_can_hold(told: object) -> None:
    with pytest.raises(REFUSED):
        boxes(told)

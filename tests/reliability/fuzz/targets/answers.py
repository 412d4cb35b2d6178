"""What a reader process that a document has taken over could answer: JSON, taken apart as hostile."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Sequence
from pathlib import Path

from desktop_search.documents.reading import untrusted
from desktop_search.documents.reading.answers import reading

_SOUND = {
    "state": "read",
    "log": ["desktop_search.documents: a line"],
    "digest": "00ff",
    "size": 10,
    "mtime_ns": 20,
    "inode": 30,
    "device": 40,
    "title": "A title",
    "author": "Ann",
    "date": "2024-05-01",
    "language": "en",
    "tags": ["one", "two"],
    "note": "",
    "retired": False,
    "sections": [[["One", "Two"], 3, "page", [["A text.", 0, 7, 1], ["More.", 9, 14, None]]]],
}


class Answers:
    """Refused in one way, or taken: then everything in it is of the kind that it is kept as."""

    def __init__(self, work: Path) -> None:
        self.contained: dict[str, int] = {}
        self.words: Sequence[bytes] = [b"null", b"true", b"[]", b"{}", b'""', b"1e999", b"-1", b"NaN", b'"\\ud800"']

    def seeds(self) -> list[bytes]:
        failed = {"state": "failed", "reason": "It is damaged.", "log": [], "retired": True}
        same = {**_SOUND, "state": "same"}
        return [json.dumps(one).encode() for one in (_SOUND, failed, same)]

    def close(self) -> None:
        pass

    def attempt(self, content: bytes) -> None:
        answer = None
        with contextlib.suppress(ValueError, KeyError, TypeError):
            answer = reading("/a/b.md", untrusted.parsed(content))
        if answer is None:
            return
        for text in (answer.title, answer.author, answer.date, answer.language, answer.note, *answer.tags):
            assert isinstance(text, str)
            text.encode()
        assert 0 <= answer.size < 2**63
        assert abs(answer.mtime_ns) <= 2**69
        assert all(0 <= number < 2**64 for number in (answer.inode, answer.device))
        for one in answer.paragraphs:
            for text in (one.text, one.passage, one.unit, *one.heading):
                assert isinstance(text, str)
                text.encode()
            for place in (one.start, one.end, one.line or 0, one.page or 0):
                assert isinstance(place, int)
                assert 0 <= place < 2**63

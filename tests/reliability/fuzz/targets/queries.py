"""What is typed, asked of a real index by words and by meaning, with its counts: any text is a query."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from desktop_search.engine import model
from desktop_search.engine.query_service import QueryService
from desktop_search.search.query import parse
from tests.fake_encoder import FakeEncoder
from tests.reliability.fuzz.targets.base import Problem, indexed

_WORDS = (
    'title: in: ext: tag: name: type: kind: before: after: date: -type:mail -in: " “ ” « » - -- * ? ( ) [ ] { } + / \\'
    " ^ ~ OR AND NOT last year yesterday 2024-02-31 2024..2023 9999 0000 ext:md type:mail in:~ tag:# date:2024 ' : a:b"
)
_SEEDS = (
    "how do I renew my passport",
    '"in place of" harbour -draft',
    "lantern harbour type:pdf after:2024-05",
    "in:part tag:house copper last month",
    '-type:mail -"old style" title:note date:2023..2024',
    "日本語の文書 ไทย übermäßig naïve",
    "lanten harbr vilin",
)


class Queries:
    """An answer comes, whatever is asked; and a plain question has the answer that it had at first."""

    def __init__(self, work: Path) -> None:
        paths = indexed(work, 40)
        self._service = QueryService(paths)
        self._service.use_meaning(model.read_meaning(paths, FakeEncoder()))
        self._count = 0
        self._first = self._ask("lantern harbour")
        self.contained: dict[str, int] = {}
        self.words: Sequence[bytes] = [one.encode() for one in _WORDS.split()] + [b" ", b'"', b"lantern", b"\n"]

    def seeds(self) -> list[bytes]:
        return [one.encode() for one in _SEEDS]

    def close(self) -> None:
        self._service.close()

    def attempt(self, content: bytes) -> None:
        # As a shell hands over what is not UTF-8.
        text = content[:4000].decode("utf-8", "surrogateescape")
        parse(text, date(2026, 11, 25))
        self._ask(text)
        self._service.search(text, 10, "words", None)
        self._service.count_matches(text)
        self._count += 1
        if self._count % 100 == 0 and self._ask("lantern harbour") != self._first:
            raise Problem("lost", "a plain question has another answer than at first")

    def _ask(self, text: str) -> list[tuple[str, int]]:
        result = self._service.with_answers(self._service.search(text, 10, "auto", None))
        for hit in result.hits:
            assert all(0 <= start <= end <= len(hit.text) for start, end in hit.highlights)
        return [(hit.path, hit.start) for hit in result.hits]

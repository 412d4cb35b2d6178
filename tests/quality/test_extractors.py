"""The measure of word recall: what counts as lost, and what is only written in another way."""

from __future__ import annotations

import pytest

from tests.quality.extractors import lacking


@pytest.mark.parametrize(
    ("theirs", "ours", "lost"),
    [
        ("one two two", "two one", ["two"]),
        ("Straße ﬁne", "STRASSE fine", []),
        ("levelparent after", "level parent after", []),
        ("x superscript y", "xsuperscript y", []),
        ("level parent", "levelchild", ["level", "parent"]),
        ("hyphen-\nated", "hyphenated", []),
        ("gone entirely", "", ["entirely", "gone"]),
        ("", "more", []),
        ("无线网络", "无 线 网", ["络"]),
    ],
)
def test_what_is_lost(theirs: str, ours: str, lost: list[str]) -> None:
    assert sorted(lacking(theirs, ours).elements()) == lost

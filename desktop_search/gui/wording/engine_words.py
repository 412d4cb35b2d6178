"""What the engine and the readers say, in the person's language: they know no Qt, so they speak English sentences."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from PySide6.QtCore import QCoreApplication

from desktop_search.gui.wording import document_sentences, engine_sentences

SENTENCES: tuple[str, ...] = tuple(map(str, (*document_sentences.SENTENCES, *engine_sentences.SENTENCES)))
# A text that is longer was written by no hand.
_LONGEST = 2000
_PLACE = re.compile(r"%\d")
# Between two sentences of one remark.
_BORDER = re.compile(r"(?<=[.!?”]) (?=[A-Z“])")


def told(text: str) -> str:
    """The text translated, a sentence at a time; one that is not known stays as it is."""
    translated = QCoreApplication.translate("Engine", SENTENCES[0])
    return text if translated == SENTENCES[0] or len(text) > _LONGEST else _told(text, translated)


@lru_cache(maxsize=2048)
def _told(text: str, _language: str) -> str:
    """Kept for each language, which one translated sentence stands for."""
    if (whole := _sentence(text)) is not None:
        return whole
    begun, rest = text, ""
    # The longest beginning that is known, so that a value may hold a full stop.
    for border in reversed(list(_BORDER.finditer(text))):
        begun, rest = text[: border.start()], text[border.end() :]
        if (known := _sentence(begun)) is not None:
            return f"{known} {_told(rest, _language)}"
    return text


def _sentence(text: str) -> str | None:
    if text in SENTENCES:
        return QCoreApplication.translate("Engine", text)
    for sentence, pattern in _patterns():
        found = pattern.fullmatch(text)
        if found is not None:
            values = dict(zip(_PLACE.findall(sentence), found.groups(), strict=True))
            return _filled(QCoreApplication.translate("Engine", sentence), values)
    return None


def _filled(translated: str, values: Mapping[str, str]) -> str:
    """A value may itself be something that the engine says."""

    def value(place: re.Match[str]) -> str:
        return _sentence(values[place[0]]) or values[place[0]]

    return _PLACE.sub(value, translated)


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Those with places for values, the most particular first: "%1: %2" would take them all."""
    open_ones = [one for one in SENTENCES if _PLACE.search(one)]
    open_ones.sort(key=lambda one: len(_PLACE.sub("", one)), reverse=True)
    return tuple((one, re.compile("(.+?)".join(map(re.escape, _PLACE.split(one))), re.DOTALL)) for one in open_ones)

"""What the person typed, as a Query. Any text is a valid query; nothing in it is ever an error.

renaming "exact words" -draft      words, a phrase, a word that must not occur
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_PART = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')
# A word that carries no topic. Taken out of the word search while anything else is left.
STOP_WORDS = frozenset(
    "a about an and are as at be by can could did do does for from has have how i in into is it its my of on or "
    "should than that the their then there these this those to was we were what when where which who why will "
    "with would you your".split()
)


@dataclass(frozen=True, slots=True)
class Query:
    """`text` goes to the model as it was asked; `words`, `phrases` and `excluded` go to the word index.

    `open_word` is the last word while it may still be growing under the person's hands, else "".
    """

    text: str
    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    open_word: str = ""

    @property
    def empty(self) -> bool:
        return not (self.words or self.phrases)


def parse(text: str) -> Query:
    """Reads what was typed. An unclosed quote counts as closed at the end; a lone dash is a word like any other."""
    words: list[str] = []
    phrases: list[str] = []
    excluded: list[str] = []
    asked: list[str] = []
    if text.count('"') % 2:
        text += '"'
    for part in _PART.finditer(text):
        content = part["phrase"] if part["phrase"] is not None else part["word"]
        if not content.strip():
            continue
        if part["minus"]:
            excluded.append(content)
            continue
        asked.append(content)
        (phrases if part["phrase"] is not None else words).append(content)
    telling = [word for word in words if word.lower().strip("?!.,;:") not in STOP_WORDS]
    open_word = words[-1] if words and text.endswith(words[-1]) else ""
    return Query(" ".join(asked), tuple(telling or words), tuple(phrases), tuple(excluded), open_word)

"""Links and raised text inside a paragraph of HTML, brought into a line of plain text."""

from __future__ import annotations

# Signs that themes put beside a heading as a link to it.
_SIGNS = ("\u00b6", "\u00a7", "#", "\U0001f517", "\uf0c1")
_MAX_NOTE = 3
_AFTER_WORDS = '.,;:!?)"\u201d\u2019\u00bb'


def end_link(parts: list[str], at: int) -> None:
    """Sets a link, parts[at:], off from the word before it if it is the number of a note: "word[1]".

    Takes it back if it is only a sign: it leads to the place where it stands.
    """
    if not 0 <= at < len(parts):
        return
    content = "".join(parts[at:]).strip()
    if content in _SIGNS:
        del parts[at:]
    elif content.isdecimal() and len(content) <= _MAX_NOTE and at and _ends_word(parts[at - 1]):
        parts[at:] = [f"[{content}]"]


def end_raised(parts: list[str], at: int, has_link: bool) -> None:
    """Sets raised text, parts[at:], off from what it stands at.

    The mark of a note does not become part of the word before it, nor an exponent of its number: "word[1]", "10^6".
    """
    if not 0 < at < len(parts):
        return
    content = "".join(parts[at:]).strip()
    before = parts[at - 1][-1:]
    if not content.isdecimal():
        if " " in content:
            parts.insert(at, " ")
    elif has_link and len(content) <= _MAX_NOTE and before.strip():
        parts[at:] = [f"[{content}]"]
    elif before.isdecimal():
        parts.insert(at, "^")


def _ends_word(text: str) -> bool:
    last = text[-1:]
    return last.isalpha() or (last != "" and last in _AFTER_WORDS)

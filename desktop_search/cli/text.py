"""Text for a terminal."""

from __future__ import annotations


def printable(text: str) -> str:
    """Text of a document or a file name must not steer the terminal: control characters are shown as "?"."""
    return "".join(one if one == "\n" or one.isprintable() else "?" for one in text)


def one_line(text: str) -> str:
    """The same on one line: a name with a line break in it must not look like a line of the program's own."""
    return printable(text).replace("\n", "?")


def shorten(text: str, characters: int) -> str:
    """At most so many characters on one line, cut between words."""
    flat = " ".join(text.split())
    return flat if len(flat) <= characters else flat[:characters].rsplit(" ", 1)[0] + " …"

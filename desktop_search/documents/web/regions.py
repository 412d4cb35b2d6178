"""Tells the main text of a page from its menus, headers and sidebars: by elements, names and shares of links."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_search.documents.web.tags import Box, Piece, Role

# What is marked as the main text must be this share of the page, or so many characters, to be believed.
_LEAST_MAIN = 0.1
_LEAST_MAIN_CHARS = 250
# What only looks like the main text, by its name, must be this share of what is not set aside.
_LEAST_LIKELY = 0.5
# A box that looks like a menu by its name, or by its links, is none if it holds more than this share of the page,
_MOST_HINTED = 0.4
_MOST_DENSE = 0.5
# or, inside the main text, so many characters that are in no link.
_MOST_HINTED_PROSE = 800
# A box of links: so much of its text is in links, and it has so many.
_DENSE = 0.65
_DENSE_LINKS = 3
_HEADER_LINKS = 0.33


@dataclass(slots=True)
class _Sum:
    """A box with all its inner boxes."""

    chars: int
    links: int
    link_count: int
    mains: int


def main_and_rest(pieces: list[Piece], boxes: list[Box]) -> tuple[list[Piece], list[Piece]]:
    """The pieces of the main text and all others, each in the order of the page; all in the first where in doubt."""
    sums = _sums(boxes)
    total = sums[0].chars
    least = min(_LEAST_MAIN_CHARS, _LEAST_MAIN * total)
    main = _inside(boxes, "main")
    if _chars(boxes, main) < least:
        main = [False] * len(boxes)
    away = _away(boxes, sums, main)
    if not any(main):
        likely = [inside and not gone for inside, gone in zip(_inside(boxes, "likely"), away, strict=True)]
        if _chars(boxes, likely) >= _LEAST_LIKELY * _chars(boxes, [not gone for gone in away]):
            main = likely
            away = _away(boxes, sums, main)
    is_known = any(main)
    kept = [not gone and (inside or not is_known) for gone, inside in zip(away, main, strict=True)]
    if _chars(boxes, kept) < least:
        return pieces, []
    return _divided(pieces, kept)


def _divided(pieces: list[Piece], kept: list[bool]) -> tuple[list[Piece], list[Piece]]:
    """A main text that does not begin with a heading gets the page's first one, which stands in a header then."""
    first = [piece for piece in pieces if kept[piece.box]]
    rest = [piece for piece in pieces if not kept[piece.box]]
    if first and not any(piece.level in (1, 2) for piece in first[:2]):
        start = pieces.index(first[0])
        heading = next((piece for piece in pieces[:start] if piece.level == 1), None)
        if heading is not None:
            first.insert(0, heading)
            rest = [piece for piece in rest if piece is not heading]
    return first, rest


def _sums(boxes: list[Box]) -> list[_Sum]:
    sums = [_Sum(box.chars, box.links, box.link_count, int(box.role == "main")) for box in boxes]
    for index in range(len(boxes) - 1, 0, -1):  # an inner box comes after its outer one
        inner, outer = sums[index], sums[boxes[index].parent]
        outer.chars += inner.chars
        outer.links += inner.links
        outer.link_count += inner.link_count
        outer.mains += inner.mains
    return sums


def _inside(boxes: list[Box], role: Role) -> list[bool]:
    """Which boxes lie in one of this role."""
    inside = [boxes[0].role == role]
    for box in boxes[1:]:
        inside.append(box.role == role or inside[box.parent])
    return inside


def _away(boxes: list[Box], sums: list[_Sum], main: list[bool]) -> list[bool]:
    """Which boxes, or ones around them, are none of the main text by what they are; `main` is where it is known."""
    total = sums[0].chars
    away = [False]
    for index in range(1, len(boxes)):
        box = boxes[index]
        away.append(away[box.parent] or _is_away(box.role, sums[index], main[index], total))
    return away


def _is_away(role: Role, box: _Sum, in_main: bool, total: int) -> bool:
    if box.mains or role in ("main", "likely"):
        return False
    if role == "away":
        return True
    if role == "hinted":
        return box.chars <= _MOST_HINTED * total and not (in_main and box.chars - box.links > _MOST_HINTED_PROSE)
    if in_main:
        return False
    dense = box.link_count >= _DENSE_LINKS and box.links >= _DENSE * box.chars
    if role == "header":
        return dense or box.links > _HEADER_LINKS * box.chars
    return dense and box.chars <= _MOST_DENSE * total


def _chars(boxes: list[Box], chosen: list[bool]) -> int:
    return sum(box.chars for box, one in zip(boxes, chosen, strict=True) if one)

"""What the reading pane shows of a document: the pieces around one place, bounded, each with where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from desktop_search.documents.text.front_matter import front_matter
from desktop_search.documents.viewing import markdown, tables
from desktop_search.records import Block, Document, Piece

# A block is shown whole as long as no more than so many characters of it lie beyond what was asked for.
_WHOLE = 3_000
# A paragraph of more characters is set as several, so that no line of it takes long to be laid out.
_LONGEST = 4_000
_SPACE_NEAR = 200
# A table of Markdown can only be taken apart from its beginning on.
_LARGEST_TABLE = 300_000


@dataclass(frozen=True, slots=True)
class View:
    """Pieces in reading order. `start` and `end` tell where the text looked for stands, None where nowhere."""

    pieces: tuple[Piece, ...]
    start: int | None
    end: int | None
    is_first: bool
    is_last: bool


def view(
    document: Document, start: int, end: int, wanted: str, before: int, after: int, *, is_markdown: bool = False
) -> View:
    """The pieces from `before` characters ahead of [start, end) to `after` behind it. `wanted` begins what is there."""
    place = find(document.text, start, end, wanted)
    start, shown_end = place if place is not None else (min(start, len(document.text)), min(end, len(document.text)))
    low = _low(document, start - before)
    # Of a paragraph of any length no more is shown than was asked for.
    high = _high(document, min(shown_end, start + after) + after)
    if is_markdown:
        found = [tables.near(piece, start) for piece in _markdown_pieces(document, low, high)]
    else:
        found = list(_pieces(document, low, high))
        found = list(tables.as_tables(found, start))
    shown = tuple(piece for one in found for piece in _bounded(one))
    # A table of which only some rows are shown goes on in both directions.
    is_cut = any(piece.is_cut and piece.kind == "table" for piece in shown)
    is_first, is_last = (not text.strip() and not is_cut for text in (document.text[:low], document.text[high:]))
    return View(shown, place[0] if place else None, place[1] if place else None, is_first, is_last)


def find(text: str, start: int, end: int, wanted: str) -> tuple[int, int] | None:
    """Where [start, end) stands now: there, else where the text that began it stands nearest to that; else None."""
    if not wanted or text.startswith(wanted, start):
        return (start, min(end, len(text))) if start < len(text) else None
    length = max(end - start, len(wanted))
    behind, ahead = text.find(wanted, start), text.rfind(wanted, 0, start + len(wanted))
    places = [place for place in (behind, ahead) if place >= 0]
    if not places:
        return None
    nearest = min(places, key=lambda place: abs(place - start))
    return nearest, min(len(text), nearest + length)


def _low(document: Document, wanted: int) -> int:
    """Where to begin: with a block, and with the headings above it."""
    if wanted <= 0:
        return 0
    before = 0
    for block in document.blocks:
        if block.end > wanted:
            return before if wanted - block.start < _WHOLE else _space(document.text, wanted)
        before = block.end
    return before


def _high(document: Document, wanted: int) -> int:
    if wanted >= len(document.text):
        return len(document.text)
    for block in document.blocks:
        if block.end >= wanted:
            if block.start >= wanted:
                return wanted
            return block.end if block.end - wanted < _WHOLE else _space(document.text, wanted)
    return len(document.text)


def _space(text: str, wanted: int) -> int:
    """A place near, between two words."""
    for place in range(wanted, min(len(text), wanted + _SPACE_NEAR)):
        if text[place].isspace():
            return place
    return wanted


def _pieces(document: Document, low: int, high: int) -> Iterator[Piece]:
    text = document.text
    line, counted = 1, 0
    previous = low
    path: tuple[str, ...] | None = () if low == 0 else None
    for block in document.blocks:
        if block.end <= low:
            path = block.heading
            continue
        if block.start >= high:
            break
        yield from _headings(text, previous, block, path)
        start, end = max(block.start, low), min(block.end, high)
        own = block.line
        if document.lined:
            line += text.count("\n", counted, start)
            counted, own = start, line
        level = len(block.heading) + 1 if block.kind == "heading" else 0
        piece = verbatim(text, start, end, block)
        yield replace(piece, level=level, line=own, is_cut=start > block.start or end < block.end)
        previous, path = block.end, block.heading


def verbatim(text: str, start: int, end: int, block: Block) -> Piece:
    """A piece that shows the document's text as it is."""
    run = (0, end - start, start, end)
    return Piece(block.kind, text[start:end], start, end, page=block.page, unit=block.unit, runs=(run,))


def _headings(text: str, start: int, block: Block, path: tuple[str, ...] | None) -> Iterator[Piece]:
    """The headings between two blocks: they are part of the text, and of the path of the block that follows."""
    gap = text[start : block.start]
    names = block.heading
    if not any(map(str.isalnum, gap)):
        # What is embedded stands below its file's name, which is not part of the text.
        shared = 0
        while path is not None and shared < min(len(path), len(names)) and path[shared] == names[shared]:
            shared += 1
        for level, name in enumerate(names[shared:] if path is not None else (), shared + 1):
            yield Piece("heading", name, block.start, block.start, level, page=block.page, unit=block.unit)
        return
    position = start
    level = 0
    for line in gap.splitlines(keepends=True):
        bare = line.strip()
        if any(map(str.isalnum, bare)):
            found = [number for number, name in enumerate(names, 1) if number > level and name in bare]
            level = found[0] if found else max(1, len(names))
            shown = names[level - 1] if found else bare
            begin = position + line.index(shown)
            run = (0, len(shown), begin, begin + len(shown))
            yield Piece(
                "heading", shown, begin, run[3], level, page=block.page, unit=block.unit, line=block.line, runs=(run,)
            )
        position += len(line)


def _markdown_pieces(document: Document, low: int, high: int) -> Iterator[Piece]:
    """What the file says of itself line by line, the rest as Markdown; of a large table or code only what is near."""
    text = document.text
    meta, body = front_matter(text)
    if meta.inner and low <= meta.inner[0]:
        start, end = meta.inner
        end = start + len(text[start:end].rstrip())
        facts = verbatim(text, start, end, Block(start, end, "metadata"))
        yield replace(facts, line=1 + text.count("\n", 0, meta.inner[0]))
    position = max(low, body)
    for block in document.blocks:
        if block.kind not in ("table", "code") or block.end <= position or block.start >= high:
            continue
        if block.start >= position and block.end <= high:
            continue
        yield from _markdown(text, position, block.start)
        if block.kind == "table" and block.end - block.start <= _LARGEST_TABLE:
            yield from _markdown(text, block.start, block.end)
        else:
            start, end = max(position, block.start), min(block.end, high)
            line = 1 + text.count("\n", 0, start)
            yield replace(verbatim(text, start, end, block), kind="code", line=line, is_cut=True)
        position = block.end
    yield from _markdown(text, position, high)


def _markdown(text: str, start: int, end: int) -> Iterator[Piece]:
    if start < end:
        yield from markdown.pieces(text[start:end], start, 1 + text.count("\n", 0, start))


def _bounded(piece: Piece) -> Iterator[Piece]:
    """A piece that is too long for one, as several."""
    if len(piece.text) <= _LONGEST or piece.kind in ("table", "row") or len(piece.runs) != 1:
        yield piece
        return
    start = 0
    base = piece.runs[0][2]
    while start < len(piece.text):
        end = _space(piece.text, start + _LONGEST) if start + _LONGEST < len(piece.text) else len(piece.text)
        run = (0, end - start, base + start, base + end)
        yield replace(piece, text=piece.text[start:end], start=base + start, end=base + end, runs=(run,))
        start = end

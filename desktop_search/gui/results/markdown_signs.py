"""A paragraph of Markdown as it reads: without the signs that links, lists, emphasis and HTML are written with.

The window goes through the text itself, in time that grows with its length, rather than have a parser of a document's
format at work outside of the reader process. What is written in an unusual way stays as it stands.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from desktop_search.gui.results.markdown_links import Span, code_spans, is_inside, link_signs

# Stretches that go, and by their offsets characters that stand for others.
_Sign = tuple[list[Span], dict[int, str]]

_SUFFIXES = (".md", ".markdown", ".mdown", ".mkd", ".mdx", ".qmd", ".rmd")
# A paragraph beyond this is shown as it stands; to go through it for each row would take too long.
_LONGEST = 20_000
_BULLET, _OPEN_BOX, _DONE_BOX = "•", "☐", "☑"
_LINE = re.compile(r"[^\n]+")
# A line of these alone underlines, rules off, or parts the head of a table from its rows.
_RULE = "-=|:*_>~ \t"
_START = re.compile(
    r"(?P<quote>[ \t]*(?:>[ \t]?)*)[ \t]*(?:(?P<heading>#{1,6}[ \t]+)|(?P<bar>\|)"
    r"|(?P<item>(?:(?:[-*+]|\d{1,9}[.)])[ \t]+){1,9}(?P<box>\[[ xX]\][ \t]+)?))?"
)
_EMPHASIS = re.compile(r"\*{1,3}|_{1,3}|~~|\n[ \t]*\n")
_WIKI = re.compile(r"(\[\[(?:[^\[\]|\n]{0,300}\|)?)[^\[\]|\n]{1,300}(\]\])")
_ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#\d{1,6}|#[xX][0-9A-Fa-f]{1,5});")
_INLINE = (
    "a abbr b bdi bdo cite code dfn del em font i img ins kbd mark q s samp small span strike strong sub sup tt u var"
)
_BLOCKS = (
    "address article aside audio blockquote body br button caption center col colgroup dd details div dl dt fieldset"
    " figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hr html iframe input label legend li link main meta"
    " nav ol option p picture pre script section select source style summary svg table tbody td textarea tfoot th thead"
    " title tr track ul video"
)
# Other names in such brackets may be what the text is about: List<String>.
_TAG = re.compile(
    rf"<!--(?:.*?-->|.*\Z)|</?(?:(?P<inline>{'|'.join(_INLINE.split())})|{'|'.join(_BLOCKS.split())})"
    r"(?=[\s/>])[^<>]{0,2000}>",
    re.IGNORECASE | re.DOTALL,
)


def is_markdown(path: str) -> bool:
    """Is this the path of a file in Markdown?"""
    return path.lower().endswith(_SUFFIXES)


def readable(text: str, found: Sequence[Span], *others: Sequence[Span]) -> tuple[str, tuple[tuple[Span, ...], ...]]:
    """The text as it reads, and where the [start, end) ranges stand in it; one that is hidden whole is left out.

    `found` are the words that were looked for: a tag or the number of an item with one of them in it stays.
    """
    if len(text) > _LONGEST:
        return text, (tuple(found), *map(tuple, others))
    hidden, instead = _signs(text, [start for start, _ in sorted(found)])
    kept, lost = _kept(text, hidden, instead)
    return kept, tuple(_moved(ranges, hidden, lost) for ranges in (found, *others))


def _signs(text: str, found: Sequence[int]) -> tuple[list[Span], dict[int, str]]:
    """Which stretches go, in order and apart from each other, and which characters stand for others."""
    code = code_spans(text)
    hidden = [*_code_signs(text, code), *link_signs(text, code)]
    instead: dict[int, str] = {}

    def take(signs: Iterable[_Sign], kept: Sequence[Span], words: Sequence[int]) -> None:
        for spans, characters in signs:
            if not any(is_inside(start, kept) or _holds(words, start, end) for start, end in spans):
                hidden.extend(spans)
                instead.update(characters)

    take(_tags(text), code, found)
    take(_line_signs(text), code, found)
    take(_inline_signs(text), _apart([*code, *hidden]), ())
    return _apart(hidden), instead


def _code_signs(text: str, code: Sequence[Span]) -> Iterator[Span]:
    """Backticks; of a block also the name of its language."""
    for start, end in code:
        size = next(number for number in range(end - start) if text[start + number] != "`")
        line_end = text.find("\n", start, end)
        is_block = size >= 3 and line_end >= 0 and not text[text.rfind("\n", 0, start) + 1 : start].strip()
        yield start, line_end if is_block else start + size
        yield end - size, end


def _tags(text: str) -> Iterator[_Sign]:
    """HTML; what begins or ends a block leaves a blank."""
    for tag in _TAG.finditer(text) if "<" in text else ():
        start, end = tag.span()
        yield ([(start, end)], {}) if tag["inline"] else ([(start + 1, end)], {start: " "})


def _line_signs(text: str) -> Iterator[_Sign]:
    """What stands at the beginning of lines. All lines become one: items of a list are parted by a bullet."""
    is_first = True
    for line in _LINE.finditer(text):
        start, end = line.span()
        if not line[0].strip(_RULE):
            yield [(start, end)], {}
            continue
        sign = _START.match(text, start, end)
        assert sign is not None
        if ">" in sign["quote"]:
            yield [sign.span("quote")], {}
        if sign["heading"]:
            yield [sign.span("heading")], {}
        elif sign["item"]:
            yield _item_sign(sign, is_first)
        elif sign["bar"]:
            yield [sign.span("bar")] if is_first else [], {} if is_first else {sign.start("bar"): _BULLET}
            last = text.rfind("|", start, end)
            yield [(last, end)] if not text[last + 1 : end].strip() else [], {}
        is_first = False


def _item_sign(sign: re.Match[str], is_first: bool) -> _Sign:
    start, end = sign.span("item")
    if sign["box"]:
        box = sign.start("box")
        return [(start, box), (box + 1, box + 3)], {box: _OPEN_BOX if sign["box"][1] == " " else _DONE_BOX}
    if is_first:
        return [(start, end)], {}
    return [(start + 1, start + len(sign["item"].rstrip()))], {start: _BULLET}


def _inline_signs(text: str) -> Iterator[_Sign]:
    """Emphasis, links of a wiki, escapes; an entity gives its character."""
    opened: dict[str, int] = {}
    for run in _EMPHASIS.finditer(text):
        start, end = run.span()
        before, after = text[start - 1 : start] or " ", text[end : end + 1] or " "
        if run[0][0] == "\n":
            opened.clear()
        elif before == "\\":
            continue
        elif run[0] in opened and not before.isspace() and not after.isalnum():
            begun = opened.pop(run[0])
            yield [(begun, begun + end - start), (start, end)], {}
        elif not after.isspace() and not before.isalnum():
            opened[run[0]] = start
    for link in _WIKI.finditer(text):
        yield [link.span(1), link.span(2)], {}
    for escape in _ESCAPE.finditer(text):
        yield [escape.span()], {}
    for entity in _ENTITY.finditer(text):
        if len(meant := html.unescape(entity[0])) == 1:
            yield [(entity.start() + 1, entity.end())], {entity.start(): meant}


def _holds(offsets: Sequence[int], start: int, end: int) -> bool:
    """Is one of these, which are in order, in the stretch?"""
    return bisect_left(offsets, start) < bisect_left(offsets, end)


def _apart(spans: list[Span]) -> list[Span]:
    """In order, those that touch each other joined."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        elif start < end:
            joined.append((start, end))
    return joined


def _kept(text: str, hidden: Sequence[Span], instead: dict[int, str]) -> tuple[str, list[int]]:
    """What is left of the text, and how many characters are gone before each of the hidden stretches and after all."""
    characters = list(text)
    for offset, character in instead.items():
        characters[offset] = character
    kept, at, lost = [], 0, [0]
    for start, end in hidden:
        kept += characters[at:start]
        at = end
        lost.append(lost[-1] + end - start)
    return "".join([*kept, *characters[at:]]), lost


def _moved(ranges: Sequence[Span], hidden: Sequence[Span], lost: Sequence[int]) -> tuple[Span, ...]:
    starts = [start for start, _ in hidden]

    def place(offset: int) -> int:
        number = bisect_left(starts, offset)
        beyond = max(0, hidden[number - 1][1] - offset) if number else 0
        return offset - lost[number] + beyond

    moved = ((place(start), place(end)) for start, end in ranges)
    return tuple((start, end) for start, end in moved if start < end)

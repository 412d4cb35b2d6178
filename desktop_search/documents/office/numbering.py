"""The labels of numbered paragraphs in Word files: "2.", "b)", "§ 3.1", and a bullet for the others.

numbering.xml: num -> abstractNum -> levels (format, text such as "%1.%2", first number)
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from desktop_search.documents.office.ooxml import attribute, children, is_on, short, value

BULLET = "•"
_LAST_LEVEL = 8
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how its number is written, around what, and where it starts."""

    form: str = "decimal"
    text: str = ""
    start: int = 1
    is_legal: bool = False


@dataclass(frozen=True, slots=True)
class ListNumbers:
    """One list: the definition whose counters it shares, its levels, and where it starts anew."""

    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int]


@dataclass(slots=True)
class Numbering:
    """The lists of one document; `label` counts on with each call."""

    nums: dict[str, ListNumbers] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    _counts: dict[str, list[int | None]] = field(default_factory=dict)
    _started: set[tuple[str, int]] = field(default_factory=set)

    def of_style(self, style: str) -> tuple[str, int] | None:
        """The list and level that name this paragraph style as their own."""
        return self.styles.get(style)

    def label(self, num: str, level: int) -> str:
        """The label of the next paragraph of a list at a level from 0; empty where it shows none."""
        found = self.nums.get(num)
        if found is None:
            return ""
        level = min(max(level, 0), _LAST_LEVEL)
        counts = self._counts.setdefault(found.abstract, [None] * (_LAST_LEVEL + 1))
        own = found.levels.get(level, Level())
        if level in found.starts and (num, level) not in self._started:
            self._started.add((num, level))
            counts[level] = None
        last = counts[level]
        counts[level] = found.starts.get(level, own.start) if last is None else last + 1
        counts[level + 1 :] = [None] * (_LAST_LEVEL - level)
        if own.form == "bullet":
            return BULLET if own.text.strip() else ""
        if own.form == "none" and "%" in own.text:
            return ""
        text = own.text
        for index in range(level + 1):
            mark = f"%{index + 1}"
            if mark in text:
                one = found.levels.get(index, Level())
                number = counts[index]
                text = text.replace(mark, in_form(one.start if number is None else number, one, own.is_legal))
        return text.strip()


def in_form(number: int, level: Level, is_legal: bool = False) -> str:
    """A number as its level writes it; forms that are not known here are written as decimals."""
    form = "decimal" if is_legal else level.form
    if form == "none":
        return ""
    if form in ("lowerLetter", "upperLetter"):
        return letters(number, form == "upperLetter")
    if form in ("lowerRoman", "upperRoman"):
        return roman(number, form == "upperRoman")
    return f"{number:02}" if form == "decimalZero" else str(number)


def letters(number: int, is_upper: bool = False) -> str:
    """a ... z, aa, bb ..., as word processors count."""
    if not 0 < number <= 26 * 20:
        return str(number)
    text = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
    return text.upper() if is_upper else text


def roman(number: int, is_upper: bool = False) -> str:
    """i, ii, iii, iv ...; a decimal where it would be too long."""
    if not 0 < number < 5000:
        return str(number)
    text = ""
    for amount, sign in _ROMAN:
        text += sign * (number // amount)
        number %= amount
    return text.upper() if is_upper else text


def read_numbering(root: etree._Element | None) -> Numbering:
    """The lists of numbering.xml."""
    numbering = Numbering()
    abstracts: dict[str, dict[int, Level]] = {}
    of_levels: dict[str, dict[int, str]] = {}
    links: dict[str, str] = {}
    nums = []
    for one in root if root is not None else ():
        name = short(one.tag)
        if name == "w:abstractNum":
            key = attribute(one, "abstractNumId") or ""
            abstracts[key] = _levels(one)
            of_levels[key] = {
                _number(attribute(level, "ilvl")): style
                for level in one
                if short(level.tag) == "w:lvl" and (style := value(level, "w:pStyle"))
            }
            if link := value(one, "w:styleLink"):
                links.setdefault(link, key)
            if link := value(one, "w:numStyleLink"):
                links["to " + key] = link
        elif name == "w:num":
            nums.append(one)
    for one in nums:
        abstract = value(one, "w:abstractNumId") or ""
        if not abstracts.get(abstract):  # it borrows the levels of a list style
            abstract = links.get(links.get("to " + abstract, ""), abstract)
        levels = dict(abstracts.get(abstract, {}))
        starts = {}
        for override in one:
            if short(override.tag) == "w:lvlOverride":
                index = _number(attribute(override, "ilvl"))
                levels.update(_levels(override))
                start = value(override, "w:startOverride")
                if start is not None:
                    starts[index] = _number(start, 1)
        num = attribute(one, "numId") or ""
        numbering.nums[num] = ListNumbers(abstract, levels, starts)
        for index, style in of_levels.get(abstract, {}).items():
            numbering.styles.setdefault(style, (num, index))
    return numbering


def _levels(element: etree._Element) -> dict[int, Level]:
    levels = {}
    for one in element:
        if short(one.tag) == "w:lvl":
            parts = children(one)
            levels[_number(attribute(one, "ilvl"))] = Level(
                form=value(parts.get("w:numFmt")) or "decimal",
                text=value(parts.get("w:lvlText")) or "",
                start=_number(value(parts.get("w:start")), 1),
                is_legal=is_on(parts.get("w:isLgl")),
            )
    return levels


def _number(text: str | None, otherwise: int = 0) -> int:
    """A whole number of a sensible size."""
    text = (text or "").strip()
    return int(text) if text.isdecimal() and len(text) < 10 else otherwise

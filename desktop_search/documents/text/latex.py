r"""LaTeX: sections as headings, the title from the preamble, tables and verbatim text kept whole, list items.

Of the preamble only \title, \author, \date and the language are read. A file without \begin{document}, as a chapter
of a book is, is read wholly. Files that are included are not followed.
"""

from __future__ import annotations

import re
from unicodedata import normalize

from desktop_search.documents.building.facts import iso_date
from desktop_search.documents.building.outline import Outline
from desktop_search.documents.characters.encoding import read_text
from desktop_search.documents.source import Source
from desktop_search.records import BlockKind, Document

_LEVELS = {"part": 1, "chapter": 2, "section": 3, "subsection": 4, "subsubsection": 5, "paragraph": 6}
_LEVELS |= {"subparagraph": 7, "frametitle": 6, "addchap": 2, "addsec": 3, "addpart": 1}
_VERBATIM = "verbatim|Verbatim|lstlisting|minted|alltt|comment|filecontents"
_WHOLE = "tabular|tabularx|tabulary|longtable|table|figure|wrapfigure|tikzpicture"
_EVENT = re.compile(
    r"\\\\"
    r"|(?<!\\)%[^\r\n]*"
    rf"|\\begin[ \t]*\{{(?P<raw>{_VERBATIM})(?P<raw_star>\*?)\}}"
    rf"|\\begin[ \t]*\{{(?P<whole>{_WHOLE})(?P<whole_star>\*?)\}}"
    rf"|\\(?P<section>{'|'.join(_LEVELS)})\*?(?![A-Za-z])"
    r"|(?P<item>\\item(?![A-Za-z]))"
    r"|(?P<list>\\(?:begin|end)[ \t]*\{(?:itemize|enumerate|description|document|abstract"
    r"|center|flushleft|flushright|quote|quotation|verse|frame)\*?\}(?:[ \t]*\[[^\[\]\r\n]{0,200}\])?)"
    r"|(?P<blank>(?>\r\n?|\n)(?:[^\S\r\n]*(?>\r\n?|\n))+)"
    r"|\\end[ \t]*\{document\}"
)
_BEGIN = re.compile(r"^[^%\r\n]*?\\begin[ \t]*\{document\}", re.MULTILINE)
_END = re.compile(r"^[^%\r\n]*?\\end[ \t]*\{document\}", re.MULTILINE)
# What only arranges pages; a paragraph of nothing else says nothing.
_LAYOUT = re.compile(
    r"(?:\\(?:maketitle|tableofcontents|listoffigures|listoftables|newpage|clearpage|cleardoublepage|pagebreak|centering"
    r"|noindent|appendix|frontmatter|mainmatter|backmatter|printindex|bigskip|medskip|smallskip|vfill|par)(?![A-Za-z])"
    r"|\\(?:label|vspace|hspace|bibliographystyle|pagestyle|thispagestyle|pagenumbering)\*?\{[^{}]*\}"
    r"|\\rule(?:\[[^\[\]]*\])?\{[^{}]*\}\{[^{}]*\}|[\s{}]++)++\Z"
)
_BABEL = re.compile(
    r"\\usepackage\[([^\[\]]{1,200})\]\{babel\}|\\set(?:default|main)language(?:\[[^\]]*\])?\{(\w{1,30})\}"
)
_LANGUAGES = {
    "english": "en", "american": "en-US", "usenglish": "en-US", "british": "en-GB", "ukenglish": "en-GB",
    "german": "de", "ngerman": "de", "austrian": "de-AT", "naustrian": "de-AT", "french": "fr", "francais": "fr",
    "spanish": "es", "italian": "it", "portuguese": "pt", "brazilian": "pt-BR", "brazil": "pt-BR", "dutch": "nl",
    "polish": "pl", "czech": "cs", "slovak": "sk", "russian": "ru", "ukrainian": "uk", "swedish": "sv", "danish": "da",
    "norsk": "no", "finnish": "fi", "hungarian": "hu", "greek": "el", "turkish": "tr", "romanian": "ro",
    "catalan": "ca", "croatian": "hr", "japanese": "ja", "chinese": "zh", "arabic": "ar", "hebrew": "he",
}  # fmt: skip
_ACCENTS = {
    '"': "\u0308", "'": "\u0301", "`": "\u0300", "^": "\u0302", "~": "\u0303", "=": "\u0304", ".": "\u0307",
    "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "k": "\u0328", "r": "\u030a", "d": "\u0323",
}  # fmt: skip
_ACCENT = re.compile(r"\\([\"'`^~=.])[ \t]?\{?\\?([A-Za-z])\}?|\\([uvHckrd])(?:[ \t]+|\{)([A-Za-z])\}?")
_LETTERS = {"ss": "ß", "o": "ø", "O": "Ø", "ae": "æ", "AE": "Æ", "oe": "œ", "aa": "å", "AA": "Å", "l": "ł", "L": "Ł"}
_LETTERS |= {"LaTeX": "LaTeX", "TeX": "TeX", "i": "i", "ldots": "…", "dots": "…", "and": ", "}
_DROPPED = re.compile(
    r"\\(?:thanks|footnote|label|index|vspace|hspace|today|inst|cite|includegraphics|href|textcolor|color)(?![A-Za-z])\*?"
)
_COMMAND = re.compile(r"\\([A-Za-z]+)\*?[ \t]*(?:\[[^\[\]]{0,200}\])?(?:\{\})?")
_ESCAPED = re.compile(r"\\([&%$#_{}])")
_MAX_ARGUMENT = 5_000
_MAX_UNCLOSED = 100


def parse(source: Source) -> Document:
    """The file's own text as blocks under its headings. Raises DocumentError where it is not text."""
    text, note = read_text(source)
    outline = Outline(text)
    begun = _BEGIN.search(text)
    start = begun.end() if begun else 0
    ended = _END.search(text, start) if begun else None
    end = text.rindex("\\", start, ended.end()) if ended else len(text)
    title = _fact(text, "title", end)
    first = _add_body(outline, text, start, end)
    language = _BABEL.search(text, 0, start)
    named = (language[1] or language[2]).split(",")[-1].strip().lower() if language else ""
    return Document(
        text=text,
        blocks=outline.finish(),
        title=title or first,
        author=_fact(text, "author", end),
        date=iso_date(_fact(text, "date", end)),
        language=_LANGUAGES.get(named, named),
        note=note,
    )


def _add_body(outline: Outline, text: str, start: int, end: int) -> str:
    """Adds text[start:end] and gives the title of a chapter or section that comes before anything else."""
    position, kind, title = start, "text", ""
    at = start
    missing: set[str] = set()
    unclosed = 0
    while found := _EVENT.search(text, at, end):
        at = found.end()
        if found["section"]:
            opened = _argument(text, at, end) if unclosed < _MAX_UNCLOSED else None
            if opened is None:
                unclosed += 1
                continue
            _block(outline, text, position, found.start(), kind)
            at = opened[1]
            name = outline.heading(_LEVELS[found["section"]], _words(opened[0]), found.start(), at)
            title = title or (name if not text[start : found.start()].strip() else "")
            position, kind = at, "text"
        elif name := found["raw"] or found["whole"]:
            star = found["raw_star"] or found["whole_star"] or ""
            closing = f"\\end{{{name}{star}}}"
            close = -1 if closing in missing else text.find(closing, at, end)
            if close < 0:
                missing.add(closing)
                continue
            _block(outline, text, position, found.start(), kind)
            at = close + len(closing)
            whole: BlockKind = "code" if found["raw"] else "table" if name[:3] in ("tab", "lon") else "text"
            outline.block(found.start(), at, whole)
            position = at
        elif found["item"] or found["list"] or found["blank"]:
            _block(outline, text, position, found.start(), kind)
            position = found.start() if found["item"] else at
            kind = "list" if found["item"] else "text"
            if (found["list"] or "").startswith("\\begin{frame}") and (opened := _argument(text, at, at + 500)):
                at = position = opened[1]
                outline.heading(_LEVELS["frametitle"], _words(opened[0]), found.start(), at)
    _block(outline, text, position, end, kind)
    return title


def _block(outline: Outline, text: str, start: int, end: int, kind: str) -> None:
    if not _LAYOUT.match(text, start, end):
        outline.block(start, end, "list" if kind == "list" else "text")


def _argument(text: str, at: int, end: int) -> tuple[str, int] | None:
    """What stands in braces at `at`, after an optional argument, and the offset after it; None where nothing does."""
    end = min(end, at + _MAX_ARGUMENT)
    depth = 0
    begin = -1
    opening, closing = "", ""
    while at < end:
        character = text[at]
        if character == "\\":
            at += 2
            continue
        if not depth:
            if character in "[{":
                opening, closing = character, "]" if character == "[" else "}"
                depth, begin = 1, at + 1
            elif not character.isspace():
                return None
        elif character == opening:
            depth += 1
        elif character == closing:
            depth -= 1
            if not depth and closing == "}":
                return text[begin:at], at + 1
        at += 1
    return None


def _fact(text: str, name: str, end: int) -> str:
    r"""The words in \name{...}, wherever it stands before `end`."""
    for found in re.finditer(rf"^[^%\r\n]{{0,200}}?\\{name}(?![A-Za-z])", text[:end], re.MULTILINE):
        opened = _argument(text, found.end(), end)
        if opened is not None:
            return _words(opened[0])
    return ""


def _words(source: str) -> str:
    """LaTeX as plain words on one line."""
    source = re.sub(r"(?<!\\)%[^\r\n]*(?:\r\n?|\n)?", "", source)
    source = _without_dropped(source)
    source = _ACCENT.sub(_accented, source)
    source = source.replace("\\\\", " ").replace("~", " ").replace("---", "\u2014").replace("--", "\u2013")
    source = _COMMAND.sub(lambda found: _LETTERS.get(found[1], ""), source)
    escaped = _ESCAPED.sub(lambda found: chr(0xE000 + ord(found[1])), source)
    bare = re.sub(r"[{}$]|\\[,;:! ]?", "", escaped)
    bare = "".join(chr(ord(one) - 0xE000) if "\ue000" <= one < "\ue080" else one for one in bare)
    return re.sub(r"\s+(?=,)", "", " ".join(bare.split())).strip(" ,")


def _without_dropped(source: str) -> str:
    kept = []
    position = 0
    while found := _DROPPED.search(source, position):
        kept.append(source[position : found.start()])
        opened = _argument(source, found.end(), len(source))
        position = opened[1] if opened else found.end()
    return "".join(kept) + source[position:]


def _accented(found: re.Match[str]) -> str:
    mark, letter = found[1] or found[3], found[2] or found[4]
    return normalize("NFC", letter + _ACCENTS[mark])

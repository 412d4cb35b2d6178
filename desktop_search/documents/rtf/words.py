"""The control words of RTF: which groups are read, which characters words stand for, and what changes the state."""

from __future__ import annotations

from dataclasses import dataclass, replace

from desktop_search.documents.rtf.tables import DEEPEST

NOTES = frozenset(("footnote", "annotation"))
BOXES = frozenset(("shptxt", "dptxbxtext"))
MARGINS = frozenset(f"{kind}{page}" for kind in ("header", "footer") for page in ("", "l", "r", "f"))
LABELS = frozenset(("listtext", "pntext"))
FACTS = frozenset(("title", "author", "keywords", "atnauthor"))
ENDS = frozenset(("par", "sect", "page", "column"))
CHARACTERS = {
    "tab": "\t", "line": "\n", "lbr": "\n", "emdash": "—", "endash": "\u2013", "emspace": " ", "enspace": " ",
    "qmspace": " ", "bullet": "•", "lquote": "\u2018", "rquote": "\u2019", "ldblquote": "“", "rdblquote": "”",
}  # fmt: skip
SIGNS = {"~": "\u00a0", "_": "-", "{": "{", "}": "}", "\\": "\\", "\t": "\t"}

# Groups that are read like the text around them although they begin with \*.
_READ = frozenset("shpinst shppict nesttableprops moMath moMathPara ud do atnauthor".split()) | NOTES | BOXES | MARGINS
# Groups that hold nothing to be read although they do not begin with \*, or not always.
_NOT_READ = frozenset(
    "colortbl listtable listoverridetable revtbl pict objdata objclass objname fldinst xe tc rxe txe bkmkstart bkmkend"
    " filetbl nonshppict nonesttables sp shprslt ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn atnid atntime atnref"
    " atrfstart atrfend template falt fontemb datafield formfield operator company subject doccomm category manager"
    " hlinkbase revtim printim buptim mmathPict pntxta pntxtb".split()
)


@dataclass(frozen=True, slots=True)
class State:
    """What a group inherits: where its text goes, how it is encoded, and the format of paragraph and characters.

    `level` is the heading level that the paragraph itself gives; `table_depth` counts the tables that it stands in.
    """

    goes_to: str = "text"
    skipped_after_unicode: int = 1
    font: int = -1
    is_hidden: bool = False
    is_deleted: bool = False
    shift: str = ""
    style: int = 0
    level: int | None = None
    list_level: int = 0
    table_depth: int = 0


def goes_nowhere(name: str, has_star: bool) -> bool:
    """Is a group that begins with this word left out?"""
    if name in _NOT_READ or (name.startswith("m") and name.endswith("Pr")):
        return True
    return has_star and name not in _READ


def turned(state: State, name: str, number: int | None, default_font: int) -> State:
    """The state after a word that changes it; most words do not."""
    is_on = number != 0
    match name:
        case "pard":
            return replace(state, style=0, level=None, list_level=0, table_depth=0)
        case "plain":
            return replace(state, font=default_font, is_hidden=False, is_deleted=False, shift="")
        case "f":
            return replace(state, font=number or 0)
        case "s":
            return replace(state, style=number or 0)
        case "outlinelevel":
            return replace(state, level=number + 1 if number is not None and 0 <= number < 9 else 0)
        case "ilvl":
            return replace(state, list_level=min(max(number or 0, 0), 8))
        case "intbl":
            return replace(state, table_depth=max(1, state.table_depth))
        case "itap":
            return replace(state, table_depth=min(max(number or 0, 0), DEEPEST))
        case "uc":
            return replace(state, skipped_after_unicode=min(max(1 if number is None else number, 0), 100))
        case "v":
            return replace(state, is_hidden=is_on)
        case "deleted":
            return replace(state, is_deleted=is_on)
        case "super" | "up":
            return replace(state, shift="superscript" if is_on else "")
        case "sub" | "dn":
            return replace(state, shift="subscript" if is_on else "")
        case "nosupersub":
            return replace(state, shift="")
    return state

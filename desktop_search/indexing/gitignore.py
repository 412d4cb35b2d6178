"""Patterns of gitignore(5), translated to regular expressions, each knowing the line that it comes from.

Paths are relative to the folder of the file, with "/" between the parts. "?" and "[...]" match one character, where
git matches one byte. "**" next to other characters is a plain "*", as the manual says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_CLASSES = {
    "alnum": "a-zA-Z0-9",
    "alpha": "a-zA-Z",
    "blank": r" \t",
    "cntrl": r"\x00-\x1f\x7f",
    "digit": "0-9",
    "graph": r"\x21-\x7e",
    "lower": "a-z",
    "print": r"\x20-\x7e",
    "punct": r"\x21-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e",
    "space": r" \t\n\x0b\x0c\r",
    "upper": "A-Z",
    "xdigit": "0-9a-fA-F",
}
_STAR = "*"
_DEEP = "**"
_SPECIAL = frozenset("*?[\\")


class _Malformed(ValueError):
    """The pattern can match nothing: an open bracket, an unknown class, a backslash at the end."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One line of a file. `by_name`: it looks at the last part of a path only; `literal`: that part has no wildcard."""

    text: str
    line: int
    negated: bool
    only_folders: bool
    by_name: bool
    literal: bool
    expression: str

    def matches(self, path: str, is_dir: bool) -> bool:
        """Whether this one line matches a path relative to its folder."""
        if self.only_folders and not is_dir:
            return False
        target = path.rpartition("/")[2] if self.by_name else path
        return _compiled(self.expression).fullmatch(target) is not None


class PatternList:
    """The patterns of one file, arranged so that a path that none of them matches costs next to nothing."""

    def __init__(self, patterns: tuple[Pattern, ...]) -> None:
        self.patterns = patterns
        self._for_files = _Sieve(tuple(pattern for pattern in patterns if not pattern.only_folders))
        self._for_folders = _Sieve(patterns)

    def match(self, path: str, is_dir: bool) -> Pattern | None:
        """The last pattern that matches `path` itself; its parents are not looked at."""
        sieve = self._for_folders if is_dir else self._for_files
        return last_match(sieve.patterns, path, is_dir) if sieve.may_match(path) else None


class _Sieve:
    def __init__(self, patterns: tuple[Pattern, ...]) -> None:
        self.patterns = patterns
        names: set[str] = set()
        endings: set[str] = set()
        by_name: list[str] = []
        by_path: list[str] = []
        for pattern in patterns:
            glob = pattern.text.removeprefix("!").removesuffix("/")
            if pattern.by_name and not _SPECIAL.intersection(glob):
                names.add(glob)
            elif pattern.by_name and glob[:1] == "*" and not _SPECIAL.intersection(glob[1:]):
                endings.add(glob[1:])
            else:
                (by_name if pattern.by_name else by_path).append(pattern.expression)
        self._names = frozenset(names)
        self._endings = tuple(endings)
        self._by_name = "|".join(by_name)
        self._by_path = "|".join(by_path)

    def may_match(self, path: str) -> bool:
        name = path[path.rfind("/") + 1 :]
        if name in self._names or name.endswith(self._endings):
            return True
        if self._by_name and _compiled(self._by_name).fullmatch(name):
            return True
        return bool(self._by_path) and _compiled(self._by_path).fullmatch(path) is not None


def last_match(patterns: tuple[Pattern, ...], path: str, is_dir: bool) -> Pattern | None:
    """The last of the patterns that matches `path` itself, a negated one included, or None."""
    for pattern in reversed(patterns):
        if pattern.matches(path, is_dir):
            return pattern
    return None


def parse(text: str) -> tuple[Pattern, ...]:
    """The patterns of a file's text, in order. Comments, empty lines and what can match nothing are left out."""
    found = []
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), start=1):
        if not line.startswith("#"):
            pattern = _parse_line(line.removesuffix("\r").partition("\0")[0], number)
            if pattern is not None:
                found.append(pattern)
    return tuple(found)


@lru_cache(maxsize=256)
def read_patterns(text: str) -> PatternList:
    """`parse`, arranged for matching. Many folders hold the same file: the work is done once for each text."""
    return PatternList(parse(text))


def _parse_line(line: str, number: int) -> Pattern | None:
    text = _without_trailing_spaces(line)
    glob = text.removeprefix("!")
    only_folders = glob.endswith("/")
    glob = glob.removesuffix("/")
    by_name = "/" not in glob
    if not glob:
        return None
    try:
        expression = _translate(glob.removeprefix("/"), by_name)
    except _Malformed:
        return None
    last = glob.rpartition("/")[2]
    return Pattern(
        text=text,
        line=number,
        negated=text.startswith("!"),
        only_folders=only_folders,
        by_name=by_name,
        literal=bool(last) and not _SPECIAL.intersection(last.replace("\\", "")),
        expression=expression,
    )


def _without_trailing_spaces(line: str) -> str:
    """Drops spaces (not tabs) at the end, up to the last one that a backslash protects."""
    end = position = 0
    while position < len(line):
        if line[position] == "\\":
            position += 1
            end = position + 1
        elif line[position] != " ":
            end = position + 1
        position += 1
    return line[:end]


def _translate(glob: str, by_name: bool) -> str:
    """The regular expression for one glob. Raises _Malformed where nothing can match.

    All but the last stretch after a wildcard are atomic: taking the first place where a stretch of fixed width
    fits never loses a match, and a hostile pattern cannot make the matching explode.
    """
    stretches: list[list[str]] = [[]]
    for token in _tokens(glob, by_name):
        if token == _DEEP:
            stretches.append([])
        else:
            stretches[-1].append(token)
    made = [_stretch(tokens) for tokens in stretches]
    expression = made[0]
    for position, stretch in enumerate(made[1:], start=1):
        if position == len(made) - 1:
            expression += f"(?:.*/)?{stretch}" if stretches[position] else ".*"
        elif stretch:
            expression += f"(?>(?:.*?/)??{stretch})"
    return expression


def _stretch(tokens: list[str]) -> str:
    """Part of a glob without "**": parts of a path, each with its stars."""
    parts: list[list[str]] = [[""]]
    for token in tokens:
        if token == "/":
            parts.append([""])
        elif token == _STAR:
            parts[-1].append("")
        else:
            parts[-1][-1] += token
    return "/".join(_part(pieces) for pieces in parts)


def _part(pieces: list[str]) -> str:
    if len(pieces) == 1:
        return pieces[0]
    middle = "".join(f"(?>[^/]*?{piece})" for piece in pieces[1:-1] if piece)
    return f"{pieces[0]}{middle}[^/]*{pieces[-1]}"


def _tokens(glob: str, by_name: bool) -> list[str]:
    """Regular expressions for one character each, "/", _STAR, and _DEEP, which stands for the "/" after it too."""
    tokens: list[str] = []
    position = 0
    while position < len(glob):
        character = glob[position]
        if character == "*":
            end = position
            while end < len(glob) and glob[end] == "*":
                end += 1
            starts = position == 0 or glob[position - 1] == "/"
            deep = not by_name and end - position > 1 and starts and (end == len(glob) or glob[end] == "/")
            tokens.append(_DEEP if deep else _STAR)
            position = end + 1 if deep else end
            continue
        if character == "[":
            expression, position = _bracket(glob, position)
            tokens.append(expression)
            continue
        if character == "\\":
            position += 1
            if position == len(glob):
                raise _Malformed
            character = glob[position]
            tokens.append("/" if character == "/" else re.escape(character))
        else:
            tokens.append("[^/]" if character == "?" else "/" if character == "/" else re.escape(character))
        position += 1
    return tokens


def _bracket(glob: str, start: int) -> tuple[str, int]:
    """The class that opens at `start`, and the position behind it. Raises _Malformed where it does not close."""
    position = start + 1
    negated = glob[position : position + 1] in {"!", "^"}
    position += negated
    first = True
    inside = ""
    before = ""
    while True:
        character = _at(glob, position)
        if character == "]" and not first:
            break
        first = False
        if character == "[" and glob[position + 1 : position + 2] == ":":
            end = glob.find("]", position + 2)
            if end < 0:
                raise _Malformed
            if end > position + 2 and glob[end - 1] == ":":
                name = glob[position + 2 : end - 1]
                if name not in _CLASSES:
                    raise _Malformed
                inside += _CLASSES[name]
                before = ""
                position = end + 1
                continue
        if character == "-" and before and glob[position + 1 : position + 2] not in {"", "]"}:
            position += 1
            character = _at(glob, position)
            if character == "\\":
                position += 1
                character = _at(glob, position)
            if before <= character:
                inside += f"{_in_class(before)}-{_in_class(character)}"
            before = ""
        else:
            if character == "\\":
                position += 1
                character = _at(glob, position)
            inside += _in_class(character)
            before = character
        position += 1
    if negated:
        return f"[^/{inside}]", position + 1
    return f"(?!/)[{inside}]", position + 1


def _at(glob: str, position: int) -> str:
    if position >= len(glob):
        raise _Malformed
    return glob[position]


def _in_class(character: str) -> str:
    return "\\" + character if character in "\\]^-[&~|" else character


@lru_cache(maxsize=4096)
def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression, re.DOTALL)

"""Reads the files in folders that speak about what is to be indexed: .gitignore, CACHEDIR.TAG and their kin."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass

from desktop_search.indexing.gitignore import Pattern, PatternList, read_patterns

MARKER = ".nosearch"
GITIGNORE = ".gitignore"
CACHE_TAG = "CACHEDIR.TAG"
ENVIRONMENT = "pyvenv.cfg"
CVS_LIST = "Entries"
RULE_FILES = frozenset({MARKER, GITIGNORE, CACHE_TAG, ENVIRONMENT})

_CACHE_SIGNATURE = b"Signature: 8a477f597d28d172789f06886806bc55"
_LARGEST_GITIGNORE = 1_000_000


@dataclass(frozen=True, slots=True)
class Source:
    """One .gitignore in force. Its patterns see a path from character `offset` on."""

    path: str
    offset: int
    patterns: PatternList

    def match(self, full: str, is_dir: bool) -> Pattern | None:
        """The last of its patterns that matches."""
        return self.patterns.match(full[self.offset :], is_dir)


def with_separator(folder: str) -> str:
    """The folder's path as the beginning of the paths in it."""
    return folder if folder.endswith(os.sep) else folder + os.sep


def telling_names(folder: str) -> list[str]:
    """Which of the names that decide about a whole folder are in it; for where its listing is not at hand."""
    return [name for name in (*RULE_FILES, CVS_LIST) if os.path.lexists(os.path.join(folder, name))]


def is_cache_tag(path: str) -> bool:
    """Whether a file has the signature of the Cache Directory Tagging Specification."""
    return _read_plain(path, len(_CACHE_SIGNATURE)) == _CACHE_SIGNATURE


def read_gitignore(folder: str, offset: int) -> Source | None:
    """The .gitignore in a folder; None where it is missing, unreadable or without patterns."""
    path = os.path.join(folder, GITIGNORE)
    content = _read_plain(path, _LARGEST_GITIGNORE)
    if not content:
        return None
    patterns = read_patterns(content.decode("utf-8", "surrogateescape"))
    return Source(path, offset, patterns) if patterns.patterns else None


def deciding_match(sources: tuple[Source, ...], full: str, is_dir: bool) -> tuple[Source, Pattern] | None:
    """The pattern that decides on a path: the last one that matches, in the nearest file that has one."""
    for source in reversed(sources):
        pattern = source.match(full, is_dir)
        if pattern is not None:
            return source, pattern
    return None


def work_tree_above(root: str) -> str | None:
    """The top of the git work tree that contains a folder, where that is another folder above it."""
    folder, above = root, os.path.dirname(root)
    while above != folder and not os.path.lexists(os.path.join(folder, ".git")):
        if os.path.lexists(os.path.join(above, ".git")):
            return above
        folder, above = above, os.path.dirname(above)
    return None


def sources_above(top: str, root: str) -> tuple[Source, ...]:
    """The .gitignore files from the top of a work tree down to a folder in it, which itself is left out.

    Where they ignore that folder, none counts: the person has chosen otherwise.
    """
    sources: tuple[Source, ...] = ()
    full = ""
    folder = top
    for name in root[len(with_separator(top)) :].split(os.sep):
        source = read_gitignore(folder, len(full))
        if source is not None:
            sources = (*sources, source)
        decided = deciding_match(sources, full + name, True)
        if decided is not None and not decided[1].negated:
            return ()
        full += f"{name}/"
        folder = os.path.join(folder, name)
    return sources


def _read_plain(path: str, most: int) -> bytes | None:
    """The beginning of a plain file; None for what is missing, a link, a pipe or may not be read."""
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            return None
        with open(path, "rb") as file:
            return file.read(most)
    except OSError:
        return None

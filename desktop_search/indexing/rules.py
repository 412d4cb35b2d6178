"""Which paths are taken, which are skipped, and by which named rule.

Per entry: link or no file, version control, temporary, secrets, the person's patterns, hidden, .gitignore, type, size.
Per folder, once: the marker `.nosearch`, CACHEDIR.TAG, a Python environment, its `.gitignore`. A watched folder itself
was chosen by the person: its own name and a .gitignore above it that leaves it out do not count against it.

A pattern of the person's own with a leading "!" brings back what an earlier one, the hidden rule or a .gitignore left
out; where its last part has no wildcard (`!.env.example`), also what is a secret, temporary, a cache or a dependency.
As with git, nothing comes back from below a folder that is itself left out.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Collection
from dataclasses import dataclass

from desktop_search.indexing import names
from desktop_search.indexing.gitignore import Pattern, read_patterns
from desktop_search.indexing.rule_files import (
    CACHE_TAG,
    CVS_LIST,
    ENVIRONMENT,
    GITIGNORE,
    MARKER,
    Source,
    deciding_match,
    is_cache_tag,
    read_gitignore,
    sources_above,
    telling_names,
    with_separator,
    work_tree_above,
)
from desktop_search.settings import Settings

RULES = (
    *("hidden", "version control", "dependencies", "cache", "gitignore", "marker", "pattern", "link", "not a file"),
    *("size", "type", "unreadable", "temporary", "cloud", "secrets", "outside"),
)
_GONE = frozenset({errno.ENOENT, errno.ENOTDIR})


@dataclass(frozen=True, slots=True)
class Skip:
    """Why a path is not taken. `rule` is one of RULES and stable; `detail` is for a person."""

    rule: str
    detail: str


class Rules:
    """The person's choices, ready to be applied. Holds no state of the disk: each walk reads the rule files anew."""

    def __init__(self, settings: Settings, has_reader: Callable[[str], bool]) -> None:
        """`has_reader` says for a path, by its name alone, whether a file of that kind can be read."""
        self.has_reader = has_reader
        self.skip_hidden = settings.skip_hidden
        self.use_gitignore = settings.use_gitignore
        self.megabytes = settings.max_file_mb
        self.own = read_patterns("\n".join(pattern.replace("\n", "") for pattern in settings.skip_patterns))
        self._brings_back = any(pattern.negated for pattern in self.own.patterns)
        self._roots = sorted(settings.folders, key=len, reverse=True)
        self._types: dict[str, Skip] = {}

    def folder_rules(self, root: str) -> FolderRules:
        """The rules at a watched folder; `open` it with the names in it before asking about them."""
        top = work_tree_above(root) if self.use_gitignore else None
        if top is None:
            return FolderRules(self, root, "", 0, ())
        place = with_separator(top)
        full = root[len(place) :].replace(os.sep, "/") + "/"
        return FolderRules(self, root, full, len(full), sources_above(top, root))

    def explain(self, path: str | os.PathLike[str], root: str | None = None, is_dir: bool = False) -> Skip | None:
        """Why a path is not taken, or None. It need not exist: then `is_dir` says what it would be.

        `root` is the watched folder that it belongs to, by default the one in the settings that contains it.
        """
        path = os.path.abspath(path)
        root = root or self.root_of(path)
        if root is None:
            return Skip("outside", "It lies in none of the watched folders.")
        folder = self.descend(root, path if path == root else os.path.dirname(path))
        if isinstance(folder, Skip) or path == root:
            return folder if isinstance(folder, Skip) else None
        name = os.path.basename(path)
        status = _status(path)
        if isinstance(status, Skip):
            return status
        if (status is None and is_dir) or (status is not None and stat.S_ISDIR(status.st_mode)):
            inner = folder.folder(name, status)
            return inner if isinstance(inner, Skip) else inner.open(telling_names(path))
        if status is None:
            return folder.file(name, path)
        return folder.other(name, status) or folder.file(name, path) or folder.status(name, path, status)

    def descend(self, root: str, path: str) -> FolderRules | Skip:
        """The opened rules of the folder `path`, each one from `root` down asked on the way; or what skips it."""
        folder = self.folder_rules(root)
        skip = folder.open(telling_names(root))
        for name in path[len(with_separator(root)) :].split(os.sep) if skip is None and path != root else ():
            here = os.path.join(folder.path, name)
            status = _status(here)
            if isinstance(status, Skip):
                return status
            if status is not None and stat.S_ISLNK(status.st_mode):
                return folder.link(name)
            inner = folder.folder(name, status)
            if isinstance(inner, Skip):
                return inner
            folder = inner
            skip = folder.open(telling_names(here))
            if skip is not None:
                break
        return folder if skip is None else skip

    def root_of(self, path: str) -> str | None:
        """The watched folder that contains a path, or None."""
        for root in self._roots:
            if path == root or path.startswith(with_separator(root)):
                return root
        return None

    def ignored(self, path: str) -> bool:
        """A quick look at the names in a path, for a flood of events: true where it is certainly skipped."""
        root = self.root_of(path)
        if root is None or path == root:
            return False
        hidden = self.skip_hidden and not self._brings_back
        for name in path[len(with_separator(root)) :].split(os.sep):
            if name in names.VERSION_CONTROL or (name in names.DEPENDENCIES and not self._brings_back):
                return True
            if hidden and name[:1] == ".":
                return True
        return False

    def no_reader(self, name: str) -> Skip:
        """The skip for a file of a kind that nothing here can read."""
        ending = names.ending(name)
        if ending not in self._types:
            kind = f"{ending} files" if ending else "files without an ending"
            self._types[ending] = Skip("type", f"No reader for {kind}.")
        return self._types[ending]


class FolderRules:
    """The rules as they stand in one folder: what is decided once per folder is kept here."""

    __slots__ = ("_chosen", "_full", "_rules", "_sources", "_start", "path")

    def __init__(
        self, rules: Rules, path: str, full: str, start: int, sources: tuple[Source, ...], chosen: bool = True
    ) -> None:
        self._rules = rules
        self.path = path
        self._full = full
        self._start = start
        self._sources = sources
        self._chosen = chosen

    def open(self, present: Collection[str]) -> Skip | None:
        """To be called once, with the names in the folder: what in it speaks about the folder as a whole."""
        if MARKER in present:
            return Skip("marker", os.path.join(self.path, MARKER))
        if not self._chosen:
            if ENVIRONMENT in present:
                return Skip("dependencies", f"{self.path} is a Python environment.")
            if CACHE_TAG in present and is_cache_tag(os.path.join(self.path, CACHE_TAG)):
                return Skip("cache", os.path.join(self.path, CACHE_TAG))
            if CVS_LIST in present and self.path.endswith(f"{os.sep}CVS"):
                return Skip("version control", "CVS")
        if GITIGNORE in present and self._rules.use_gitignore:
            source = read_gitignore(self.path, len(self._full))
            if source is not None:
                self._sources = (*self._sources, source)
        return None

    def folder(self, name: str, status: os.stat_result | None = None) -> FolderRules | Skip:
        """The rules of the folder `name` in this one, still to be opened, or what skips it.

        `status` is needed on Windows and macOS only, where it knows of hidden folders and junctions.
        """
        lower = name.lower()
        if lower in names.VERSION_CONTROL:
            return Skip("version control", name)
        if status is not None and names.is_junction(status):
            return self.link(name)
        wish = self._wish(name, True)
        if wish is not None and not wish.negated:
            return Skip("pattern", wish.text)
        named = wish is not None and wish.literal
        if not named:
            if lower in names.DEPENDENCIES:
                return Skip("dependencies", name)
            if lower in names.SECRET_FOLDERS or names.is_browser_profile(lower, self.path):
                return Skip("secrets", name)
        if wish is None:
            if lower == ".venv" and os.path.lexists(os.path.join(self.path, name, ENVIRONMENT)):
                return Skip("dependencies", name)
            skip = self._hidden(name, status) or self._gitignored(name, True)
            if skip is not None:
                return skip
        path = os.path.join(self.path, name)
        return FolderRules(self._rules, path, f"{self._full}{name}/", self._start, self._sources, named)

    def file(self, name: str, path: str) -> Skip | None:
        """What the name of a file in this folder, and the patterns in force, say of it."""
        lower = name.lower()
        if lower == ".git":
            return Skip("version control", name)
        if names.is_cloud_placeholder(name):
            return Skip("cloud", "The file is kept by iCloud and not on this disk.")
        wish = self._wish(name, False)
        if wish is not None and not wish.negated:
            return Skip("pattern", wish.text)
        if wish is None or not wish.literal:
            if names.is_temporary(lower):
                return Skip("temporary", name)
            if names.is_secret(lower):
                return Skip("secrets", name)
        if wish is None:
            skip = self._hidden(name, None) or self._gitignored(name, False)
            if skip is not None:
                return skip
        return None if self._rules.has_reader(path) else self._rules.no_reader(name)

    def status(self, name: str, path: str, status: os.stat_result) -> Skip | None:
        """What the file system says of a file that `file` has let through."""
        if names.is_elsewhere(status):
            return Skip("cloud", "The file is kept in the cloud and not on this disk.")
        megabytes = self._rules.megabytes
        if status.st_size > megabytes * 1_000_000:
            return Skip("size", f"{status.st_size / 1_000_000:.1f} MB, and the limit is {megabytes} MB.")
        if names.is_denied(path, status):
            return Skip("unreadable", os.strerror(errno.EACCES))
        if names.is_hidden_by_system(status) and self._wish(name, False) is None:
            return self._hidden(name, status)
        return None

    def other(self, name: str, status: os.stat_result) -> Skip | None:
        """What an entry is skipped for that is neither folder nor file; None for these two."""
        if stat.S_ISLNK(status.st_mode):
            return self.link(name)
        if stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode):
            return None
        return Skip("not a file", name)

    def link(self, name: str) -> Skip:
        """A link is not followed: what it points to is found where it stands. Editors' lock links are temporary."""
        return Skip("temporary", name) if names.is_temporary(name.lower()) else Skip("link", name)

    def _wish(self, name: str, is_dir: bool) -> Pattern | None:
        own = self._rules.own
        return own.match(self._full[self._start :] + name, is_dir) if own.patterns else None

    def _hidden(self, name: str, status: os.stat_result | None) -> Skip | None:
        if not self._rules.skip_hidden:
            return None
        if name[0] == "." or (status is not None and names.is_hidden_by_system(status)):
            return Skip("hidden", name)
        return None

    def _gitignored(self, name: str, is_dir: bool) -> Skip | None:
        if not self._sources:
            return None
        decided = deciding_match(self._sources, self._full + name, is_dir)
        if decided is None or decided[1].negated:
            return None
        source, pattern = decided
        return Skip("gitignore", f"{source.path}, line {pattern.line}: {pattern.text}")


def _status(path: str) -> os.stat_result | Skip | None:
    """What is at a path: None for nothing, "unreadable" where the system does not say."""
    try:
        return os.lstat(path)
    except OSError as error:
        return None if error.errno in _GONE else Skip("unreadable", error.strerror or str(error))
    except ValueError as error:
        return Skip("unreadable", str(error))

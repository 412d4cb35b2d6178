"""Which command opens a file at a page or a line: the person's own program, where it is one of those known here.

The program is the one that the desktop would take (specifications.freedesktop.org/mime-apps-spec). Others than these
get the file alone: a wrong option would open nothing at all.
"""

from __future__ import annotations

import configparser
import os
import shlex
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from PySide6.QtCore import QMimeDatabase

Build = Callable[[str, str, int], list[str]]


def _option(name: str) -> Build:
    return lambda program, path, number: [program, name, str(number), path]


def _joined(name: str) -> Build:
    return lambda program, path, number: [program, f"{name}{number}", path]


def _behind(sign: str, *options: str) -> Build:
    return lambda program, path, number: [program, *options, f"{path}{sign}{number}"]


def _after(program: str, path: str, number: int) -> list[str]:
    return [program, path, str(number)]


PAGES: Mapping[str, Build] = {
    **dict.fromkeys(("evince", "atril", "xreader"), _joined("--page-index=")),
    "okular": _option("--page"),
    "zathura": _option("--page"),
    "qpdfview": _behind("#"),
    **dict.fromkeys(("mupdf", "xpdf"), _after),
}
LINES: Mapping[str, Build] = {
    **dict.fromkeys(("code", "code-oss", "codium", "code-insiders"), _behind(":", "--goto")),
    **dict.fromkeys(("kate", "kwrite"), _option("--line")),
    "geany": _option("--line"),
    "mousepad": _option("--line"),
    **dict.fromkeys(("gedit", "pluma", "xed", "gvim", "vim-gtk", "vim-gtk3", "emacs", "emacsclient"), _joined("+")),
    **dict.fromkeys(("subl", "sublime_text", "zed", "zeditor"), _behind(":")),
}


def command_at(program: str, path: str, page: int | None, line: int | None) -> list[str] | None:
    """The command for a program's name or path; None where it knows no such place."""
    name = os.path.basename(program)
    if page is not None and name in PAGES:
        return PAGES[name](program, path, page)
    if line is not None and name in LINES:
        return LINES[name](program, path, line)
    return None


def own_command(
    path: str, page: int | None, line: int | None, environment: Mapping[str, str] = os.environ
) -> list[str] | None:
    """The command that opens a file at its place with the person's own program; None where that is not known."""
    if (page is None and line is None) or sys.platform in ("win32", "darwin"):
        return None
    program = default_program(path, environment)
    return None if program is None else command_at(program, path, page, line)


def default_program(path: str, environment: Mapping[str, str]) -> str | None:
    """The program that the desktop opens this file with, if it is one that is called by itself; as a whole path."""
    database = QMimeDatabase()
    kind = database.mimeTypeForFile(path, QMimeDatabase.MatchMode.MatchExtension)
    folders = list(_folders(environment))
    for name in (kind.name(), *kind.aliases(), *kind.allAncestors()):
        for entry in _defaults(name, environment, folders):
            file = next((one / entry for one in folders if (one / entry).is_file()), None)
            if file is not None:
                return _program(file)
    return None


def _defaults(kind: str, environment: Mapping[str, str], folders: list[Path]) -> Iterator[str]:
    home = Path(environment.get("HOME") or Path.home())
    configured = [Path(environment.get("XDG_CONFIG_HOME") or home / ".config")]
    configured += map(Path, (environment.get("XDG_CONFIG_DIRS") or "/etc/xdg").split(":"))
    desktops = [one.lower() for one in environment.get("XDG_CURRENT_DESKTOP", "").split(":") if one]
    names = [*(f"{one}-mimeapps.list" for one in desktops), "mimeapps.list"]
    for folder in (*configured, *folders):
        for name in names:
            yield from _listed(folder / name, "Default Applications", kind)
    for folder in folders:
        yield from _listed(folder / "mimeinfo.cache", "MIME Cache", kind)


def _folders(environment: Mapping[str, str]) -> Iterator[Path]:
    """Where desktop entries lie, the person's own first."""
    home = Path(environment.get("HOME") or Path.home())
    yield Path(environment.get("XDG_DATA_HOME") or home / ".local" / "share") / "applications"
    for folder in (environment.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share").split(":"):
        if folder:
            yield Path(folder) / "applications"


def _read(file: Path) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None, strict=False, delimiters=("=",), comment_prefixes=("#",))
    try:
        parser.read(file, encoding="utf-8")
    except (configparser.Error, UnicodeDecodeError, OSError):
        return configparser.ConfigParser(interpolation=None)
    return parser


def _listed(file: Path, section: str, kind: str) -> list[str]:
    return [one for one in _read(file).get(section, kind, fallback="").split(";") if one and "/" not in one]


def _program(entry: Path) -> str | None:
    parser = _read(entry)
    if parser.get("Desktop Entry", "Terminal", fallback="false") == "true":
        return None
    try:
        words = shlex.split(parser.get("Desktop Entry", "Exec", fallback=""))
    except ValueError:
        return None
    # `env NAME=value program`, `flatpak run name`: what is really called is not for us to guess.
    return shutil.which(words[0]) if words else None

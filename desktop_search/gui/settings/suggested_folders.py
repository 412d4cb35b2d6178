"""Folders of the person's own that are likely to hold documents: their usual places, and the vaults of Obsidian."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QStandardPaths

_NAMES = ("Documents", "Notes", "Desktop", "Obsidian", "Zotero", "Dropbox", "OneDrive")
_VAULT = ".obsidian"
# How many folders are looked into for a vault, so that a huge home folder costs no more than a small one.
_LOOKED_INTO = 300


def suggested_folders() -> tuple[Path, ...]:
    """Those that exist, each once, none inside another one."""
    kinds = QStandardPaths.StandardLocation
    home = Path.home()
    places = [QStandardPaths.writableLocation(kind) for kind in (kinds.DocumentsLocation, kinds.DesktopLocation)]
    usual = [*(Path(one) for one in places if one), *(home / name for name in _NAMES)]
    found: dict[Path, None] = {}
    for place in (*usual, *_known_vaults(home), *_vaults_below(home)):
        # An unset place may be given as the home folder itself, which is too much to suggest.
        if place.is_dir() and place.resolve() != home.resolve():
            found.setdefault(place.resolve())
    return tuple(one for one in found if not any(one != other and one.is_relative_to(other) for other in found))


def is_vault(folder: Path) -> bool:
    """Is this folder a vault of Obsidian?"""
    return (folder / _VAULT).is_dir()


def _known_vaults(home: Path) -> Iterator[Path]:
    """The vaults that Obsidian itself remembers (obsidian.json in its folder for settings)."""
    roaming = os.environ.get("APPDATA")
    config = os.environ.get("XDG_CONFIG_HOME")
    folders = [
        Path(config) if config else home / ".config",
        home / ".var" / "app" / "md.obsidian.Obsidian" / "config",
        home / "Library" / "Application Support",
        *([Path(roaming)] if roaming else []),
    ]
    for folder in folders:
        try:
            known = json.loads((folder / "obsidian" / "obsidian.json").read_bytes())["vaults"].values()
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            continue
        for one in known:
            path = one.get("path") if isinstance(one, dict) else None
            if isinstance(path, str) and "\0" not in path:
                yield Path(path)


def _vaults_below(home: Path) -> Iterator[Path]:
    """Vaults in the home folder, or one folder further down."""
    looked = 0
    for folder in _folders_in(home):
        if is_vault(folder):
            yield folder
            continue
        for inner in _folders_in(folder):
            looked += 1
            if looked > _LOOKED_INTO:
                return
            if is_vault(inner):
                yield inner


def _folders_in(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            return sorted(
                Path(one.path) for one in entries if one.name[0] != "." and one.is_dir(follow_symlinks=False)
            )[:_LOOKED_INTO]
    except OSError:
        return []

"""`model [NAME]`: which model finds by meaning, or another one from now on: a folder, or a name that is downloaded."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from desktop_search import settings as settings_file
from desktop_search.cli.index import change_settings
from desktop_search.embedding import downloads, models
from desktop_search.engine.beside import tell_settings
from desktop_search.errors import ModelError
from desktop_search.paths import Paths

BUNDLED = "bundled"


def run(arguments: argparse.Namespace, paths: Paths) -> int:
    if arguments.name is None:
        print(describe(paths))
        return 0
    chosen = _choose(arguments.name, paths, arguments.yes)
    if chosen is None:
        print("Nothing was downloaded and nothing was changed.", file=sys.stderr)
        return 1
    change_settings(paths, lambda now: replace(now, model=chosen))
    told = tell_settings(paths)
    print("From now on the running program learns with it." if told else "The next `desktop-search index` uses it.")
    return 0


def describe(paths: Paths) -> str:
    """The model in use and those that were downloaded, as lines for a terminal."""
    model = settings_file.load(paths.settings).settings.model
    lines = [f"Model: {model or models.BUNDLED_NAME + ' (' + BUNDLED + ')'}"]
    lines += [f"Downloaded: {one}" for one in downloads.every(paths.models)]
    return "\n".join(lines)


def _choose(name: str, paths: Paths, agreed: bool) -> str | None:
    """What the settings are to say: a folder that was checked; None where the person did not want it."""
    if name == BUNDLED:
        return ""
    if Path(name).expanduser().is_dir():
        return str(models.find_model(name).path)
    known = downloads.find(paths.models, name) if downloads.is_name(name) else None
    if known is None:
        offer = downloads.look_up(name)
        if not (agreed or _agrees(offer)):
            return None
        with _Percent(offer) as percent:
            known = downloads.fetch(offer, paths.models, percent.show)
    return str(models.find_model(str(known)).path)


def _agrees(offer: downloads.Offer) -> bool:
    if not sys.stdin.isatty():
        raise ModelError(f"{_told(offer)} has to be downloaded; give --yes to agree to that.")
    print(f"Download {_told(offer)}? [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _told(offer: downloads.Offer) -> str:
    return f"{offer.name} ({offer.size / 1e6:,.0f} MB)"


class _Percent:
    """One line on stderr that is rewritten on a terminal; in a log only its end is written."""

    def __init__(self, offer: downloads.Offer) -> None:
        self._offer = offer
        self._terminal = sys.stderr.isatty()
        self._done = 0

    def __enter__(self) -> _Percent:
        return self

    def __exit__(self, *_: object) -> None:
        print("" if self._terminal else self._line(), file=sys.stderr)

    def show(self, done: int) -> None:
        self._done = done
        if self._terminal:
            print(f"\r\x1b[K{self._line()}", end="", file=sys.stderr, flush=True)

    def _line(self) -> str:
        percent = 100 * self._done // max(1, self._offer.size)
        return f"{self._offer.name}: {self._done / 1e6:,.0f} of {self._offer.size / 1e6:,.0f} MB ({percent} %)"

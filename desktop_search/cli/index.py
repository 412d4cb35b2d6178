"""`index [FOLDER ...]`: adds folders and brings the index up to date, with progress on stderr."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import replace

from desktop_search import settings as settings_file
from desktop_search.cli.progress import ProgressLine
from desktop_search.engine import model
from desktop_search.engine.beside import update_through_engine
from desktop_search.engine.service import IndexService
from desktop_search.errors import EngineError, FolderError
from desktop_search.indexing.changes import ChangeQueue
from desktop_search.paths import Paths
from desktop_search.settings import Settings


def run(arguments: argparse.Namespace, paths: Paths) -> int:
    settings = change_settings(paths, lambda now: _with_folders(now, arguments.folders))
    if not settings.folders:
        raise FolderError("No folder is watched yet: name one, for example `desktop-search index ~/Documents`.")
    with ProgressLine(sys.stderr) as line:
        bring_up_to_date(paths, settings, line)
    return 0


def change_settings(paths: Paths, change: Callable[[Settings], Settings]) -> Settings:
    """Loads the settings, changes them, saves them where they differ; says what had to be repaired."""
    loaded = settings_file.load(paths.settings)
    if loaded.notice:
        print(loaded.notice, file=sys.stderr)
    settings = change(loaded.settings)
    if settings != loaded.settings:
        settings_file.save(paths.settings, settings)
    return settings


def bring_up_to_date(paths: Paths, settings: Settings, line: ProgressLine) -> None:
    """Does the work here, or has the running engine do it: one program writes an index."""
    while True:
        try:
            _work_here(paths, replace(settings, paused=False), line)
            return
        except EngineError:
            if update_through_engine(paths, line.show):
                return
            line.say("Another Desktop Search is working on this index; waiting for it.")
            time.sleep(0.5)


def _with_folders(settings: Settings, folders: list[str]) -> Settings:
    for folder in folders:
        settings = settings_file.add_folder(settings, folder)
    return settings


def _work_here(paths: Paths, settings: Settings, line: ProgressLine) -> None:
    service = IndexService(paths, settings, ChangeQueue())
    try:
        if service.notice:
            line.say(service.notice)
        while service.step():
            line.show_soon(service.indexer.progress)
        for folder in service.indexer.folder_statuses():
            if folder.state != "ready":
                line.say(f"{folder.path} is {folder.state}; what is known of it is kept.")
        if service.indexer.progress().pending:
            line.say("Everything is found by words; loading the model to find it by meaning.")
            service.use_encoder(model.load_encoder(settings))
            while service.step():
                line.show_soon(service.indexer.progress)
        line.finish(service.indexer.progress())
    finally:
        service.close()

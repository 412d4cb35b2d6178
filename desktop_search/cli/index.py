"""`index [FOLDER ...]`: adds folders and brings the index up to date, with progress on stderr."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import replace

from desktop_search import settings as settings_file
from desktop_search.cli.interrupts import kept_interrupts
from desktop_search.cli.progress import ProgressLine
from desktop_search.embedding import downloads, models
from desktop_search.engine import model
from desktop_search.engine.beside import update_through_engine
from desktop_search.engine.logs import log_to_file
from desktop_search.engine.service import IndexService
from desktop_search.errors import EngineError, FolderError, SettingsError, StoreDamaged, StoreError
from desktop_search.indexing.changes import ChangeQueue
from desktop_search.paths import Paths
from desktop_search.settings import Settings


def run(arguments: argparse.Namespace, paths: Paths) -> int:
    settings = change_settings(paths, lambda now: _with_folders(now, arguments.folders))
    if not settings.folders:
        raise FolderError("No folder is watched yet: name one, for example `desktop-search index ~/Documents`.")
    log_to_file(paths, "index")
    with ProgressLine(sys.stderr) as line:
        bring_up_to_date(paths, settings, line)
    return 0


def change_settings(paths: Paths, change: Callable[[Settings], Settings]) -> Settings:
    """Loads the settings, changes them, saves them where they differ; says what had to be repaired."""
    loaded = settings_file.load(paths.settings)
    if not loaded.trusted:
        raise SettingsError(loaded.notice)
    if loaded.notice:
        print(loaded.notice, file=sys.stderr)
    settings = change(loaded.settings)
    if settings != loaded.settings:
        settings_file.save(paths.settings, settings)
    return settings


def bring_up_to_date(paths: Paths, settings: Settings, line: ProgressLine, *, encode: bool = True) -> None:
    """Does the work here, or has the running engine do it: one program writes an index.

    Without `encode` what the change itself asks for is done, and no model is loaded for what else is to do.
    """
    mended = False
    while True:
        try:
            _work_here(paths, replace(settings, paused=False), line, encode)
            return
        except StoreDamaged as error:
            # Opening it anew finds the damage, moves the store aside and says so.
            if mended:
                raise
            mended = True
            line.say(str(error))
        except EngineError:
            if update_through_engine(paths, line.show):
                return
            line.say("Another Desktop Search is working on this index; waiting for it.")
            time.sleep(0.5)


def _with_folders(settings: Settings, folders: list[str]) -> Settings:
    for folder in folders:
        settings = settings_file.add_folder(settings, folder)
    return settings


def _work_here(paths: Paths, settings: Settings, line: ProgressLine, encode: bool) -> None:
    service = IndexService(paths, settings, ChangeQueue())
    try:
        with kept_interrupts() as check:
            _index(service, paths, settings, line, encode, check)
    except StoreError:
        service.abandon()
        raise
    except BaseException:
        service.close()
        raise
    service.close()


def _index(
    service: IndexService,
    paths: Paths,
    settings: Settings,
    line: ProgressLine,
    encode: bool,
    check: Callable[[], None],
) -> None:
    if service.notice:
        line.say(service.notice)
    while service.step():
        check()
        line.show_soon(service.indexer.progress)
    for folder in service.indexer.folder_statuses():
        if folder.state != "ready":
            line.say(f"{folder.path} is {folder.state}; what is known of it is kept.")
    progress = service.indexer.progress()
    if encode and progress.paragraphs:
        # Checked even where nothing is to do: a wrong folder in the settings should be told now.
        named = downloads.resolve(paths.models, settings.model)
        digest = models.find_model(named, paths.model_digests).digest
        if progress.pending or service.made_from != digest:
            line.say("Everything is found by words; loading the model to find it by meaning.")
            encoder = model.load_named(paths, settings)
            check()
            service.use_encoder(encoder, digest, named)
            while service.step():
                check()
                line.show_soon(service.indexer.progress)
    line.finish(service.indexer.progress())

"""The engine, or a process that reads documents, is killed from outside while a window and a command line use it."""

from __future__ import annotations

import contextlib
import functools
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import psutil

from desktop_search.engine.messages import EngineDown, Status
from desktop_search.engine.reading_messages import DocumentRead, ReadAround
from desktop_search.paths import find_paths
from tests.conversation import Conversation, save_folders
from tests.reliability import corpus, real_model
from tests.reliability.contents import Contents, contents, differences
from tests.reliability.outcome import Outcome
from tests.reliability.runs import ROOT, Stage, index, problems_after

# The real model encodes: few notes are enough.
_NOTES = 24


def engine_killed(stage: Stage, choose: random.Random, times: int) -> Outcome:
    """A window asks and a command line has the engine index, when it is killed; it begins again by itself."""
    outcome = Outcome("engine killed (SIGKILL) beside window and command line")
    notes = stage.work / "few notes"
    if times and not notes.exists():
        corpus.write(notes, _NOTES)
    calm = _undisturbed(stage.work, notes)
    for number in range(times):
        home = stage.home(f"engine {number}")
        paths = find_paths(home)
        save_folders(paths, str(notes))
        problems = []
        with Conversation(paths) as talk:
            talk.wait_for(Status, lambda status: status.words_ready)
            with _command_line(home) as command:
                time.sleep(choose.uniform(0.0, 1.5))
                os.kill(talk.client.process_id or 0, signal.SIGKILL)
                if not talk.wait_for(EngineDown).restarting:
                    problems.append("it was not started again")
                told = command()
            problems += told
            since = len(talk.events)
            talk.wait_for(Status, _settled, since)
            talk.search(corpus.QUESTIONS[0])
        found = differences(_without_rounding(contents(paths)), calm)
        outcome.count([*problems, *found])
        shutil.rmtree(home)
    return outcome


def reader_killed(stage: Stage, choose: random.Random, times: int) -> Outcome:
    """Readers are killed one after the other while they read, as a system in need of memory does."""
    outcome = Outcome("readers killed (SIGKILL) while indexing")
    killed = 0
    for number in range(times):
        home = stage.home(f"readers {number}")
        with _killing(choose, _readers_of_children) as kills:
            done = index(home, stage.notes)
        killed += len(kills)
        problems = []
        if done.returncode not in (0, 1) or "Traceback" in done.stderr:
            problems.append(f"it was not told in one sentence: {done.stderr[-300:]!r}")
        outcome.count([*problems, *problems_after(home, stage)])
        shutil.rmtree(home)
    outcome.note = f"{killed} readers"
    return outcome


def pane_reader_killed(stage: Stage, choose: random.Random, times: int) -> Outcome:
    """The reader of the reading pane is killed while documents are asked of it; the newest is shown all the same."""
    outcome = Outcome("reader of the reading pane killed (SIGKILL)")
    if not times:
        return outcome
    home = stage.home("pane")
    paths = find_paths(home)
    save_folders(paths, str(stage.notes))
    every = sorted(stage.notes.rglob("*.md"))
    with Conversation(paths) as talk:
        talk.wait_for(Status, lambda status: status.words_ready and status.progress.phase in ("embedding", "idle"))
        for number in range(1, times + 1):
            path = choose.choice(every)
            since = len(talk.events)
            talk.client.send(ReadAround(number * 2, str(path), 0, 0))
            time.sleep(choose.uniform(0.0, 0.1))
            for reader in _children(talk.client.process_id):
                with contextlib.suppress(psutil.NoSuchProcess):
                    reader.kill()
            talk.client.send(ReadAround(number * 2 + 1, str(path), 0, 0))
            shown = talk.wait_for(DocumentRead, lambda one, wanted=number * 2 + 1: one.number == wanted, since)
            outcome.count([shown.reason] if shown.reason else [])
    shutil.rmtree(home)
    return outcome


@functools.cache
def _undisturbed(work: Path, notes: Path) -> Contents:
    os.environ.update(real_model.environment())
    paths = find_paths(work / "calm engine")
    save_folders(paths, str(notes))
    with Conversation(paths) as talk:
        talk.settled()
    return _without_rounding(contents(paths))


def _settled(status: Status) -> bool:
    return status.meaning_ready and status.progress.phase == "idle" and status.progress.files == _NOTES


def _without_rounding(found: Contents) -> Contents:
    """In another batch the last digits of a vector are others: which there are is compared, not what they are."""
    vectors, near = (frozenset((key, b"") for key, _ in some) for some in (found.vectors, found.near))
    return replace(found, vectors=vectors, near=near)


@contextlib.contextmanager
def _command_line(home: Path) -> Iterator[Callable[[], list[str]]]:
    """`index` beside the running engine; what is given says what was wrong with how it ended."""
    command = [sys.executable, "-m", "desktop_search", "index", "--data-dir", str(home)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)

    def told() -> list[str]:
        _, said = process.communicate(timeout=180)
        lines = [line for line in said.splitlines() if line.startswith("desktop-search:")]
        well = process.returncode == 0 or (process.returncode == 1 and len(lines) == 1)
        return [] if well and "Traceback" not in said else [f"the command line said {said[-300:]!r}"]

    try:
        yield told
    finally:
        process.kill()
        process.wait()


@contextlib.contextmanager
def _killing(choose: random.Random, found: Callable[[], list[psutil.Process]]) -> Iterator[list[int]]:
    """Kills one of the processes now and then until it is left; gives the list of those killed."""
    killed: list[int] = []
    enough = threading.Event()

    def kill() -> None:
        while not enough.wait(choose.uniform(0.05, 0.6)) and len(killed) < 3:
            some = found()
            if some:
                with contextlib.suppress(psutil.NoSuchProcess):
                    chosen = choose.choice(some)
                    chosen.kill()
                    killed.append(chosen.pid)

    thread = threading.Thread(target=kill)
    thread.start()
    try:
        yield killed
    finally:
        enough.set()
        thread.join()


def _readers_of_children() -> list[psutil.Process]:
    """The readers of the programs that this process has started."""
    readers = []
    for child in psutil.Process().children():
        with contextlib.suppress(psutil.NoSuchProcess):
            if "tests.reliability.child" in child.cmdline():
                readers += _children(child.pid)
    return readers


def _children(process: int | None) -> list[psutil.Process]:
    found = []
    with contextlib.suppress(psutil.NoSuchProcess):
        for one in psutil.Process(process).children():
            with contextlib.suppress(psutil.NoSuchProcess):
                if "spawn_main" in " ".join(one.cmdline()):
                    found.append(one)
    return found

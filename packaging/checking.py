"""What the checks of the installed program have in common: a table, notes to be found, and a look at the window."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

NOTES = {
    "travel.md": "# Travel\n\nThe old passport has to be handed in before a new one is issued.\n",
    "garden.md": "# Garden\n\nTomatoes want six hours of sun and a stake to climb.\n",
    "kitchen.txt": "Lentil soup: onions, carrots, a bay leaf, and half an hour of patience.\n",
}
# What is asked, the note that answers it, and how it is found.
QUERIES = (
    ("climb tomatoes stake", "garden.md", "words"),
    ("renewing travel documents", "travel.md", "meaning"),
)


class Table:
    """What was looked at, what came out, and whether that is right."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.rows: list[tuple[str, str, bool]] = []

    def add(self, what: str, found: str, is_good: bool = True) -> None:
        self.rows.append((what, found, is_good))
        print(f"{'ok ' if is_good else 'NO '} {what}: {found}", file=sys.stderr, flush=True)

    @property
    def is_good(self) -> bool:
        return bool(self.rows) and all(good for _, _, good in self.rows)

    def show(self) -> None:
        width = max(len(what) for what, _, _ in self.rows)
        for what, found, good in self.rows:
            print(f"{what:{width}}  {'ok' if good else 'NO':3} {found}")
        print(json.dumps({"check": self.name, "good": self.is_good, "rows": self.rows}))


Done = subprocess.CompletedProcess[str]


def ask(call: Callable[..., Done], program: str, table: Table) -> None:
    """Asks each of the QUERIES; `call` runs a command as the person."""
    for words, name, mode in QUERIES:
        started = time.monotonic()
        done = call(program, "search", words, "--mode", mode, "--json")
        took = time.monotonic() - started
        hits = json.loads(done.stdout or "{}").get("hits", []) if done.returncode == 0 else []
        right = bool(hits) and hits[0]["path"].endswith(name)
        table.add(f"a query by {mode}", f"{took:.2f} s, {hits[0]['path'] if hits else last_line(done)}", right)


def own_test(call: Callable[..., Done], program: str, table: Table) -> None:
    """The program's own test: what the first start has to measure shows in the difference."""
    for name in ("first", "second"):
        started = time.monotonic()
        done = call(program, "selftest")
        took = time.monotonic() - started
        table.add(f"selftest, {name} time", f"{took:.1f} s {last_line(done)}", done.returncode == 0)


def expect_sentence(done: Done, said: str, what: str, table: Table) -> None:
    """It failed with one sentence that says `said`, and with nothing else."""
    lines = done.stderr.strip().splitlines()
    right = done.returncode == 1 and len(lines) == 1 and said in lines[0]
    table.add(what, " | ".join(lines[-3:]) or f"exit code {done.returncode}", right)


def look_at_window(
    start: Callable[[str, IO[bytes]], subprocess.Popen[bytes]], what: str, table: Table, picture: Path | None = None
) -> None:
    """Starts the program on a virtual screen, waits for its window, and closes it by its key.

    `start` gets the name of the display and where what is said goes.
    """
    with virtual_screen() as display, tempfile.TemporaryFile() as log:
        started = time.monotonic()
        window = start(display, log)
        found = ""
        while time.monotonic() - started < 60 and not found and window.poll() is None:
            found = seen(display, "search", "--onlyvisible", "--name", ".")
            time.sleep(0.05)
        took = time.monotonic() - started
        title = seen(display, "getwindowname", found.split()[0]) if found else "no window"
        table.add(f"{what} opens a window", f"{took:.2f} s, “{title}”", bool(found))
        time.sleep(5)
        if picture is not None:
            subprocess.run(["import", "-display", display, "-window", "root", str(picture)], check=False)
        table.add("and stays", f"picture in {picture}" if picture else "yes", window.poll() is None)
        if found:
            seen(display, "windowfocus", found.split()[0], "key", "ctrl+q")
        with contextlib.suppress(subprocess.TimeoutExpired):
            window.wait(20)
        if window.poll() is None:
            window.kill()
            window.wait()
        log.seek(0)
        said = log.read().decode(errors="replace").strip()
    # The window goes on without its engine: what that one has said is an error of its own.
    table.add("the program says nothing of errors", said[-300:] or "nothing", "Error" not in said)
    table.add("closed by its key", f"exit code {window.returncode}", window.returncode == 0)


@contextlib.contextmanager
def virtual_screen() -> Iterator[str]:
    """A screen of this machine, reached by its socket alone."""
    screen = subprocess.Popen(
        ["Xvfb", "-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp", "-noreset", "-ac"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert screen.stdout is not None
        yield f":{screen.stdout.readline().strip()}"
    finally:
        screen.terminate()
        screen.wait()


def seen(display: str, *arguments: str) -> str:
    """What xdotool says of the screen."""
    environment = {**os.environ, "DISPLAY": display}
    done = subprocess.run(["xdotool", *arguments], capture_output=True, text=True, check=False, env=environment)
    return done.stdout.strip()


def tree_size(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(file.lstat().st_size for file in folder.rglob("*") if file.is_file())


def last_line(done: Done) -> str:
    return ((done.stdout + done.stderr).strip().splitlines() or [""])[-1]

"""What the program costs while nobody asks it anything: how often its threads wake, and how long they work.

    python -m tests.benchmarks.idle [--data-dir DIR] [--seconds N] [--threads]

Linux only, with a screen. The whole program is started twice, behind (its window and quick search hidden) and with its
window shown, over a copy of the index in DIR, or over the small corpus of the quality tests. Once it has settled every
thread of the window, of the engine and of its readers is looked at twice, N seconds apart; in between nothing looks.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.benchmarks.quick import CORPUS, copy_index
from tests.benchmarks.report import Figure, report

ROLES = ("window", "engine", "readers")
MOST_WAKES_A_MINUTE = 10.0
# The panel is made, the model opened, folders are looked through; after a minute the index of words is put to rest.
SETTLED_AFTER_S = 100.0
_PATIENCE_S = 180.0
# After each wake a thread goes to sleep again of its own accord; when it is interrupted, that is the machine's doing.
_COUNT = re.compile(r"^voluntary_ctxt_switches:\s+(\d+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Look:
    """Wakes of each thread by its role, process and number, and what every role has worked, in seconds."""

    wakes: dict[tuple[str, int, str], int]
    worked: dict[str, float]

    def since(self, before: Look, role: str) -> int:
        """How often the role's threads woke. A thread that has ended in between is left out."""
        known = before.wakes
        return sum(count - known.get(key, 0) for key, count in self.wakes.items() if key[0] == role)


def look(program: psutil.Process) -> Look:
    """Counts at this moment."""
    wakes: dict[tuple[str, int, str], int] = {}
    worked = dict.fromkeys(ROLES, 0.0)
    for process, role in processes(program):
        times = process.cpu_times()
        worked[role] += times.user + times.system
        for status in Path(f"/proc/{process.pid}/task").glob("*/status"):
            text = status.read_text(encoding="utf-8")
            name = text.split("\n", 1)[0].removeprefix("Name:").strip()
            wakes[role, process.pid, f"{name} {status.parent.name}"] = sum(map(int, _COUNT.findall(text)))
    return Look(wakes, worked)


def processes(program: psutil.Process) -> Iterator[tuple[psutil.Process, str]]:
    """The program's own processes: the window is the parent of the engine, that one of the readers."""
    yield program, "window"
    for child in program.children():
        yield child, "engine"
        for reader in child.children(recursive=True):
            yield reader, "readers"


@contextmanager
def running(home: str, *arguments: str) -> Iterator[psutil.Process]:
    """The program, settled; ended afterwards."""
    command = [sys.executable, "-m", "desktop_search", "--data-dir", home, *arguments]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as started:
        try:
            program = psutil.Process(started.pid)
            wait_until_settled(program)
            yield program
        finally:
            started.terminate()


def wait_until_settled(program: psutil.Process) -> None:
    """Until it has worked for less than a hundredth of the time. Raises TimeoutError."""
    end = time.monotonic() + _PATIENCE_S
    time.sleep(SETTLED_AFTER_S)
    while time.monotonic() < end:
        before = look(program).worked
        time.sleep(3)
        if sum(look(program).worked.values()) - sum(before.values()) <= 0.03:
            return
    raise TimeoutError("the program does not come to rest")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--data-dir")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--threads", action="store_true", help="name the threads that woke")
    arguments = parser.parse_args()
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory() as made:
        if arguments.data_dir:
            copy_index(Path(arguments.data_dir), Path(made))
        else:
            index = [sys.executable, "-m", "desktop_search", "--data-dir", made, "index", str(CORPUS)]
            subprocess.run(index, check=True, stderr=subprocess.DEVNULL)
        for told, start in (("behind", ["--background"]), ("window shown", [])):
            with running(made, *start) as program:
                before = look(program)
                time.sleep(arguments.seconds)
                after = look(program)
            minutes = arguments.seconds / 60
            for role in ROLES:
                wakes = after.since(before, role) / minutes
                met = wakes <= MOST_WAKES_A_MINUTE
                figures.append(
                    Figure(f"{told}, {role}: wakes", wakes, "/min", target=f"<= {MOST_WAKES_A_MINUTE:.0f}", met=met)
                )
                worked = 1000 * (after.worked[role] - before.worked[role]) / minutes
                figures.append(Figure(f"{told}, {role}: processor", worked, "ms/min"))
            if arguments.threads:
                for (role, number, name), count in after.wakes.items():
                    if count > (known := before.wakes.get((role, number, name), 0)):
                        print(f"{told}: {role} {number}, thread {name}: {count - known} wakes")
    report("idle", figures)
    return 0


if __name__ == "__main__":
    sys.exit(main())

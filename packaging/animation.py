#!/usr/bin/env python3
"""Makes the animation of the README: somebody types two questions, walks through the hits, and looks at one.

    .venv/bin/python packaging/animation.py FILE.gif [FOLDER]

FOLDER (else the small corpus of the tests) is indexed apart from the person's own. Needs Xvfb, xdotool and ImageMagick.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "tests" / "quality" / "corpus"
SIZE, WIDTH, PER_SECOND, COLOURS = "1200x760", 720, 5, 48
# What is done, and for how many seconds it is looked at: "type:" types, the others are keys.
STORY = (
    ("", 1.0),
    ("type:how do I change a tyre", 3.0),
    ("Down", 1.2),
    ("Escape", 0.6),
    ("type:when was the invoice paid", 3.0),
    ("Down", 1.2),
    ("Down", 1.2),
    ("Escape", 0.6),
    ("type:apple type:note", 2.5),
)


def main(arguments: list[str]) -> int:
    """Returns the exit code."""
    if len(arguments) not in (1, 2):
        print((__doc__ or "").strip(), file=sys.stderr)
        return 2
    target, folder = Path(arguments[0]).resolve(), Path(arguments[1]).resolve() if arguments[1:] else CORPUS
    with tempfile.TemporaryDirectory(prefix="desktop-search-animation-") as name, screen() as display:
        place = Path(name)
        program = [sys.executable, "-P", "-m", "desktop_search", "--data-dir", str(place / "home")]
        environment = {**os.environ, "DISPLAY": display, "LANG": "en_GB.UTF-8", "PYTHONPATH": str(ROOT)}
        subprocess.run([*program, "index", str(folder)], check=True, env=environment)
        window = subprocess.Popen(program, env=environment)
        try:
            frames = film(place, environment)
        finally:
            window.terminate()
            window.wait(20)
        put_together(frames, target)
    print(f"{target}: {len(frames)} pictures, {target.stat().st_size / 1e6:.2f} MB")
    return 0


def film(place: Path, environment: dict[str, str]) -> list[Path]:
    """Plays the story; a picture is taken PER_SECOND times a second."""
    search = ["xdotool", "search", "--sync", "--onlyvisible", "--name", "^Desktop Search"]
    number = subprocess.run(search, check=True, env=environment, capture_output=True).stdout.split()[0].decode()
    width, _, height = SIZE.partition("x")
    subprocess.run(["xdotool", "windowsize", number, width, height, "windowfocus", number], check=True, env=environment)
    time.sleep(3)
    frames: list[Path] = []

    def look(seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            began = time.monotonic()
            frames.append(place / f"{len(frames):04}.png")
            subprocess.run(["import", "-window", "root", str(frames[-1])], check=True, env=environment)
            time.sleep(max(0.0, 1 / PER_SECOND - (time.monotonic() - began)))

    for does, seconds in STORY:
        if does.startswith("type:"):
            for letter in does.removeprefix("type:"):
                subprocess.run(["xdotool", "type", letter], check=True, env=environment)
                look(0.01)
        elif does:
            subprocess.run(["xdotool", "key", does], check=True, env=environment)
        look(seconds)
    return frames


def put_together(frames: list[Path], target: Path) -> None:
    """One file: smaller, with few colours, and of each picture only what has changed."""
    command = ["convert", "-delay", str(100 // PER_SECOND), *map(str, frames), "-resize", str(WIDTH), "+dither"]
    subprocess.run(
        [*command, "-colors", str(COLOURS), "-layers", "OptimizePlus", "-loop", "0", str(target)], check=True
    )


@contextlib.contextmanager
def screen() -> Iterator[str]:
    """A virtual screen, its size that of the window."""
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", f"{SIZE}x24", "-nolisten", "tcp"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert process.stdout is not None
        yield f":{process.stdout.readline().strip()}"
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

#!/usr/bin/env python3
"""Makes the animation of the README: somebody asks two questions, walks through the hits, and reads.

    .venv/bin/python packaging/animation.py FILE.gif [FOLDER]

FOLDER (else the small collection of the screenshots) is indexed apart from the person's own. How long a picture is
shown is part of the story, not of how fast this machine makes it. Needs Xvfb, xdotool and ImageMagick.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# The size of the window is that of the animation: text that is made smaller afterwards is blurred and costs more.
SIZE, COLOURS = "960x600", 32
_LETTER, _TICK = 0.07, 0.2
# While somebody types, so many letters come between two pictures.
_AT_ONCE = 2
# What is done, and for how many seconds it is looked at: "type:" types, "wait" waits, the others are keys.
STORY = (
    ("wait", 1.2),
    ("type:air in the radiators", 2.6),
    ("Down", 1.4),
    ("Escape", 0.5),
    ("type:what to do when lightning strikes", 3.2),
    ("F3", 1.2),
    ("Escape", 0.5),
    ("type:type:mail frozen harbour", 3.0),
    ("Escape", 0.8),
)


@dataclass(slots=True)
class Picture:
    """One picture of the screen, and for how many seconds it is shown."""

    file: Path
    seconds: float


def main(arguments: list[str]) -> int:
    """Returns the exit code."""
    if len(arguments) not in (1, 2):
        print((__doc__ or "").strip(), file=sys.stderr)
        return 2
    target = Path(arguments[0]).resolve()
    with tempfile.TemporaryDirectory(prefix="desktop-search-animation-") as name, screen() as display:
        place = Path(name)
        folder = Path(arguments[1]).resolve() if arguments[1:] else collection(place / "robin")
        program = [sys.executable, "-P", "-m", "desktop_search", "--data-dir", str(place / "home")]
        environment = {**os.environ, "DISPLAY": display, "LANG": "en_GB.UTF-8", "PYTHONPATH": str(ROOT)}
        environment |= {"HOME": str(folder.parent), "QT_QPA_PLATFORM": "xcb"}
        subprocess.run([*program, "index", str(folder)], check=True, env=environment)
        window = subprocess.Popen(program, env=environment)
        try:
            pictures = film(place, environment)
        finally:
            window.terminate()
            window.wait(20)
        put_together(pictures, target)
    shown = sum(picture.seconds for picture in pictures)
    print(f"{target}: {len(pictures)} pictures in {shown:.0f} s, {target.stat().st_size / 1e6:.2f} MB")
    return 0


def collection(person: Path) -> Path:
    """The documents that the screenshots show."""
    sys.path.insert(0, str(ROOT))
    from tests.screenshots import corpus

    person.mkdir()
    return corpus.make(person)


def film(place: Path, environment: dict[str, str]) -> list[Picture]:
    """Plays the story; a picture like the one before it lengthens that one."""
    search = ["xdotool", "search", "--sync", "--onlyvisible", "--name", "^Desktop Search"]
    number = subprocess.run(search, check=True, env=environment, capture_output=True).stdout.split()[0].decode()
    width, _, height = SIZE.partition("x")
    subprocess.run(["xdotool", "windowsize", number, width, height, "windowfocus", number], check=True, env=environment)
    time.sleep(4)
    pictures: list[Picture] = []

    def look(seconds: float) -> None:
        # No dates in it, so that equal pictures are equal files.
        file = place / f"{len(pictures):04}.ppm"
        subprocess.run(["import", "-window", "root", str(file)], check=True, env=environment)
        if pictures and pictures[-1].file.read_bytes() == file.read_bytes():
            pictures[-1].seconds += seconds
        else:
            pictures.append(Picture(file, seconds))

    for does, seconds in STORY:
        if does.startswith("type:"):
            text = does.removeprefix("type:")
            for at in range(0, len(text), _AT_ONCE):
                letters = text[at : at + _AT_ONCE]
                subprocess.run(["xdotool", "type", "--delay", "60", letters], check=True, env=environment)
                look(_LETTER * len(letters))
        elif does != "wait":
            subprocess.run(["xdotool", "key", does], check=True, env=environment)
        for _ in range(round(seconds / _TICK)):
            look(_TICK)
            time.sleep(_TICK / 2)
    return pictures


def put_together(pictures: list[Picture], target: Path) -> None:
    """One file with few colours, the same ones throughout, and of each picture only what has changed."""
    colours = pictures[0].file.with_name("colours.png")
    files = [str(picture.file) for picture in pictures[:: max(1, len(pictures) // 12)]]
    subprocess.run(["convert", *files, "-append", "+dither", "-colors", str(COLOURS), str(colours)], check=True)
    command = ["convert", "-loop", "0"]
    for picture in pictures:
        command += ["-delay", str(round(100 * picture.seconds)), str(picture.file)]
    subprocess.run(
        [*command, "+dither", "-remap", str(colours), "-layers", "OptimizeTransparency", "+remap", str(target)],
        check=True,
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

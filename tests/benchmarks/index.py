"""From an empty index until everything is found by words, and by meaning; and the size on disk. Rival: recollindex.

    python -m tests.benchmarks.index FOLDER [FOLDER ...] [--words] [--runs N]

Each run is the whole `desktop-search index` in a process of its own, its data folder empty. `--words` ends it as soon
as everything is found by words. Where recollindex is installed it indexes the same folders, in turns with us.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from desktop_search.paths import Paths, find_paths
from desktop_search.store import database
from tests.benchmarks.report import Figure, report

ROOT = Path(__file__).resolve().parents[2]
RIVAL = "recollindex"
# What `index` says at the moment at which the word index has committed the last file.
FOUND_BY_WORDS = "Everything is found by words"
SHARE_OF_RIVAL = 0.7
# An index on disk may take so many times its text, and so many bytes a paragraph.
TIMES_TEXT = 1.4
BYTES_A_PARAGRAPH = 900


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds from the start of the process, and seconds of processor time until words were found."""

    words: float
    processor: float
    meaning: float = 0.0


@dataclass(frozen=True, slots=True)
class Size:
    """What was indexed, and the bytes on disk by part."""

    files: int
    paragraphs: int
    text: int
    parts: dict[str, int]


def index(paths: Paths, home: Path, folders: Sequence[str], words_only: bool) -> Run:
    """One run of `desktop-search index`."""
    command = [sys.executable, "-m", "desktop_search", "--data-dir", str(home), "index", *folders]
    started = time.perf_counter()
    child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    assert child.stderr is not None
    words = processor = 0.0
    said: list[str] = []
    for line in child.stderr:
        said.append(line)
        if line.startswith(FOUND_BY_WORDS) and not words:
            words = time.perf_counter() - started
            processor = _processor_time(child.pid)
            if words_only:
                child.send_signal(signal.SIGINT)
    code = child.wait()
    meaning = time.perf_counter() - started
    if not words or code not in ((0, 130) if words_only else (0,)):
        raise SystemExit(f"desktop-search index ended with {code}:\n" + "".join(said[-20:]))
    _check(paths)
    return Run(words, processor, 0.0 if words_only else meaning)


def rival(home: Path, folders: Sequence[str]) -> Run:
    """One run of recollindex with an empty configuration of its own."""
    home.mkdir()
    lines = [f"topdirs = {' '.join(_quoted(folder) for folder in folders)}", "noaspell = 1", "loglevel = 2"]
    (home / "recoll.conf").write_text("\n".join([*lines, f"logfilename = {home / 'log'}", ""]), encoding="utf-8")
    before = os.times()
    started = time.perf_counter()
    subprocess.run([RIVAL, "-c", str(home)], check=True, capture_output=True)
    taken = time.perf_counter() - started
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return Run(taken, used)


def size_of(paths: Paths) -> Size:
    """The finished index."""
    with database.reading(paths.database) as db:
        files = db.execute("SELECT count(*) FROM files WHERE state <> 'failed'").fetchone()[0]
        paragraphs, text = db.execute("SELECT count(*), sum(length(CAST(text AS BLOB))) FROM paragraphs").fetchone()
    parts = {one.name: bytes_below(one) for one in sorted(paths.data.iterdir())}
    return Size(files, paragraphs, text, {name: size for name, size in parts.items() if size > 1000})


def bytes_below(place: Path) -> int:
    if not place.is_dir():
        return place.stat().st_size
    return sum(one.stat().st_size for one in place.rglob("*") if one.is_file())


def figures(ours: list[Run], theirs: list[Run], size: Size, read: int, rival_bytes: int | None) -> list[Figure]:
    def median(runs: list[Run], field: str) -> float | None:
        return statistics.median(getattr(one, field) for one in runs) if runs else None

    name = RIVAL if theirs else None
    words, limit = median(ours, "words") or 0.0, median(theirs, "words")
    target = f"<= {SHARE_OF_RIVAL} x {RIVAL}"
    found = [
        Figure(
            "until everything is found by words", words, "s", name, limit,
            target=target, met=words <= SHARE_OF_RIVAL * limit if limit else None,
        ),
        Figure("processor time until then", median(ours, "processor") or 0.0, "s", name, median(theirs, "processor")),
        Figure("files by words", size.files / words, "/s", name, limit and size.files / limit, "higher"),
        Figure("bytes of files by words", read / words / 1e6, "MB/s", name, limit and read / limit / 1e6, "higher"),
        Figure("paragraphs by words", size.paragraphs / words, "/s", better="higher"),
    ]  # fmt: skip
    meaning = median(ours, "meaning")
    if meaning:
        found.append(Figure("until everything is found by meaning", meaning, "s"))
        rate = size.paragraphs / (meaning - words)
        found.append(Figure("paragraphs by meaning, after words", rate, "/s", better="higher"))
    total = sum(size.parts.values())
    allowed = TIMES_TEXT * size.text + BYTES_A_PARAGRAPH * size.paragraphs
    limit_told = f"<= {allowed / 1e6:.1f} MB ({TIMES_TEXT} x text + {BYTES_A_PARAGRAPH} bytes a paragraph)"
    found += [
        Figure(
            "index on disk" if meaning else "index on disk, without vectors", total / 1e6, "MB",
            name, rival_bytes and rival_bytes / 1e6,
            target=limit_told if meaning else None, met=total <= allowed if meaning else None,
        ),
        *(Figure(f"of it {part}", bytes_ / 1e6, "MB") for part, bytes_ in size.parts.items()),
        Figure("index a paragraph", total / size.paragraphs, "bytes"),
        Figure("text a paragraph", size.text / size.paragraphs, "bytes"),
    ]  # fmt: skip
    return found


def _processor_time(process: int) -> float:
    """Seconds that a process and those it started have used by now."""
    used = 0.0
    try:
        top = psutil.Process(process)
        own = top.cpu_times()
        used = own.user + own.system + own.children_user + own.children_system
        for child in top.children(recursive=True):
            times = child.cpu_times()
            used += times.user + times.system
    except psutil.NoSuchProcess:
        pass
    return used


def _check(paths: Paths) -> None:
    """Words are really found: the word index has seen the store's last change."""
    from desktop_search.search.word_index import WordIndex

    with database.reading(paths.database) as db:
        words = WordIndex(paths.word_index, database.store_id(db), writable=False)
        if words.generation != database.generation(db):
            raise SystemExit("The word index is behind the store.")


def _quoted(folder: str) -> str:
    return '"' + folder.replace('"', '\\"') + '"'


def measure(folders: list[str], words_only: bool, runs: int) -> tuple[Size, list[Figure]]:
    read = sum(bytes_below(Path(folder)) for folder in folders)
    for folder in folders:
        # Both sides find the files in memory.
        for one in Path(folder).rglob("*"):
            if one.is_file():
                one.read_bytes()
    ours: list[Run] = []
    theirs: list[Run] = []
    rival_bytes: int | None = None
    with tempfile.TemporaryDirectory() as name:
        home = Path(name) / "home"
        other = Path(name) / "rival"
        for _ in range(runs):
            shutil.rmtree(home, ignore_errors=True)
            paths = find_paths(home)
            ours.append(index(paths, home, folders, words_only))
            if shutil.which(RIVAL):
                shutil.rmtree(other, ignore_errors=True)
                theirs.append(rival(other, folders))
                rival_bytes = bytes_below(other)
        size = size_of(find_paths(home))
    return size, figures(ours, theirs, size, read, rival_bytes)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--words", action="store_true", help="stop when everything is found by words")
    parser.add_argument("--runs", type=int, default=1)
    arguments = parser.parse_args()
    folders = [str(folder.resolve()) for folder in arguments.folders]
    size, found = measure(folders, arguments.words, arguments.runs)
    report(f"index of {size.files:,} files, {size.paragraphs:,} paragraphs", found)


if __name__ == "__main__":
    main()

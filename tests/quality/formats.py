"""Reads every file below some folders as the indexer does, and says by format how well and how fast.

    python -m tests.quality.formats FOLDER [FOLDER ...] [--json] [--no-recall] [--list]

Files are read one after the other by one real reader process. Word recall is the share of an independent program's
words (pdftotext, pandoc) that the index has too, where that program is installed and can read the file. `--list`
names each file that failed, has no text, or has a recall under 0.95, with the words that it lacks.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from desktop_search.documents.reading.answers import Reading
from desktop_search.documents.reading.readers import Readers
from desktop_search.documents.registry import has_reader
from desktop_search.documents.source import Limits
from tests.quality.extractors import extract, indexed_text, lacking, words

_SUSPECT = 0.95


@dataclass(slots=True)
class Format:
    """What was measured of one format. Seconds are those of reading and splitting, bytes those of the files read."""

    files: int = 0
    read: int = 0
    no_text: int = 0
    failed: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    size: int = 0
    paragraphs: int = 0
    pages: int = 0
    recalls: list[float] = field(default_factory=list)
    rival_seconds: float = 0.0
    rival_pages: int = 0

    def row(self, name: str) -> list[str]:
        seconds = max(self.seconds, 1e-9)
        found = (f"{statistics.mean(self.recalls):.3f}", f"{min(self.recalls):.3f}") if self.recalls else ("", "")
        return [
            name,
            *(f"{count:,}" for count in (self.files, self.read, self.no_text, self.failed)),
            f"{self.seconds:.2f}",
            f"{self.slowest:.2f}",
            f"{self.paragraphs:,}",
            f"{self.size / 1e6 / seconds:.2f}",
            f"{self.files / seconds:,.0f}",
            *found,
        ]


@dataclass(slots=True)
class Measured:
    """Everything that one run has found. `peak_bytes` is the largest that the reader process has been."""

    formats: dict[str, Format] = field(default_factory=lambda: defaultdict(Format))
    remarks: list[str] = field(default_factory=list)
    peak_bytes: int = 0
    over_deadline: int = 0


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.quality.formats", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--json", action="store_true", help="print the JSON line alone")
    parser.add_argument("--no-recall", action="store_true", help="do not call pdftotext and pandoc")
    parser.add_argument("--list", action="store_true", help="name the files to look at")
    chosen = parser.parse_args(arguments)
    files = sorted(path for folder in chosen.folders for path in folder.rglob("*") if path.is_file())
    measured = measure([path for path in files if has_reader(str(path))], with_recall=not chosen.no_recall)
    others = sum(1 for path in files if not has_reader(str(path)))
    if not chosen.json:
        print_table(measured)
        print(f"{others:,} files of other types have no reader and are left out by the rule “type”.")
        if chosen.list:
            print("\n".join(measured.remarks))
    print(json.dumps(as_json(measured)))
    return 0


def measure(paths: list[Path], with_recall: bool = True, limits: Limits | None = None) -> Measured:
    """Reads each file by itself in one reader process, and asks an independent program for its words."""
    measured = Measured()
    readers = Readers(limits, count=1)
    try:
        for path in paths:
            one = measured.formats[path.suffix.lower() or "(none)"]
            started = time.perf_counter()
            readers.start(str(path))
            reading = _finish(readers, measured)
            _note(measured, one, path, reading, time.perf_counter() - started)
            if with_recall and reading.state == "read" and reading.paragraphs:
                _compare(measured, one, path, reading)
    finally:
        readers.close()
    return measured


def _finish(readers: Readers, measured: Measured) -> Reading:
    while True:
        found = readers.collect(0.02)
        for child in psutil.Process().children():
            measured.peak_bytes = max(measured.peak_bytes, _peak(child))
        if found:
            return found[0]


def _peak(process: psutil.Process) -> int:
    """The most memory that a process has held: the kernel's own count where it keeps one."""
    try:
        if sys.platform.startswith("linux"):
            for line in Path(f"/proc/{process.pid}/status").read_text(encoding="ascii", errors="replace").splitlines():
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) * 1024
        return int(process.memory_info().rss)
    except (psutil.Error, OSError):
        return 0


def _note(measured: Measured, one: Format, path: Path, reading: Reading, seconds: float) -> None:
    one.files += 1
    one.seconds += seconds
    one.slowest = max(one.slowest, seconds)
    one.size += path.stat().st_size
    one.paragraphs += len(reading.paragraphs)
    one.pages += max((paragraph.page or 0 for paragraph in reading.paragraphs), default=0)
    if "took longer than" in reading.reason:
        measured.over_deadline += 1
    if reading.state != "read":
        one.failed += 1
        measured.remarks.append(f"failed   {path}: {reading.reason}")
    elif reading.paragraphs:
        one.read += 1
    else:
        one.no_text += 1
        measured.remarks.append(f"no text  {path}: {reading.note or 'There is no text in it.'}")


def _compare(measured: Measured, one: Format, path: Path, reading: Reading) -> None:
    theirs = extract(path)
    if theirs is None or theirs.text is None:
        return
    one.rival_seconds += theirs.seconds
    one.rival_pages += max((paragraph.page or 0 for paragraph in reading.paragraphs), default=0)
    total = words(theirs.text).total()
    if not total:
        return
    lost = lacking(theirs.text, indexed_text(reading))
    share = 1 - lost.total() / total
    one.recalls.append(share)
    if share < _SUSPECT:
        measured.remarks.append(f"{share:.3f}    {path}: lacks {' '.join(word for word, _ in lost.most_common(12))}")


def print_table(measured: Measured) -> None:
    """One line a format, and what holds for all of them."""
    head = "format files read no-text failed seconds slowest paragraphs MB/s files/s recall lowest".split()
    rows = [head, *(one.row(name) for name, one in sorted(measured.formats.items()))]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    for row in rows:
        print("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)))
    pdf = measured.formats.get(".pdf")
    if pdf is not None and pdf.rival_seconds:
        ours, theirs = pdf.pages / pdf.seconds, pdf.rival_pages / pdf.rival_seconds
        print(f"PDF: {ours:,.0f} pages/s, pdftotext (a process a file) {theirs:,.0f}: {ours / theirs:.2f} times")
    print(f"Peak memory of the reader: {measured.peak_bytes / 2**20:,.0f} MiB")
    print(f"Files past the deadline: {measured.over_deadline}")


def as_json(measured: Measured) -> dict[str, object]:
    """The same for programs."""
    return {
        "quality": "formats",
        "peak_mib": round(measured.peak_bytes / 2**20, 1),
        "over_deadline": measured.over_deadline,
        "formats": {
            name: {
                "files": one.files,
                "read": one.read,
                "no_text": one.no_text,
                "failed": one.failed,
                "seconds": round(one.seconds, 3),
                "paragraphs": one.paragraphs,
                "mb_per_s": round(one.size / 1e6 / max(one.seconds, 1e-9), 3),
                "files_per_s": round(one.files / max(one.seconds, 1e-9), 1),
                "recall": round(statistics.mean(one.recalls), 4) if one.recalls else None,
                "lowest_recall": round(min(one.recalls), 4) if one.recalls else None,
                "pages_per_s": round(one.pages / max(one.seconds, 1e-9), 1) if one.pages else None,
                "rival_pages_per_s": round(one.rival_pages / one.rival_seconds, 1) if one.rival_seconds else None,
            }
            for name, one in sorted(measured.formats.items())
        },
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

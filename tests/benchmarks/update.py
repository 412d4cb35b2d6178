"""What a change costs: a survey that finds nothing new, one edited paragraph, a folder that is renamed.

    python -m tests.benchmarks.update FOLDER

The files are made from the folder's texts. The survey is that of a program which starts; edit and rename go through a
running engine with its watch, and end when the search finds what is new.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from desktop_search.engine.messages import Results, Search, SearchFailed, Status
from desktop_search.engine.service import IndexService
from desktop_search.indexing.changes import ChangeQueue
from desktop_search.paths import Paths, find_paths
from desktop_search.records import Hit
from desktop_search.settings import Settings
from tests.benchmarks.report import Figure, report
from tests.conversation import Conversation, save_folders

SURVEYED = 10_000
A_FOLDER = 100
RENAMED = 1_000
# A long note: as many paragraphs as a book has.
LONG = 400
EDITS = 5
TARGET = 1.0
PATIENCE = 120.0
ASK_EVERY = 0.02
# Files made before the program is started are not taken for just written.
AGE = 3600.0
NEW_TEXT = "The quokka {} wanted nothing but a lighthouse on the far side of the glacier, and told everybody so."


def texts_of(folder: Path) -> Iterator[str]:
    """Paragraphs of a folder's texts, over and over, each with a number of its own."""
    found: list[str] = []
    for path in sorted(path for path in folder.rglob("*") if path.suffix in (".md", ".rst", ".txt")):
        parts = re.split(r"\n\s*\n", path.read_text(encoding="utf-8", errors="replace"))
        found += [" ".join(part.split()) for part in parts if len(part) > 200]
        if len(found) > SURVEYED:
            break
    if not found:
        sys.exit(f"There is no text in {folder}.")
    for number, text in enumerate(cycle(found)):
        yield f"{text} Number {number}."


def write_notes(folder: Path, texts: Iterator[str], count: int) -> None:
    """`count` notes of one paragraph, a hundred in a folder, written an hour ago."""
    then = time.time() - AGE
    for number, text in enumerate(islice(texts, count)):
        path = folder / f"part {number // A_FOLDER}" / f"note {number}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# Note {number}\n\n{text}\n", encoding="utf-8")
        os.utime(path, (then, then))


def settle(service: IndexService) -> None:
    while service.step():
        pass


def survey(paths: Paths, notes: Path, runs: int) -> Iterator[Figure]:
    """A program that starts and finds every file as it was, by words alone."""
    settings = Settings(folders=(str(notes),))
    service = IndexService(paths, settings, ChangeQueue())
    settle(service)
    service.close()
    opening: list[float] = []
    surveying: list[float] = []
    for _ in range(runs):
        started = time.perf_counter()
        service = IndexService(paths, settings, ChangeQueue())
        opened = time.perf_counter()
        before = service.indexer.progress().generation
        settle(service)
        surveying.append(time.perf_counter() - opened)
        opening.append(opened - started)
        assert service.indexer.progress().generation == before, "files were read again"
        service.close()
    yield Figure(f"survey of {SURVEYED:,} unchanged files", statistics.median(surveying), "s", **_within(surveying))
    yield Figure("opening the index before it", statistics.median(opening), "s")


def edit(talk: Conversation, note: Path, parts: list[str], runs: int) -> Iterator[Figure]:
    """One paragraph in the middle of a long note, until it is found."""
    words: list[float] = []
    meaning: list[float] = []
    encoded: list[int] = []
    for number in range(runs):
        before = _encoded(talk)
        new = NEW_TEXT.format(f"of round {number}")
        parts[len(parts) // 2] = new
        saved = _save(note, "\n\n".join(parts))
        words.append(_until(talk, Search(0, f'"{new}"', 3, "words"), saved, partial(_says, new)))
        meaning.append(_until(talk, Search(0, new, 3, "meaning"), saved, partial(_says, new)))
        _wait_idle(talk)
        encoded.append(_encoded(talk) - before)
        time.sleep(2.5)  # what was just written is looked at once more; that is not part of the next round
        _wait_idle(talk)
    yield Figure("one edited paragraph until found by words", statistics.median(words), "s", **_within(words))
    yield Figure("the same by meaning", statistics.median(meaning), "s", **_within(meaning))
    yield Figure(f"paragraphs encoded for it, of {len(parts)}", statistics.median(encoded), "")


def rename(talk: Conversation, place: Path, runs: int) -> Iterator[Figure]:
    """A folder under another name, until each of its files is found there."""
    taken: list[float] = []
    before = _encoded(talk)
    for number in range(runs):
        new = place.with_name(f"renamed {number}")
        started = time.perf_counter()
        place.rename(new)
        # A small query until there is something, so that asking does not hold up what is waited for.
        _until(talk, Search(0, "number note", 1, "words", folder=str(new)), started, bool)
        every = Search(0, "number note", RENAMED, "words", folder=str(new))
        taken.append(_until(talk, every, started, lambda hits: _places(hits) >= RENAMED))
        place = new
        _wait_idle(talk)
    yield Figure(f"folder of {RENAMED:,} files renamed until found", statistics.median(taken), "s", **_within(taken))
    again = _encoded(talk) - before
    yield Figure("paragraphs encoded for it", again, "", target="0", met=again == 0)


def _within(taken: list[float]) -> dict[str, Any]:
    return {"target": f"<= {TARGET:g} s", "met": statistics.median(taken) <= TARGET}


def _save(path: Path, text: str) -> float:
    """As an editor saves: a new file in place of the old one. Returns when it was done."""
    temporary = path.with_name(f".{path.name}.new")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(path)
    return time.perf_counter()


def _until(talk: Conversation, query: Search, since: float, condition: Callable[[tuple[Hit, ...]], bool]) -> float:
    """Asks again and again; seconds from `since` to the answer that meets the condition."""
    while time.perf_counter() - since < PATIENCE:
        if condition(_ask(talk, query)):
            return time.perf_counter() - since
        time.sleep(ASK_EVERY)
    raise SystemExit(f"{query} did not find what is new.")


def _ask(talk: Conversation, query: Search) -> tuple[Hit, ...]:
    number = next(_NUMBERS)
    since = len(talk.events)
    talk.client.send(Search(number, query.text, query.limit, query.mode, query.folder))
    answer = talk.wait_for(object, lambda one: isinstance(one, _Answer) and one.number == number, since)
    if isinstance(answer, SearchFailed):
        raise SystemExit(f"{query} failed: {answer.reason}")
    assert isinstance(answer, Results)
    return answer.result.hits


_Answer = Results | SearchFailed
_NUMBERS = iter(range(1, sys.maxsize))


def _says(text: str, hits: tuple[Hit, ...]) -> bool:
    return any(text in hit.text for hit in hits)


def _places(hits: tuple[Hit, ...]) -> int:
    return sum(1 + len(hit.copies) for hit in hits)


def _status(talk: Conversation) -> Status:
    return next(event for event in reversed(talk.events) if isinstance(event, Status))


def _encoded(talk: Conversation) -> int:
    return _status(talk).progress.encoded


def _wait_idle(talk: Conversation) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        time.sleep(0.3)  # a status is told at most a few times a second
        status = _status(talk)
        if status.meaning_ready and status.progress.phase == "idle" and not status.progress.pending:
            return
    raise SystemExit(f"The engine does not come to rest: {_status(talk)}")


def measure(folder: Path, runs: int) -> list[Figure]:
    texts = texts_of(folder)
    with tempfile.TemporaryDirectory() as name:
        base = Path(name).resolve()
        write_notes(base / "unchanged", texts, SURVEYED)
        found = list(survey(find_paths(base / "surveyed"), base / "unchanged", runs))

        write_notes(base / "notes" / "folder", texts, RENAMED)
        parts = list(islice(texts, LONG))
        long_note = base / "notes" / "long.md"
        _save(long_note, "\n\n".join(parts))
        paths = find_paths(base / "engine")
        save_folders(paths, str(base / "notes"))
        with Conversation(paths) as talk:
            talk.wait_for(Status, lambda status: status.meaning_ready)
            talk.settled()
            time.sleep(3.0)
            _wait_idle(talk)
            found += edit(talk, long_note, parts, runs)
            found += rename(talk, base / "notes" / "folder", runs)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--runs", type=int, default=EDITS)
    arguments = parser.parse_args()
    report("update", measure(arguments.folder.resolve(), arguments.runs))


if __name__ == "__main__":
    main()

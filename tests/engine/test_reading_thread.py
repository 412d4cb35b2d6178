"""The engine's side of the reading pane, with a real index and a real reader process."""

from __future__ import annotations

import queue
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from desktop_search.documents.source import Limits
from desktop_search.engine.messages import Event
from desktop_search.engine.precedence import Precedence
from desktop_search.engine.reading_messages import DocumentRead, PageShown, ReadAround, ShowPage
from desktop_search.engine.reading_thread import ReadingThread
from desktop_search.paths import Paths
from tests.index_bench import Bench
from tests.unit.documents.pdf_files import PROSE, drawn, prose

NOTE = (
    "# Pumps\n\nThe **valve** closes.\n\n## Winter\n\nEmpty the shaft before the frost comes.\n\nThe valves freeze.\n"
)


class Peer:
    """Asks the thread and waits for what it answers."""

    def __init__(self, thread: ReadingThread) -> None:
        self._thread = thread
        self._events: queue.Queue[Event] = queue.Queue()
        self.reply: Callable[[Event], None] = self._events.put

    def send(self, request: ReadAround | ShowPage) -> None:
        self._thread.ask(request, self.reply)

    def next(self) -> Event:
        return self._events.get(timeout=30)

    def read(self, path: Path, start: int = 0, text: str = "", query: str = "", number: int = 1) -> DocumentRead:
        self.send(ReadAround(number, str(path), start, start + max(1, len(text)), text, query))
        answer = self.next()
        assert isinstance(answer, DocumentRead)
        return answer


@pytest.fixture
def bench(paths: Paths, tmp_path: Path) -> Iterator[Bench]:
    notes = (tmp_path / "notes").resolve()
    notes.mkdir()
    made = Bench(paths, notes)
    yield made
    made.service.close()


@pytest.fixture
def make_peer(paths: Paths) -> Iterator[Callable[..., Peer]]:
    threads: list[ReadingThread] = []

    def make(limits: Limits | None = None) -> Peer:
        thread = ReadingThread(paths, Precedence(), limits)
        thread.start()
        threads.append(thread)
        return Peer(thread)

    yield make
    for thread in threads:
        thread.stop()


@pytest.fixture
def peer(make_peer: Callable[..., Peer]) -> Peer:
    return make_peer()


def marked(document: DocumentRead) -> list[str]:
    return [piece.text[start:end] for piece in document.pieces for start, end in piece.marks]


def test_a_document_comes_set_and_with_the_words_of_the_query_marked(bench: Bench, peer: Peer) -> None:
    path = bench.write("pumps.md", NOTE)
    bench.survey()
    wanted = "Empty the shaft"
    document = peer.read(path, NOTE.index(wanted), wanted, "valve")
    assert document.state == "read"
    assert [piece.kind for piece in document.pieces] == ["heading", "text", "heading", "text", "text"]
    assert (document.start, document.is_first, document.is_last) == (NOTE.index(wanted), True, True)
    assert marked(document) == ["valve", "valves"]
    assert document.modified == path.stat().st_mtime_ns / 1e9
    assert {NOTE[place.start : place.end] for place in document.places} == {place.text for place in document.places}
    assert document.places
    assert all("valve" in place.text for place in document.places)


def test_without_an_index_the_text_comes_all_the_same(peer: Peer, tmp_path: Path) -> None:
    path = tmp_path / "alone.md"
    path.write_text(NOTE)
    document = peer.read(path, query="valve")
    assert [piece.text for piece in document.pieces][:2] == ["Pumps", "The valve closes."]
    assert marked(document) == []


def test_a_paragraph_that_has_moved_is_found_and_one_that_is_gone_is_not(peer: Peer, tmp_path: Path) -> None:
    path = tmp_path / "moved.md"
    path.write_text("Something new.\n\n" + NOTE)
    wanted = "The valves freeze."
    document = peer.read(path, NOTE.index(wanted), wanted)
    assert document.start == NOTE.index(wanted) + len("Something new.\n\n")
    path.write_text(NOTE.replace(wanted, ""))
    document = peer.read(path, NOTE.index(wanted), wanted)
    assert document.state == "read"
    assert document.start is None
    assert document.pieces


def test_a_file_that_is_gone_and_one_that_cannot_be_read_are_told_apart(peer: Peer, tmp_path: Path) -> None:
    gone = peer.read(tmp_path / "never.md")
    assert (gone.state, gone.pieces) == ("gone", ())
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 and nothing else")
    assert peer.read(broken).state == "failed"
    peer.send(ShowPage(1, str(broken), 1, 600))
    page = peer.next()
    assert isinstance(page, PageShown)
    assert page.reason
    assert page.pixels == b""


def test_a_page_comes_as_pixels_with_frames_and_marks(peer: Peer, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(drawn(prose))
    peer.send(ShowPage(7, str(path), 1, 600, PROSE, ("valve",)))
    page = peer.next()
    assert isinstance(page, PageShown)
    assert (page.number, page.page, page.pages, page.width) == (7, 1, 1, 600)
    assert len(page.pixels) >= page.stride * page.height
    assert len(page.frames) == 1
    assert len(page.marks) == 2


def test_real_pages_can_be_shown(peer: Peer, shared_data: Path) -> None:
    shown = 0
    for number, path in enumerate(sorted(shared_data.glob("formats/pypdf-samples/*/*.pdf")), 1):
        peer.send(ShowPage(number, str(path), 1, 500))
        page = peer.next()
        assert isinstance(page, PageShown)
        assert page.number == number
        assert bool(page.reason) != bool(page.pixels)
        shown += bool(page.pixels)
    assert shown > 15


def test_the_newest_request_wins(peer: Peer, tmp_path: Path) -> None:
    for number in range(30):
        (tmp_path / f"{number}.md").write_text(NOTE)
    for number in range(30):
        peer.send(ReadAround(number, str(tmp_path / f"{number}.md"), 0, 1))
    heard = []
    while 29 not in heard:
        event = peer.next()
        assert isinstance(event, DocumentRead)
        heard.append(event.number)
    assert heard == sorted(heard)
    assert len(heard) < 30


def slow_file(folder: Path) -> Path:
    """A file whose reading takes long."""
    path = folder / "slow.md"
    path.write_text("- [a](b) *c* `d` | e\n" * 450_000)
    return path


def test_what_takes_long_is_given_up_for_a_newer_request(peer: Peer, tmp_path: Path) -> None:
    quick = tmp_path / "quick.md"
    quick.write_text(NOTE)
    assert peer.read(quick).state == "read"
    readers = {child.pid for child in psutil.Process().children()}
    peer.send(ReadAround(2, str(slow_file(tmp_path)), 0, 1))
    time.sleep(0.2)
    peer.send(ReadAround(3, str(quick), 0, 1))
    answer = peer.next()
    assert isinstance(answer, DocumentRead)
    assert answer.number == 3
    assert readers - {child.pid for child in psutil.Process().children()}


def test_a_reader_that_was_killed_while_it_waited_costs_nothing(peer: Peer, tmp_path: Path) -> None:
    path = tmp_path / "note.md"
    path.write_text(NOTE)
    before = {child.pid for child in psutil.Process().children()}
    assert peer.read(path).state == "read"
    (reader,) = [child for child in psutil.Process().children() if child.pid not in before]
    # Stopped, it takes what is asked into its pipe and does not answer.
    reader.suspend()
    peer.send(ReadAround(2, str(path), 0, 1))
    time.sleep(0.1)
    reader.kill()
    answer = peer.next()
    assert isinstance(answer, DocumentRead)
    assert (answer.number, answer.state) == (2, "read")


def test_what_takes_too_long_is_ended_and_told(make_peer: Callable[..., Peer], tmp_path: Path) -> None:
    peer = make_peer(Limits(max_seconds=0.6))
    assert peer.read(slow_file(tmp_path)).reason == "Reading it takes too long."
    quick = tmp_path / "quick.md"
    quick.write_text(NOTE)
    assert peer.read(quick).state in ("read", "failed")


def test_hostile_numbers_do_no_harm(peer: Peer, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(NOTE)
    for start, end in ((-5, -1), (10**12, 10**12 + 5), (50, 2)):
        peer.send(ReadAround(1, str(path), start, end, "", "", before=-3, after=10**15))
        answer = peer.next()
        assert isinstance(answer, DocumentRead)
        assert answer.state == "read"
    shutil.copy(path, tmp_path / "b.pdf")
    peer.send(ShowPage(1, str(tmp_path / "b.pdf"), -1, 10**12))
    answer = peer.next()
    assert isinstance(answer, PageShown)
    assert answer.reason

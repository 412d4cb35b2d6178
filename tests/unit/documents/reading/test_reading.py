"""Reading in processes of their own: what one file may cost, and that it costs nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from desktop_search.documents.reading.answers import Reading
from desktop_search.documents.reading.readers import Readers
from desktop_search.documents.source import Limits
from tests.marks import NAMES_ARE_BYTES

LONG = "A sentence of several plain words, and one more of them. " * 400_000


@pytest.fixture
def readers() -> Iterator[Readers]:
    opened = Readers(Limits(), count=2)
    yield opened
    opened.close()


def collect(readers: Readers, count: int = 1) -> dict[str, Reading]:
    """The next `count` answers by file name."""
    found: dict[str, Reading] = {}
    while len(found) < count:
        assert len(readers), "nothing is being read any more"
        found |= {Path(one.path).name: one for one in readers.collect(1.0)}
    return found


def write(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def workers() -> list[psutil.Process]:
    children = [child for child in psutil.Process().children() if child.status() != psutil.STATUS_ZOMBIE]
    return [child for child in children if "resource_tracker" not in " ".join(child.cmdline())]


def test_what_is_read_comes_back_with_its_paragraphs_and_facts(readers: Readers, tmp_path: Path) -> None:
    path = write(tmp_path, "a.md", "---\ntitle: Tea\nauthor: Ann\ntags: [x]\n---\n# Green\n\nSteep for two minutes.\n")
    readers.start(path)
    found = collect(readers)["a.md"]
    assert (found.state, found.title, found.author, found.tags) == ("read", "Tea", "Ann", ("x",))
    (paragraph,) = found.paragraphs
    assert paragraph.text == "Steep for two minutes."
    assert (paragraph.line, paragraph.heading) == (8, ("Green",))
    assert paragraph.passage == "Tea > Green\nSteep for two minutes."
    assert found.size == os.path.getsize(path)
    assert found.mtime_ns == os.stat(path).st_mtime_ns


def test_a_known_digest_is_not_parsed_again(readers: Readers, tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", "The same as ever.")
    readers.start(path)
    digest = collect(readers)["a.txt"].digest
    readers.start(path, digest)
    same = collect(readers)["a.txt"]
    assert (same.state, same.digest, same.paragraphs) == ("same", digest, ())


def test_a_wrong_file_fails_and_a_missing_one_is_refused(readers: Readers, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(bytes(range(256)) * 10)
    readers.start(str(tmp_path / "a.txt"))
    readers.start(str(tmp_path / "gone.txt"))
    found = collect(readers, 2)
    assert (found["a.txt"].state, found["a.txt"].reason) == ("failed", "This is a binary file, not text.")
    assert (found["gone.txt"].state, found["gone.txt"].reason) == ("refused", "The file is no longer there.")


@NAMES_ARE_BYTES
def test_a_name_that_is_not_text_is_read(readers: Readers, tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/\xff\n\x1b[31m\xe2\x80\xae.txt"
    Path(os.fsdecode(name)).write_text("Found all the same.")
    readers.start(os.fsdecode(name))
    (found,) = collect(readers).values()
    assert found.path == os.fsdecode(name)
    assert found.paragraphs[0].text == "Found all the same."


def test_past_its_time_a_file_fails_and_the_others_are_read(readers: Readers, tmp_path: Path) -> None:
    short = write(tmp_path, "short.txt", "Short.")
    readers.start(short)
    collect(readers)  # a process is ready: the deadline below is for the file alone
    readers.limits = replace(readers.limits, max_seconds=0.05)
    readers.start(write(tmp_path, "long.txt", LONG))
    readers.limits = Limits()
    readers.start(short)
    found = collect(readers, 2)
    assert (found["long.txt"].state, found["long.txt"].reason) == (
        "failed",
        "Reading it took longer than 0.05 seconds.",
    )
    assert found["short.txt"].state == "read"
    readers.start(short)
    assert collect(readers)["short.txt"].state == "read"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the limit is looked after, not enforced")
def test_past_its_memory_a_file_fails_and_the_next_one_is_read(tmp_path: Path) -> None:
    # The limit on text would keep the reader small: without it, bytes, text and paragraphs are there at once.
    readers = Readers(Limits(max_memory=160_000_000, max_text=len(LONG) * 2), count=1)
    try:
        readers.start(write(tmp_path, "long.txt", LONG * 2))
        assert collect(readers)["long.txt"].reason == "Reading it needs more than 160 MB of memory."
        readers.start(write(tmp_path, "short.txt", "Short."))
        assert collect(readers)["short.txt"].state == "read"
    finally:
        readers.close()


def test_a_process_that_died_idle_is_replaced(readers: Readers, tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", "Read twice.")
    readers.start(path)
    collect(readers)
    for child in workers():
        child.kill()
    readers.start(path)
    assert collect(readers)["a.txt"].state == "read"


def test_killed_once_a_file_is_read_again_killed_twice_it_fails(tmp_path: Path) -> None:
    # All of the text is read, so that there is time enough to be killed in.
    readers = Readers(Limits(max_text=len(LONG)), count=1)
    path = write(tmp_path, "long.txt", LONG)
    try:
        readers.start(path)
        _kill_while_reading(readers)
        assert collect(readers)["long.txt"].state == "read"
        readers.start(path)
        _kill_while_reading(readers)
        _kill_while_reading(readers)
        found = collect(readers)["long.txt"]
        assert (found.state, found.reason.partition(":")[0]) == ("failed", "Reading it ended the reader")
    finally:
        readers.close()


def test_small_files_wait_behind_another_as_long_as_there_is_room(tmp_path: Path) -> None:
    readers = Readers(Limits(), count=1)
    try:
        started: list[str] = []
        while readers.takes(1000):
            started.append(f"{len(started)}.txt")
            readers.start(write(tmp_path, started[-1], f"Number {len(started)}."))
        assert 4 < len(started) < 100
        assert len(readers) == len(started)
        assert not readers.takes(1)
        assert not readers.free
        found = collect(readers, len(started))
        assert [found[name].paragraphs[0].text for name in started] == [f"Number {n + 1}." for n in range(len(started))]
        assert len(workers()) == 1
        readers.start(write(tmp_path, "again.txt", "Short."))
        assert readers.takes(1000)
        assert not readers.takes(10_000_000)
    finally:
        readers.close()


def test_files_behind_one_that_takes_long_are_read_by_another(tmp_path: Path) -> None:
    readers = Readers(Limits(max_text=len(LONG)), count=2)
    try:
        readers.start(write(tmp_path, "long.txt", LONG))
        for name in ("a.txt", "b.txt", "c.txt", "d.txt", "e.txt"):
            readers.start(write(tmp_path, name, "Short."))
        found = collect(readers, 5)
        assert sorted(found) == ["a.txt", "b.txt", "c.txt", "d.txt", "e.txt"]
        assert len(readers) == 1
        assert collect(readers)["long.txt"].state == "read"
        assert readers.collect(0.0) == []
    finally:
        readers.close()


def test_files_behind_one_that_ends_its_reader_or_is_too_slow_are_read(tmp_path: Path) -> None:
    readers = Readers(Limits(max_text=len(LONG)), count=1)
    long, short = write(tmp_path, "long.txt", LONG), write(tmp_path, "short.txt", "Short.")
    try:
        readers.start(long)
        readers.start(short)
        _kill_while_reading(readers)
        _kill_while_reading(readers)
        found = collect(readers, 2)
        assert (found["long.txt"].state, found["short.txt"].state) == ("failed", "read")
        readers.limits = Limits(max_seconds=0.05)
        readers.start(long)
        readers.limits = Limits()
        readers.start(short)
        found = collect(readers, 2)
        assert found["long.txt"].reason == "Reading it took longer than 0.05 seconds."
        assert found["short.txt"].state == "read"
    finally:
        readers.close()


def test_processes_can_be_started_ahead(readers: Readers, tmp_path: Path) -> None:
    readers.get_ready()
    ahead = {child.pid for child in workers()}
    assert len(ahead) == 2
    readers.start(write(tmp_path, "a.txt", "Short."))
    assert collect(readers)["a.txt"].state == "read"
    assert {child.pid for child in workers()} == ahead


def _kill_while_reading(readers: Readers) -> None:
    """Waits until a process is at work on its file, and ends it."""
    while True:
        assert readers.collect(0.01) == []
        for child in workers():
            if child.cpu_times().user > 0.4:
                child.kill()
                # It takes a moment to end: the next call must not take it for another one.
                while child.is_running() and child.status() != psutil.STATUS_ZOMBIE:
                    time.sleep(0.001)
                return


def test_processes_without_work_are_let_go_and_started_again(tmp_path: Path) -> None:
    readers = Readers(Limits(), count=1, rest_after=0.2)
    path = write(tmp_path, "a.txt", "Read twice.")
    try:
        readers.start(path)
        collect(readers)
        readers.rest()
        assert len(workers()) == 1
        time.sleep(0.3)
        readers.rest()
        assert workers() == []
        readers.start(path)
        assert collect(readers)["a.txt"].state == "read"
    finally:
        readers.close()


def test_closing_does_not_wait_for_a_file(tmp_path: Path) -> None:
    readers = Readers(Limits(), count=1)
    readers.start(write(tmp_path, "long.txt", LONG))
    readers.close()
    assert workers() == []


def test_a_reader_ends_when_the_one_that_listens_is_gone(tmp_path: Path) -> None:
    script = tmp_path / "listener.py"
    script.write_text(
        textwrap.dedent("""
            import sys, psutil
            from desktop_search.documents.reading.readers import Readers
            if __name__ == "__main__":
                readers = Readers(count=1)
                readers.start(sys.argv[1])
                while not readers.collect(1.0):
                    pass
                print(*(child.pid for child in psutil.Process().children()), flush=True)
                input()
        """)
    )
    path = write(tmp_path, "a.txt", "Short.")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    listener = subprocess.Popen(
        [sys.executable, str(script), path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
    )
    with listener:
        assert listener.stdout is not None
        children = [int(number) for number in listener.stdout.readline().split()]
        assert children
        listener.kill()
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and any(map(_is_alive, children)):
        time.sleep(0.05)
    assert not any(map(_is_alive, children))


def _is_alive(number: int) -> bool:
    try:
        return psutil.Process(number).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@pytest.mark.parametrize(
    "deed",
    [
        "socket.create_connection(('127.0.0.1', 9))",
        "socket.getaddrinfo('localhost', 80)",
        "subprocess.run(['true'])",
        "os.system('true')",
        "open(place, 'w')",
        "open(place, 'ab')",
        "os.open(place, os.O_CREAT | os.O_WRONLY)",
        "os.remove(__file__)",
        "os.mkdir(place)",
    ],
)
def test_a_reader_reaches_no_network_starts_nothing_and_writes_nothing(deed: str, tmp_path: Path) -> None:
    place = tmp_path / "written"
    script = tmp_path / "deed.py"
    script.write_text(
        textwrap.dedent(f"""
            import os, socket, subprocess
            from desktop_search.documents.reading.confinement import confine
            from desktop_search.documents.source import Limits
            confine(Limits())
            place = {str(place)!r}
            try:
                {deed}
            except PermissionError as error:
                print(error)
        """)
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, env=environment, check=False)
    assert "a reader may not do this" in done.stdout
    assert not place.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
def test_a_reader_has_its_limits(readers: Readers, tmp_path: Path) -> None:
    import resource

    readers.start(write(tmp_path, "a.txt", "Short."))
    collect(readers)
    (child,) = workers()
    if sys.platform == "linux":
        assert child.rlimit(resource.RLIMIT_AS)[0] == Limits().max_memory
        assert child.rlimit(resource.RLIMIT_FSIZE)[0] == 0
    assert child.nice() >= 10

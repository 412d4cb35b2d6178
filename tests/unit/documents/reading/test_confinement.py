"""Inside the walls around a reader: what a document that has taken it over would try, by system calls of its own."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from desktop_search.documents.reading import landlock, system_calls
from desktop_search.documents.reading.confinement import FILTER, LANDLOCK, LIMITS
from desktop_search.documents.reading.process import ReaderProcess, Task
from desktop_search.documents.reading.reader import read
from desktop_search.documents.source import Limits
from desktop_search.documents.viewing.process import ViewProcess
from tests.unit.documents import hostile_files as hostile

# No audit hook sees these: they go straight to the C library, as code that a document has smuggled in would.
DEEDS = {
    "open a file of the person's": "libc.open(secret, os.O_RDONLY)",
    "list a folder of the person's": "libc.open(folder, os.O_RDONLY | os.O_DIRECTORY)",
    "open a file for writing": "libc.open(written, os.O_WRONLY | os.O_CREAT, 0o600)",
    "open its own code for writing": "libc.open(own, os.O_RDWR)",
    "create a file": "libc.creat(written, 0o600)",
    "delete a file": "libc.unlink(secret)",
    "rename a file": "libc.rename(secret, written)",
    "make a folder": "libc.mkdir(written, 0o700)",
    "make a link": "libc.symlink(secret, written)",
    "change a file's mode": "libc.chmod(secret, 0o777)",
    "cut a file off": "libc.truncate(secret, 0)",
    "open a socket": "libc.socket(socket.AF_INET, socket.SOCK_STREAM, 0)",
    "open a datagram socket": "libc.socket(socket.AF_INET6, socket.SOCK_DGRAM, 0)",
    "open a local socket": "libc.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0)",
    "talk to the kernel": "libc.socket(16, socket.SOCK_RAW, 0)",
    "connect a socket it has": "libc.connect(inherited, ctypes.create_string_buffer(bytes(16)), 16)",
    "start a program": "libc.execv(b'/bin/true', (ctypes.c_char_p * 2)(b'true', None))",
    "split itself": "libc.fork()",
    "trace another process": "libc.ptrace(16, parent, None, None)",
    "signal another process": "libc.kill(parent, 0)",
    "be told of files": "libc.inotify_init()",
    "use another way into the kernel": "libc.syscall(425, 8, ctypes.create_string_buffer(256))",
    "ask for a call that is newer than the filter": "libc.syscall(100000)",
    "type into the terminal": "libc.ioctl(0, 0x5412, b'x')",
    "lift its limits": "libc.setrlimit(resource.RLIMIT_FSIZE, (ctypes.c_ulong * 2)(1 << 40, 1 << 40))",
}
# Those that do no harm: without walls they must succeed, or the test above would prove nothing.
_HARMLESS = (
    "open a file of the person's",
    "list a folder of the person's",
    "open a file for writing",
    "open a socket",
    "open a datagram socket",
    "open a local socket",
    "talk to the kernel",
    "signal another process",
    "be told of files",
    "change a file's mode",
)
_SCRIPT = """
import ctypes, json, os, resource, socket, sys
import desktop_search
from desktop_search.documents.reading.confinement import confine
from desktop_search.documents.source import Limits
secret, folder, written = (os.fsencode(one) for one in sys.argv[1:4])
own, parent = os.fsencode(desktop_search.__file__), os.getppid()
kept = socket.socket()
inherited = kept.fileno()
libc = ctypes.CDLL(None, use_errno=True)
walls = confine(Limits(max_memory=4_000_000_000))
deeds = json.loads(sys.argv[4])
print(json.dumps([walls, {name: eval(deed) for name, deed in deeds.items()}]))
"""

walled = pytest.mark.skipif(
    landlock.version() < 1 or not sys.platform.startswith("linux"), reason="this system has no Landlock"
)


@walled
def test_from_inside_the_walls_nothing_is_reached(tmp_path: Path) -> None:
    secret, written = tmp_path / "secret.txt", tmp_path / "written"
    secret.write_text("a secret")
    arguments = [str(secret), str(tmp_path), str(written), json.dumps(DEEDS)]
    done = subprocess.run([sys.executable, "-c", _SCRIPT, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    walls, results = json.loads(done.stdout)
    assert walls[0] == LIMITS
    assert walls[1].startswith(LANDLOCK)
    assert walls[2] == FILTER
    assert {name: result for name, result in results.items() if result != -1} == {}
    assert secret.read_text() == "a secret"
    assert not written.exists()


@walled
def test_without_walls_the_same_deeds_are_done(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("a secret")
    script = _SCRIPT.replace("walls = confine(Limits(max_memory=4_000_000_000))", "walls = []")
    chosen = json.dumps({name: DEEDS[name] for name in _HARMLESS})
    arguments = [str(secret), str(tmp_path), str(tmp_path / "written"), chosen]
    done = subprocess.run([sys.executable, "-c", script, *arguments], capture_output=True, text=True, check=False)
    results = json.loads(done.stdout)[1]
    assert [name for name, result in results.items() if result == -1] == []


@walled
def test_each_wall_alone_refuses_its_part(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("a secret")
    written = tmp_path / "written"
    deeds = {
        "landlock.only_read([sys.prefix])": ["open a file of the person's", "open a file for writing", "make a folder"],
        "system_calls.refuse()": [
            "open a file for writing",
            "open a socket",
            "start a program",
            "trace another process",
        ],
    }
    for wall, refused in deeds.items():
        script = _SCRIPT.replace("walls = confine(Limits(max_memory=4_000_000_000))", f"walls = {wall}")
        script = script.replace(
            "import ctypes", "from desktop_search.documents.reading import landlock, system_calls\nimport ctypes", 1
        )
        chosen = json.dumps({name: DEEDS[name] for name in refused})
        arguments = [str(secret), str(tmp_path), str(written), chosen]
        done = subprocess.run([sys.executable, "-c", script, *arguments], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        walls, results = json.loads(done.stdout)
        assert walls, wall
        assert set(results.values()) == {-1}, (wall, results)


@walled
def test_inside_the_walls_what_reading_needs_still_works(tmp_path: Path) -> None:
    script = textwrap.dedent("""
        import importlib, threading, time
        from desktop_search.documents.reading.confinement import confine
        from desktop_search.documents.source import Limits
        confine(Limits(max_memory=4_000_000_000))
        import pkgutil
        import desktop_search.documents as package
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
        import zoneinfo, os
        time.localtime(), os.urandom(4), open(os.devnull).read()
        worked = []
        thread = threading.Thread(target=worked.append, args=("in a thread",))
        thread.start()
        thread.join()
        print(*worked)
    """)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.stdout == "in a thread\n", done.stderr


@walled
def test_libraries_beside_pythons_own_are_reached_and_the_folder_it_was_started_in_is_not(tmp_path: Path) -> None:
    installed, started, elsewhere = (tmp_path / name for name in ("site-packages", "letters", "work"))
    for folder in (installed, started, elsewhere):
        folder.mkdir(parents=True)
        (folder / f"odd_{folder.name[0]}.py").write_text("HERE = 1")
    (installed / "odd_s-1.0.dist-info").mkdir()
    # As `pip install --target .` and `pip install -e .` leave it.
    (started / "odd_l-1.0.dist-info").mkdir()
    (elsewhere / "odd_w.egg-info").mkdir()
    script = textwrap.dedent("""
        from desktop_search.documents.reading.confinement import confine
        from desktop_search.documents.source import Limits
        confine(Limits(max_memory=4_000_000_000))
        import odd_s
        for name in ("odd_l", "odd_w"):
            try:
                __import__(name)
            except PermissionError:
                print(odd_s.HERE, name)
    """)
    root = str(Path(landlock.__file__).parents[3])
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(["", root, *map(str, (installed, started, elsewhere))])}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, cwd=started, env=environment
    )
    assert done.stdout == "1 odd_l\n1 odd_w\n", done.stderr


@walled
def test_a_reader_tells_what_it_is_confined_by() -> None:
    process = ReaderProcess(Limits())
    try:
        process.welcome()
        assert process.walls == (LIMITS, f"{LANDLOCK} {landlock.version()}", FILTER)
    finally:
        process.end()


def test_what_a_confined_reader_reads_of_every_format_is_what_is_read_without_walls(tmp_path: Path) -> None:
    process = ReaderProcess(Limits())
    try:
        process.welcome()
        for suffix, content in hostile.sound().items():
            path = tmp_path / f"sound{suffix}"
            path.write_bytes(content)
            assert process.ask(Task(str(path), b"", Limits()))
            answer = process.answer()
            assert answer is not None, suffix
            document = read(path).document
            assert document is not None
            assert (answer.state, answer.title) == ("read", document.title), suffix
            assert "".join(one.text for one in answer.paragraphs), suffix
    finally:
        process.end()


def test_a_page_is_drawn_inside_the_walls(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(hostile.sound()[".pdf"])
    process = ViewProcess(Limits())
    try:
        assert process.ask({"path": str(path), "page": 1, "width": 400, "text": "", "words": []})
        assert process.wait(60.0)
        answer = process.answer()
        assert answer is not None
        told, pixels = answer
        assert (told["state"], told["pages"]) == ("read", 1)
        # Some letters are drawn: the fonts are there.
        assert len(set(pixels)) > 10
        assert process.ask({"path": str(tmp_path / "gone.pdf"), "page": 1, "width": 9, "text": "", "words": []})
        assert process.wait(60.0)
        gone = process.answer()
        assert gone is not None
        assert gone[0]["state"] == "gone"
    finally:
        process.end()


def test_the_filter_is_well_formed_for_both_processors() -> None:
    """Each jump stays inside the program and each path ends in an answer."""
    for column, architecture in ((0, 0xC000003E), (1, 0xC00000B7)):
        code = system_calls._filter(column, architecture)  # noqa: SLF001  # the other processor cannot be tried here
        count = len(code) // 8
        assert count * 8 == len(code)
        assert count < 4096
        for place in range(count):
            kind, if_true, if_false = (
                code[place * 8] | code[place * 8 + 1] << 8,
                code[place * 8 + 2],
                code[place * 8 + 3],
            )
            if kind & 0x07 == 0x05:
                assert place + 1 + max(if_true, if_false) < count
        assert code[-8:-6] == b"\x06\x00"


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="files are handed over on Unix alone")
def test_a_file_that_is_replaced_while_it_waits_is_the_one_that_was_handed_over(tmp_path: Path) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("elsewhere it is opened by its path")
    path = tmp_path / "a.txt"
    path.write_text("As it was.")
    process = ReaderProcess(Limits())
    try:
        status = os.stat(path)
        assert process.ask(Task(str(path), b"", Limits()))
        path.unlink()
        process.welcome()
        answer = process.answer()
        assert answer is not None
        assert (answer.state, answer.inode, answer.paragraphs[0].text) == ("read", status.st_ino, "As it was.")
    finally:
        process.end()

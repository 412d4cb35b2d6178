"""The running program as another start of it sees it: what it is asked for, and where it listens. No Qt, no display.

The first start locks a file in the data folder for as long as it lives, so that of any number of starts one wins, and
the system itself unlocks it after a crash. In that file stands the address of a socket in a private folder.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import json
import os
import socket
import stat
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal, get_args

from desktop_search.paths import Paths

LONGEST = 64 * 1024
HEARD = b"heard\n"
# Socket addresses end at 108 bytes on Linux, at 104 elsewhere.
_LONGEST_ADDRESS = 100
# Beyond anything that is written there: where locks keep others from reading, it is only this byte.
_LOCKED_BYTE = 1 << 30
_BETWEEN_TRIES = 0.05

_TOLD = ("kind", "text", "folder", "token", "version")

Kind = Literal["show", "quick", "background", "selection"]


@dataclass(frozen=True, slots=True)
class Wish:
    """What a start asks for: the window, quick search, to stay behind, or what is like the selected text.

    `text` is a query for it, `folder` a folder to search in. `token` lets a window come to the front on some desktops,
    `version` is that of the program that was started.
    """

    kind: Kind = "show"
    text: str = ""
    folder: str = ""
    token: str = ""
    version: str = field(default="", compare=False)

    def to_line(self) -> bytes:
        """As it goes over the socket. What a shell handed over may hold bytes that are no text."""
        values = {name: value.encode("utf-8", "replace").decode() for name, value in asdict(self).items()}
        return json.dumps(values).encode() + b"\n"


def read_wish(line: bytes) -> Wish | None:
    """A wish as it came over the socket; None for anything else. A newer version may say more than is known here."""
    try:
        values = json.loads(line)
        if not isinstance(values, dict):
            return None
        wish = Wish(**{name: values[name] for name in _TOLD if name in values})
    except (ValueError, TypeError, RecursionError):
        return None
    texts = all(isinstance(one, str) and _is_unicode(one) for one in asdict(wish).values())
    return wish if texts and wish.kind in get_args(Kind) else None


def _is_unicode(text: str) -> bool:
    """JSON can name halves of a character, which nothing could pass on."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def tell(paths: Paths, wish: Wish, patience: float = 5.0) -> bool:
    """Hands a wish to the running program; False where none answers. `patience` in seconds, for its answer."""
    with contextlib.suppress(OSError, ValueError):
        address = _lock_file(paths).read_text(encoding="utf-8").strip()
        return bool(address) and _say(address, wish.to_line()[:LONGEST], patience)
    return False


def tell_or_hold(paths: Paths, wish: Wish, patience: float = 30.0) -> int | None:
    """Tells the running program, or else becomes it: the lock, to be kept open for as long as this process lives.

    None where it was told. Raises TimeoutError where another one runs, or starts, that does not answer; OSError where
    there can be no lock.
    """
    end = time.monotonic() + patience
    while True:
        lock = _try_lock(paths)
        if lock is not None:
            return lock
        if tell(paths, wish, max(_BETWEEN_TRIES, end - time.monotonic())):
            return None
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(_BETWEEN_TRIES)


def announce(lock: int, address: str) -> None:
    """Writes where this program listens; an empty address where it does not."""
    os.ftruncate(lock, 0)
    os.lseek(lock, 0, os.SEEK_SET)
    os.write(lock, address.encode())


def addresses(paths: Paths) -> Iterator[str]:
    """Where to listen, the best place first: the session's own folder, then a private one among temporary files."""
    name = "desktop-search-" + hashlib.sha256(os.fsencode(paths.data)).hexdigest()[:16]
    if sys.platform == "win32":
        yield name
    else:
        for folder in _private_folders():
            address = str(folder / name)
            if len(os.fsencode(address)) <= _LONGEST_ADDRESS and os.access(folder, os.W_OK | os.X_OK):
                yield address


def _private_folders() -> Iterator[Path]:
    if (runtime := os.environ.get("XDG_RUNTIME_DIR")) and _is_private(Path(runtime)):
        yield Path(runtime)
    # The place for temporary files may have a name that is too long for a socket's address.
    places = dict.fromkeys((tempfile.gettempdir(), "/tmp"))
    for place in places:
        folder = Path(place) / f"desktop-search-{_person()}"
        with contextlib.suppress(OSError):
            folder.mkdir(mode=0o700, exist_ok=True)
        # Another person may have made it first.
        if _is_private(folder):
            yield folder
    for place in places:
        with contextlib.suppress(OSError):
            yield Path(tempfile.mkdtemp(prefix="desktop-search-", dir=place))


def _is_private(folder: Path) -> bool:
    try:
        known = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(known.st_mode) and known.st_uid == _person() and not known.st_mode & 0o077


def _person() -> int:
    """The number of whoever this process belongs to. Windows keeps the pipes of people apart by itself."""
    number = 0
    if sys.platform != "win32":
        number = os.getuid()
    return number


def _lock_file(paths: Paths) -> Path:
    return paths.data / "window.lock"


def _try_lock(paths: Paths) -> int | None:
    file = os.open(_lock_file(paths), os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
    try:
        if sys.platform == "win32":
            os.lseek(file, _LOCKED_BYTE, os.SEEK_SET)
            importlib.import_module("msvcrt").locking(file, 2, 1)  # 2: LK_NBLCK, do not wait
        else:
            importlib.import_module("fcntl").flock(file, 2 | 4)  # LOCK_EX | LOCK_NB
    except (BlockingIOError, PermissionError):
        os.close(file)
        return None
    except BaseException:
        os.close(file)
        raise
    return file


def _say(address: str, line: bytes, patience: float) -> bool:
    if sys.platform == "win32":
        with open(rf"\\.\pipe\{address}", "r+b", buffering=0) as pipe:
            pipe.write(line)
            return bool(pipe.readline() == HEARD)
    else:
        with socket.socket(socket.AF_UNIX) as line_to:
            line_to.settimeout(patience)
            line_to.connect(address)
            line_to.sendall(line)
            return line_to.makefile("rb").readline() == HEARD

"""The walls around a process that reads documents: a file that takes it over gets nowhere.

    everywhere      limits on memory, on written bytes, on open files; an audit hook that refuses in Python
    Linux           Landlock: no file is opened but the program's own and fonts, no TCP, no signal to others
                    seccomp: no socket, no program, no process, no change to any file, no wide doors of the kernel

Documents come in as open descriptors (handing_over.py), so that nothing of the person's can be opened from inside.
"""

from __future__ import annotations

import contextlib
import os
import sys
import sysconfig
from multiprocessing import process
from pathlib import Path
from typing import Any

from desktop_search.documents.reading import landlock, system_calls
from desktop_search.documents.source import Limits

LANDLOCK, FILTER, LIMITS = "Landlock", "seccomp", "limits"
_MOST_OPEN = 256
_DENIED = frozenset(
    "socket.connect socket.bind socket.sendto socket.getaddrinfo socket.gethostbyname subprocess.Popen os.system"
    " os.exec os.posix_spawn os.spawn os.fork os.forkpty os.startfile os.remove os.rename os.rmdir os.mkdir os.link"
    " os.symlink os.truncate os.chmod os.chown os.utime shutil.rmtree shutil.move ftplib.connect urllib.Request".split()
)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
# What libraries open while they work: more of themselves, the fonts that PDFium looks for, times and settings of
# the system that hold nothing of the person's.
_SYSTEM = (
    *("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/etc/ld.so.cache", "/etc/ld.so.preload"),
    *("/usr/share/fonts", "/usr/share/X11/fonts", "/usr/local/share/fonts", "/usr/share/zoneinfo", "/etc/localtime"),
    *("/usr/share/locale", "/etc/mime.types", "/dev/null", "/dev/urandom", "/nix/store"),
    *("/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/sys/devices/system/cpu"),
)


def confine(limits: Limits) -> tuple[str, ...]:
    """Puts up the walls around this process for good; returns the names of those that stand."""
    sys.dont_write_bytecode = True
    standing: list[str] = []
    if sys.platform != "win32":
        _limit(limits)
        standing.append(LIMITS)
    with contextlib.suppress(OSError):
        if found := landlock.only_read([*_own_places(), *_SYSTEM]):
            standing.append(f"{LANDLOCK} {found}")
    if system_calls.refuse():
        standing.append(FILTER)
    sys.addaudithook(_refuse)
    return tuple(standing)


def _limit(limits: Limits) -> None:
    import resource

    for kind, most in (
        # macOS does not enforce it: there the process that listens looks after the memory.
        (resource.RLIMIT_AS, limits.max_memory),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, _MOST_OPEN),
    ):
        # What may be asked for later is limited too, so that a document cannot undo it.
        for ceiling in (most, resource.getrlimit(kind)[1]):
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(kind, (most, ceiling))
                break


def _own_places() -> list[str]:
    """Where Python, the libraries and this package lie: modules are imported when the first file needs them."""
    paths = sysconfig.get_paths()
    places = {paths[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    places |= {os.path.join(base, "lib") for base in (sys.prefix, sys.base_prefix)}
    places |= {folder for folder in sys.path if _holds_packages(folder) and not _may_be_the_persons(folder)}
    places.add(str(Path(__file__).resolve().parent.parent))
    frozen = getattr(sys, "_MEIPASS", None)
    # An installed program keeps its modules inside its own file.
    return sorted(places | {str(frozen), sys.executable} if frozen else places)


def _holds_packages(folder: str) -> bool:
    """Libraries may lie beside Python's own: installed for one person alone, or named by PYTHONPATH."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        # Not ".egg-info", which marks the folder that somebody develops something in.
        return any(entry.name.endswith(".dist-info") for entry in entries)
    return False


def _may_be_the_persons(folder: str) -> bool:
    """Modules are also looked for where the program was started, which may be anywhere."""
    real = os.path.realpath(folder)
    home = Path(os.path.realpath(os.path.expanduser("~")))
    started = {os.path.realpath(one) for one in (getattr(process, "ORIGINAL_DIR", ""), os.curdir) if one}
    return real in started or Path(real) in (home, *home.parents)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _DENIED or (event == "open" and arguments[2] and arguments[2] & _WRITING):
        raise PermissionError(f"a reader may not do this: {event}")

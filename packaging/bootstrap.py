#!/usr/bin/env python3
"""Sets up Desktop Search and starts it, or runs its checks. Needs nothing but Python 3.11 or newer.

    python3 packaging/bootstrap.py run [arguments]    start the program; the arguments are its own
    python3 packaging/bootstrap.py test [arguments]   run every check; with arguments pytest alone, with them

The first call makes .venv with the versions of packaging/constraints.txt, each file of them checked against the hashes
of packaging/locked/, and installs the system libraries that Qt
needs where it may. A later call reads one stamp in .venv and goes straight on. What was interrupted, copied from
elsewhere or made by another Python is made anew. Set-up speaks on stderr; stdout belongs to the program.
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import importlib
import importlib.util
import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
import venv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
CONSTRAINTS = ROOT / "packaging" / "constraints.txt"
# Made of it by lock.py: the same with the hashes of all files that may be taken.
LOCKED = ROOT / "packaging" / "locked"
PARTS = {"run": ("program.txt", "torch.txt"), "test": ("program.txt", "torch.txt", "tests.txt")}
LOG, LOCK, STAMP = VENV / "bootstrap.log", VENV / "bootstrap.lock", VENV / "bootstrap.json"
WINDOWS = os.name == "nt"

# What Qt loads on Linux, less what comes along with these.
QT_LIBRARIES = (
    "libEGL.so.1 libGL.so.1 libX11-xcb.so.1 libdbus-1.so.3 libfontconfig.so.1 libglib-2.0.so.0 libgssapi_krb5.so.2 "
    "libwayland-cursor.so.0 libxcb-cursor.so.0 libxcb-icccm.so.4 libxcb-keysyms.so.1 libxcb-randr.so.0 "
    "libxcb-shape.so.0 libxkbcommon-x11.so.0"
).split()
# What the tests of the window call: a screen, a window manager, another program, keys, a second screen, a Wayland
# desktop, pictures, a bus to speak AT-SPI on, what checks the desktop's files, what traces connections, and what a
# package is built with.
TEST_PROGRAMS = (
    "Xvfb openbox xterm xdotool xrandr weston import dbus-run-session gdbus desktop-file-validate appstreamcli strace "
    "strip"
).split()
# The client of those tests runs in the system's own Python, where such modules live.
SYSTEM_PYTHON, TEST_MODULE = "/usr/bin/python3", "pyatspi"
# How a system installs, what brings the libraries, and what brings the programs.
APT = (
    "apt-get install -y --no-install-recommends",
    "libegl1 libgl1 libx11-xcb1 libdbus-1-3 libfontconfig1 libglib2.0-0 libgssapi-krb5-2 libwayland-cursor0 "
    "libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-randr0 libxcb-shape0 libxkbcommon-x11-0",
    "xvfb openbox xterm xdotool x11-xserver-utils weston imagemagick dbus libglib2.0-bin desktop-file-utils appstream "
    "at-spi2-core python3-pyatspi strace binutils",
)
PACMAN = (
    "pacman -S --needed",
    "libglvnd dbus fontconfig glib2 krb5 wayland xcb-util-cursor xcb-util-wm xcb-util-keysyms libxkbcommon-x11",
    "xorg-server-xvfb openbox xterm xdotool xorg-xrandr weston imagemagick dbus glib2 desktop-file-utils appstream "
    "at-spi2-core python-atspi strace binutils",
)
RPM = (
    " ".join(f"{one}()(64bit)" for one in QT_LIBRARIES),
    "xorg-x11-server-Xvfb openbox xterm xdotool /usr/bin/xrandr weston ImageMagick dbus-daemon /usr/bin/gdbus "
    "desktop-file-utils /usr/bin/appstreamcli at-spi2-core python3-pyatspi strace binutils",
)
INSTALLERS = {"apt-get": APT, "dnf": ("dnf install", *RPM), "pacman": PACMAN, "zypper": ("zypper install", *RPM)}
QUIET: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}

SYSTEMS = ("win32", "darwin")
ELSEWHERE = [
    *("--strict", "--follow-imports=silent", "desktop_search/gui/desktop", "desktop_search/gui/global_keys"),
    *("desktop_search/gui/running.py", "desktop_search/gui/single_instance.py"),
]


def main(arguments: list[str]) -> int:
    """Returns the exit code: that of the program or 0 for passed checks, 1 failed, 2 wrong usage, 130 interrupted."""
    if sys.version_info < (3, 11):  # Old Pythons come as far as this: the file parses on 3.8.
        say(f"Desktop Search needs Python 3.11 or newer; this is Python {sys.version.split()[0]}.")
        return 1
    purpose, rest = (arguments or [""])[0], arguments[1:]
    if purpose not in ("run", "test"):
        say((__doc__ or "").partition("\n\nThe first")[0])
        return 0 if purpose in ("-h", "--help") else 2
    # An exception, so that what was started here ends too. Becoming the program undoes it.
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    try:
        if not is_ready(purpose):
            set_up(purpose)
        return run_program(rest) if purpose == "run" else run_checks(rest)
    except (OSError, subprocess.CalledProcessError) as error:
        say(f"The set-up failed: {error}.")
        return 1
    except KeyboardInterrupt:
        say("Interrupted.")
        return 130


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def venv_program(name: str) -> str:
    return str(VENV / "Scripts" / f"{name}.exe" if WINDOWS else VENV / "bin" / name)


def current_stamp(purpose: str) -> dict[str, str]:
    """How a finished set-up is stamped: where .venv lies, whose it is, what is in it and for which purpose."""
    python = venv_program("python")
    wanted = (Path(__file__), ROOT / "pyproject.toml", CONSTRAINTS, *(LOCKED / name for name in PARTS["test"]))
    content = b"".join(file.read_bytes() for file in wanted)
    return {
        "place": str(VENV),
        "version": f"{sys.implementation.name} {sys.version_info[0]}.{sys.version_info[1]}",
        # Follows the links: after a system upgrade the same name may lead to another Python, or nowhere.
        "interpreter": os.path.realpath(python) if Path(python).exists() else "missing",
        "content": hashlib.sha256(content).hexdigest(),
        "purpose": purpose,
    }


def read_stamp() -> dict[str, str]:
    """The stamp of the last finished set-up; empty where there was none or it is half written."""
    with contextlib.suppress(OSError, ValueError, TypeError):
        return dict(json.loads(STAMP.read_text(encoding="utf-8")))
    return {}


def is_intact(stamp: dict[str, str]) -> bool:
    """True if .venv was finished in this place by this Python, whatever is in it."""
    return {**stamp, "content": "", "purpose": ""} == {**current_stamp(""), "content": ""}


def is_ready(purpose: str) -> bool:
    """True if nothing has to be done. An environment for the tests also runs the program."""
    return read_stamp() in (current_stamp(purpose), current_stamp("test"))


def set_up(purpose: str) -> None:
    """Brings .venv to the state that `purpose` needs. Raises SystemExit with one sentence where that fails."""
    VENV.mkdir(exist_ok=True)
    with LOCK.open("a") as lock:
        wait_for(lock.fileno())
        if is_ready(purpose):  # Another call has done it while this one waited.
            return
        started = time.monotonic()
        stamp = read_stamp()
        # From here to the end there is no stamp, so that the next call notices an interruption.
        STAMP.unlink(missing_ok=True)
        say(f"Updating {VENV} ..." if is_intact(stamp) else f"Setting up {VENV} (once, several minutes) ...")
        install_system_packages(purpose)
        if not is_intact(stamp):
            make_environment()
        elif stamp["purpose"] == "test":
            purpose = "test"
        complaint = install_packages(purpose)
        if complaint and is_intact(stamp):  # pip changes nothing before it has everything: what was there is whole.
            STAMP.write_text(json.dumps(stamp), encoding="utf-8")
        if complaint:
            raise SystemExit(complaint)
        STAMP.write_text(json.dumps(current_stamp(purpose)), encoding="utf-8")
        say(f"Ready after {time.monotonic() - started:.0f} s.")


def wait_for(lock: int) -> None:
    """Takes the lock of the set-up; it is given back when the file is closed or the process ends."""
    told = False
    while True:
        with contextlib.suppress(BlockingIOError, PermissionError):
            if WINDOWS:
                importlib.import_module("msvcrt").locking(lock, 2, 1)  # 2: LK_NBLCK, do not wait
            else:
                importlib.import_module("fcntl").flock(lock, 2 | 4)  # LOCK_EX | LOCK_NB
            return
        if not told:
            say("Another set-up is under way; waiting for it ...")
        told = True
        time.sleep(0.5)


def make_environment() -> None:
    """Empties .venv but for the lock that is being held, and makes it anew."""
    for entry in VENV.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        elif entry != LOCK:
            entry.unlink()
    if importlib.util.find_spec("ensurepip") is None and shutil.which("apt-get"):
        # Debian and Ubuntu keep it in a package of its own.
        install_or_tell("apt-get", [f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"])
        importlib.invalidate_caches()
    if importlib.util.find_spec("ensurepip") is None:
        raise SystemExit("This Python cannot make an environment of its own: its module ensurepip is missing.")
    venv.EnvBuilder(symlinks=not WINDOWS, with_pip=True).create(VENV)


def install_packages(purpose: str) -> str:
    """Installs the pinned packages, and the program itself in place. Returns one sentence where that fails."""
    pip = [venv_program("python"), "-I", "-m", "pip", "--disable-pip-version-check", "--no-input", "install"]
    locked = [argument for name in PARTS[purpose] for argument in ("--requirement", str(LOCKED / name))]
    itself = ["--no-build-isolation", "--editable", ".[test]" if purpose == "test" else "."]
    if not run_pip([*pip, "--require-hashes", "--no-deps", *locked]):
        return pip_failed()
    # Everything is there: the program is built by the pinned setuptools, and asks no index. Only a torch with GPU
    # libraries wants more; it names their versions itself, and was checked.
    if not run_pip([*pip, "--no-index", *itself]) and not run_pip([*pip, "--constraint", str(CONSTRAINTS), *itself]):
        return pip_failed()
    return ""


def run_pip(command: list[str]) -> bool:
    """Runs pip into the log. True if it is content."""
    with LOG.open("wb") as log:
        done = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log, check=False)
    return done.returncode == 0


def pip_failed() -> str:
    said = last_words(LOG.read_text(encoding="utf-8", errors="replace"))
    return f"The packages could not be installed; pip said: {said} (the rest is in {LOG})"


def last_words(log: str) -> str:
    """The line in which pip says what went wrong, with the network named where that was the cause."""
    lines = [line.strip() for line in log.splitlines() if line.strip()]
    said = ([line for line in lines if line.startswith("ERROR:")] or lines or ["nothing"])[-1]
    unreachable = any(sign in log for sign in ("NewConnectionError", "establish a new connection", "ConnectTimeout"))
    return f"the network cannot be reached. {said}" if unreachable else said


def install_system_packages(purpose: str) -> None:
    """Installs what Qt and the tests need from the system where it may, else says how. Never stops the set-up."""
    installer = next(filter(shutil.which, INSTALLERS), None)
    if not sys.platform.startswith("linux") or installer is None:
        return
    _, libraries, programs = INSTALLERS[installer]
    if not all(map(can_load, QT_LIBRARIES)):
        install_or_tell(installer, libraries.split())
    if purpose == "test" and not (all(map(shutil.which, TEST_PROGRAMS)) and has_test_module()):
        install_or_tell(installer, programs.split())


def can_load(library: str) -> bool:
    with contextlib.suppress(OSError):
        return ctypes.CDLL(library) is not None
    return False


def has_test_module() -> bool:
    return succeeds([SYSTEM_PYTHON, "-c", f"import {TEST_MODULE}"])


def install_or_tell(installer: str, packages: list[str]) -> None:
    """Runs apt-get where that needs no password; prints the exact command otherwise, and for other installers."""
    command = [*INSTALLERS[installer][0].split(), *packages]
    sudo = [] if os.geteuid() == 0 else ["sudo"]
    if installer == "apt-get" and (not sudo or succeeds(["sudo", "-n", "true"])):
        say(f"Installing from the system: {' '.join(packages)} ...")
        apt = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=120"]
        succeeds([*apt, "update"])
        if succeeds([*apt, *command[1:]]):
            return
    say(f"Please run: {shlex.join([*sudo, *command])}")


def succeeds(command: list[str]) -> bool:
    return shutil.which(command[0]) is not None and subprocess.run(command, **QUIET, check=False).returncode == 0


def run_program(arguments: list[str]) -> int:
    """Becomes the program, so that signals and the exit code are its own. -P: the caller's folder holds no modules."""
    command = [venv_program("python"), "-P", "-m", "desktop_search", *arguments]
    if not WINDOWS:
        os.execv(command[0], command)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Control-C reaches the program by itself.
    return subprocess.call(command)


def run_checks(arguments: list[str]) -> int:
    """Runs every check even if one fails, pytest last; with arguments pytest alone. Non-zero if any failed."""
    python = venv_program("python")
    checks = {
        "ruff check": [python, "-m", "ruff", "check", "."],
        "ruff format": [python, "-m", "ruff", "format", "--check", "."],
        "mypy": [python, "-m", "mypy", "desktop_search", "tests", "packaging"],
        # What is written for systems that the tests do not run on.
        **{f"mypy for {system}": [python, "-m", "mypy", f"--platform={system}", *ELSEWHERE] for system in SYSTEMS},
        "lint-imports": [venv_program("lint-imports"), "--no-logo"],
        "licences": [python, str(ROOT / "packaging" / "licences.py")],
        "known vulnerabilities": [python, str(ROOT / "packaging" / "advisories.py")],
    }
    failed: list[str] = []
    with virtual_screen() as environment:
        for name, command in ({} if arguments else checks).items():
            started = time.monotonic()
            passed = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode == 0
            failed += [] if passed else [name]
            print(f"== {name} {'passed' if passed else 'FAILED'} in {time.monotonic() - started:.1f} s", flush=True)
        print(f"== pytest{' (failed before: ' + ', '.join(failed) + ')' if failed else ''}", flush=True)
        code = subprocess.run([python, "-m", "pytest", *arguments], cwd=ROOT, env=environment, check=False).returncode
    return code or min(1, len(failed))


@contextlib.contextmanager
def virtual_screen() -> Iterator[dict[str, str]]:
    """Gives the environment of the checks; on Linux without a screen, with a virtual one that ends with the block."""
    environment = dict(os.environ)
    if not sys.platform.startswith("linux") or environment.get("DISPLAY") or shutil.which("Xvfb") is None:
        yield environment
        return
    for name in ("WAYLAND_DISPLAY", "XDG_SESSION_TYPE"):  # Qt would prefer the screen that these name.
        environment.pop(name, None)
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1600x1000x24", "-nolisten", "tcp", "-noreset"]
    screen = subprocess.Popen(command, **{**QUIET, "stdout": subprocess.PIPE}, text=True)
    running = [screen]
    assert screen.stdout is not None
    try:
        number = screen.stdout.readline().strip()
        if not number:
            raise SystemExit("The virtual screen of the tests (Xvfb) did not start.")
        environment["DISPLAY"] = f":{number}"
        if shutil.which("openbox"):
            running.append(subprocess.Popen(["openbox", "--sm-disable"], env=environment, **QUIET))
        yield environment
    finally:
        for process in reversed(running):
            process.terminate()
            process.communicate()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

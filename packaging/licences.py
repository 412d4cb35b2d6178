"""What comes along with the program and under which licence, from the metadata of what is installed; asks no network.

.venv/bin/python packaging/licences.py      one line a package: name, version, licence, who asks for it
"""

from __future__ import annotations

import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


def licence(package: Distribution) -> str:
    """What a package says of itself: the expression, else the classifiers, else the first line of the field."""
    metadata = package.metadata
    classifiers = [
        text.rpartition(" :: ")[2]
        for text in metadata.get_all("Classifier") or []
        if text.startswith("License ::") and text != "License :: OSI Approved"
    ]
    field = _field(package, "License").strip().partition("\n")[0]
    return _field(package, "License-Expression") or " AND ".join(classifiers) or field or "see its licence file"


def _field(package: Distribution, name: str) -> str:
    return next(iter(package.metadata.get_all(name) or ()), "")


def shipped(name: str = "desktop-search") -> dict[str, tuple[Distribution, set[str]]]:
    """Every package that the program needs on this machine, with those that ask for it."""
    found: dict[str, tuple[Distribution, set[str]]] = {}
    waiting = [(name, "")]
    seen: set[tuple[str, str]] = set()
    while waiting:
        asked, by = waiting.pop()
        if (asked, by) in seen:
            continue
        seen.add((asked, by))
        try:
            package = distribution(asked)
        except PackageNotFoundError:
            continue
        if asked != name:
            found.setdefault(canonicalize_name(asked), (package, set()))[1].add(by)
        for text in package.requires or []:
            one = Requirement(text)
            if one.marker is None or one.marker.evaluate({"extra": ""}):
                waiting.append((one.name, canonicalize_name(asked)))
    return found


def main() -> int:
    rows = [
        (name, package.version, licence(package), ", ".join(sorted(by))) for name, (package, by) in shipped().items()
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    for row in sorted(rows):
        cells = (text.ljust(width) for text, width in zip(row, widths, strict=False))
        sys.stdout.write(f"{'  '.join(cells)}  {row[3]}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

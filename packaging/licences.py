"""What comes along with the program and under which licence, from the metadata of what is installed; asks no network.

.venv/bin/python packaging/licences.py      one line a package: name, version, licence, who asks for it

Exit 1 where a licence is not one of those that the program (MIT) may be shipped with; CI prints and checks this.
"""

from __future__ import annotations

import re
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ALLOWED = frozenset(
    (
        "0BSD|Apache 2.0 License|Apache License, Version 2.0|Apache Software License|Apache-2.0|BSD License"
        "|BSD-2-Clause|BSD-3-Clause|BSL-1.0|CC0-1.0|CNRI-Python|ISC License (ISCL)|MIT|MIT License|PSF-2.0"
        "|Public Domain|Zlib"
    ).split("|")
)
# Each with what it says of itself, so that a change is noticed, and why it may come along.
EXCEPTIONS = {
    "pyside6-essentials": ("LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only", "Qt, in files that can be replaced"),
    "shiboken6": ("LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only", "Qt, in files that can be replaced"),
    "tqdm": ("MPL-2.0 AND MIT", "binds single files, which are not changed"),
    "pyromark": ("see its licence file", "MIT, as its licence file says"),
    "pypdfium2": ("BSD-3-Clause, Apache-2.0, dependency licenses", "PDFium and its parts, all of them permissive"),
}
# NVIDIA's own, which some builds of torch ask pip for. A person may install them; they are not handed on.
NOT_SHIPPED = ("nvidia-", "cuda-")


def is_allowed(name: str, text: str) -> bool:
    """May a package of this name and licence be shipped? Of alternatives one is enough, of several all must be."""
    if name.startswith(NOT_SHIPPED) or (name in EXCEPTIONS and EXCEPTIONS[name][0] == text):
        return True
    one_of = re.split(r"\s+OR\s+", re.sub(r"\s+WITH LLVM-exception", "", text))
    return any(all(one in ALLOWED for one in re.split(r"\s+AND\s+", choice)) for choice in one_of)


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
    refused = [f"{name}: {text}" for name, _, text, _ in rows if not is_allowed(name, text)]
    sys.stdout.write(f"{len(rows)} packages; not allowed: {', '.join(refused) or 'none'}.\n")
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())

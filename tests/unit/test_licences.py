"""What is shipped with the program may be shipped under the program's licence (MIT)."""

from __future__ import annotations

import re
from importlib.metadata import Distribution, distribution

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

COPYLEFT = re.compile(
    r"\b([AL]?GPL|EUPL|MPL|EPL|CDDL|OSL|CPL|CeCILL|SSPL|BUSL)"
    r"|GNU|Affero|Mozilla|European Union Public|Eclipse|Creative Commons.*(NonCommercial|ShareAlike)|CC-BY-(NC|SA|ND)",
    re.IGNORECASE,
)
# Qt is used as it is published, in files of its own that a person can replace: what the LGPL asks for.
QT = {"pyside6-essentials", "shiboken6"}
# The licence binds single files, which we do not change. Never for what we depend on directly.
FILE_LEVEL = {
    "tqdm": "MPL-2.0 AND MIT; huggingface_hub, transformers and sentence-transformers show progress with it",
}
# NVIDIA's own, which the Linux build of torch asks pip for. A person may install them; we do not hand them on.
NOT_OURS_TO_SHIP = ("nvidia-", "cuda-")
# Their metadata name no licence; their licence files do.
READ_BY_HAND = {"pyromark": "MIT"}


def licence(package: Distribution) -> str:
    """What a package says of itself: the expression, else the classifiers, else the first line of the field."""
    metadata = package.metadata
    name = canonicalize_name(metadata["Name"])
    classifiers = [
        text.rpartition(" :: ")[2]
        for text in metadata.get_all("Classifier") or []
        if text.startswith("License ::") and text != "License :: OSI Approved"
    ]
    field = _field(package, "License").strip().partition("\n")[0]
    return _field(package, "License-Expression") or " AND ".join(classifiers) or field or READ_BY_HAND.get(name, "")


def _field(package: Distribution, name: str) -> str:
    return next(iter(package.metadata.get_all(name) or ()), "")


def needs(package: Distribution, extras: frozenset[str] = frozenset()) -> list[Requirement]:
    """What a package needs on this machine, with the extras that were asked for."""
    found = [Requirement(text) for text in package.requires or []]
    chosen = extras or {""}
    return [
        one for one in found if one.marker is None or any(one.marker.evaluate({"extra": extra}) for extra in chosen)
    ]


def shipped() -> dict[str, Distribution]:
    """Everything that comes along with the program, by canonical name; the extra for tests does not."""
    packages: dict[str, Distribution] = {}
    waiting = needs(distribution("desktop-search"))
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        requirement = waiting.pop()
        wanted = (canonicalize_name(requirement.name), frozenset(requirement.extras))
        if wanted not in seen and not wanted[0].startswith(NOT_OURS_TO_SHIP):
            seen.add(wanted)
            packages[wanted[0]] = distribution(requirement.name)
            waiting += needs(packages[wanted[0]], wanted[1])
    return packages


def test_nothing_shipped_is_copyleft_but_qt() -> None:
    bound = {name: licence(package) for name, package in shipped().items() if COPYLEFT.search(licence(package))}
    assert {name: text for name, text in bound.items() if name not in QT | FILE_LEVEL.keys()} == {}


def test_everything_shipped_says_its_licence() -> None:
    assert [name for name, package in shipped().items() if not licence(package)] == []


def test_what_we_depend_on_directly_needs_no_exception() -> None:
    direct = {canonicalize_name(requirement.name) for requirement in needs(distribution("desktop-search"))}
    assert direct & FILE_LEVEL.keys() == set()


def test_no_exception_outlives_its_reason() -> None:
    packages = shipped()
    assert FILE_LEVEL.keys() | QT | READ_BY_HAND.keys() <= packages.keys()
    assert all(COPYLEFT.search(licence(packages[name])) for name in FILE_LEVEL)


def test_copyleft_is_recognised() -> None:
    for text in ("GPL-3.0-only", "LGPLv2+", "AGPL-3.0-or-later", "MPL-2.0 AND MIT", "EUPL-1.2", "GPLv3"):
        assert COPYLEFT.search(text), text
    for text in ("MIT", "BSD-3-Clause AND 0BSD", "Apache-2.0 WITH LLVM-exception", "PSF-2.0", "ISC License (ISCL)"):
        assert not COPYLEFT.search(text), text

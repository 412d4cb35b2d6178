"""Known vulnerabilities of what is pinned, from a file that is kept here with its date; asks no network.

.venv/bin/python packaging/advisories.py            the report; exit 1 where a pinned version is known to be vulnerable
.venv/bin/python packaging/advisories.py --renew    asks the advisory database through pip-audit, where a network is

The file says of which versions was asked and when. What is pinned otherwise by now counts as not looked at, and the
report says so: that nothing is known means nothing then. An advisory that does not concern the program is accepted
in the file, under its id and with the reason.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
CONSTRAINTS = ROOT / "packaging" / "constraints.txt"
KNOWN = ROOT / "packaging" / "advisories.json"


@dataclass(slots=True)
class Advisories:
    """`asked` is the version that was looked up of each package, `found` the ids and what they say, by package."""

    date: str = ""
    asked: dict[str, str] = field(default_factory=dict)
    found: dict[str, dict[str, str]] = field(default_factory=dict)
    accepted: dict[str, str] = field(default_factory=dict)


def load(file: Path = KNOWN) -> Advisories:
    return Advisories(**json.loads(file.read_text(encoding="utf-8"))) if file.exists() else Advisories()


def pinned(text: str) -> dict[str, set[str]]:
    """The versions that are pinned of each package; for some Pythons there are two."""
    found: dict[str, set[str]] = {}
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            one = Requirement(line)
            found.setdefault(canonicalize_name(one.name), set()).update(single.version for single in one.specifier)
    return found


def report(known: Advisories, pins: dict[str, set[str]]) -> tuple[list[str], bool]:
    """Lines to read, and whether all is well."""
    looked_at = {name for name, versions in pins.items() if known.asked.get(name) in versions}
    lines = [f"Advisories of {known.date}." if known.date else "No advisories were ever fetched: nothing is known."]
    bad = False
    for name in sorted(looked_at & known.found.keys()):
        for identity, told in sorted(known.found[name].items()):
            reason = known.accepted.get(identity)
            bad = bad or reason is None
            lines.append(f"{name} {known.asked[name]}: {identity}: {f'accepted: {reason}' if reason else told}")
    lines.append(f"{len(looked_at)} of {len(pins)} packages are pinned as they were looked up; the others are unknown.")
    return lines, not bad


def taken(answer: dict[str, Any], date: str, accepted: dict[str, str]) -> Advisories:
    """What pip-audit has answered (its format "json"); what it could not look up is left out."""
    looked_up = [one for one in answer["dependencies"] if "skip_reason" not in one]
    return Advisories(
        date,
        {canonicalize_name(one["name"]): one["version"] for one in looked_up},
        {
            canonicalize_name(one["name"]): {
                each["id"]: " ".join(each.get("description", "").split())[:200] for each in one["vulns"]
            }
            for one in looked_up
            if one["vulns"]
        },
        accepted,
    )


def renew() -> str:
    """Asks, and writes the file. Returns one sentence where that fails; the file then stays as it was."""
    locked = sorted((ROOT / "packaging" / "locked").glob("*.txt"))
    command = [sys.executable, "-m", "pip_audit", "--disable-pip", "--no-deps", "--format", "json"]
    command += [argument for file in locked for argument in ("--requirement", str(file))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        known = taken(json.loads(done.stdout), time.strftime("%Y-%m-%d"), load().accepted)
    except (ValueError, KeyError, TypeError):
        said = (done.stderr.strip().splitlines() or ["nothing"])[-1]
        return f"pip-audit could not be asked (it is not one of our packages): {said}"
    if not known.asked:
        return "pip-audit could look up none of the packages."
    content = {name: getattr(known, name) for name in ("date", "asked", "found", "accepted")}
    KNOWN.write_text(json.dumps(content, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return ""


def main(arguments: list[str]) -> int:
    if arguments == ["--renew"] and (problem := renew()):
        sys.stderr.write(f"{problem}\n")
        return 1
    lines, is_well = report(load(), pinned(CONSTRAINTS.read_text(encoding="utf-8")))
    sys.stdout.write("\n".join(lines) + "\n")
    return 0 if is_well else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

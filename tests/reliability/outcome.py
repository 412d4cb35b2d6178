"""What became of one kind of fault, as a row of the table and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field


@dataclass(slots=True)
class Outcome:
    """`survived` counts tries that ended with the index of an undisturbed run; `lost` what was missing or wrong."""

    fault: str
    tried: int = 0
    survived: int = 0
    lost: int = 0
    note: str = ""
    wrong: list[str] = field(default_factory=list)

    def count(self, problems: Iterable[str]) -> None:
        """Counts one try with what was wrong after it."""
        found = list(problems)
        self.tried += 1
        self.survived += not found
        self.lost += len(found)
        self.wrong += found[:3]


def table(outcomes: Iterable[Outcome]) -> str:
    """Rows for a person."""
    rows = [("fault", "tried", "survived", "lost", "")]
    rows += [(one.fault, str(one.tried), str(one.survived), str(one.lost), one.note) for one in outcomes]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    lines = []
    for fault, *numbers, note in rows:
        cells = "  ".join(number.rjust(width) for number, width in zip(numbers, widths[1:4], strict=True))
        lines.append(f"{fault.ljust(widths[0])}  {cells}  {note}".rstrip())
    return "\n".join(lines)


def as_json(outcomes: Iterable[Outcome]) -> str:
    return json.dumps({"reliability": [asdict(one) for one in outcomes]})

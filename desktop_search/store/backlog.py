"""A sample of the paragraphs that wait for a vector: enough to know how much text is left without reading it all."""

from __future__ import annotations

from sqlite_utils import Database

from desktop_search.store.vectors import WaitingParagraph, select_waiting

# Short runs from all over: a file's paragraphs stand together and resemble each other.
_RUNS = 32
_EACH = 8


def sample(db: Database) -> list[WaitingParagraph]:
    """Up to 256 of the waiting paragraphs, spread evenly over their ids; all of them where they are few."""
    first, last = db.execute(
        "SELECT (SELECT min(paragraph) FROM waiting), (SELECT max(paragraph) FROM waiting)"
    ).fetchone()
    if first is None:
        return []
    found: dict[int, WaitingParagraph] = {}
    for run in range(_RUNS):
        start = first + (last + 1 - first) * run // _RUNS
        some = select_waiting(db, "WHERE w.paragraph >= ? ORDER BY w.paragraph LIMIT ?", [start, _EACH])
        found.update((one.id, one) for one in some)
    return list(found.values())

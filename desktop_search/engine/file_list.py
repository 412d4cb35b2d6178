"""The list of files, in the index and not, as the window shows it: the store's rows and what a disk look found."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import get_args

from sqlite_utils import Database

from desktop_search.engine.disk_look import DiskLook, why_waiting
from desktop_search.engine.messages import FileCounts, FileList, FileState, ListedFile, ListFiles
from desktop_search.indexing.pipeline import RACY
from desktop_search.store import files, folders, listing
from desktop_search.store.listing import ListedRow

LIMIT_AT_MOST = 5_000
# SQLite bounds how long a pattern and how deep a condition may be.
_TEXT_AT_MOST = 5_000
_TERMS_AT_MOST = 100
_STORED: tuple[FileState, ...] = ("indexed", "empty", "failed")
# What was waiting when the disk was looked at may have been read since; so many rows are asked about once more.
_ASKED_AGAIN = 2_000


@dataclass(slots=True)
class _Waiting:
    """Those of the waiting files that match, with their rows; `taken` counts the rows by the state they had."""

    rows: list[ListedFile] = field(default_factory=list)
    paths: set[str] = field(default_factory=set)
    taken: Counter[str] = field(default_factory=Counter)


def make_list(db: Database, request: ListFiles, look: DiskLook | None, *, final: bool) -> FileList:
    """The answer to a request. Without a `look` at the disk it holds only what the index knows."""
    terms = terms_of(request.text)
    limit = max(1, min(request.limit, LIMIT_AT_MOST))
    waiting = _waiting(db, look, terms)
    left_out = [one for one in look.left_out if listing.holds(one.path, terms)] if look is not None else []
    counts = _counts(db, terms, look, left_out, waiting)
    states = tuple(get_args(FileState)) if request.state is None else (request.state,)
    rows: list[ListedFile] = []
    stored = [state for state in _STORED if state in states]
    if stored:
        # Rows that are shown as waiting fall out, so as many more are asked for.
        found = listing.rows(db, stored, terms, limit + min(len(waiting.paths), limit))
        rows += [_listed(row) for row in found if row.path not in waiting.paths]
    if "waiting" in states:
        rows += waiting.rows
    if "skipped" in states:
        rows += left_out
    rows.sort(key=lambda row: (row.path.casefold(), row.path))
    wanted = [getattr(counts, state) for state in states]
    complete = None not in wanted and len(rows) <= limit and sum(wanted) <= len(rows)
    cut = look is not None and look.cut
    return FileList(request.number, tuple(rows[:limit]), counts, complete and not cut, final, cut)


def terms_of(text: str) -> tuple[str, ...]:
    """The words that a path must hold; ~ is the person's own folder."""
    return tuple(os.path.expanduser(text.strip()[:_TEXT_AT_MOST]).split()[:_TERMS_AT_MOST])


def _waiting(db: Database, look: DiskLook | None, terms: Sequence[str]) -> _Waiting:
    result = _Waiting()
    for number, (found, known) in enumerate(look.waiting if look is not None else ()):
        if not listing.holds(found.path, terms):
            continue
        if number < _ASKED_AGAIN:
            known = files.find(db, found.path)
        reason = why_waiting(known, found)
        if not reason:
            continue
        result.paths.add(found.path)
        if known is None:
            result.rows.append(ListedFile(found.path, "waiting", reason))
        else:
            reader = known.reader.removesuffix(RACY)
            result.rows.append(ListedFile(found.path, "waiting", reason, reader=reader, indexed_at=known.indexed_at))
            result.taken[known.state] += 1
    return result


def _counts(
    db: Database, terms: Sequence[str], look: DiskLook | None, left_out: Sequence[ListedFile], waiting: _Waiting
) -> FileCounts:
    by_state = Counter(listing.totals(db, terms))
    by_state.subtract(waiting.taken)
    skipped: int | None = len(left_out)
    if not terms and (look is None or look.cut):
        # The last survey has counted to the end.
        counted = sum(sum(folder.skipped.values()) for folder in folders.every(db))
        skipped = max(counted, len(left_out))
    elif look is None:
        skipped = None
    return FileCounts(
        indexed=by_state["indexed"],
        empty=by_state["empty"],
        failed=by_state["failed"],
        skipped=skipped,
        waiting=len(waiting.rows) if look is not None else None,
    )


def _listed(row: ListedRow) -> ListedFile:
    state: FileState = "indexed" if row.state == "indexed" else "empty" if row.state == "empty" else "failed"
    reader = row.reader.removesuffix(RACY)
    return ListedFile(row.path, state, row.reason, reader=reader, paragraphs=row.paragraphs, indexed_at=row.indexed_at)

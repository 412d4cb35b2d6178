"""Answers what is asked beside a query: more of a file, how many files match, what a condition may say."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from desktop_search.engine.aside_messages import (
    Aside,
    AsideAnswer,
    Counted,
    CountMatches,
    FindInFile,
    InFile,
    KnownValues,
    ListValues,
    MatchCounts,
)
from desktop_search.engine.query_service import QueryService

Pairs = Iterable[tuple[str, int]]


def answer(service: QueryService, request: Aside, overtaken: Callable[[], bool]) -> AsideAnswer:
    """Raises Overtaken where a query waits, and DesktopSearchError as queries do."""
    match request:
        case FindInFile():
            place = None
            if request.similar_to is not None:
                place = (request.similar_to, request.similar_line, request.similar_start)
            found = service.within(request.path, request.text, place, request.least + 1, request.limit + 1, overtaken)
            others = tuple(hit for hit in found if hit.start != request.start)
            return InFile(request.number, request.path, others[: request.limit])
        case CountMatches():
            counts = service.count_matches(request.text, overtaken)
            return MatchCounts(
                number=request.number,
                files=counts.files,
                types=_counted(counts.types),
                folders=_counted(counts.folders),
                dates=_counted(counts.dates),
                cut=counts.cut,
            )
        case ListValues():
            return KnownValues(request.number, request.field, _counted(service.known_values(request.field)))


def failed(request: Aside, reason: str) -> AsideAnswer:
    """The answer where there is none."""
    match request:
        case FindInFile():
            return InFile(request.number, request.path, (), reason)
        case CountMatches():
            return MatchCounts(request.number)
        case ListValues():
            return KnownValues(request.number, request.field)


def _counted(pairs: Pairs) -> tuple[Counted, ...]:
    return tuple(Counted(value, count) for value, count in pairs)

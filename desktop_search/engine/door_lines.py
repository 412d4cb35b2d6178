"""What is said at the engine's door, in JSON: two things can be asked there, and two are told.

The window and its engine hand each other pickles over a pipe that nobody else can reach. At the door knocks another
program: what it says is taken apart as data, so that it can neither run code in the engine nor fill its memory.
"""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from typing import Any, get_args

from desktop_search.documents.reading.untrusted import parsed
from desktop_search.engine.messages import Event, IndexUpToDate, ReloadSettings, Request, Status, UpdateIndex
from desktop_search.records import Phase, Progress

# Far more than any line here has.
LONGEST = 16_384
_MOST = 2**53
_PROGRESS = {one.name: one.default for one in fields(Progress)}


def asked(request: Request) -> bytes:
    """A request as a line. Raises TypeError for one that cannot be made here."""
    match request:
        case ReloadSettings():
            said: dict[str, Any] = {"ask": "settings"}
        case UpdateIndex():
            said = {"ask": "update", "number": request.number}
        case _:
            raise TypeError(f"{type(request).__name__} is not asked at the door")
    return json.dumps(said).encode()


def request_of(line: bytes) -> Request:
    """The request of a line. Raises ValueError where it is none."""
    match parsed(line):
        case {"ask": "settings"}:
            return ReloadSettings()
        case {"ask": "update", "number": int(number)} if _is_number(number):
            return UpdateIndex(number)
    raise ValueError("nothing that can be asked for")


def told(event: Event) -> bytes | None:
    """An event as a line; None for what is not told here."""
    match event:
        case Status():
            return json.dumps({"tell": "progress", **asdict(event.progress)}).encode()
        case IndexUpToDate():
            return json.dumps({"tell": "up to date", "number": event.number}).encode()
    return None


def event_of(line: bytes) -> Progress | IndexUpToDate:
    """The event of a line; of a status its progress. Raises ValueError where it is none."""
    said = parsed(line)
    match said:
        case {"tell": "progress"}:
            return _progress(said)
        case {"tell": "up to date", "number": int(number)} if _is_number(number):
            return IndexUpToDate(number)
    raise ValueError("nothing that is told here")


def _progress(said: dict[str, Any]) -> Progress:
    values = {name: said[name] for name in _PROGRESS if name in said}
    for name, value in values.items():
        if name == "seconds_left":
            fits = value is None or (isinstance(value, float | int) and not isinstance(value, bool))
        elif isinstance(_PROGRESS[name], str):
            fits = isinstance(value, str)
        else:
            fits = isinstance(value, int) and _is_number(value)
        if not fits:
            raise ValueError(f"{name} is of another kind")
    if values.get("phase", "idle") not in get_args(Phase):
        raise ValueError("no such phase")
    return Progress(**values)


def _is_number(value: int) -> bool:
    return not isinstance(value, bool) and -_MOST <= value <= _MOST

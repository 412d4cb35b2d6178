"""What inputs are tried on: each target takes bytes, and raises where they did what they must not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.reliability.fuzz.targets.answers import Answers
from tests.reliability.fuzz.targets.base import Problem, Target
from tests.reliability.fuzz.targets.choices import Choices
from tests.reliability.fuzz.targets.door import EngineDoor
from tests.reliability.fuzz.targets.protocol import Protocol
from tests.reliability.fuzz.targets.queries import Queries
from tests.reliability.fuzz.targets.reading import Reading
from tests.reliability.fuzz.targets.stored import Stored
from tests.reliability.fuzz.targets.wishes import Wishes

# By the name under which they are asked for, each with what it stands for in the table.
TARGETS: dict[str, Callable[[Path], Target]] = {
    "readers": Reading,
    "answers": Answers,
    "query": Queries,
    "settings": Choices,
    "engine": EngineDoor,
    "wishes": Wishes,
    "mcp": Protocol,
    "store": Stored,
}
GROUPS = {"messages": ("answers", "engine", "wishes"), "all": tuple(TARGETS)}

__all__ = ["GROUPS", "TARGETS", "Problem", "Target"]

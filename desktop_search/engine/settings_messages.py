"""What the settings ask the engine for, and what comes back: what a rule would skip, which models there are.

Frozen, picklable records, as in messages.py, which takes them up. Nothing heavy is imported here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from desktop_search.settings import Settings


@dataclass(frozen=True, slots=True)
class CountFolder:
    """Ask how many files of a folder would be read under the present rules; FolderCounted follows, several times."""

    path: str


@dataclass(frozen=True, slots=True)
class TryRule:
    """Ask which files another choice of rules would leave out or bring back; RulePreview events follow.

    `name` says what is tried; of each name only the newest `number` is worked on.
    """

    number: int
    name: str
    before: Settings
    after: Settings


@dataclass(frozen=True, slots=True)
class ListModels:
    """Ask which models are on this machine; ModelsKnown follows."""


@dataclass(frozen=True, slots=True)
class AskModel:
    """Ask for a model: a folder, or a name that is looked up. ModelNews follow: "ready", "offer" or "failed"."""

    name: str


@dataclass(frozen=True, slots=True)
class FetchModel:
    """The person agrees to the download of the model that was offered last; ModelNews follow."""

    name: str


@dataclass(frozen=True, slots=True)
class StopFetching:
    """Break the download off; it can be gone on with later."""


@dataclass(frozen=True, slots=True)
class FolderCounted:
    """What CountFolder has found so far: files that would be read, and their bytes. `cut`: there are more."""

    path: str
    files: int
    size: int
    final: bool = True
    cut: bool = False


@dataclass(frozen=True, slots=True)
class RulePreview:
    """What TryRule would change: how many files would not be found any more, how many more would, and a few of them.

    With final=False it is still being looked for; `cut` tells that it takes too long to be counted.
    """

    number: int
    name: str
    lost: int = 0
    won: int = 0
    examples: tuple[str, ...] = ()
    final: bool = False
    cut: bool = False


@dataclass(frozen=True, slots=True)
class KnownModel:
    """A model that was downloaded: its name on the hub, its folder, and its bytes."""

    name: str
    path: str
    size: int


@dataclass(frozen=True, slots=True)
class ModelsKnown:
    """The bundled model's name, and those that were downloaded."""

    bundled: str
    downloaded: tuple[KnownModel, ...] = ()


@dataclass(frozen=True, slots=True)
class ModelNews:
    """How it stands with a model that was asked for. Sizes in bytes; `problem` is one sentence.

    `path` is what the settings are to name once it is "ready".
    """

    name: str
    state: Literal["offer", "fetching", "ready", "failed", "stopped"]
    size: int = 0
    done: int = 0
    path: str = ""
    problem: str = ""

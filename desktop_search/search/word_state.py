"""What the word index notes of itself beside its files: whose it is, how far it has seen the store, its languages.

And which commits of tantivy that was noted for: after a power cut the note may be older than what it speaks of.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from desktop_search.paths import write_whole
from desktop_search.search.languages import DEFAULT

# Raised whenever the same text would be indexed in another way: an index of another layout is made again.
_LAYOUT = 4
_FILE = "desktop-search.json"


@dataclass(frozen=True, slots=True)
class State:
    """The generation of the store that the index has seen, and the languages of the documents in it."""

    generation: int
    languages: frozenset[str]


def place(folder: Path) -> Path:
    """Where it is kept."""
    return folder / _FILE


def read(folder: Path, store_id: str) -> State | None:
    """What was noted of an index that fits this store and this layout, None where there is none."""
    try:
        state = json.loads(place(folder).read_text(encoding="utf-8"))
        if state["layout"] == _LAYOUT and state["store"] == store_id:
            return State(int(state["generation"]), frozenset(map(str, state["languages"])) | {DEFAULT})
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return None


def is_whole(folder: Path) -> bool:
    """Is the index exactly what was noted of it, neither older nor newer? Nothing at all is whole too."""
    try:
        noted = json.loads(place(folder).read_text(encoding="utf-8")).get("commits")
    except FileNotFoundError:
        return not folder.exists()
    except (OSError, ValueError, AttributeError):
        return False
    return bool(noted == _commits(folder))


def write(folder: Path, store_id: str, state: State) -> None:
    """Notes it, whole or not at all. Raises OSError."""
    noted = {
        "layout": _LAYOUT,
        "store": store_id,
        "commits": _commits(folder),
        "generation": state.generation,
        "languages": sorted(state.languages),
    }
    write_whole(place(folder), json.dumps(noted))


def _commits(folder: Path) -> list[int]:
    """The number of the last commit in each of the two indexes; tantivy writes it where it lists its files."""
    try:
        metas = [json.loads((folder / name / "meta.json").read_bytes()) for name in ("paragraphs", "documents")]
        return [int(meta["opstamp"]) for meta in metas]
    except (OSError, ValueError, KeyError, TypeError):
        return []

"""Bytes and texts that nobody thought of, given to everything that takes some from outside (hypothesis).

A target may refuse what it gets in its own words; anything else that it raises is a defect.
"""

from __future__ import annotations

import contextlib
import tempfile
import time
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from desktop_search import settings as settings_file
from desktop_search.documents.reading.answers import reading
from desktop_search.documents.reading.reader import _parse, _read_part  # without its net for defects
from desktop_search.documents.registry import reader_for
from desktop_search.documents.source import Limits, Source
from desktop_search.errors import DesktopSearchError, DocumentError
from desktop_search.search.query import parse
from desktop_search.settings import Settings
from tests.reliability.outcome import Outcome
from tests.unit.documents import hostile_files as hostile

Target = Callable[[Any], None]
_LIMITS = Limits(max_seconds=10.0, max_text=200_000, max_bytes=2_000_000, max_unpacked=20_000_000)
_WORDS = (
    "title:",
    "in:",
    "ext:",
    "tag:",
    "before:",
    "after:",
    '"',
    "-",
    "*",
    "(",
    ")",
    "OR",
    "last year",
    "2024-02-31",
)


@st.composite
def broken_files(draw: st.DrawFn) -> tuple[str, bytes]:
    """A sound file of some kind with pieces cut out, doubled, or replaced; or nothing but noise under its name."""
    sound = hostile.sound()
    suffix = draw(st.sampled_from(sorted(sound)))
    content = bytearray(sound[suffix])
    if draw(st.integers(0, 9)) == 0:
        return suffix, draw(st.binary(max_size=2000))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(0, len(content) - 1)))
        length = draw(st.integers(0, 64))
        match draw(st.sampled_from(("noise", "cut", "double", "zeros"))):
            case "noise":
                content[at : at + length] = draw(st.binary(max_size=64))
            case "cut":
                del content[at : at + length * 8]
            case "double":
                content[at:at] = content[at : at + length * 8]
            case _:
                content[at : at + length] = bytes(length)
    return suffix, bytes(content)


def read_broken(made: tuple[str, bytes]) -> None:
    """The reader's own code, without what turns its defects into a sentence."""
    suffix, content = made
    reader = reader_for(f"a{suffix}")
    assert reader is not None
    source = Source(content, f"a{suffix}", _LIMITS, time.monotonic() + 5.0, part_reader=_read_part)
    with contextlib.suppress(DocumentError, MemoryError, RecursionError):
        if content:
            reader.parse(source)
    with contextlib.suppress(DocumentError):
        _parse(reader, source)


def parse_query(text: str) -> None:
    parse(text)


def load_settings(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "settings.toml"
        path.write_bytes(content)
        loaded = settings_file.load(path)
        assert isinstance(loaded.settings, Settings)
        # What was understood is understood again once it is saved.
        with contextlib.suppress(DesktopSearchError):
            settings_file.save(path, loaded.settings)
            assert settings_file.load(path).settings == loaded.settings


def take_answer(answer: Any) -> None:
    with contextlib.suppress(ValueError, KeyError, TypeError, OverflowError):
        reading("/a/b.md", answer)


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=10), inner, max_size=5),
    max_leaves=20,
)
_names = st.sampled_from([one.name for one in fields(Settings)])
_toml = st.lists(st.tuples(_names, st.text(max_size=30)), max_size=6).map(
    lambda rows: "\n".join(f"{name} = {value}" for name, value in rows).encode("utf-8", "replace")
)
_fields = (
    "state",
    "reason",
    "log",
    "digest",
    "size",
    "mtime_ns",
    "inode",
    "device",
    "title",
    "sections",
    "tags",
    "note",
)
_answers = st.dictionaries(st.sampled_from(_fields), _json, max_size=12).map(
    lambda answer: {"log": [], "state": "read", "digest": "00", **answer}
)
TARGETS: dict[str, tuple[Target, st.SearchStrategy[Any]]] = {
    "readers": (read_broken, broken_files()),
    "query parser": (
        parse_query,
        st.text(max_size=200) | st.lists(st.sampled_from(_WORDS) | st.text(max_size=8), max_size=12).map(" ".join),
    ),
    "settings": (load_settings, st.binary(max_size=300) | _toml),
    "messages of readers": (take_answer, _json | _answers),
}


def tried(name: str, examples: int) -> Outcome:
    """So many inputs for one target."""
    outcome = Outcome(f"fuzzing: {name}")
    target, inputs = TARGETS[name]
    seen = 0

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
    )
    @given(inputs)
    def once(made: Any) -> None:
        nonlocal seen
        seen += 1
        target(made)

    started = time.monotonic()
    # Control enters from outside here: whatever comes out is what is looked for.
    try:
        once()
    except Exception as error:  # noqa: BLE001
        outcome.lost = 1
        outcome.wrong.append(f"{type(error).__name__}: {str(error)[:200]}")
    outcome.tried, outcome.survived = seen, seen - outcome.lost
    outcome.note = f"{seen:,} inputs in {time.monotonic() - started:.0f} s"
    return outcome

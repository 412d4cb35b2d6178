"""What the tests of indexing and of searching share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_search.paths import Paths
from tests.index_bench import Bench


@pytest.fixture
def bench(paths: Paths, tmp_path: Path) -> Iterator[Bench]:
    notes = (tmp_path / "notes").resolve()
    notes.mkdir()
    made = Bench(paths, notes)
    yield made
    made.service.close()

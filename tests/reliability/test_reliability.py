"""A little of everything that `python -m tests.reliability` does for long."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

from tests.reliability import fuzzing
from tests.reliability.registry import FAULTS
from tests.reliability.runs import Stage, stage
from tests.reliability.watching import churned, storm

pytestmark = [
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="it kills, mounts and limits as Linux does"),
    pytest.mark.timeout(600),
]


@pytest.fixture(scope="module")
def staged(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    return stage(tmp_path_factory.mktemp("faults"), 60)


@pytest.mark.parametrize("name", FAULTS)
def test_after_a_fault_the_index_is_that_of_an_undisturbed_run(name: str, staged: Stage) -> None:
    times = 2 if name in ("killed", "power", "words") else 1
    outcome = FAULTS[name][0](staged, random.Random(f"ci {name}"), times)
    if not outcome.tried:
        pytest.skip(outcome.note)
    assert outcome.wrong == []
    assert outcome.survived == outcome.tried


@pytest.mark.slow
def test_after_random_operations_the_index_is_what_the_disk_is(tmp_path: Path) -> None:
    outcome = churned(tmp_path, random.Random(1), 2_000, 1_000)
    assert outcome.wrong == []


@pytest.mark.slow
def test_after_a_storm_of_files_the_index_is_what_the_disk_is(tmp_path: Path) -> None:
    assert storm(tmp_path, 2_000).wrong == []


@pytest.mark.parametrize("name", fuzzing.TARGETS)
def test_inputs_that_nobody_thought_of_are_refused_or_taken(name: str) -> None:
    outcome = fuzzing.tried(name, 60)
    assert outcome.wrong == []
    assert outcome.tried >= 20

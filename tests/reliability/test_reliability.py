"""A little of everything that `python -m tests.reliability` does for long."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

from tests.reliability import fuzzing, load
from tests.reliability.flatness import rise_of
from tests.reliability.registry import FAULTS
from tests.reliability.runs import Stage, stage
from tests.reliability.soak import soaked
from tests.reliability.watching import churned, storm

pytestmark = [
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="it kills, mounts and limits as Linux does"),
    pytest.mark.timeout(600),
]


@pytest.fixture(scope="module")
def staged(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    return stage(tmp_path_factory.mktemp("faults"), 60)


# These take the real model; the last compiles it twice, which is a minute's work.
_WITH_MODEL = {"engine", "model", "locked-model"}
_LONG = {"full-model"}


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[pytest.mark.model] * (name in _WITH_MODEL)) for name in FAULTS if name not in _LONG],
)
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


@pytest.mark.model
def test_no_question_is_lost_under_load(tmp_path: Path) -> None:
    paths = load.prepared(tmp_path, 1_000)
    for outcome in load.loaded(paths, 1_000, random.Random(1), 1.5):
        assert outcome.wrong == []
        assert outcome.survived == outcome.tried


@pytest.mark.model
def test_after_a_short_soak_the_index_is_what_the_disk_is(tmp_path: Path) -> None:
    outcome = soaked(tmp_path, random.Random(1), 8.0, 2.0)
    assert outcome.wrong == []


def test_what_rises_is_told_from_what_comes_in_waves() -> None:
    moments = [float(second) for second in range(0, 600, 10)]
    waves = [100.0 + 20.0 * (second % 70 < 40) for second in range(0, 600, 10)]
    assert rise_of("memory", moments, waves, 0.05, 1.0).is_flat
    leak = [level + moment / 20 for level, moment in zip(waves, moments, strict=True)]
    risen = rise_of("memory", moments, leak, 0.05, 1.0)
    assert not risen.is_flat
    assert 10.0 < risen.rise < 30.0
    # What is made once, in the first third, is no leak.
    once = [level + 50.0 * (moment > 100.0) for level, moment in zip(waves, moments, strict=True)]
    assert rise_of("memory", moments, once, 0.05, 1.0).is_flat


@pytest.mark.parametrize("name", fuzzing.TARGETS)
def test_inputs_that_nobody_thought_of_are_refused_or_taken(name: str) -> None:
    outcome = fuzzing.tried(name, 60)
    assert outcome.wrong == []
    assert outcome.tried >= 20

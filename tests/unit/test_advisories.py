"""The report on known vulnerabilities fails on a match, and never takes an unasked question for a good answer."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from tests.unit.packages import load

ROOT = Path(__file__).resolve().parents[2]
# As pip-audit answers: one sound, one vulnerable, one that it could not look up.
ANSWER = {
    "dependencies": [
        {"name": "Sound", "version": "1.0", "vulns": []},
        {"name": "holed_one", "version": "2.0", "vulns": [{"id": "PYSEC-1", "description": "Runs\n code."}]},
        {"name": "unknown", "skip_reason": "not there"},
    ],
    "fixes": [],
}
PINS = {"sound": {"1.0"}, "holed-one": {"2.0"}, "unknown": {"3.0"}}


@pytest.fixture(scope="module")
def advisories() -> ModuleType:
    return load("advisories")


def test_a_pinned_version_that_is_vulnerable_fails(advisories: ModuleType) -> None:
    lines, is_well = advisories.report(advisories.taken(ANSWER, "2026-11-26", {}), PINS)
    assert not is_well
    assert "holed-one 2.0: PYSEC-1: Runs code." in lines
    assert lines[0] == "Advisories of 2026-11-26."
    assert lines[-1].startswith("2 of 3 packages")


def test_an_advisory_that_does_not_concern_us_is_accepted_by_name(advisories: ModuleType) -> None:
    known = advisories.taken(ANSWER, "2026-11-26", {"PYSEC-1": "that function is not called"})
    lines, is_well = advisories.report(known, PINS)
    assert is_well
    assert any("accepted: that function is not called" in line for line in lines)


def test_another_version_than_was_looked_up_is_unknown(advisories: ModuleType) -> None:
    known = advisories.taken(ANSWER, "2026-11-26", {})
    lines, is_well = advisories.report(known, {**PINS, "holed-one": {"2.1"}})
    assert is_well
    assert lines[-1].startswith("1 of 3 packages")


def test_where_nobody_has_asked_nothing_is_said_to_be_known(advisories: ModuleType) -> None:
    lines, _ = advisories.report(advisories.Advisories(), PINS)
    assert "nothing is known" in lines[0]
    assert lines[-1].startswith("0 of 3 packages")


def test_what_is_pinned_now_is_not_known_to_be_vulnerable(advisories: ModuleType) -> None:
    lines, is_well = advisories.report(
        advisories.load(), advisories.pinned((ROOT / "packaging/constraints.txt").read_text("utf-8"))
    )
    assert is_well, lines


@pytest.mark.parametrize(
    ("text", "may_be"),
    [
        *(("MIT", True), ("MIT OR GPL-3.0-only", True), ("MIT AND GPL-3.0-only", False), ("Proprietary", False)),
        *(("Apache-2.0 WITH LLVM-exception AND Zlib", True), ("", False), ("see its licence file", False)),
    ],
)
def test_a_licence_is_allowed_by_name(text: str, may_be: bool) -> None:
    assert load("licences").is_allowed("some-package", text) is may_be

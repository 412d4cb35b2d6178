"""The hashes under packaging/locked belong to the versions that are pinned, and pip takes nothing else."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.unit.packages import load

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def lock() -> ModuleType:
    return load("lock")


def entries(file: Path) -> dict[str, int]:
    """The pins of a file, each with the number of its hashes."""
    lines = file.read_text("utf-8").replace("\\\n", " ").splitlines()
    return {
        str(Requirement(line.partition("--hash=")[0].strip())): line.count("--hash=sha256:")
        for line in lines
        if line and not line.startswith("#")
    }


def test_every_pin_has_its_hashes_and_every_hash_its_pin(lock: ModuleType) -> None:
    for name, pins in lock.parts(lock.CONSTRAINTS.read_text("utf-8")).items():
        found = entries(lock.LOCKED / name)
        assert set(found) == {str(pin) for pin in pins}, f"run packaging/lock.py: {name} is not of these pins"
        assert [pin for pin, count in found.items() if not count] == []


def test_what_is_installed_for_the_tests_is_what_is_locked(lock: ModuleType) -> None:
    pinned = {}
    for pins in lock.parts(lock.CONSTRAINTS.read_text("utf-8")).values():
        for pin in pins:
            if pin.marker is None or pin.marker.evaluate():
                pinned[canonicalize_name(pin.name)] = lock.version_of(pin)
    installed = {canonicalize_name(one.metadata["Name"]): Version(one.version) for one in distributions()}
    other = {
        name: str(version)
        for name, version in installed.items()
        if name in pinned and Version(version.public) != pinned[name]
    }
    assert other == {}


@pytest.mark.parametrize(
    ("filename", "is_one"),
    [
        *(("torch-2.13.0+cpu-cp311-cp311-manylinux_2_28_x86_64.whl", True), ("torch-2.13.0.tar.gz", True)),
        *(("torch-2.13.0-cp314-cp314t-win_amd64.whl", True), ("torch-2.13.1-cp311-cp311-win_amd64.whl", False)),
        *(("torch-2.13.0.exe", False), ("torch.whl", False)),
    ],
)
def test_files_of_a_release_are_known_by_their_names(lock: ModuleType, filename: str, is_one: bool) -> None:
    assert lock.of_release(filename, Version("2.13.0")) is is_one


def test_pip_refuses_a_file_that_was_changed(tmp_path: Path) -> None:
    wheel = tmp_path / "changed-1.0-py3-none-any.whl"
    wheel.write_bytes(b"PK\5\6" + bytes(18))
    wanted = tmp_path / "locked.txt"
    wanted.write_text(f"changed==1.0 --hash=sha256:{'0' * 64}\n")
    options = ["--no-index", "--find-links", str(tmp_path), "--target", str(tmp_path / "target"), "--no-deps"]
    command = [sys.executable, "-m", "pip", "install", "--require-hashes", *options, "-r", str(wanted)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=100)
    assert done.returncode != 0
    assert "DO NOT MATCH THE HASHES" in done.stderr

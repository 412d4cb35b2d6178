"""The package, built from this tree and used: what `packaging/check_deb.py` does in a bare Debian, in its short form.

The whole check installs into a system of its own, as root and with a network, and takes many minutes.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NEEDED = ("dpkg-deb", "strip", "Xvfb", "xdotool", "desktop-file-validate", "appstreamcli")


@pytest.mark.model
@pytest.mark.skipif(any(shutil.which(one) is None for one in NEEDED), reason="a Debian package cannot be built here")
def test_the_package_is_built_and_answers_by_words_and_by_meaning(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "packaging" / "build.py"), "deb", "--out", str(tmp_path / "built")]
    # What a careful person has set must not be in the package: other people are to read it.
    built = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path, umask=0o077)
    assert built.returncode == 0, built.stderr[-2000:]
    (deb,) = (tmp_path / "built").glob("*.deb")
    listed = subprocess.run(["dpkg-deb", "-c", str(deb)], capture_output=True, text=True, check=True).stdout
    assert [line for line in listed.splitlines() if line[7] != "r"] == []
    command = [sys.executable, str(ROOT / "packaging" / "check_deb.py"), str(deb), "--short"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    shutil.rmtree(tmp_path / "built")
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    rows = {what: found for what, found, _ in json.loads(done.stdout.splitlines()[-1])["rows"]}
    assert {"a query by words", "a query by meaning", "closed by its key"} <= rows.keys()

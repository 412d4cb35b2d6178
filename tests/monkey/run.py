"""Runs the window in a process of its own, in a sandbox, and presses through it at random."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop_search.embedding import compiled_files
from tests.conftest import ROOT
from tests.end2end.stub_programs import StubPrograms


@dataclass(frozen=True, slots=True)
class Found:
    """What came of it; `wrong` has one text for each thing that should not be."""

    actions: int
    rounds: int
    wrong: tuple[str, ...]
    first: dict[str, int]
    last: dict[str, int]


def press_at_random(folder: Path, seconds: float, seed: int) -> Found:
    """Makes a small collection below `folder` and lets the window run over it for so many seconds."""
    documents = folder / "person" / "Documents"
    shutil.copytree(ROOT / "tests" / "quality" / "corpus", documents)
    (documents / "broken.pdf").write_bytes(b"%PDF-1.4 cut off")
    (documents / "strange.md").write_text(
        "# \u202eStrange\u200b\n\n" + "\u200bapple\u200d \u202etext\u202c " * 200 + "\n"
    )
    (documents / "long.md").write_text("# Long\n\n" + "An apple and a heating and an invoice. " * 20_000 + "\n")
    programs = StubPrograms(folder / "programs")
    environment = {
        **programs.environment,
        # The stubs alone: no program of the desktop can be started.
        "PATH": str(folder / "programs"), "HOME": str(documents.parent), "QT_QPA_PLATFORM": "offscreen",
        "DBUS_SESSION_BUS_ADDRESS": "disabled:", "LANG": "C.UTF-8",
        compiled_files.SHIPPED_VARIABLE: str(ROOT / ".pytest_cache" / "compiled-models"),
    }  # fmt: skip
    arguments = [str(folder / "home"), str(documents.resolve()), str(seconds), str(seed)]
    done = subprocess.run(
        [sys.executable, "-m", "tests.monkey.session", *arguments],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=seconds * 3 + 180,
    )  # fmt: skip
    if done.returncode or not done.stdout.strip():
        wrong = (f"the program ended with {done.returncode}: {done.stderr}",)
        return Found(0, 0, wrong, {}, {})
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    wrong = (
        *told["complaints"],
        *(f"in the log: {line}" for line in told["log"]),
        *(f"ever more {name}: {values}" for name, values in told["growing"].items()),
        *([told["trouble"]] if told["trouble"] else []),
        *([f"on stderr: {done.stderr.strip()}"] if done.stderr.strip() else []),
    )
    return Found(told["actions"], told["rounds"], wrong, dict(*told["first"]), dict(*told["last"]))

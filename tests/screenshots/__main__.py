"""Pictures of every page of the window, light and dark, at 100 % and 200 %, in contrast, German and mirrored.

    python -m tests.screenshots FOLDER [--look light-100 ...] [--page results ...]

A real window with a real engine over a small collection made for it, on Qt's own offscreen screen: no desktop is
needed, and the same pictures come out each time. Each is FOLDER/PAGE.LOOK.png.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from desktop_search.embedding import compiled_files
from tests.conftest import ROOT
from tests.screenshots import corpus
from tests.screenshots.looks import LOOKS, Look
from tests.screenshots.pages import PAGES, Page

# Said by Qt's offscreen screen, whatever program there is.
_USUAL = ("This plugin does not support",)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--look", action="append", choices=[one.name for one in LOOKS])
    parser.add_argument("--page", action="append", choices=[one.name for one in PAGES])
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    failed = 0
    with tempfile.TemporaryDirectory(prefix="desktop-search-") as temporary:
        person = Path(temporary).resolve() / "robin"
        corpus.make(person)
        for look in LOOKS:
            if chosen.look and look.name not in chosen.look:
                continue
            started = time.monotonic()
            told = "done"
            for fresh in (True, False):
                names = [page.name for page in PAGES if page.fresh == fresh and _wanted(page, look, chosen.page)]
                if names and not _sit(Path(temporary), person, chosen.folder.resolve(), look, fresh, names):
                    failed, told = failed + 1, "FAILED"
            print(f"{look.name:16} {told} in {time.monotonic() - started:.1f} s", flush=True)
    return min(1, failed)


def _wanted(page: Page, look: Look, chosen: list[str] | None) -> bool:
    return page.name in chosen if chosen else look.pages is None or page.name in look.pages


def _sit(temporary: Path, person: Path, folder: Path, look: Look, fresh: bool, names: list[str]) -> bool:
    home = temporary / ("fresh" if fresh else "settled")
    if fresh:
        shutil.rmtree(home, ignore_errors=True)
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("QT_", "XDG_", "LC_"))},
        "QT_QPA_PLATFORM": "offscreen",
        "QT_SCALE_FACTOR": str(look.pixels),
        "HOME": str(person),
        "LANG": "en_GB.UTF-8",
        # Compiled once for the tests as well.
        compiled_files.SHIPPED_VARIABLE: str(ROOT / ".pytest_cache" / "compiled-models"),
    }
    arguments = [str(home), str(person), str(folder), look.name, "fresh" if fresh else "settled", *names]
    command = [sys.executable, "-m", "tests.screenshots.sitting", *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True, check=False, timeout=600
    )
    told = [line for line in done.stderr.splitlines() if not line.startswith(_USUAL)]
    print(*told, sep="\n", end="\n" if told else "", file=sys.stderr)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())

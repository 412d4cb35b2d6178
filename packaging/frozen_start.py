"""Runs before everything else in an installed program; PyInstaller calls it a runtime hook."""

from __future__ import annotations

import os
import sys
from pathlib import Path

# Set so that this program finds its libraries. Programs that it opens documents with must not load them; a child that
# is this program again gets it back from its own starter, which would leave it as it is without the second variable.
_before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
if _before:
    os.environ["LD_LIBRARY_PATH"] = _before
else:
    os.environ.pop("LD_LIBRARY_PATH", None)

os.environ["PYINSTALLER_RESET_ENVIRONMENT"] = "1"

# A program with a window has no output on Windows; what is printed there goes nowhere.
if sys.stdout is None:
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - for as long as it runs
if sys.stderr is None:
    sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - for as long as it runs

# The model that was compiled when the package was built.
os.environ.setdefault(
    "DESKTOP_SEARCH_COMPILED_MODELS",
    str(Path(getattr(sys, "_MEIPASS", os.path.dirname(sys.executable))) / "compiled-models"),
)

# A folder of this name beside the program keeps index, settings and logs in it; the archive for Windows has one.
_portable = Path(sys.executable).with_name("portable")
if _portable.is_dir():
    os.environ.setdefault("DESKTOP_SEARCH_HOME", str(_portable))

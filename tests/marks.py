"""When a test is skipped, where several need the same."""

from __future__ import annotations

import os
import shutil
import sys

import pytest

HAS_SCREEN = pytest.mark.skipif(not os.environ.get("DISPLAY"), reason="there is no screen")
HAS_XDOTOOL = pytest.mark.skipif(not shutil.which("xdotool"), reason="xdotool is not installed")
# Windows has neither such modes nor this function.
MODES_HOLD = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read and write everything"
)
NAMES_ARE_BYTES = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are Unicode")

"""When a test is skipped, where several need the same."""

from __future__ import annotations

import os

import pytest

# Windows has neither such modes nor this function.
MODES_HOLD = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read and write everything"
)

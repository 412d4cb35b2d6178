"""What there is to compute on: processors, and whether a GPU, asked without torch, whose import takes seconds."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import platform
import re
import sys
from pathlib import Path

_DRIVERS = {"linux": "libcuda.so.1", "win32": "nvcuda.dll"}


def processors() -> int:
    """How many of them this process may use, at least 1."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def wants_torch(device: str) -> bool:
    """Is the device of the settings ("auto", "cpu", "cuda", "cuda:1", "mps") one that torch may have to compute on?"""
    kind = device.partition(":")[0]
    if kind == "cpu" or not has_torch():
        return False
    return (kind in ("auto", "cuda") and _has_cuda()) or (kind in ("auto", "mps") and _has_mps())


def has_torch() -> bool:
    """Are torch and sentence-transformers installed? The bundled model needs neither on a processor."""
    return all(importlib.util.find_spec(name) is not None for name in ("torch", "sentence_transformers"))


def _has_mps() -> bool:
    return sys.platform == "darwin" and platform.machine() == "arm64"


def _has_cuda() -> bool:
    """Is a GPU there, with a driver that this torch can use?"""
    library, wanted = _DRIVERS.get(sys.platform), _cuda_of_torch()
    if library is None or wanted is None:
        return False
    try:
        driver = ctypes.CDLL(library)
        version, count = ctypes.c_int(), ctypes.c_int()
        answers = (driver.cuInit(0), driver.cuDriverGetVersion(ctypes.byref(version)))
        # A driver runs what was built for its own major version of CUDA and for older ones.
        if any(answers) or version.value // 1000 < wanted:
            return False
        return driver.cuDeviceGetCount(ctypes.byref(count)) == 0 and count.value > 0
    except (OSError, AttributeError):
        return False


def _cuda_of_torch() -> int | None:
    """The major version of CUDA that torch was built for; None where it was built for none."""
    found = importlib.util.find_spec("torch")
    if found is None or found.origin is None:
        return None
    try:
        text = Path(found.origin).with_name("version.py").read_text(encoding="utf-8")
    except OSError:
        return None
    # cuda: Optional[str] = '13.0'
    built = re.search(r"^cuda\b[^=\n]*= *['\"](\d+)", text, re.MULTILINE)
    return int(built[1]) if built else None

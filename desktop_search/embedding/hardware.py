"""Whether a GPU may be there, asked without torch, whose import takes seconds."""

from __future__ import annotations

import ctypes
import importlib.util
import platform
import sys
from importlib import metadata

_DRIVERS = {"linux": "libcuda.so.1", "win32": "nvcuda.dll"}


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
    """Is a GPU with a driver there, and a torch that can use it?"""
    library = _DRIVERS.get(sys.platform)
    if library is None or metadata.version("torch").endswith("+cpu"):
        return False
    try:
        driver = ctypes.CDLL(library)
        count = ctypes.c_int()
        return driver.cuInit(0) == 0 and driver.cuDeviceGetCount(ctypes.byref(count)) == 0 and count.value > 0
    except (OSError, AttributeError):
        return False

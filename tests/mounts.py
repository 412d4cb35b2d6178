"""Small disks, and folders of them mounted elsewhere; only root on Linux may make them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def disk(place: Path, size: int = 50_000_000) -> bool:
    """Mounts a disk of so many bytes; False where that is not allowed."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return False
    place.mkdir(parents=True, exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def remount(place: Path, option: str) -> None:
    """Changes an option of a disk: its size, "ro", "rw"."""
    subprocess.run(["mount", "-o", f"remount,{option}", str(place)], check=True)


def bind(source: Path, place: Path) -> None:
    """Shows a folder of one disk at another place, as a disk that is plugged in."""
    place.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "--bind", str(source), str(place)], check=True)


def release(place: Path) -> None:
    """Takes a disk away at once, whoever uses it."""
    subprocess.run(["umount", "-l", str(place)], check=True)

"""Renames photos after the day on which they were taken."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path


def target_name(path: Path, taken: datetime, number: int) -> str:
    """2025-10-12_0001.jpg: the day, then a running number."""
    return f"{taken:%Y-%m-%d}_{number:04d}{path.suffix.lower()}"


def find_duplicates(folder: Path) -> dict[int, list[Path]]:
    """Photos of the same size in bytes, which are probably the same picture."""
    by_size: dict[int, list[Path]] = {}
    for path in sorted(folder.glob("*.jpg")):
        by_size.setdefault(path.stat().st_size, []).append(path)
    return {size: paths for size, paths in by_size.items() if len(paths) > 1}

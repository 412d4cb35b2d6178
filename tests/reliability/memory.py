"""What a process holds."""

from __future__ import annotations

from pathlib import Path


def own_mb(process: int) -> float:
    """Memory that belongs to no file, in MB: what libraries and mapped indexes take others share. Raises OSError."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss_Anon:")) * 1024 / 1e6

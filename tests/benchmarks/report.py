"""What every benchmark shares: alternating runs, the machine's facts, a table, and JSON as the last line."""

from __future__ import annotations

import json
import os
import platform
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Literal

import psutil


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value, beside a rival's from the same run. `better` says which direction is good."""

    name: str
    value: float
    unit: str
    rival: str | None = None
    rival_value: float | None = None
    better: Literal["lower", "higher"] = "lower"
    target: str | None = None
    met: bool | None = None

    @property
    def ratio(self) -> float | None:
        """How many times better than the rival: above 1 is better, below 1 worse."""
        if not self.rival_value or not self.value:
            return None
        return self.rival_value / self.value if self.better == "lower" else self.value / self.rival_value


def alternate(
    ours: Callable[[], object], rival: Callable[[], object], runs: int = 5, warm_up: bool = True
) -> tuple[float, float]:
    """Median seconds of each, measured A B A B: what else the machine does then meets both."""
    if warm_up:
        ours()
        rival()
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(runs):
        for work, taken in zip((ours, rival), times, strict=True):
            started = time.perf_counter()
            work()
            taken.append(time.perf_counter() - started)
    return statistics.median(times[0]), statistics.median(times[1])


def report(benchmark: str, figures: Sequence[Figure]) -> None:
    """Prints the table, then one line of JSON."""
    facts = machine()
    print(benchmark, "on", ", ".join(f"{name} {value}" for name, value in facts.items()))
    rows = [["what", "here", "unit", "rival", "rival's", "times better"]]
    for figure in figures:
        numbers = [_number(value) for value in (figure.value, figure.rival_value, figure.ratio)]
        rows.append([figure.name, numbers[0], figure.unit, figure.rival or "", *numbers[1:]])
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    print(json.dumps({"benchmark": benchmark, "machine": facts, "figures": [_plain(figure) for figure in figures]}))


def machine() -> dict[str, Any]:
    """The facts without which a figure says little."""
    return {
        "cpu": _cpu_name(),
        "cores": os.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 2**30, 1),
        "system": platform.system(),
        "python": platform.python_version(),
        "torch": _version("torch"),
        "sentence-transformers": _version("sentence-transformers"),
        "numpy": _version("numpy"),
        # Others on the machine make every time longer: above the number of cores, look only at ratios.
        "load": round(psutil.getloadavg()[0], 1),
    }


def _plain(figure: Figure) -> dict[str, Any]:
    return {
        "name": figure.name,
        "value": _rounded(figure.value),
        "unit": figure.unit,
        "rival": figure.rival,
        "rival_value": _rounded(figure.rival_value),
        "ratio": _rounded(figure.ratio),
        "target": figure.target,
        "met": figure.met,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.6g}")


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.4g}" if abs(value) < 1000 else f"{value:.0f}"


def _cpu_name() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"

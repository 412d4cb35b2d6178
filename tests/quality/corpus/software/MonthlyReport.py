"""Adds up the expenses of a month and prints them by account."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path


def sum_by_account(path: Path, month: str) -> dict[str, float]:
    """The total of each account in a month such as "2025-03"."""
    totals: dict[str, float] = defaultdict(float)
    with path.open(newline="", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            if row["date"].startswith(month):
                totals[row["account"]] += float(row["amount"])
    return dict(totals)

"""`status [PATH]`: what is in the index, or what of one path is in it and why not."""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import asdict

from desktop_search import settings as settings_file
from desktop_search.cli.text import one_line
from desktop_search.engine import ledger, quiet
from desktop_search.engine.messages import PathStatus, Quiet
from desktop_search.paths import Paths
from desktop_search.records import IndexStatus
from desktop_search.settings import Settings


def run(arguments: argparse.Namespace, paths: Paths) -> int:
    loaded = settings_file.load(paths.settings)
    if loaded.notice:
        print(loaded.notice, file=sys.stderr)
    if arguments.path is not None:
        one = ledger.path_status(paths, loaded.settings, arguments.path)
        print(json.dumps(asdict(one)) if arguments.json else describe_path(one))
        return 0
    status = ledger.index_status(paths, loaded.settings)
    if arguments.json:
        print(json.dumps(to_json(status)))
    else:
        print(describe(status))
        print(describe_pace(loaded.settings, quiet.decide(loaded.settings, quiet.read_power())))
    return 0


def to_json(status: IndexStatus) -> dict[str, object]:
    """The contract of `status --json`."""
    values = asdict(status)
    del values["coming"]
    return {
        **values,
        "folders": [folder.path for folder in status.folders],
        "failed": [{"path": path, "reason": reason} for path, reason in status.failed],
        "model": asdict(status.model) if status.model else {"name": "", "id": "", "dimension": 0},
    }


def describe(status: IndexStatus) -> str:
    """Totals as lines for a terminal."""
    found = "all" if status.coming else f"{status.embedded:,}"
    lines = [
        f"{status.files:,} files with {status.paragraphs:,} paragraphs, {found} of them found by meaning",
        f"Index: {status.index_bytes / 1e6:,.1f} MB",
        f"Model: {status.model.name if status.model else 'not used yet'}",
    ]
    if status.coming:
        learnt = f"{status.embedded:,} of {status.paragraphs:,} paragraphs"
        lines.append(f"Learning with the new model {status.coming.name}: {learnt}")
    lines += [f"Folder: {folder.path} ({folder.state}, {folder.files:,} files)" for folder in status.folders]
    if not status.folders:
        lines.append("No folder is watched yet: name one with `desktop-search index FOLDER`.")
    lines += [f"Left out by the rule “{rule}”: {count:,}" for rule, count in sorted(status.skipped.items())]
    lines += [f"Could not be read: {path}: {reason}" for path, reason in status.failed]
    return "\n".join(one_line(line) for line in lines)


def describe_pace(settings: Settings, now: Quiet) -> str:
    """How much of the machine reading may take, and what that means at this moment."""
    choice = {"always": "always quiet", "never": "full speed"}.get(settings.quiet, "quiet on battery")
    moment = {"no": "full speed now", "always": "", "battery": "on battery now", "low battery": "waiting for power now"}
    told = moment[now] if settings.quiet != "never" else ""
    return f"Reading: {choice} ({told})" if told else f"Reading: {choice}"


def describe_path(one: PathStatus) -> str:
    """One path as lines for a terminal."""
    words = {
        "indexed": f"in the index, {_counted(one.paragraphs, 'paragraph')}",
        "folder": f"a folder with {_counted(one.files, 'file')} and {_counted(one.paragraphs, 'paragraph')}"
        " in the index",
        "empty": "read, but there is no text in it",
        "failed": "could not be read",
        "skipped": f"left out by the rule “{one.rule}”",
        "waiting": "waiting to be read",
        "missing": "not there",
        "outside": "not in a watched folder",
    }
    lines = [one_line(f"{one.path}: {words[one.state]}")]
    if one.reason:
        lines.append(one_line(f"  {one.reason}"))
    if one.indexed_at is not None:
        moment = time.strftime("%Y-%m-%d %H:%M", time.localtime(one.indexed_at))
        lines.append(f"  read {moment} as {one.reader or 'unknown'}")
    return "\n".join(lines)


def _counted(count: int, noun: str) -> str:
    return f"1 {noun}" if count == 1 else f"{count:,} {noun}s"

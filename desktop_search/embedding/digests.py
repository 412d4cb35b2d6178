"""SHA-256 of files, remembered: hashing the weights of a model takes longer than opening it.

A file counts as unchanged where size, time, inode and device are what they were, as git has it; one that was written
within two seconds of being hashed is hashed again.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from pathlib import Path

from desktop_search.paths import write_whole

_RACY_NS = 2_000_000_000


class Digests:
    """`kept_in` is a file of our own; where it cannot be read or written, everything is hashed."""

    def __init__(self, kept_in: Path | None = None) -> None:
        self._kept_in = kept_in
        self._known: dict[str, list[object]] = {}
        self._changed = False
        if kept_in is not None:
            try:
                known = json.loads(kept_in.read_text(encoding="utf-8"))
                self._known = known if isinstance(known, dict) else {}
            except (OSError, ValueError):
                pass

    def of(self, file: Path) -> str:
        """The digest of a file in hex. Raises OSError."""
        status = os.stat(file)
        stamp = [status.st_size, status.st_mtime_ns, status.st_ino, status.st_dev]
        known = self._known.get(str(file))
        if isinstance(known, list) and known[:-1] == stamp and isinstance(known[-1], str):
            return known[-1]
        with file.open("rb") as handle:
            digest = hashlib.file_digest(handle, "sha256").hexdigest()
        if time.time_ns() - status.st_mtime_ns > _RACY_NS:
            self._known[str(file)] = [*stamp, digest]
            self._changed = True
        return digest

    def keep(self) -> None:
        """Remembers what was hashed."""
        if self._kept_in is None or not self._changed:
            return
        try:
            self._kept_in.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_whole(self._kept_in, json.dumps(self._known))
        except OSError:
            return

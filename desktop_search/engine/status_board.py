"""The status that the indexer thread publishes: gathered from whoever knows, sent on every change but not too often."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from desktop_search.embedding.encoder import Encoder
from desktop_search.engine.messages import Quiet, Status
from desktop_search.engine.service import IndexService
from desktop_search.records import Phase, Progress

_EVERY = 0.25


class StatusBoard:
    """Stays on the thread that made it. `status` is what was noted last, published or not."""

    def __init__(self, publish: Callable[[Status], None], clock: Callable[[], float] = time.monotonic) -> None:
        self._publish = publish
        self._clock = clock
        self._published: Status | None = None
        self._published_at = 0.0
        self._device_note = ""
        self.status = Status(Progress())

    def note(self, **changes: Any) -> None:
        """Changes fields of the status; it is published with the next `say`."""
        self.status = replace(self.status, **changes)

    def note_device(self, encoder: Encoder, searching: str = "") -> None:
        """Where it computes now: a device may fail, or run out of memory, long after the model was loaded.

        `searching` is a sentence where the search had to leave the device.
        """
        note = encoder.device_note or searching
        if note and note != self._device_note:
            self.note(notice=note)
        self._device_note = note
        self.note(device=encoder.device)

    def say(
        self,
        service: IndexService | None,
        phase: Phase | None = None,
        problem: str = "",
        *,
        quiet: Quiet = "no",
        soon: bool = False,
    ) -> None:
        """Publishes how things stand: at once, or (`soon`) only if the last time was a while ago.

        Without a `service`, or with a `problem`, the counts stay those that were known before.
        """
        now = self._clock()
        if soon and now - self._published_at < _EVERY:
            return
        before = self.status.progress
        # A model that has been loaded meanwhile, say, changes nothing about why nothing is indexed.
        problem_then = before.problem if phase is None else ""
        progress = replace(before, phase=phase or before.phase, problem=problem or problem_then)
        if service is not None and not problem:
            progress = self._progress(service, phase, quiet)
            coming = service.learning.coming
            self.note(folders=service.indexer.folder_statuses(), coming=coming.info if coming is not None else None)
        self.note(progress=progress, quiet=quiet)
        if self.status != self._published:
            self._published, self._published_at = self.status, now
            self._publish(self.status)

    def _progress(self, service: IndexService, phase: Phase | None, quiet: Quiet) -> Progress:
        progress = service.indexer.progress(phase)
        if progress.phase == "embedding" and self.status.meaning_problem and not service.indexer.vectors.ready:
            # Nobody is encoding and nobody will: what there is to do is done.
            progress = replace(progress, phase="idle")
        if quiet == "low battery":
            return replace(progress, seconds_left=None)
        return progress

"""What the status line says about the engine: pure functions from Status to short sentences."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop_search.engine.messages import EngineDown, Status
from desktop_search.gui.wording import engine_words, words
from desktop_search.records import Progress

translate = QCoreApplication.translate


def totals(status: Status | None, took_ms: float | None) -> str:
    """12,480 paragraphs in 1,017 files · meaning ready · 0.9 ms."""
    if status is None:
        return translate("Status", "Starting")
    progress = status.progress
    found = translate("Status", "%1 in %2")
    parts = [
        found.replace("%1", words.paragraphs(progress.paragraphs)).replace("%2", words.files(progress.files)),
        meaning(status),
    ]
    if took_ms is not None:
        parts.append(milliseconds(took_ms))
    return " · ".join(parts)


def not_found(status: Status | None) -> str:
    """3 could not be read · 25 left out; nothing where every file is found."""
    if status is None:
        return ""
    parts = []
    if status.progress.failed:
        parts.append(translate("Status", "%1 could not be read").replace("%1", words.number(status.progress.failed)))
    if left_out := sum(count for folder in status.folders for _, count in folder.skipped):
        parts.append(translate("Status", "%1 left out").replace("%1", words.number(left_out)))
    return " · ".join(parts)


def meaning(status: Status) -> str:
    """Whether the search knows meaning yet."""
    if status.meaning_ready and status.progress.pending and status.coming is None:
        return translate("Status", "meaning ready for %1 %").replace("%1", str(percent_embedded(status.progress)))
    if status.meaning_ready:
        return translate("Status", "meaning ready")
    if status.meaning_problem:
        return translate("Status", "words only")
    return translate("Status", "meaning is getting ready")


def milliseconds(took: float) -> str:
    """0.9 ms, 12 ms."""
    return words.locale().toString(took, "f", 1 if took < 10 else 0) + " ms"


def activity(status: Status | None) -> str:
    """What the engine is doing now, and how long it will take."""
    if status is None:
        return ""
    progress = status.progress
    if progress.phase == "reading":
        told = translate("Status", "Reading %1").replace("%1", words.files(progress.waiting))
        return _with_pace(told if progress.waiting else translate("Status", "Looking for changes"), status)
    if progress.phase == "embedding" and status.coming is not None:
        told = translate("Status", "Learning with the new model: %1 of %2")
        told = told.replace("%1", words.number(progress.embedded))
        return _with_pace(told.replace("%2", words.paragraphs(progress.paragraphs)), status)
    if progress.phase == "embedding":
        told = translate("Status", "Getting meaning ready %1 %").replace("%1", str(percent_embedded(progress)))
        return _with_pace(told, status)
    return {
        "starting": translate("Status", "Starting"),
        "idle": translate("Status", "Up to date"),
        "paused": translate("Status", "Paused"),
        "waiting": translate("Status", "Another program is updating the index"),
        "stopped": translate("Status", "Reading has stopped"),
    }[progress.phase]


def percent_embedded(progress: Progress) -> int:
    """0 to 100; 100 only when nothing is left."""
    if progress.paragraphs <= 0:
        return 0
    return max(0, min(99 if progress.pending else 100, 100 * progress.embedded // progress.paragraphs))


def time_left(seconds: float) -> str:
    """Less than a minute, 5 min left, 2 h left."""
    if seconds < 60:
        return translate("Status", "less than a minute")
    if seconds < 3600:
        return translate("Status", "%1 min left").replace("%1", str(round(seconds / 60)))
    return translate("Status", "%1 h left").replace("%1", words.locale().toString(seconds / 3600, "f", 1))


def engine_down(event: EngineDown) -> str:
    """The sentence for an engine that is gone."""
    if event.restarting:
        return translate("Status", "The search stopped unexpectedly and is starting again.")
    if not event.reason:
        return translate("Status", "The search has stopped.")
    return translate("Status", "The search has stopped (%1).").replace(
        "%1", engine_words.told(event.reason).rstrip(".")
    )


def knows_more(before: Status | None, after: Status) -> bool:
    """Whether the question that is on the screen deserves to be asked again."""
    if before is None:
        return True
    readable = after.words_ready and not before.words_ready
    meaningful = after.meaning_ready and not before.meaning_ready
    learnt = before.model is not None and after.model != before.model
    was_busy = before.progress.phase in ("reading", "embedding")
    rested = was_busy and after.progress.phase != before.progress.phase
    # A small change is read between two statuses; while a folder is being read the list would never be at rest.
    changed = after.progress.generation != before.progress.generation and after.progress.phase != "reading"
    return readable or meaningful or learnt or rested or changed


def _with_pace(told: str, status: Status) -> str:
    """Why it holds back, where it does, and how long it will take."""
    parts = [told]
    if status.quiet != "no":
        parts.append(
            {
                "always": translate("Status", "quiet"),
                "battery": translate("Status", "quiet on battery"),
                "low battery": translate("Status", "waiting for power"),
            }[status.quiet]
        )
    if status.progress.seconds_left is not None:
        parts.append(time_left(status.progress.seconds_left))
    return " · ".join(parts)

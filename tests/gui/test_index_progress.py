from __future__ import annotations

from desktop_search.engine.messages import SetPaused, Status
from desktop_search.gui.files.index_progress import IndexProgress
from desktop_search.gui.files.index_speed import IndexSpeed
from desktop_search.records import Phase, Progress
from tests.gui.support import Desk, wait_until


def status(phase: Phase, paragraphs: int = 0, encoded: int = 0, left: float | None = None) -> Status:
    return Status(Progress(phase, files=3, waiting=2, paragraphs=paragraphs, encoded=encoded, seconds_left=left))


def test_speed_is_what_was_done_in_the_last_moments() -> None:
    speed = IndexSpeed()
    speed.take(status("reading", 0), 0.0)
    assert speed.paragraphs_a_second is None
    speed.take(status("reading", 100), 0.5)
    assert speed.paragraphs_a_second is None  # too short to say
    speed.take(status("reading", 400), 2.0)
    assert speed.paragraphs_a_second == 200.0
    # What is long ago does not count any more.
    speed.take(status("reading", 450), 11.0)
    speed.take(status("reading", 460), 21.0)
    assert speed.paragraphs_a_second == 1.0


def test_another_phase_begins_anew_and_counts_what_is_learnt() -> None:
    speed = IndexSpeed()
    speed.take(status("reading", 0), 0.0)
    speed.take(status("reading", 1000), 5.0)
    speed.take(status("embedding", 1000, 10), 6.0)
    assert speed.paragraphs_a_second is None
    speed.take(status("embedding", 1000, 210), 10.0)
    assert speed.paragraphs_a_second == 50.0
    speed.take(status("idle", 1000, 210), 11.0)
    assert speed.paragraphs_a_second is None


def test_a_folder_that_is_taken_out_gives_no_negative_speed() -> None:
    speed = IndexSpeed()
    speed.take(status("reading", 1000), 0.0)
    speed.take(status("reading", 100), 3.0)
    assert speed.paragraphs_a_second is None


def test_what_is_done_is_told_with_speed_and_time_left() -> None:
    moments = iter((0.0, 0.0, 4.0))
    progress = IndexProgress(lambda: next(moments))
    progress.show_status(status("reading", 0, left=150.0))
    progress.show_status(status("reading", 600, left=150.0))
    assert progress.told == "Reading 2 files · 2 min left · 150 paragraphs a second"
    progress.deleteLater()


def test_the_page_pauses_and_goes_on(desk: Desk) -> None:
    desk.window.files_flow.show_not_found()
    progress = desk.window.files.progress
    desk.engine.tell(status("reading"))
    wait_until(progress.button.isVisible)
    progress.button.click()
    assert desk.engine.requests[-1] == SetPaused(True)
    desk.engine.tell(status("paused"))
    wait_until(lambda: progress.button.text() == "Go on")
    progress.button.click()
    assert desk.engine.requests[-1] == SetPaused(False)

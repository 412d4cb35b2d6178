"""The real engine in its own process: answers, keeps up with the disk, survives, and shares its index."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from desktop_search import settings as settings_file
from desktop_search.engine.messages import EngineDown, Results, Search, SearchFailed, SetPaused, Status
from desktop_search.paths import Paths
from tests.conversation import Conversation, save_folders


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = (tmp_path / "notes").resolve()
    folder.mkdir()
    (folder / "passport.md").write_text("# Passport\n\nThe old passport has to be handed in before.\n")
    (folder / "garden.md").write_text("# Garden\n\nTomatoes want six hours of sun and a stake to climb.\n")
    return folder


@pytest.mark.model
def test_a_folder_is_found_by_words_first_then_by_meaning_and_edits_follow(paths: Paths, notes: Path) -> None:
    with Conversation(paths) as talk:
        talk.wait_for(Status, lambda status: status.words_ready)
        talk.watch_folders(str(notes))
        talk.search_until("passport", lambda found: len(found) == 1)
        first = next(event for event in talk.events if isinstance(event, Results) and event.result.hits)
        assert first.result.hits[0].words is not None

        settled = talk.settled()
        assert (settled.progress.files, settled.progress.embedded) == (2, 2)
        hit = talk.search("renewing travel documents", "meaning").result.hits[0]
        assert hit.path == str(notes / "passport.md")
        assert hit.meaning is not None

        (notes / "garden.md").write_text("# Garden\n\nNow there are only walruses.\n")
        talk.search_until("walruses", lambda found: found[:1] == [str(notes / "garden.md")])
        (notes / "passport.md").rename(notes / "travel.md")
        talk.search_until("passport", lambda found: found[:1] == [str(notes / "travel.md")])
        (notes / "travel.md").unlink()
        talk.search_until("passport", lambda found: str(notes / "travel.md") not in found)


@pytest.mark.model
def test_the_newest_query_wins(paths: Paths, notes: Path) -> None:
    save_folders(paths, str(notes))
    with Conversation(paths) as talk:
        talk.settled()
        since = len(talk.events)
        for number in range(1000, 1200):
            talk.client.send(Search(number, f"passport {number}"))
        talk.wait_for(Results, lambda one: one.number == 1199 and one.final, since)
        numbers = [event.number for event in talk.events[since:] if isinstance(event, Results)]
        assert numbers == sorted(numbers)
        assert len(set(numbers)) < 200


@pytest.mark.model
def test_what_is_like_a_text_from_elsewhere_is_found_by_its_meaning(paths: Paths, notes: Path) -> None:
    save_folders(paths, str(notes))
    with Conversation(paths) as talk:
        talk.settled()
        since = len(talk.events)
        talk.client.send(Search(7001, "handing in travel papers to get fresh ones -passport", like=True))
        result = talk.wait_for(Results, lambda one: one.number == 7001 and one.final, since).result
        assert result.mode == "meaning"
        assert result.hits[0].path == str(notes / "passport.md")


@pytest.mark.model
@pytest.mark.skipif(sys.platform == "win32", reason="signals of a terminal")
def test_an_interrupt_of_the_terminal_is_the_windows_to_decide(paths: Paths, notes: Path) -> None:
    save_folders(paths, str(notes))
    with Conversation(paths) as talk:
        talk.settled()
        os.kill(talk.client.process_id or 0, signal.SIGINT)
        assert talk.search("passport", "words").result.hits
        assert not [event for event in talk.events if isinstance(event, EngineDown)]


@pytest.mark.model
def test_the_engine_is_restarted_once_and_then_given_up(paths: Paths, notes: Path) -> None:
    save_folders(paths, str(notes))
    with Conversation(paths) as talk:
        talk.wait_for(Status, lambda status: status.words_ready)
        os.kill(talk.client.process_id or 0, signal.SIGKILL)
        down = talk.wait_for(EngineDown)
        assert down.restarting
        since = len(talk.events)
        talk.wait_for(Status, lambda status: status.words_ready, since)
        talk.search_until("passport", lambda found: len(found) == 1, "words")
        since = len(talk.events)
        os.kill(talk.client.process_id or 0, signal.SIGKILL)
        assert not talk.wait_for(EngineDown, since=since).restarting
        # Asked to, it begins afresh.
        since = len(talk.events)
        talk.start_again()
        talk.wait_for(Status, lambda status: status.words_ready, since)


def test_pausing_stops_indexing_and_not_searching(paths: Paths, notes: Path) -> None:
    save_folders(paths, str(notes))
    with Conversation(paths) as talk:
        talk.search_until("passport", lambda found: len(found) == 1, "words")
        since = len(talk.events)
        talk.client.send(SetPaused(True))
        talk.wait_for(Status, lambda status: status.progress.phase == "paused", since)
        (notes / "new.md").write_text("walruses")
        assert talk.search("passport", "words").result.hits
        assert not talk.search("walruses", "words").result.hits
        talk.client.send(SetPaused(False))
        talk.search_until("walruses", lambda found: len(found) == 1, "words")


def test_a_second_engine_answers_while_the_first_one_writes(paths: Paths, notes: Path) -> None:
    save_folders(paths, str(notes))
    with Conversation(paths) as first:
        first.search_until("passport", lambda found: len(found) == 1, "words")
        with Conversation(paths) as second:
            second.wait_for(Status, lambda status: status.progress.phase == "waiting" and status.words_ready)
            assert second.search("passport", "words").result.hits
            (notes / "new.md").write_text("walruses")
            second.search_until("walruses", lambda found: len(found) == 1, "words")
            first.client.stop()
            second.wait_for(Status, lambda status: status.progress.phase not in ("waiting", "starting"))


@pytest.mark.model
def test_the_command_line_has_a_running_engine_do_the_work(paths: Paths, notes: Path, tmp_path: Path) -> None:
    save_folders(paths)
    home = str(paths.data.parent)
    with Conversation(paths) as talk:
        talk.wait_for(Status, lambda status: status.words_ready)
        done = subprocess.run(
            [sys.executable, "-m", "desktop_search", "index", "--data-dir", home, str(notes)],
            capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert talk.search("passport", "words").result.hits
        done = subprocess.run(
            [sys.executable, "-m", "desktop_search", "remove", "--data-dir", home, str(notes)],
            capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert not talk.search("passport", "words").result.hits


def test_a_wrong_model_folder_leaves_words_and_says_why(paths: Paths, notes: Path, tmp_path: Path) -> None:
    save_folders(paths, str(notes))
    settings_file.save(
        paths.settings, replace(settings_file.load(paths.settings).settings, model=str(tmp_path / "none"))
    )
    with Conversation(paths) as talk:
        status = talk.wait_for(Status, lambda status: bool(status.meaning_problem))
        assert "none" in status.meaning_problem
        talk.search_until("passport", lambda found: len(found) == 1)


def test_a_place_that_is_not_indexed_has_nothing_similar(paths: Paths, notes: Path) -> None:
    save_folders(paths, str(notes))
    with Conversation(paths) as talk:
        talk.search_until("passport", lambda found: len(found) == 1, "words")
        talk.client.send(Search(7, "", similar_to=str(notes / "nowhere.md")))
        failed = talk.wait_for(SearchFailed, lambda one: one.number == 7)
        assert "not in the index" in failed.reason


def test_the_engine_ends_with_the_program_that_started_it(paths: Paths) -> None:
    """A window that is killed leaves no engine behind."""
    script = (
        "import sys, time; from desktop_search.engine.client import EngineClient;"
        "from desktop_search.paths import find_paths;"
        "client = EngineClient(find_paths(sys.argv[1]), lambda event: print(client.process_id, flush=True));"
        "client.start(); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(paths.data.parent)], stdout=subprocess.PIPE, text=True
    ) as window:
        assert window.stdout is not None
        engine = int(window.stdout.readline())
        window.kill()
        window.wait()
    psutil.wait_procs([psutil.Process(engine)] if psutil.pid_exists(engine) else [], timeout=15)
    assert not psutil.pid_exists(engine) or psutil.Process(engine).status() == psutil.STATUS_ZOMBIE

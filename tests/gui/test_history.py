"""What was asked, saved and pinned: kept in one small file, shown on an empty box and on a page of its own."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_search import settings as settings_file
from desktop_search.gui.asking import history_flow, history_store
from desktop_search.gui.asking.history_keeper import FILE, HistoryKeeper
from desktop_search.gui.asking.history_store import History, Pin, Recent
from desktop_search.gui.pages import Page
from tests.gui.support import Desk, make_hit, wait_until

CONTROL = Qt.KeyboardModifier.ControlModifier
PIN = Pin("walrus", "/notes/a.md", 12, "A")


def queries(history: History) -> list[str]:
    return [one.query for one in history.recent]


def kept(desk: Desk) -> History:
    return history_store.load(desk.paths.data / FILE)


def press(desk: Desk, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(desk.window.focusWidget() or desk.window, key, modifier)


def test_the_newest_question_comes_first_and_once() -> None:
    history = History()
    for at, query in enumerate(("walrus", "seal", "  WALRUS ")):
        history = history_store.with_recent(history, query, at * 1000.0)
    assert queries(history) == ["WALRUS", "seal"]


def test_a_question_that_goes_on_takes_the_place_of_its_beginning() -> None:
    history = history_store.with_recent(History(), "wal", 0.0)
    history = history_store.with_recent(history, "walrus ice", 60.0)
    assert queries(history) == ["walrus ice"]
    history = history_store.with_recent(history, "walrus ice age", 9000.0)
    assert queries(history) == ["walrus ice age", "walrus ice"]


def test_no_more_than_so_many_are_kept() -> None:
    history = History()
    for at in range(history_store.MOST_RECENT + 20):
        history = history_store.with_recent(history, f"question {at} of many", at * 1000.0)
    assert len(history.recent) == history_store.MOST_RECENT
    assert history.recent[0].query == f"question {history_store.MOST_RECENT + 19} of many"


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    odd = 'caf\u00e9 "\u05e9" \ud800 \U0001f600'
    history = History((Recent(odd, 5.0),), (odd, "b"), (PIN,))
    history_store.save(tmp_path / FILE, history)
    assert history_store.load(tmp_path / FILE) == history
    assert [one.name for one in tmp_path.iterdir()] == [FILE]


def test_nothing_to_keep_leaves_no_file(tmp_path: Path) -> None:
    history_store.save(tmp_path / FILE, History(saved=("a",)))
    history_store.save(tmp_path / FILE, History())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"recent": 3, "saved": [], "pinned": []}',
        b'{"recent": [{"query": 5, "at": 1}], "saved": [], "pinned": []}',
        b'{"recent": [], "saved": [[]], "pinned": []}',
        b"\xff\xfe\x00",
        b"[" * 100_000,
    ],
)
def test_a_damaged_file_counts_as_empty_and_is_kept_aside(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    assert history_store.load(tmp_path / FILE) == History()
    assert (tmp_path / f"{FILE}.damaged").read_bytes() == content
    history_store.save(tmp_path / FILE, History(saved=("a",)))
    assert history_store.load(tmp_path / FILE).saved == ("a",)


def test_a_folder_that_cannot_be_written_costs_nothing_else(tmp_path: Path) -> None:
    keeper = HistoryKeeper(tmp_path / "missing")
    keeper.note("walrus")
    assert queries(keeper.history) == ["walrus"]


def test_switched_off_nothing_is_noted_and_what_was_asked_is_forgotten(tmp_path: Path) -> None:
    keeper = HistoryKeeper(tmp_path)
    keeper.note("walrus")
    keeper.save_search("seal", saved=True)
    keeper.set_keeping(False)
    keeper.note("ship")
    assert keeper.history == History(saved=("seal",))
    assert "walrus" not in (tmp_path / FILE).read_text()
    keeper.set_keeping(True)
    assert queries(keeper.history) == []


def test_a_question_that_was_acted_on_is_noted_and_keystrokes_are_not(desk: Desk) -> None:
    for text in ("wal", "walr", "walrus"):
        desk.search(text, make_hit("a"))
    assert kept(desk) == History()
    press(desk, Qt.Key.Key_Return)
    assert queries(kept(desk)) == ["walrus"]


def test_a_question_that_was_rested_upon_is_noted(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    flow = desk.window.history_flow
    flow._rest.setInterval(20)  # noqa: SLF001 - else the test would rest as long
    desk.search("walrus", make_hit("a"))
    wait_until(lambda: queries(kept(desk)) == ["walrus"])
    desk.search("zzyzx")
    assert history_flow.REST_MS >= 1000
    assert queries(kept(desk)) == ["walrus"]


def test_an_empty_box_offers_what_was_asked_and_down_and_enter_take_one(desk: Desk) -> None:
    for text in ("walrus", "seal"):
        desk.search(text, make_hit("a"))
        press(desk, Qt.Key.Key_Return)
    edit = desk.window.header.box.edit
    edit.clear()
    recent = desk.window.message.recent
    assert recent.isVisible()
    assert [recent.item(row).text() for row in range(recent.count())] == ["seal", "walrus"]
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return):
        press(desk, key)
    assert edit.text() == "walrus"
    assert edit.hasFocus()
    assert desk.engine.searches[-1].text == "walrus"


def test_control_s_and_the_star_save_a_search(desk: Desk) -> None:
    desk.search("walrus", make_hit("a"))
    press(desk, Qt.Key.Key_S, CONTROL)
    assert kept(desk).saved == ("walrus",)
    assert "Saved" in desk.window.header.star.accessibleName()
    desk.window.header.star.click()
    assert kept(desk).saved == ()
    desk.window.header.box.edit.clear()
    assert not desk.window.header.star.isEnabled()
    press(desk, Qt.Key.Key_S, CONTROL)
    assert kept(desk).saved == ()


def test_control_p_pins_a_result_which_then_stands_first_in_its_question(desk: Desk) -> None:
    desk.search("walrus", make_hit("a"), make_hit("b"))
    press(desk, Qt.Key.Key_Down)
    press(desk, Qt.Key.Key_P, CONTROL)
    assert kept(desk).pinned == (Pin("walrus", "/notes/b.md", 0, "B"),)
    results = desk.window.results.view.results
    assert results.shown(1).pinned
    desk.search("seal", make_hit("a"), make_hit("b"))
    assert [hit.title for hit in results.hits] == ["A", "B"]
    desk.search("walrus", make_hit("a"), make_hit("b"))
    assert [hit.title for hit in results.hits] == ["B", "A"]
    press(desk, Qt.Key.Key_P, CONTROL)
    assert kept(desk).pinned == ()


def with_history(desk: Desk) -> None:
    keeper = desk.window.history_flow.keeper
    keeper.save_search("saved one", saved=True)
    keeper.pin(PIN, pinned=True)
    keeper.note("asked one")


def test_control_h_shows_the_history_and_enter_asks_again(desk: Desk) -> None:
    with_history(desk)
    press(desk, Qt.Key.Key_H, CONTROL)
    assert desk.window.page is Page.HISTORY
    shown = desk.window.history.list
    assert shown.hasFocus()
    assert [shown.item(row).text() for row in range(shown.count())] == ["saved one", "A", "asked one"]
    press(desk, Qt.Key.Key_Down)
    press(desk, Qt.Key.Key_Down)
    press(desk, Qt.Key.Key_Return)
    assert desk.window.header.box.edit.text() == "asked one"
    assert desk.engine.searches[-1].text == "asked one"
    assert desk.window.page is not Page.HISTORY


def test_delete_forgets_one_and_the_button_all_that_was_asked(desk: Desk) -> None:
    with_history(desk)
    desk.window.history_flow.keeper.note("another one")
    press(desk, Qt.Key.Key_H, CONTROL)
    for expected in ((History((*kept(desk).recent,), (), (PIN,))), History(kept(desk).recent)):
        press(desk, Qt.Key.Key_Delete)
        assert kept(desk) == expected
    desk.window.history.clear_asked.emit()
    assert kept(desk) == History()
    press(desk, Qt.Key.Key_Escape)
    assert desk.window.page is Page.MESSAGE


def test_the_settings_switch_it_off(desk: Desk) -> None:
    with_history(desk)
    now = settings_file.load(desk.paths.settings).settings
    settings_file.save(desk.paths.settings, replace(now, keep_history=False))
    desk.choices.refresh()
    assert queries(kept(desk)) == []
    desk.search("walrus", make_hit("a"))
    press(desk, Qt.Key.Key_Return)
    assert queries(kept(desk)) == []


def test_what_the_person_has_deleted_is_gone(desk: Desk) -> None:
    with_history(desk)
    desk.window.settings_desk.deleted.emit("history")
    assert not (desk.paths.data / FILE).exists()
    assert desk.window.history.list.count() == 0


def test_the_file_is_plain_and_readable_by_other_programs(desk: Desk) -> None:
    with_history(desk)
    content = json.loads((desk.paths.data / FILE).read_text())
    assert content["saved"] == ["saved one"]
    assert content["recent"][0]["query"] == "asked one"

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from desktop_search.gui.results.result_model import HIT_ROLE, ResultModel
from desktop_search.records import Hit
from tests.gui.support import make_hit


@pytest.fixture
def model(application: QApplication) -> ResultModel:
    model = ResultModel()
    # Checks every signal of the model against its rows, and fails the process where they do not agree.
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    return model


def names(model: ResultModel) -> list[str]:
    return [hit.title for hit in model.hits]


def hits(*given: str) -> list[Hit]:
    return [make_hit(name) for name in given]


def test_a_new_query_replaces_the_rows(model: ResultModel) -> None:
    model.replace(hits("a", "b"))
    model.replace(hits("c"))
    assert names(model) == ["C"]


def test_merging_inserts_moves_and_removes_rows(model: ResultModel) -> None:
    model.replace(hits("a", "b", "c", "d"))
    model.merge(hits("e", "c", "a", "f"))
    assert names(model) == ["E", "C", "A", "F"]


def test_a_row_keeps_its_identity_through_a_merge(model: ResultModel) -> None:
    model.replace(hits("a", "b", "c"))
    held = QPersistentModelIndex(model.index(1))
    model.merge(hits("x", "y", "c", "b"))
    assert held.row() == 3
    assert model.index(held.row()).data(HIT_ROLE).title == "B"


def test_a_merged_hit_brings_its_new_figures(model: ResultModel) -> None:
    model.replace([make_hit("a", score=0.2, strength="weak")])
    told: list[int] = []
    model.dataChanged.connect(lambda first, last: told.append(first.row()))
    model.merge([make_hit("a", score=0.9, strength="strong")])
    assert told == [0]
    assert model.hits[0].strength == "strong"


def test_the_kept_row_stays_although_the_better_answer_lacks_it(model: ResultModel) -> None:
    model.replace(hits("a", "b", "c"))
    model.merge(hits("x", "y", "z"), keep=model.hits[1])
    assert names(model) == ["X", "B", "Y", "Z"]


def test_the_kept_row_stands_for_its_file(model: ResultModel) -> None:
    model.replace(hits("a", "b"))
    other = make_hit("b", text="Another paragraph of the same file.", start=90, end=125)
    model.merge([make_hit("x"), other], keep=model.hits[1])
    assert [hit.start for hit in model.hits] == [0, 0]
    assert names(model) == ["X", "B"]


def test_equal_hits_are_shown_once(model: ResultModel) -> None:
    model.replace(hits("a", "a", "b"))
    assert names(model) == ["A", "B"]
    model.merge(hits("b", "b", "a"))
    assert names(model) == ["B", "A"]


def test_any_list_can_become_any_other(model: ResultModel) -> None:
    chance = random.Random(7)
    for _ in range(60):
        before = [make_hit(str(number)) for number in chance.sample(range(20), chance.randint(0, 12))]
        after = [make_hit(str(number)) for number in chance.sample(range(20), chance.randint(0, 12))]
        model.replace(before)
        model.merge(after)
        assert list(model.hits) == after


def test_a_row_tells_title_place_and_strength_to_a_screen_reader(model: ResultModel) -> None:
    model.set_roots(["/notes"])
    model.replace([make_hit("a", strength="strong"), make_hit("b")])
    told = model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert told.startswith("A, Guides \u203a Rename, notes, line 12, strong match. Use Rename")
    assert model.index(1).data(Qt.ItemDataRole.AccessibleDescriptionRole) == "2 of 2"


def other(name: str, start: int) -> Hit:
    return make_hit(name, text=f"Another paragraph at {start}.", start=start)


def rows(model: ResultModel) -> list[tuple[str, int]]:
    shown = [model.shown(row) for row in range(model.rowCount())]
    return [(one.hit.title, one.hit.start) for one in shown if one is not None]


def test_more_of_a_file_stands_below_its_hit_and_goes_again(model: ResultModel) -> None:
    model.replace(hits("a", "b", "c"))
    model.take_found("/notes/b.md", [other("b", 70), other("b", 90)])
    assert model.rowCount() == 3
    model.set_opened("/notes/b.md", True)
    assert rows(model) == [("A", 0), ("B", 0), ("B", 70), ("B", 90), ("C", 0)]
    assert names(model) == ["A", "B", "C"]
    assert [model.number(row) for row in range(5)] == [1, 2, 2, 2, 3]
    assert model.head(3) == 1
    model.set_opened("/notes/b.md", False)
    assert rows(model) == [("A", 0), ("B", 0), ("C", 0)]


def test_how_many_more_there_are_is_corrected_once_they_are_known(model: ResultModel) -> None:
    model.replace([make_hit("a", more_in_file=2)])
    assert model.shown(0).more == 2
    model.take_found("/notes/a.md", [other("a", start) for start in (70, 80, 90)])
    assert model.shown(0).more == 3


def test_an_open_file_moves_with_what_is_below_it(model: ResultModel) -> None:
    model.replace(hits("a", "b", "c"))
    model.take_found("/notes/a.md", [other("a", 70)])
    model.set_opened("/notes/a.md", True)
    model.merge(hits("c", "x", "a"))
    assert rows(model) == [("C", 0), ("X", 0), ("A", 0), ("A", 70)]
    model.merge(hits("x", "c"))
    assert rows(model) == [("X", 0), ("C", 0)]


def test_an_open_row_says_so_to_a_screen_reader(model: ResultModel) -> None:
    model.replace([make_hit("a", more_in_file=1)])
    told = model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "1 more in this file, not shown" in told
    model.take_found("/notes/a.md", [other("a", 70)])
    model.set_opened("/notes/a.md", True)
    assert "1 more in this file, shown below" in model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert model.index(1).data(Qt.ItemDataRole.AccessibleTextRole).startswith("In the same file, Guides")


def test_a_file_that_is_gone_says_so(model: ResultModel) -> None:
    model.replace(hits("a", "b"))
    model.take_states({"/notes/b.md": "gone"})
    assert "no longer there" in model.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "no longer there" not in model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)


def test_open_rows_survive_any_merge(model: ResultModel) -> None:
    chance = random.Random(11)
    for _ in range(60):
        model.replace([make_hit(str(number)) for number in chance.sample(range(12), chance.randint(1, 9))])
        for number in chance.sample(range(12), 4):
            model.take_found(f"/notes/{number}.md", [other(str(number), start) for start in (70, 90)])
            model.set_opened(f"/notes/{number}.md", chance.random() < 0.7)
        after = [make_hit(str(number)) for number in chance.sample(range(12), chance.randint(0, 9))]
        model.merge(after)
        wanted = [
            row
            for hit in after
            for row in [
                (hit.title, 0),
                *(
                    [(hit.title, 70), (hit.title, 90)]
                    if hit.path in model.opened and model.knows_more(hit.path)
                    else []
                ),
            ]
        ]
        assert rows(model) == wanted

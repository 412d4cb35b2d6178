from __future__ import annotations

from typing import Any

from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from desktop_search.engine.messages import FileState, ListedFile
from desktop_search.gui.files.files_model import FilesModel
from desktop_search.gui.files.files_view import FilesView
from tests.gui.support import wait_until

MANY = 100_000


def listed(name: str, state: FileState = "indexed", **more: Any) -> ListedFile:
    return ListedFile(f"/notes/{name}", state, **more)


def names(model: FilesModel) -> list[str]:
    return [file.path.removeprefix("/notes/") for file in model.files]


def many(count: int = MANY) -> list[ListedFile]:
    return [listed(f"{number:06}.md", paragraphs=number) for number in range(count)]


def make_view() -> FilesView:
    view = FilesView()
    view.resize(600, 400)
    view.show()
    return view


def test_a_newer_list_removes_inserts_and_changes_rows(application: QApplication) -> None:
    model = FilesModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.replace([listed("a"), listed("c"), listed("d"), listed("f")])
    assert model.merge([listed("0"), listed("b"), listed("c", paragraphs=3), listed("e"), listed("f"), listed("g")])
    assert names(model) == ["0", "b", "c", "e", "f", "g"]
    assert model.files[2].paragraphs == 3
    assert model.merge([])
    assert model.rowCount() == 0
    del tester


def test_rows_that_stay_are_not_reset(application: QApplication) -> None:
    model = FilesModel()
    model.replace(many(1000))
    resets: list[bool] = []
    model.modelReset.connect(lambda: resets.append(True))
    model.merge([file for file in many(1000) if not file.path.endswith("7.md")])
    assert model.rowCount() == 900
    assert not resets


def test_another_order_is_taken_over_all_the_same(application: QApplication) -> None:
    model = FilesModel()
    model.replace([listed("a"), listed("b")])
    assert not model.merge([listed("b"), listed("a")])
    assert names(model) == ["b", "a"]


def test_a_path_that_comes_twice_in_one_state_is_one_row(application: QApplication) -> None:
    model = FilesModel()
    model.replace([listed("a"), listed("a"), listed("a", "skipped")])
    assert [file.state for file in model.files] == ["indexed", "skipped"]


def test_a_hundred_thousand_rows_can_be_scrolled_and_merged_without_a_jump(application: QApplication) -> None:
    view = make_view()
    view.show_files(many())
    assert view.files.rowCount() == MANY
    view.choose_row(70_000)
    view.step(1)
    wait_until(lambda: view.viewport().rect().contains(view.visualRect(view.currentIndex())))
    chosen, top = view.current_file(), view.visualRect(view.currentIndex()).top()
    view.refine_files([file for file in many() if not (10 <= file.paragraphs < 5_000)])
    assert view.files.rowCount() == MANY - 4_990
    assert view.current_file() == chosen
    assert view.chosen_files() == (chosen,)
    assert view.visualRect(view.currentIndex()).top() == top
    view.deleteLater()


def test_several_chosen_rows_stay_chosen_even_when_the_list_is_built_anew(application: QApplication) -> None:
    view = make_view()
    view.show_files(many(5000))
    view.step(40)
    view.selectionModel().select(view.files.index(50), view.selectionModel().SelectionFlag.Select)
    wait_until(lambda: view.viewport().rect().intersects(view.visualRect(view.currentIndex())))
    chosen, top = view.chosen_files(), view.visualRect(view.currentIndex()).top()
    assert len(chosen) == 2
    view.refine_files([file for file in many(5000) if file.paragraphs % 2 == 0])
    assert view.files.rowCount() == 2500
    assert view.chosen_files() == chosen
    assert view.visualRect(view.currentIndex()).top() == top
    view.deleteLater()


def test_the_chosen_file_stays_chosen_in_its_new_state(application: QApplication) -> None:
    view = make_view()
    view.show_files([listed("a"), listed("b", "failed"), listed("c")])
    view.step(1)
    view.refine_files([listed("a"), listed("b", "indexed"), listed("c")])
    current = view.current_file()
    assert current is not None
    assert (current.path, current.state) == ("/notes/b", "indexed")
    assert view.chosen_files() == (current,)
    view.deleteLater()


def test_until_the_person_moves_the_first_row_is_chosen_and_seen(application: QApplication) -> None:
    view = make_view()
    view.show_files([listed("b")])
    view.refine_files([listed("a"), listed("b")])
    assert [file.path for file in view.chosen_files()] == ["/notes/a"]
    assert view.verticalScrollBar().value() == 0
    view.deleteLater()

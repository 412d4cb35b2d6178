from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from PySide6.QtWidgets import QApplication

from desktop_search.engine.messages import Request, Results, Search, SearchFailed
from desktop_search.gui.asking.search_controller import SearchController
from desktop_search.records import SearchResult
from tests.gui.support import make_hit, make_result, rest, wait_until


@dataclass
class Heard:
    sent: list[Search] = field(default_factory=list)
    answers: list[tuple[SearchResult, bool]] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    slow: list[bool] = field(default_factory=list)

    def send(self, request: Request) -> None:
        assert isinstance(request, Search)
        self.sent.append(request)

    def answered(self, result: SearchResult, new: bool) -> None:
        self.answers.append((result, new))


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def controller(application: QApplication, heard: Heard) -> SearchController:
    controller = SearchController(heard.send)
    controller.answered.connect(heard.answered)
    controller.failed.connect(heard.failures.append)
    controller.slow_changed.connect(heard.slow.append)
    return controller


def ask(controller: SearchController, text: str) -> None:
    controller.set_query(text)
    controller.ask_now()


def test_typing_is_sent_once_it_rests(controller: SearchController, heard: Heard) -> None:
    for text in ("r", "re", "ren"):
        controller.set_query(text)
    wait_until(lambda: bool(heard.sent))
    rest(0.15)
    assert [search.text for search in heard.sent] == ["ren"]


def test_blanks_around_a_query_make_no_new_one(controller: SearchController, heard: Heard) -> None:
    ask(controller, "ren")
    controller.set_query(" ren ")
    rest(0.15)
    assert len(heard.sent) == 1


def test_numbers_grow(controller: SearchController, heard: Heard) -> None:
    for text in ("a", "b", "c"):
        ask(controller, text)
    numbers = [search.number for search in heard.sent]
    assert numbers == sorted(set(numbers))


def test_answers_to_older_queries_are_dropped(controller: SearchController, heard: Heard) -> None:
    ask(controller, "old")
    ask(controller, "new")
    old, new = heard.sent
    controller.take_results(Results(new.number, make_result(query="new"), True))
    controller.take_results(Results(old.number, make_result(query="old"), True))
    controller.take_failure(SearchFailed(old.number, "too late"))
    assert [result.query for result, _ in heard.answers] == ["new"]
    assert heard.failures == []


def test_words_come_first_and_meaning_refines_them(controller: SearchController, heard: Heard) -> None:
    ask(controller, "note")
    number = heard.sent[0].number
    controller.take_results(Results(number, make_result(make_hit("a")), False))
    controller.take_results(Results(number, make_result(make_hit("b")), True))
    assert [new for _, new in heard.answers] == [True, False]


def test_words_that_come_after_the_merged_list_are_dropped(controller: SearchController, heard: Heard) -> None:
    ask(controller, "note")
    number = heard.sent[0].number
    controller.take_results(Results(number, make_result(make_hit("merged")), True))
    controller.take_results(Results(number, make_result(make_hit("words")), False))
    assert [result.hits[0].title for result, _ in heard.answers] == ["Merged"]


def test_asking_again_refines_what_is_shown(controller: SearchController, heard: Heard) -> None:
    ask(controller, "note")
    controller.take_results(Results(heard.sent[-1].number, make_result(), True))
    controller.repeat()
    controller.take_results(Results(heard.sent[-1].number, make_result(), False))
    assert [new for _, new in heard.answers] == [True, False]


def test_asking_again_before_any_answer_stays_a_new_query(controller: SearchController, heard: Heard) -> None:
    ask(controller, "note")
    controller.repeat()
    controller.take_results(Results(heard.sent[-1].number, make_result(), True))
    assert [new for _, new in heard.answers] == [True]


def test_an_empty_query_drops_what_is_under_way(controller: SearchController, heard: Heard) -> None:
    ask(controller, "note")
    controller.set_query("  ")
    controller.take_results(Results(heard.sent[0].number, make_result(), True))
    assert heard.answers == []
    assert not controller.waiting


def test_a_late_answer_is_told_until_it_comes(controller: SearchController, heard: Heard) -> None:
    ask(controller, "note")
    wait_until(lambda: heard.slow == [True])
    controller.take_results(Results(heard.sent[0].number, make_result(), True))
    assert heard.slow == [True, False]


def test_similar_paragraphs_are_asked_for_by_place(controller: SearchController, heard: Heard) -> None:
    controller.find_similar("/notes/a.md", 7)
    assert (heard.sent[0].similar_to, heard.sent[0].similar_line) == ("/notes/a.md", 7)
    assert controller.similar_to == "/notes/a.md"

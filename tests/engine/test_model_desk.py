"""A model is looked up and, once the person agrees, downloaded by the engine; a real hub on this machine answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Queue

import pytest

from desktop_search.embedding import models
from desktop_search.engine.messages import Event
from desktop_search.engine.model_desk import ModelDesk
from desktop_search.engine.settings_messages import (
    AskModel,
    FetchModel,
    ListModels,
    ModelNews,
    ModelsKnown,
    StopFetching,
)
from desktop_search.paths import Paths
from tests.hub import Hub, serving

NAME = "maker/small-model"


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    hub = Hub(NAME, models.find_model().path)
    with serving(hub) as address:
        monkeypatch.setenv("HF_ENDPOINT", address)
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        yield hub


@pytest.fixture
def desk(paths: Paths) -> Iterator[ModelDesk]:
    paths.create()
    desk = ModelDesk(paths)
    yield desk
    desk.stop()


def answer(events: Queue[Event], until: Callable[[ModelNews], bool]) -> ModelNews:
    while True:
        event = events.get(timeout=60)
        assert isinstance(event, ModelNews)
        if until(event):
            return event


def test_a_name_is_offered_with_its_size_then_fetched_and_known(hub: Hub, desk: ModelDesk, paths: Paths) -> None:
    events: Queue[Event] = Queue()
    desk.ask(AskModel(NAME), events.put)
    offer = answer(events, lambda one: True)
    assert (offer.state, offer.name) == ("offer", NAME)
    assert 90e6 < offer.size < 93e6
    assert not list(paths.models.glob("*"))
    desk.ask(FetchModel(NAME), events.put)
    ready = answer(events, lambda one: one.state != "fetching")
    assert ready.state == "ready"
    assert Path(ready.path).parent == paths.models
    desk.ask(ListModels(), events.put)
    known = events.get(timeout=60)
    assert isinstance(known, ModelsKnown)
    assert known.bundled == models.BUNDLED_NAME
    assert [(one.name, one.path) for one in known.downloaded] == [(NAME, ready.path)]
    # The second time it is here already.
    desk.ask(AskModel(NAME), events.put)
    assert answer(events, lambda one: True).state == "ready"


def test_a_download_is_stopped_and_nothing_counts_as_known(hub: Hub, desk: ModelDesk, paths: Paths) -> None:
    hub.cut["model.safetensors"] = 1000
    events: Queue[Event] = Queue()
    desk.ask(FetchModel(NAME), events.put)
    assert hub.was_cut.wait(60)
    desk.ask(StopFetching(), events.put)
    assert answer(events, lambda one: one.state != "fetching").state == "stopped"
    assert not [one for one in paths.models.glob("*") if not one.name.endswith(".part")]


def test_a_folder_that_is_no_model_says_why(desk: ModelDesk, tmp_path: Path) -> None:
    events: Queue[Event] = Queue()
    desk.ask(AskModel(str(tmp_path)), events.put)
    told = answer(events, lambda one: True)
    assert told.state == "failed"
    assert str(tmp_path) in told.problem


def test_the_folder_of_a_model_is_ready_without_a_network(desk: ModelDesk) -> None:
    events: Queue[Event] = Queue()
    folder = models.find_model().path
    desk.ask(AskModel(str(folder)), events.put)
    assert answer(events, lambda one: True) == ModelNews(str(folder), "ready", path=str(folder))

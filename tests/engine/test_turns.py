"""Who asks without end keeps nobody else from an answer."""

from __future__ import annotations

import threading

from desktop_search.engine.messages import Event, Results, Search
from desktop_search.engine.precedence import Precedence
from desktop_search.engine.query_thread import QueryThread
from desktop_search.engine.service import IndexService
from desktop_search.indexing.changes import ChangeQueue
from desktop_search.paths import Paths
from desktop_search.settings import Settings


def test_a_place_that_never_stops_asking_takes_nobody_elses_turn(paths: Paths) -> None:
    IndexService(paths, Settings(), ChangeQueue()).close()
    queries = QueryThread(paths, Precedence())
    rounds = waited = 0
    done = threading.Event()

    def hear(event: Event) -> None:
        nonlocal rounds, waited
        assert isinstance(event, Results)
        if event.number == 0:
            waited = rounds
            done.set()
        elif rounds < 200:
            rounds += 1
            queries.ask(Search(event.number + 1, "harbour", lane="endless"), hear)

    queries.ask(Search(0, "lantern", lane="once"), hear)
    queries.ask(Search(1, "harbour", lane="endless"), hear)
    queries.start()
    queries.store_ready()
    try:
        assert done.wait(60)
        assert waited <= 1
    finally:
        queries.stop()

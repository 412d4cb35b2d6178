"""The thread that answers queries: the newest of each peer, and lane of it, wins, words come first, meaning follows.

A query that is under way is given up between two of its steps as soon as a newer one of the same peer waits. What is
asked beside it (query_asides.py) is answered when no query waits.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial

from desktop_search.engine import garbage, query_asides
from desktop_search.engine.aside_messages import Aside
from desktop_search.engine.asked_thread import AskedThread, Reply
from desktop_search.engine.messages import Event, Results, Search, SearchFailed
from desktop_search.engine.precedence import Precedence
from desktop_search.engine.query_service import QueryService
from desktop_search.errors import DesktopSearchError, StoreDamaged
from desktop_search.paths import Paths
from desktop_search.search.candidates import Meaning
from desktop_search.search.searcher import Overtaken
from desktop_search.store import database

logger = logging.getLogger(__name__)
# An open word index wakes the processor twice a second; opening it again takes some milliseconds.
_REST_AFTER = 60.0


class QueryThread(AskedThread[Search]):
    """Holds at most one waiting query for each peer and lane; a newer one takes its place before it is begun."""

    def __init__(self, paths: Paths, precedence: Precedence) -> None:
        super().__init__("queries")
        self._paths = paths
        self._precedence = precedence
        self._asides: dict[tuple[Reply, type], Aside] = {}
        self._meaning: Meaning | None = None
        self._store_ready = False
        self._open_anew = False
        # Called where a query finds the index damaged.
        self.on_damage: Callable[[], None] = lambda: None

    def ask(self, search: Search, reply: Reply) -> None:
        """Hands over a query; the events go to `reply`."""
        self._put(search, reply, search.lane)

    def ask_beside(self, request: Aside, reply: Reply) -> None:
        """Hands over what is asked beside a query; a newer one of its kind takes its place."""
        with self._changed:
            self._asides[reply, type(request)] = request
            self._changed.notify()

    def store_ready(self, *, anew: bool = False) -> None:
        """The database exists and can be read; `anew`: perhaps another one than before, so it is opened again."""
        with self._changed:
            self._store_ready = True
            self._open_anew = self._open_anew or anew
            self._changed.notify()

    def use_meaning(self, meaning: Meaning | None) -> None:
        """From now on queries are answered by meaning too."""
        with self._changed:
            self._meaning = meaning
        # What a model brings stays as long as it does: looking through all of it for garbage holds up single queries.
        garbage.spare_queries()

    def _run(self) -> None:
        service: QueryService | None = None
        while True:
            with self._changed:
                asked = self._changed.wait_for(
                    lambda: self._stopping or (self._store_ready and (self._waiting or self._asides)),
                    _REST_AFTER if service is not None else None,
                )
                if self._stopping:
                    break
                if not asked and service is not None:
                    service.close()
                    service = None
                    continue
                search, reply = self._next()
                meaning = self._meaning
                open_anew, self._open_anew = self._open_anew, False
            if service is not None and open_anew:
                service.close()
                service = None
            with self._precedence.query():
                try:
                    service = service or QueryService(self._paths)
                    service.use_meaning(meaning)
                    if isinstance(search, Search):
                        self._answer(service, search, reply)
                    else:
                        reply(query_asides.answer(service, search, partial(self._overtaken, reply)))
                except Overtaken:
                    pass
                except StoreDamaged as error:
                    reply(_failed(search, str(error)))
                    self.on_damage()
                except DesktopSearchError as error:
                    reply(_failed(search, str(error)))
                # Control enters from outside here: one query that fails must not end all later ones.
                except Exception:
                    logger.exception("a query failed")
                    # Perhaps over a row that cannot be: the next start looks at all of them.
                    database.ask_for_check(self._paths.database)
                    reply(_failed(search, "This search failed; the log says more."))
        if service is not None:
            service.close()

    def _next(self) -> tuple[Search | Aside, Reply]:
        """A query where one waits, else what is asked beside it."""
        if self._waiting:
            return self._longest_waiting()
        key = next(iter(self._asides))
        return self._asides.pop(key), key[0]

    def _answer(self, service: QueryService, search: Search, reply: Reply) -> None:
        def overtaken() -> bool:
            return self._overtaken(reply, search.lane)

        if search.similar_to is not None:
            place = (search.similar_to, search.similar_line)
            result = service.similar(*place, search.limit, search.folder, search.similar_start)
            reply(Results(search.number, result, final=True))
            return
        if search.like:
            reply(Results(search.number, service.like(search.text, search.limit, search.folder), final=True))
            return
        asked = (search.text, search.limit)
        if search.mode == "auto" and service.meaning_ready:
            service.begin(search.text, search.folder)
            words = service.search(*asked, "words", search.folder, overtaken)
            reply(Results(search.number, words, final=False))
        result = service.search(*asked, search.mode, search.folder, overtaken)
        if service.meaning_ready and search.mode != "words":
            # Which sentence answers takes longer to tell than which paragraph does.
            reply(Results(search.number, result, final=False))
            if overtaken():
                return
            result = service.with_answers(result, overtaken)
        reply(Results(search.number, result, final=True))

    def _overtaken(self, reply: Reply, lane: str = "") -> bool:
        with self._changed:
            return (reply, lane) in self._waiting


def _failed(request: Search | Aside, reason: str) -> Event:
    if isinstance(request, Search):
        return SearchFailed(request.number, reason)
    return query_asides.failed(request, reason)

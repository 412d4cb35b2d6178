"""The collector of garbage leaves queries alone."""

from __future__ import annotations

import gc

from desktop_search.engine import garbage


def test_what_a_query_makes_is_not_looked_through_while_it_is_answered() -> None:
    usual, looks = gc.get_threshold(), list[int]()

    def look(phase: str, _: dict[str, int]) -> None:
        looks.append(1)

    gc.callbacks.append(look)
    try:
        garbage.spare_queries()
        assert gc.get_freeze_count() > 0
        looks.clear()
        made = [[number] for number in range(10_000)]
        assert not looks
        made += [[number] for number in range(40_000)]
        assert looks
        del made
    finally:
        gc.callbacks.remove(look)
        gc.set_threshold(*usual)
        gc.unfreeze()

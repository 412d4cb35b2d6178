"""Groups: their sizes, and that their borders stay where they are when something else changes."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_search.documents.splitting.packing import GOOD, LAST, Piece, pack

SIZES = st.lists(st.integers(min_value=0, max_value=79), max_size=300)


def pieces_of(sizes: list[int], rank: int = GOOD) -> tuple[str, list[Piece]]:
    text = "".join(f"{index % 7:04d}" for index in range(len(sizes)))
    return text, [Piece(4 * index, 4 * index + 4, size, rank) for index, size in enumerate(sizes)]


@settings(deadline=None)
@given(SIZES, st.integers(GOOD, LAST))
def test_groups_follow_each_other_and_keep_within_the_limit(sizes: list[int], rank: int) -> None:
    text, pieces = pieces_of(sizes, rank)
    groups = list(pack(text, pieces, 60, 180))
    position = 0
    for start, end, tokens in groups:
        assert start == position < end
        assert tokens == sum(sizes[start // 4 : end // 4]) <= 180
        position = end
    assert position == len(text)


def test_no_group_is_small_while_all_are_cut_from_one_run() -> None:
    text, pieces = pieces_of([random.Random(3).randint(1, 30) for _ in range(2000)])
    assert min(tokens for _, _, tokens in pack(text, pieces, 60, 180)) >= 60


def test_a_piece_above_the_limit_is_a_group_of_its_own() -> None:
    text, pieces = pieces_of([10, 500, 10])
    assert [tokens for _, _, tokens in pack(text, pieces, 60, 180)] == [10, 500, 10]


def test_equal_pieces_are_halved_rather_than_taken_off_the_front() -> None:
    pieces = [Piece(0, 1, 1, GOOD)] * 4096
    assert {tokens for _, _, tokens in pack("x", pieces, 60, 180)} == {128}


def test_a_better_border_is_preferred() -> None:
    text, pieces = pieces_of([10] * 30, LAST)
    pieces[11] = pieces[11]._replace(rank=GOOD)
    assert [tokens for _, _, tokens in pack(text, pieces, 60, 180)] == [120, 180]

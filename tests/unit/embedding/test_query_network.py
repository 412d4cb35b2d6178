"""Which network a question goes through, and what it is filled up with; the real ones are in test_compiled_model.py."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from desktop_search.embedding.query_network import SIZES, QueryNetwork


class Network:
    """Answers with the sums of what it is fed with."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.fed: list[tuple[int, ...]] = []

    def infer(self, inputs: Sequence[NDArray[np.int64]]) -> list[NDArray[np.int64]]:
        assert self.size in (0, inputs[0].shape[1])
        self.fed.append(inputs[0].shape)
        return [np.array([[one.sum() for one in inputs]])]


@pytest.mark.parametrize(
    ("tokens", "size", "filled"), [(1, 16, 16), (16, 16, 16), (17, 32, 32), (32, 32, 32), (33, 0, 64), (256, 0, 256)]
)
def test_a_question_goes_through_the_next_larger_size(tokens: int, size: int, filled: int) -> None:
    made: dict[int, Network] = {}
    network = QueryNetwork(lambda asked: made.setdefault(asked, Network(asked)), 2)
    ids, mask = np.full((1, tokens), 5, np.int64), np.ones((1, tokens), np.int64)
    found = network.run([ids, mask], [7, 0])
    assert found.tolist() == [[5 * tokens + 7 * (filled - tokens), tokens]]
    assert made[size].fed[-1] == (1, filled)


def test_only_the_smallest_is_made_before_it_is_needed_and_each_once() -> None:
    made: list[int] = []

    def compile_for(size: int) -> Network:
        made.append(size)
        return Network(size)

    network = QueryNetwork(compile_for, 1)
    assert made == [SIZES[0]]
    for tokens in (20, 30):
        network.run([np.ones((1, tokens), np.int64)], [0])
    assert made == list(SIZES)
    for tokens in (40, 60):
        network.run([np.ones((1, tokens), np.int64)], [0])
    assert made == [*SIZES, 0]

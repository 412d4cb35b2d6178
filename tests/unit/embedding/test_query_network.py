"""Which network a question goes through, and what it is filled up to; the real ones are in test_compiled_model.py."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from desktop_search.embedding.query_network import SIZES, USUAL, QueryNetwork


class Network:
    """Notes what it is fed with."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.fed: list[tuple[int, ...]] = []

    def infer(self, inputs: Sequence[NDArray[np.int64]]) -> None:
        assert {one.shape for one in inputs} == {(1, self.size)}
        self.fed.append(inputs[0].shape)


@pytest.mark.parametrize(
    ("tokens", "size", "filled"),
    [(1, 8, 8), (8, 8, 8), (9, 16, 16), (16, 16, 16), (17, 32, 32), (32, 32, 32), (33, 0, 64), (256, 0, 256)],
)
def test_a_question_goes_through_the_next_larger_size(tokens: int, size: int, filled: int) -> None:
    network = QueryNetwork(Network, 2)
    # Often enough that every size has been worth compiling.
    found = [network.request_for(tokens) for _ in range(5)]
    request, length = found[-1]
    assert (request.size, length) == (size, filled)
    # Run once when it is made, so that its first question does not wait for what is set up then.
    assert request.fed == ([(1, size)] if size else [])


@pytest.fixture
def made() -> list[int]:
    """The sizes that were compiled, in order."""
    return []


@pytest.fixture
def network(made: list[int]) -> QueryNetwork:
    def compile_for(size: int) -> Network:
        made.append(size)
        return Network(size)

    return QueryNetwork(compile_for, 1)


def test_each_is_made_when_it_is_needed_and_once(network: QueryNetwork, made: list[int]) -> None:
    assert made == [USUAL]
    for tokens in (20, 30, 40, 60):
        network.request_for(tokens)
    assert made == [USUAL, SIZES[-1], 0]


def test_one_short_question_does_not_wait_for_a_size_of_its_own(network: QueryNetwork, made: list[int]) -> None:
    request, length = network.request_for(3)
    assert (request.size, length) == (USUAL, USUAL)
    assert made == [USUAL]
    for _ in range(5):
        request, length = network.request_for(3)
    assert (request.size, length) == (SIZES[0], SIZES[0])
    assert made == [USUAL, SIZES[0]]

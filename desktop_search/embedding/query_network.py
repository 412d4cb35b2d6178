"""The network that questions go through, in the sizes that they have: short ones must not wait for what could be.

Compiled for one number of tokens a network takes a third less time than one that takes any number, on processors with
matrix instructions; on others it is no slower. That one is also laid out anew for every number that it has not met yet.
A question is filled up to the next size that is there; one that is longer than all of them goes through a network for
any number, which is compiled when it is first needed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np

# Tokens. Compiled anew, each takes half a second, 35 MB and a file of 45 MB; opened again, a tenth of a second.
SIZES = (8, 16, 32)
# Is there from the start; most questions fit.
USUAL = 16
_ANY = 0
# Longer questions are filled up to a multiple of so many.
_STEP = 32
# A smaller one is compiled once it was wanted so often: whoever asks one question is not to wait for it.
_WORTH_COMPILING = 3

# Compiles the network for one text of so many tokens, 0 for any number, and returns a request of its own.
Compile = Callable[[int], Any]


class QueryNetwork:
    """Not for two threads at once. `inputs` is how many tensors the network takes.

    Sizes are compiled when they are needed, and not ahead: a process that ends while OpenVINO compiles on another
    thread is aborted.
    """

    def __init__(self, compile_for: Compile, inputs: int) -> None:
        """Compiles the usual size, so that what is wrong with the network shows at once."""
        self._compile = compile_for
        self._inputs = inputs
        self._requests: dict[int, Any] = {}
        self._wanted: Counter[int] = Counter()
        self._request_of(USUAL)

    def request_for(self, tokens: int) -> tuple[Any, int]:
        """The request for a text of so many tokens, and how many it has to be filled up to.

        Raises RuntimeError, as OpenVINO does.
        """
        size = next((size for size in SIZES if size >= tokens), _ANY)
        self._wanted[size] += 1
        if size < USUAL and size and self._wanted[size] < _WORTH_COMPILING:
            size = USUAL
        return self._request_of(size), size or -(-tokens // _STEP) * _STEP

    def _request_of(self, size: int) -> Any:
        if size not in self._requests:
            request = self._compile(size)
            if size:
                # What is left to be set up for a size is done when it is first run.
                request.infer([np.ones((1, size), np.int64)] * self._inputs)
            self._requests[size] = request
        return self._requests[size]

"""The network that questions go through, in the sizes that they have: short ones must not wait for what could be.

Compiled for one number of tokens a network takes a third less time than one that takes any number, on processors with
matrix instructions; on others it is no slower. That one is also laid out anew for every number that it has not met yet.
A question is filled up to the next size; one that is longer than all of them goes through a network for any number,
which is compiled when it is first needed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

# Tokens. Most questions fit the first one; compiled anew, each takes half a second, 35 MB and a file of 45 MB.
SIZES = (16, 32)
_ANY = 0
# Longer questions are filled up to a multiple of so many.
_STEP = 32

# Compiles the network for one text of so many tokens, 0 for any number, and returns a request of its own.
Compile = Callable[[int], Any]


class QueryNetwork:
    """Not for two threads at once. `inputs` is how many tensors the network takes.

    The larger sizes are compiled when they are first needed, which takes a tenth of a second, and not ahead: a process
    that ends while OpenVINO compiles on another thread is aborted.
    """

    def __init__(self, compile_for: Compile, inputs: int) -> None:
        """Compiles the smallest one, so that what is wrong with the network shows at once."""
        self._compile = compile_for
        self._inputs = inputs
        self._requests: dict[int, Any] = {}
        self._request_for(SIZES[0])

    def run(self, inputs: Sequence[NDArray[np.int64]], filling: Sequence[int]) -> NDArray[np.float32]:
        """Puts int64[1, t] tensors of one text through; `filling` is what each is filled up with. Returns [1, d].

        Raises RuntimeError, as OpenVINO does.
        """
        tokens = inputs[0].shape[1]
        size = next((size for size in SIZES if size >= tokens), _ANY)
        room = ((0, 0), (0, (size or -(-tokens // _STEP) * _STEP) - tokens))
        filled = [np.pad(one, room, constant_values=value) for one, value in zip(inputs, filling, strict=True)]
        return np.array(self._request_for(size).infer(filled)[0], np.float32)

    def _request_for(self, size: int) -> Any:
        if size not in self._requests:
            request = self._compile(size)
            if size:
                # What is left to be set up for a size is done when it is first run.
                request.infer([np.ones((1, size), np.int64)] * self._inputs)
            self._requests[size] = request
        return self._requests[size]

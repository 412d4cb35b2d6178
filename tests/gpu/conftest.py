"""Each of these tests runs on the processor and, where there is one, on a GPU."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
import torch

from desktop_search.embedding import models
from desktop_search.embedding.models import ModelFolder

NEEDS_CUDA = pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device")
# A machine with a GPU may lack the bundled model's package; another folder with a model does as well.
MODEL = os.environ.get("DESKTOP_SEARCH_TEST_MODEL", "")


@pytest.fixture(params=["cpu", pytest.param("cuda", marks=NEEDS_CUDA)])
def device(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def model_folder() -> ModelFolder:
    return models.find_model(MODEL)


@pytest.fixture
def little_memory() -> Callable[[float], AbstractContextManager[None]]:
    """Leaves this process so many MB of the GPU's memory beyond what it has, for as long as the context lasts."""

    @contextlib.contextmanager
    def limit(megabytes: float) -> Iterator[None]:
        torch.cuda.empty_cache()
        total = torch.cuda.get_device_properties(0).total_memory
        torch.cuda.set_per_process_memory_fraction((torch.cuda.memory_reserved() + megabytes * 1e6) / total)
        try:
            yield
        finally:
            torch.cuda.set_per_process_memory_fraction(1.0)

    return limit

"""Which encoder is taken where a GPU may be there."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
import torch

from desktop_search.embedding import hardware, loading, models


@pytest.mark.model
@pytest.mark.parametrize(
    ("device", "told"),
    [("auto", ""), ("cuda", "The device cuda is not available; the processor is used.")],
)
def test_a_gpu_that_torch_has_no_use_for_leaves_the_compiled_model(
    device: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hardware, "wants_torch", lambda _: True)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)

    encoder = loading.load(models.find_model(), device, tmp_path)

    assert encoder.runtime.startswith("OpenVINO")
    assert (encoder.device, encoder.device_note) == ("cpu", told)


@pytest.mark.parametrize(
    ("line", "major"),
    [("cuda: Optional[str] = '13.0'", 13), ("cuda = '12.8'", 12), ("cuda: Optional[str] = None", None), ("", None)],
)
def test_what_torch_was_built_for_is_read_without_importing_it(
    line: str, major: int | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "torch").mkdir()
    (tmp_path / "torch" / "__init__.py").touch()
    (tmp_path / "torch" / "version.py").write_text(f"__version__ = '2.13.0'\n{line}\nhip: Optional[str] = None\n")
    found = importlib.util.spec_from_file_location("torch", tmp_path / "torch" / "__init__.py")
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: found)

    assert hardware._cuda_of_torch() == major  # noqa: SLF001 - read from a file, whatever is installed

"""Which torch device to compute on, and how its memory errors look."""

from __future__ import annotations

import logging

import torch

logger = logging.getLogger(__name__)


def choose(asked: str) -> tuple[str, str]:
    """The device for "auto", "cpu", "cuda" or "mps", and a sentence where it is not the one that was asked for."""
    if asked == "auto":
        return next((device for device in ("cuda", "mps") if _is_there(device)), "cpu"), ""
    if asked == "cpu" or _is_there(asked):
        return asked, ""
    return "cpu", f"The device {asked} is not available; the processor is used."


def prepare(device: str) -> None:
    """To be called before a model computes there.

    On some GPUs torch prefers cuDNN's attention, which makes a plan for each shape of a batch and each thread (23 to
    37 ms), and nearly every batch has a shape of its own. The other kernels need none.
    """
    if device.startswith("cuda"):
        torch.backends.cuda.enable_cudnn_sdp(False)


def is_half_free(device: str) -> bool:
    """Does a GPU with memory of its own have more than half of it free? Raises RuntimeError where it is lost."""
    if not device.startswith("cuda"):
        return False
    free, total = torch.cuda.mem_get_info(device)
    return free > total // 2


def ran_out_of_memory(error: RuntimeError) -> bool:
    """Whether this is a device's memory running out. mps and the processor have no error type of their own for it."""
    text = str(error).lower()
    return isinstance(error, torch.OutOfMemoryError) or "out of memory" in text or "can't allocate memory" in text


def release_memory(device: str) -> None:
    """Gives cached blocks back, so that a smaller try finds room."""
    try:
        if device.startswith("cuda"):
            torch.cuda.empty_cache()
        elif device == "mps":
            torch.mps.empty_cache()
    except RuntimeError as error:
        # After a fault of the device, or where the machine has slept, every further call fails as well.
        logger.warning("the memory of %s cannot be released: %s", device, error)


def _is_there(device: str) -> bool:
    kind, _, number = device.partition(":")
    if kind == "cuda" and torch.cuda.is_available():
        return not number or (number.isdecimal() and int(number) < torch.cuda.device_count())
    return device == "mps" and torch.backends.mps.is_available()

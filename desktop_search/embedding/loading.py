"""The encoder of a model: on a GPU by torch, on a processor compiled, and by torch there where that cannot be had.

processor   compiled before? -> compiled_model      else conversion, then compiled_model
            any of it fails  -> sentence_model, if torch is installed, and a sentence that says so
GPU         sentence_model for passages and, as above, compiled_model for questions: split_encoder
            any of it fails  -> sentence_model for both
"""

from __future__ import annotations

import importlib.util
import logging
import os
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_search.embedding import compiled_files, hardware, models
from desktop_search.embedding.encoder import Encoder
from desktop_search.embedding.models import ModelFolder
from desktop_search.embedding.split_encoder import SplitEncoder
from desktop_search.errors import ModelError

if TYPE_CHECKING:
    from desktop_search.embedding.compiled_model import CompiledModel
    from desktop_search.embedding.sentence_model import SentenceModel

logger = logging.getLogger(__name__)
# A conversion that failed is not tried again at every start.
_TRY_AGAIN_AFTER = 24 * 3600.0
# So many times its own size is more than a model takes compiled, in 16 bits and once more for the processor.
_ROOM = 3
# What the settings say of the device where nobody has asked for a GPU.
_USUAL = ("auto", "cpu")


def load(folder: ModelFolder, device: str, cache: Path) -> Encoder:
    """The encoder, ready to use; `cache` is where compiled models are kept. Raises ModelError.

    Takes 0.3 s where the model was compiled before, else some ten seconds.
    """
    note = _why_not(device)
    if hardware.wants_torch(device):
        on_gpu = _reference(folder, device)
        if on_gpu.device != "cpu":
            return _with_questions_compiled(on_gpu, folder, cache)
        # There is a GPU, but this torch has no use for it; on a processor the compiled form is several times as fast.
        note = on_gpu.device_note
    try:
        compiled = _compiled(folder, cache)
    except ModelError as error:
        if not (hardware.has_torch() and folder.has_weights):
            raise
        logger.warning("%s torch is used in its place.", error)
        reference = _reference(folder, "cpu")
        slow = "The fast form of the model cannot be used, so that meaning takes longer; see the log."
        reference.device_note = f"{note} {slow}".lstrip()
        return reference
    compiled.device_note = note
    return compiled


def load_at_hand(folder: ModelFolder, device: str, cache: Path) -> Encoder | None:
    """As `load`, where that takes neither torch nor compiling; else None. Raises ModelError where it is damaged."""
    place = compiled_files.find(cache, folder) if device in _USUAL and not hardware.wants_torch(device) else None
    return None if place is None else _open(place, folder, cache)


def _why_not(device: str) -> str:
    """What to tell where the processor computes, though something else was asked for."""
    if device in _USUAL:
        return ""
    if not hardware.has_torch():
        return "A GPU needs torch, which is not installed; the processor is used."
    return f"The device {device} is not available; the processor is used."


def _with_questions_compiled(on_gpu: SentenceModel, folder: ModelFolder, cache: Path) -> Encoder:
    """The model on a GPU with its questions on the processor, where the compiled form can be had."""
    try:
        compiled = _compiled(folder, cache)
    except ModelError as error:
        logger.warning("%s Questions are encoded on the GPU as well.", error)
        return on_gpu
    if compiled.model != on_gpu.model:
        logger.warning("the compiled form of %s is of another model; questions are encoded on the GPU", folder.name)
        return on_gpu
    return SplitEncoder(compiled, on_gpu)


def _compiled(folder: ModelFolder, cache: Path) -> CompiledModel:
    """Opens the compiled form; one that is damaged is made again. Raises ModelError."""
    place = compiled_files.find(cache, folder)
    if place is not None:
        try:
            return _open(place, folder, cache)
        except ModelError as error:
            logger.warning("%s It is made again.", error)
            if place.parent == cache:
                compiled_files.forget(place)
    if not folder.has_weights:
        raise ModelError("The model of this program is damaged or incomplete; please install Desktop Search again.")
    if importlib.util.find_spec("openvino") is None:
        raise ModelError("OpenVINO is not installed, so that the model cannot be compiled.")
    failure = cache / f"failed-{compiled_files.key_of(folder)}.txt"
    _refuse_if_failed(failure)
    from desktop_search.embedding import conversion

    try:
        logger.info("the model %s is being compiled", folder.name)
        conversion.convert(folder, cache)
        return _open(cache / compiled_files.key_of(folder), folder, cache)
    except ModelError as error:
        if _has_room(cache, folder):
            _note_failure(failure, str(error))
        raise


def _open(place: Path, folder: ModelFolder, cache: Path) -> CompiledModel:
    try:
        from desktop_search.embedding import tuning
        from desktop_search.embedding.compiled_model import CompiledModel
    except (ImportError, OSError) as error:
        raise ModelError(f"The compiled model cannot be opened: {error}.") from error
    tuned = compiled_files.tuned(cache, place)
    if tuned is None:
        tuned = tuning.tune(place, folder)
        try:
            compiled_files.keep_tuned(cache, place, tuned)
        except OSError as error:
            logger.warning("the precision chosen for this processor could not be noted: %s", error)
    return CompiledModel.open(place, folder, tuned.precision, compiled_files.blobs(cache, place))


def _reference(folder: ModelFolder, device: str) -> SentenceModel:
    models.stay_offline()
    # Threads that spin while they wait for each other make encoding ten times slower as soon as another program
    # wants the processor (measured: 9 against 23 passages a second on two busy cores). Read once, by torch's import.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    from desktop_search.embedding.sentence_model import SentenceModel

    return SentenceModel.load(folder, device)


def _has_room(cache: Path, folder: ModelFolder) -> bool:
    """Could the compiled model have been written? A full or locked disk says nothing of the model."""
    weights = sum(path.stat().st_size for path in folder.path.rglob("*") if path.is_file())
    try:
        return os.access(cache, os.W_OK) and shutil.disk_usage(cache).free > _ROOM * weights
    except OSError:
        return False


def _refuse_if_failed(failure: Path) -> None:
    try:
        # The clock may have been wrong then, or be now.
        if abs(time.time() - failure.stat().st_mtime) < _TRY_AGAIN_AFTER:
            raise ModelError(failure.read_text(encoding="utf-8"))
    except OSError:
        return


def _note_failure(failure: Path, reason: str) -> None:
    try:
        failure.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        failure.write_text(reason, encoding="utf-8")
    except OSError as error:
        logger.warning("that compiling failed could not be noted: %s", error)

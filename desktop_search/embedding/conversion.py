"""Makes the compiled form of a model, in a process of its own: torch and the reference never enter the engine.

    reference (torch) -> traced with pooling -> OpenVINO's network in 16 bits -> compiled_files.write -> tuning.py
    without torch: bert_network.py writes the same network, of the models that it understands

The process ends with its work; where it fails, dies or takes too long, the caller goes on with the reference.
"""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import warnings
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np

from desktop_search.embedding import compiled_files, hardware, models, sample
from desktop_search.embedding.models import ModelFolder
from desktop_search.errors import ModelError, first_line

logger = logging.getLogger(__name__)
_SECONDS = 600.0
_NICENESS = 10
# What a network can be fed with here; a model that wants more keeps running on torch.
_KNOWN_INPUTS = ("input_ids", "attention_mask", "token_type_ids")


def convert(folder: ModelFolder, cache: Path) -> None:
    """Compiles a model into `cache`; takes some ten seconds. Raises ModelError with the reason where it fails."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(theirs, folder, cache), name="desktop-search-conversion", daemon=True)
    with ours:
        try:
            process.start()
        except OSError as error:
            raise ModelError(f"The model cannot be compiled: {error.strerror}.") from error
        finally:
            theirs.close()
        try:
            problem = ours.recv() if ours.poll(_SECONDS) else "it took too long"
        except EOFError:
            problem = "the process that does it ended, perhaps for want of memory"
        finally:
            process.terminate()
            process.join()
    if problem:
        raise ModelError(f"The model cannot be compiled: {problem}.")


def _run(connection: Connection, folder: ModelFolder, cache: Path) -> None:
    """The child: sends an empty text, or why it failed."""
    with contextlib.suppress(OSError, AttributeError):
        os.nice(_NICENESS)
    try:
        convert_here(folder, cache)
        problem = ""
    except OSError as error:
        # A disk that is full or may not be written: no fault of the program's, whose traceback would say nothing.
        problem = error.strerror or first_line(error)
    # Control enters from outside here: torch and OpenVINO fail in ways of their own.
    except Exception as error:
        logger.exception("the model could not be compiled")
        problem = first_line(error)
    connection.send(problem)
    connection.close()


def convert_here(folder: ModelFolder, cache: Path) -> None:
    """As `convert`, in this process. Raises ModelError, and whatever torch and OpenVINO raise."""
    models.stay_offline()
    from desktop_search.embedding import bert_network, tuning

    fill = _traced if hardware.has_torch() else bert_network.fill
    place = compiled_files.write(cache, folder, lambda new: fill(folder, new))
    try:
        compiled_files.keep_tuned(cache, place, tuning.tune(place, folder))
    except ModelError:
        compiled_files.forget(place)
        raise


def _traced(folder: ModelFolder, place: Path) -> dict[str, Any]:
    """Puts network, tokenizer and reference into `place`; returns the manifest without sizes."""
    from desktop_search.embedding.sentence_model import SentenceModel

    reference = SentenceModel.load(folder, "cpu")
    inputs = _save_network(reference.module, place)
    tokenizer = reference.tokenizer
    if tokenizer is None:
        raise ModelError("it has no tokenizer that works without torch")
    tokenizer.save(str(place / compiled_files.TOKENIZER))
    rows = [reference.encode_query(sample.QUESTION)[None], reference.encode_passages(sample.texts())]
    np.save(place / compiled_files.REFERENCE, np.concatenate(rows))
    return {
        "identity": reference.model.id,
        "dimension": reference.model.dimension,
        "inputs": inputs,
        "padding": int(reference.module.tokenizer.pad_token_id or 0),
        **reference.feeding,
    }


def _save_network(module: Any, place: Path) -> tuple[str, ...]:
    """Traces the module from tokens to its sentence embedding; returns the names of what it is fed with."""
    import torch

    from desktop_search.embedding.compiled_model import openvino, save_network

    features = module.preprocess(["one text", "another, longer text"])
    tensors = {name: value for name, value in features.items() if isinstance(value, torch.Tensor)}
    if not set(tensors) <= set(_KNOWN_INPUTS) or "input_ids" not in tensors:
        raise ModelError(f"it is fed with {', '.join(sorted(tensors))}")
    names = tuple(name for name in _KNOWN_INPUTS if name in tensors)

    class FromTokens(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.module = module

        def forward(self, *values: torch.Tensor) -> torch.Tensor:
            fed = dict(zip(names, values, strict=True))
            found: torch.Tensor = self.module(fed)["sentence_embedding"]
            return found

    library = openvino()
    # The tracer looks at every attribute, also at those of which the library says in its log that they are out of use.
    logging.getLogger(type(module).__module__.partition(".")[0]).setLevel(logging.ERROR)
    with warnings.catch_warnings(), torch.inference_mode():
        # The tracer tells of every branch that it takes; whether they matter is what the comparison is for.
        warnings.simplefilter("ignore")
        network = library.convert_model(FromTokens().eval(), example_input=tuple(tensors[name] for name in names))
    save_network(network, place / compiled_files.NETWORK)
    return names

"""The files that the vector index is opened from: mapped, not read, and only ever added to.

    state           what is valid: a line of JSON, the sum of all rows, a bit for each row that is gone
    TOKEN.rows      int8[n, d]
    TOKEN.places    PLACE[n]
    TOKEN.codes     int8[n, w], where there are axes
    TOKEN.axes      float32[m, d], likewise; never changed

`state` is replaced in one step after the others are on the disk, and counts the rows that are valid: what an
interrupted addition left behind them does not count. Files of another store or model, of another format, too short or
not what their own rows say are not opened at all: the index is then built again from SQLite.
"""

from __future__ import annotations

import json
import logging
import os
import secrets
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from desktop_search.search import vector_axes, vector_rows
from desktop_search.search.vector_axes import Axes
from desktop_search.search.vector_rows import PLACE, Part

logger = logging.getLogger(__name__)
# 1 and 2 had the signs of the rows for codes.
_FORMAT = 3
_STATE = "state"
_ROWS, _PLACES, _CODES, _AXES = ".rows", ".places", ".codes", ".axes"
_LOOKED_AT = 64


@dataclass(frozen=True, slots=True)
class Mark:
    """How far the store was followed: its generation, and the highest row id among the embeddings."""

    generation: int = 0
    embedding: int = 0


@dataclass(frozen=True, slots=True)
class Saved:
    """What the files hold. `gone` is bool[n], `total` the sum float64[d] of the unit vectors that are not gone."""

    part: Part
    gone: NDArray[np.bool_]
    total: NDArray[np.float64]
    mark: Mark


@dataclass(frozen=True, slots=True)
class _State:
    format: int
    owner: str
    dimension: int
    token: str
    count: int
    axes: int
    learned: int
    generation: int
    embedding: int
    checksum: int


class VectorFiles:
    """The files of one index in a folder of its own. `owner` names the store and the model that they belong to."""

    def __init__(self, folder: Path, owner: str, dimension: int) -> None:
        self._folder = folder
        self._owner = owner
        self._dimension = dimension
        self._token = ""
        self._count = self._learned = 0

    def open(self) -> Saved | None:
        """Maps what is there; None where there is nothing that can be used."""
        try:
            state, gone, total = self._read_state()
            part = self._map(state.token, state.count, self._read_axes(state), state.learned)
            _check(part)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError) as error:
            logger.warning("the vector files in %s cannot be used and are made again: %s", self._folder, error)
            return None
        self._token, self._count, self._learned = state.token, state.count, state.learned
        return Saved(part, gone, total, Mark(state.generation, state.embedding))

    def save(
        self, added: Part, gone: NDArray[np.bool_], total: NDArray[np.float64], mark: Mark, *, anew: bool = False
    ) -> Part:
        """Adds the rows of `added` behind those in the files, or in their place where it is begun `anew`, and makes
        it all valid; returns the longer part, mapped. Axes are those of the files, or may be others where it is anew.

        Raises OSError where the disk does not take it; what was valid before is valid still.
        """
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        anew = anew or not self._token
        token, before = (secrets.token_hex(8), 0) if anew else (self._token, self._count)
        learned = added.learned if anew else self._learned
        count = before + added.count
        if added.count:
            self._write(token, _ROWS, before * self._dimension, added.rows[: added.count])
            self._write(token, _PLACES, before * PLACE.itemsize, added.places[: added.count])
            if len(added.axes):
                self._write(token, _CODES, before * added.codes.shape[1], added.codes[: added.count])
        if anew and len(added.axes):
            self._write(token, _AXES, 0, added.axes)
        body = total.astype(np.float64).tobytes() + np.packbits(gone).tobytes()
        state = _State(
            format=_FORMAT,
            owner=self._owner,
            dimension=self._dimension,
            token=token,
            count=count,
            axes=len(added.axes),
            learned=learned,
            generation=mark.generation,
            embedding=mark.embedding,
            checksum=zlib.crc32(body),
        )
        self._write_state(state, body)
        self._token, self._count, self._learned = token, count, learned
        self._clean()
        return self._map(token, count, added.axes, learned)

    def _read_state(self) -> tuple[_State, NDArray[np.bool_], NDArray[np.float64]]:
        line, _, body = (self._folder / _STATE).read_bytes().partition(b"\n")
        content = json.loads(line)
        if content["format"] != _FORMAT:
            raise ValueError(f"they are of format {content['format']}")
        state = _State(**content)
        if (state.owner, state.dimension) != (self._owner, self._dimension):
            raise ValueError("they belong to another index")
        size = 8 * self._dimension
        if zlib.crc32(body) != state.checksum or len(body) != size + -(-state.count // 8):
            raise ValueError("the state is damaged")
        bits = np.frombuffer(body[size:], np.uint8)
        gone = np.unpackbits(bits, count=state.count).astype(np.bool_)
        return state, gone, np.frombuffer(body[:size], np.float64).copy()

    def _write_state(self, state: _State, body: bytes) -> None:
        new = self._folder / f"{_STATE}.new"
        with new.open("wb") as file:
            file.write(json.dumps(asdict(state)).encode() + b"\n" + body)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self._folder / _STATE)

    def _write(self, token: str, suffix: str, offset: int, rows: NDArray[Any]) -> None:
        with self._to_write(token, suffix) as file:
            file.seek(offset)
            file.write(np.ascontiguousarray(rows).data)
            file.truncate()
            file.flush()
            os.fsync(file.fileno())

    def _to_write(self, token: str, suffix: str) -> Any:
        descriptor = os.open(self._file(token, suffix), os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        return os.fdopen(descriptor, "r+b")

    def _read_axes(self, state: _State) -> Axes:
        if not state.axes:
            return vector_axes.none(self._dimension)
        return np.fromfile(self._file(state.token, _AXES), np.float32).reshape(state.axes, self._dimension)

    def _map(self, token: str, count: int, axes: Axes, learned: int) -> Part:
        if not count:
            return vector_rows.empty(self._dimension, axes)

        def mapped(suffix: str, kind: Any, *shape: int) -> NDArray[Any]:
            # A plain array over the mapping: indexing np.memmap costs more than the few rows that are looked at.
            return np.asarray(np.memmap(self._file(token, suffix), kind, "r", shape=shape))

        rows, places = mapped(_ROWS, np.int8, count, self._dimension), mapped(_PLACES, PLACE, count)
        codes = mapped(_CODES, np.int8, count, vector_axes.width(axes)) if len(axes) else np.empty((count, 0), np.int8)
        return Part(rows, places, codes, count, axes, token, learned)

    def _file(self, token: str, suffix: str) -> Path:
        if not token.isalnum():
            raise ValueError("the state names no files")
        return self._folder / (token + suffix)

    def _clean(self) -> None:
        """Deletes the files of an index that was begun anew. Where they are still in use (Windows), another time."""
        for file in self._folder.iterdir():
            if file.suffix in (_ROWS, _PLACES, _CODES, _AXES) and file.stem != self._token:
                try:
                    file.unlink()
                except OSError:
                    logger.debug("%s is still in use", file)


def _check(part: Part) -> None:
    """Looks at some rows: are the places and codes theirs? A file can be of the right size and full of zeros."""
    at = np.unique(np.linspace(0, part.count - 1, min(part.count, _LOOKED_AT)).astype(np.intp))
    rows = part.rows[at]
    lengths = np.maximum(np.linalg.norm(rows.astype(np.float32), axis=1), 1.0)
    # Products may differ in their last bits, and so round to the next number.
    off = np.abs(part.codes[at].astype(np.int16) - vector_axes.codes(rows, part.axes)).max(initial=0)
    if not (np.allclose(lengths, part.places["length"][at], rtol=1e-3) and off <= 1 and (lengths > 1.0).all()):
        raise ValueError("rows and codes do not fit each other")

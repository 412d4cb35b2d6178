"""The files that the vector index is opened from: mapped, not read, and only ever added to.

    state           what is valid: a line of JSON, the sum of all rows, a bit for each row that is gone
    TOKEN.rows      int8[n, d]
    TOKEN.places    PLACE[n]
    TOKEN.codes     uint8[n, bytes]

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

from desktop_search.search.vector_rows import PLACE, Part, code_size, signs

logger = logging.getLogger(__name__)
# 1 had the codes in blocks of planes.
_FORMAT = 2
_STATE = "state"
_ROWS, _PLACES, _CODES = ".rows", ".places", ".codes"
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
        self._count = 0

    def open(self) -> Saved | None:
        """Maps what is there; None where there is nothing that can be used."""
        try:
            state, gone, total = self._read_state()
            part = self._map(state.token, state.count)
            _check(part)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError) as error:
            logger.warning("the vector files in %s cannot be used and are made again: %s", self._folder, error)
            return None
        self._token, self._count = state.token, state.count
        return Saved(part, gone, total, Mark(state.generation, state.embedding))

    def nothing(self) -> Part:
        """A part without rows."""
        return Part(
            np.empty((0, self._dimension), np.int8),
            np.empty(0, PLACE),
            np.empty((0, code_size(self._dimension)), np.uint8),
            0,
        )

    def save(
        self, added: Part, gone: NDArray[np.bool_], total: NDArray[np.float64], mark: Mark, *, anew: bool = False
    ) -> Part:
        """Adds the rows of `added` behind those in the files, or in their place where it is begun `anew`, and makes
        it all valid; returns the longer part, mapped.

        Raises OSError where the disk does not take it; what was valid before is valid still.
        """
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        anew = anew or not self._token
        token, before = (secrets.token_hex(8), 0) if anew else (self._token, self._count)
        count = before + added.count
        if added.count:
            self._write(token, _ROWS, before * self._dimension, added.rows[: added.count])
            self._write(token, _PLACES, before * PLACE.itemsize, added.places[: added.count])
            self._write(token, _CODES, before * code_size(self._dimension), added.codes[: added.count])
        self._write_state(token, count, gone, total, mark)
        self._token, self._count = token, count
        self._clean()
        return self._map(token, count)

    def _read_state(self) -> tuple[_State, NDArray[np.bool_], NDArray[np.float64]]:
        line, _, body = (self._folder / _STATE).read_bytes().partition(b"\n")
        state = _State(**json.loads(line))
        if (state.format, state.owner, state.dimension) != (_FORMAT, self._owner, self._dimension):
            raise ValueError("they belong to another index")
        size = 8 * self._dimension
        if zlib.crc32(body) != state.checksum or len(body) != size + -(-state.count // 8):
            raise ValueError("the state is damaged")
        bits = np.frombuffer(body[size:], np.uint8)
        gone = np.unpackbits(bits, count=state.count).astype(np.bool_)
        return state, gone, np.frombuffer(body[:size], np.float64).copy()

    def _write_state(
        self, token: str, count: int, gone: NDArray[np.bool_], total: NDArray[np.float64], mark: Mark
    ) -> None:
        body = total.astype(np.float64).tobytes() + np.packbits(gone).tobytes()
        state = _State(
            format=_FORMAT,
            owner=self._owner,
            dimension=self._dimension,
            token=token,
            count=count,
            generation=mark.generation,
            embedding=mark.embedding,
            checksum=zlib.crc32(body),
        )
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

    def _map(self, token: str, count: int) -> Part:
        if not count:
            return self.nothing()
        shapes: list[tuple[str, Any, tuple[int, ...]]] = [
            (_ROWS, np.int8, (count, self._dimension)),
            (_PLACES, PLACE, (count,)),
            (_CODES, np.uint8, (count, code_size(self._dimension))),
        ]
        # A plain array over the mapping: indexing np.memmap costs more than the few rows that are looked at.
        rows, places, codes = (
            np.asarray(np.memmap(self._file(token, suffix), kind, "r", shape=shape)) for suffix, kind, shape in shapes
        )
        return Part(rows, places, codes, count, source=token)

    def _file(self, token: str, suffix: str) -> Path:
        if not token.isalnum():
            raise ValueError("the state names no files")
        return self._folder / (token + suffix)

    def _clean(self) -> None:
        """Deletes the files of an index that was begun anew. Where they are still in use (Windows), another time."""
        for file in self._folder.iterdir():
            if file.suffix in (_ROWS, _PLACES, _CODES) and file.stem != self._token:
                try:
                    file.unlink()
                except OSError:
                    logger.debug("%s is still in use", file)


def _check(part: Part) -> None:
    """Looks at some rows: are the places and codes theirs? A file can be of the right size and full of zeros."""
    at = np.unique(np.linspace(0, part.count - 1, min(part.count, _LOOKED_AT)).astype(np.intp))
    rows = part.rows[at].astype(np.float32)
    lengths = np.maximum(np.linalg.norm(rows, axis=1), 1.0)
    same = part.codes[at] == signs(rows)
    if not (np.allclose(lengths, part.places["length"][at], rtol=1e-3) and same.all() and (lengths > 1.0).all()):
        raise ValueError("rows and codes do not fit each other")

"""Exact top-k by cosine or dot product over any number of vectors, in chunks: the reference of the program.

Each chunk goes to the device, is scored there, and only its best rows are kept. A product in single or half precision
depends in its last bits on the place of a row and on the size of the chunk, so it only picks candidates, all that
rounding could have moved past place k. Their scores are computed again in double precision, row by row: the result,
ties included, is the same for every chunk size and every device.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
import torch
from numpy.typing import NDArray

from desktop_search.embedding.device import ran_out_of_memory, release_memory

Vectors: TypeAlias = NDArray[Any] | torch.Tensor
Score = Literal["cosine", "dot"]

# Shorter vectors count as this long, as in torch.nn.functional.normalize: zero vectors score 0, not NaN.
_SHORTEST = 1e-12
# Taken beyond k at once; only where rounding could reach further down are all scores looked at.
_SPARE = 8
# Rows converted or copied at a time where the chunk cannot be used in place: few enough to stay in the cache.
_ROWS_CONVERTED = 16_384
_ROWS_RESCORED = 4_096
# Below this part of a chunk, copying the rows that the mask allows is cheaper than scoring all.
_SPARSE_MASK = 0.25
_NUMPY_TYPES = (np.dtype(np.float32), np.dtype(np.float16), np.dtype(np.float64))


@dataclass(frozen=True, slots=True)
class TopK:
    """`ids` int64[n, k'] and `scores` float32[n, k'], the best first, equal scores by ascending id."""

    ids: NDArray[np.int64]
    scores: NDArray[np.float32]


def top_k(
    queries: Vectors,
    corpus: Vectors | Iterable[Vectors],
    *,
    k: int = 10,
    score: Score = "cosine",
    normalized: bool = False,
    query_chunk_size: int = 100,
    corpus_chunk_size: int = 500_000,
    device: str = "cpu",
    mask: NDArray[np.bool_] | None = None,
) -> TopK:
    """The k rows of the corpus with the highest score for each query; k' = min(k, rows that the mask allows).

    `queries` are float [n, d] or [d]. `corpus` is float [m, d], or yields such chunks one after the other (a stream
    that fits no memory); ids count rows over all of it. `normalized` promises unit rows, which saves reading the
    corpus twice for cosine. `mask` is bool[m], the rows that may be found. At most query_chunk_size x
    corpus_chunk_size scores exist at a time; a chunk that does not fit the device is halved. Half precision is
    multiplied as such on cuda where the rows are `normalized`, and converted piece by piece elsewhere.
    Scores: a·b / (|a| |b|), or a·b. Raises ValueError for NaN, infinity, shapes that do not fit and a k below 1.
    """
    if k < 1 or query_chunk_size < 1 or corpus_chunk_size < 1:
        raise ValueError("k and the chunk sizes must be at least 1.")
    if score not in ("cosine", "dot"):
        raise ValueError(f"The score must be cosine or dot, not {score}.")
    scan = _Scan(_query_rows(queries, score), k, score == "cosine" and not normalized, normalized, device)
    first = 0
    with torch.inference_mode():
        for chunk in _chunks(corpus, corpus_chunk_size, scan.dimension):
            allowed = None if mask is None else _mask_part(mask, first, len(chunk))
            scan.add(chunk, first, allowed, query_chunk_size)
            first += len(chunk)
    if mask is not None and len(mask) != first:
        raise ValueError(f"The mask has {len(mask)} entries for {first} rows.")
    return scan.result()


class _Scan:
    """The running best of every query."""

    def __init__(self, queries: NDArray[np.float64], k: int, divide: bool, normalized: bool, device: str) -> None:
        self.dimension = queries.shape[1]
        self._queries = queries
        self._on_device = torch.from_numpy(queries.astype(np.float32)).to(device)
        self._k = k
        self._divide = divide
        self._normalized = normalized
        self._device = torch.device(device)
        self._ids = [np.empty(0, np.int64) for _ in queries]
        self._scores = [np.empty(0, np.float32) for _ in queries]
        self._found = 0

    def add(self, chunk: Vectors, first: int, allowed: NDArray[np.bool_] | None, queries_at_once: int) -> None:
        """Scores a chunk whose rows are numbered from `first`."""
        size = len(chunk) if self._usable_in_place(chunk) else min(len(chunk), _ROWS_CONVERTED)
        done = 0
        while done < len(chunk):
            part = chunk[done : done + size]
            part_allowed = None if allowed is None else allowed[done : done + size]
            try:
                found = list(self._best_of(part, part_allowed, queries_at_once))
            except RuntimeError as error:
                if not ran_out_of_memory(error) or len(part) == 1:
                    raise
                found = None
            if found is None:
                # Outside of the handler: the error's frames hold on to the memory that is to be released.
                release_memory(self._device.type)
                size = len(part) // 2
                continue
            for query, (places, scores) in enumerate(found):
                self._merge(query, places + (first + done), scores)
            self._found += len(part) if part_allowed is None else int(part_allowed.sum())
            done += len(part)

    def result(self) -> TopK:
        count = min(self._k, self._found)
        shape = (len(self._queries), count)
        ids = np.concatenate([*self._ids, np.empty(0, np.int64)]).reshape(shape)
        return TopK(ids, np.concatenate([*self._scores, np.empty(0, np.float32)]).reshape(shape))

    def _merge(self, query: int, ids: NDArray[np.int64], scores: NDArray[np.float32]) -> None:
        ids = np.concatenate([self._ids[query], ids])
        scores = np.concatenate([self._scores[query], scores])
        order = np.lexsort((ids, -scores))[: self._k]
        self._ids[query], self._scores[query] = ids[order], scores[order]

    def _usable_in_place(self, chunk: Vectors) -> bool:
        """Whether the whole chunk can be multiplied (or moved to the device) without a converted copy on the cpu."""
        if isinstance(chunk, torch.Tensor):
            return chunk.dtype == torch.float32 or chunk.device.type != "cpu"
        return chunk.dtype == np.float32 and chunk.flags.c_contiguous and chunk.flags.writeable

    def _best_of(
        self, chunk: Vectors, allowed: NDArray[np.bool_] | None, queries_at_once: int
    ) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float32]]]:
        """For each query the places in the chunk that may be among its best k, with their exact scores."""
        taken: NDArray[np.int64] | None = None
        if allowed is not None:
            if allowed.all():
                allowed = None
            elif allowed.sum() < _SPARSE_MASK * len(allowed):
                taken = np.flatnonzero(allowed)
                chunk, allowed = _take(chunk, taken), None
        if not len(chunk):
            yield from ((np.empty(0, np.int64), np.empty(0, np.float32)) for _ in self._queries)
            return
        rows = self._move(_tensor(chunk))
        lengths = torch.linalg.vector_norm(rows, dim=1).clamp_min_(_SHORTEST) if self._divide else None
        left_out = None if allowed is None else torch.from_numpy(~allowed).to(self._device)
        if lengths is not None and left_out is not None:
            lengths.masked_fill_(left_out, 1.0)
        for start in range(0, len(self._queries), queries_at_once):
            scores = self._products(rows, slice(start, start + queries_at_once), lengths, left_out)
            values, places = torch.topk(scores, min(self._k + _SPARE, len(rows)), dim=1)
            tops = zip(values.cpu().numpy(), places.cpu().numpy(), strict=True)
            for offset, (value, place) in enumerate(tops):
                some, exact = self._exact_best(start + offset, rows, scores[offset], value, place)
                yield (some if taken is None else taken[some]), exact

    def _move(self, rows: torch.Tensor) -> torch.Tensor:
        """The rows on the device, as float32 unless half precision is safe and fast there."""
        half = rows.dtype == torch.float16 and self._device.type == "cuda" and self._normalized
        # The type first: mps knows no float64.
        return rows.to(torch.float16 if half else torch.float32).to(self._device)

    def _products(
        self, rows: torch.Tensor, part: slice, lengths: torch.Tensor | None, left_out: torch.Tensor | None
    ) -> torch.Tensor:
        """Rounded scores, float32[n, rows]; minus infinity where the mask leaves a row out. Raises ValueError."""
        scores = _product(rows, self._on_device[part].to(rows.dtype)).float()
        if lengths is not None:
            scores /= lengths
        if left_out is not None:
            scores.masked_fill_(left_out, 0.0)
        # A sum is the cheapest look at all of them: it is finite only where each of them is.
        if not torch.isfinite(scores.sum()) or (lengths is not None and not torch.isfinite(lengths.sum())):
            _refuse_what_is_not_finite(rows, scores, lengths, left_out)
        return scores if left_out is None else scores.masked_fill_(left_out, -torch.inf)

    def _exact_best(
        self,
        query: int,
        rows: torch.Tensor,
        rounded: torch.Tensor,
        values: NDArray[np.float32],
        places: NDArray[np.int64],
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Places and exact scores of all rows that may be among the best k; `values` are the highest of `rounded`."""
        places = places[np.isfinite(values)]
        double = _double(rows, places)
        if len(values) > self._k and np.isfinite(values[self._k - 1]):
            lowest = float(values[self._k - 1]) - self._rounding(query, double, rows.dtype)
            if len(values) < len(rows) and values[-1] >= lowest:
                places = (rounded >= lowest).nonzero()[:, 0].cpu().numpy()
                slices = np.array_split(places, -(-len(places) // _ROWS_RESCORED))
                scores = np.concatenate([self._exact(query, _double(rows, part)) for part in slices])
                return places, scores
        return places, self._exact(query, double)

    def _exact(self, query: int, double: NDArray[np.float64]) -> NDArray[np.float32]:
        """Scores of float64[n, d]; equal rows get equal scores, whatever stands beside them."""
        products: NDArray[np.float64] = (double * self._queries[query]).sum(axis=1)
        if self._divide:
            products /= np.maximum(np.linalg.norm(double, axis=1), _SHORTEST)
        return products.astype(np.float32)

    def _rounding(self, query: int, double: NDArray[np.float64], kind: torch.dtype) -> float:
        """How far apart the rounded scores of two rows with equal exact scores can lie.

        |error| <= n u |a| |b| for a product of n terms with unit roundoff u (Higham, Accuracy and Stability of
        Numerical Algorithms, 3.1); in half precision the rounding of the terms and of the result comes first.
        """
        bound: float = self.dimension * 2.0**-24 + (2.0**-9 if kind == torch.float16 else 0.0)
        longest = 1.0 if self._divide else float(np.linalg.norm(double, axis=1).max(initial=0.0))
        length = float(np.linalg.norm(self._queries[query]))
        return 2.0 * bound * longest * length


def _query_rows(queries: Vectors, score: Score) -> NDArray[np.float64]:
    """float64[n, d], of unit length for cosine, with the precision of the float32 that the device gets."""
    rows = queries.detach().to("cpu", torch.float32).numpy() if isinstance(queries, torch.Tensor) else queries
    with np.errstate(over="ignore"):
        rows = np.asarray(rows, np.float32)
    rows = rows[None] if rows.ndim == 1 else rows
    if rows.ndim != 2:
        raise ValueError(f"Queries must have one or two dimensions, not {rows.ndim}.")
    if not np.isfinite(rows).all():
        raise ValueError("A query holds a value that is not a finite number.")
    double = rows.astype(np.float64)
    if score == "cosine":
        double /= np.maximum(np.linalg.norm(double, axis=1, keepdims=True), _SHORTEST)
    return double


def _chunks(corpus: Vectors | Iterable[Vectors], size: int, dimension: int) -> Iterator[Vectors]:
    parts: Iterable[Vectors] = [corpus] if isinstance(corpus, (np.ndarray, torch.Tensor)) else corpus
    for part in parts:
        if getattr(part, "ndim", None) != 2:
            raise ValueError("The corpus must be an array of two dimensions, or yield such arrays.")
        if part.shape[1] != dimension:
            raise ValueError(f"The corpus has {part.shape[1]} dimensions, the queries have {dimension}.")
        for start in range(0, len(part), size):
            yield part[start : start + size]


def _mask_part(mask: NDArray[np.bool_], first: int, count: int) -> NDArray[np.bool_]:
    if mask.dtype != np.bool_ or mask.ndim != 1:
        raise ValueError("The mask must be a list of yes and no, one for each row.")
    if len(mask) < first + count:
        raise ValueError(f"The mask has {len(mask)} entries, the corpus has more rows.")
    return mask[first : first + count]


def _product(rows: torch.Tensor, queries: torch.Tensor) -> torch.Tensor:
    """[n, rows] from [rows, d] and [n, d], in the order that is fastest where it was measured."""
    if len(queries) > 1:
        return (rows @ queries.T).T
    if rows.device.type == "cpu":
        # torch's matrix-vector product keeps to one thread on processors that are not Intel's; numpy's does not.
        with np.errstate(all="ignore"):
            return torch.from_numpy(rows.numpy() @ queries[0].numpy())[None]
    return torch.mv(rows, queries[0])[None]


def _refuse_what_is_not_finite(
    rows: torch.Tensor, scores: torch.Tensor, lengths: torch.Tensor | None, left_out: torch.Tensor | None
) -> None:
    """Raises ValueError with the cause; returns where only a sum was too large."""
    broken = ~torch.isfinite(rows).all(dim=1)
    if left_out is not None:
        broken &= ~left_out
    if broken.any():
        raise ValueError("The corpus holds a value that is not a finite number.")
    if not torch.isfinite(scores).all() or (lengths is not None and not torch.isfinite(lengths).all()):
        raise ValueError("The values of the corpus are too large for products in single precision.")


def _take(rows: Vectors, places: NDArray[np.int64]) -> Vectors:
    return rows[torch.from_numpy(places).to(rows.device)] if isinstance(rows, torch.Tensor) else rows[places]


def _tensor(rows: Vectors) -> torch.Tensor:
    """Shares the memory wherever torch can; it warns of read-only arrays (memory maps), so these are copied."""
    if isinstance(rows, torch.Tensor):
        return rows.detach()
    if rows.dtype not in _NUMPY_TYPES:
        rows = rows.astype(np.float32)
    elif not (rows.flags.c_contiguous and rows.flags.writeable):
        rows = np.array(rows, order="C")
    return torch.from_numpy(rows)


def _double(rows: torch.Tensor, places: NDArray[np.int64]) -> NDArray[np.float64]:
    chosen: NDArray[np.float64] = rows[torch.from_numpy(places).to(rows.device)].cpu().double().numpy()
    return chosen

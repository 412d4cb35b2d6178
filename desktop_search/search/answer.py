"""The sentence of a paragraph that answers a question best, by meaning."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from desktop_search.documents.splitting.cutting import sentences
from desktop_search.embedding.encoder import Encoder
from desktop_search.records import Hit

Vector = NDArray[np.float32]
# A list as long as this is not read to its end; the first hits are.
_MOST_HITS = 10
_MOST_SENTENCES = 12
# Sentences whose vectors are kept while a person types: the next question mostly finds the same ones.
_REMEMBERED = 2000


def answers(
    hits: Sequence[Hit], question: Vector, encoder: Encoder, known: dict[str, Vector]
) -> Iterator[tuple[int, tuple[int, int]]]:
    """For the first hits, one after the other, its place and the sentence nearest to `question`, float32[d], as
    [start, end). `known` keeps the vectors of sentences. Raises ModelError.

    A hit that hardly answers gets none, nor does one that is a single sentence.
    """
    if len(known) > _REMEMBERED:
        known.clear()
    for place, hit in enumerate(hits[:_MOST_HITS]):
        if hit.meaning is None or hit.strength == "weak":
            continue
        spans = sentences(hit.text)[:_MOST_SENTENCES]
        if len(spans) < 2:
            continue
        texts = [hit.text[start:end] for start, end in spans]
        if new := [one for one in dict.fromkeys(texts) if one not in known]:
            known.update(zip(new, encoder.encode_passages(new), strict=True))
        yield place, spans[int(np.argmax([known[one] @ question for one in texts]))]

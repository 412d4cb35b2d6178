"""The sentence of a paragraph that answers a question best, by meaning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from desktop_search.documents.cutting import sentences
from desktop_search.embedding.encoder import Encoder
from desktop_search.records import Hit

# A list as long as this is not read to its end; the first hits are.
_MOST_HITS = 10
_MOST_SENTENCES = 12


def mark_answers(hits: Sequence[Hit], question: NDArray[np.float32], encoder: Encoder) -> tuple[Hit, ...]:
    """The hits, the first of them with the sentence nearest to `question`, float32[d]. Raises ModelError.

    A hit that hardly answers gets none, nor does one that is a single sentence.
    """
    spans = {
        place: found
        for place, hit in enumerate(hits[:_MOST_HITS])
        if hit.meaning is not None
        and hit.strength != "weak"
        and len(found := sentences(hit.text)[:_MOST_SENTENCES]) > 1
    }
    texts = [hits[place].text[start:end] for place, found in spans.items() for start, end in found]
    if not texts:
        return tuple(hits)
    nearness = encoder.encode_passages(texts) @ question
    marked = list(hits)
    done = 0
    for place, found in spans.items():
        best = int(nearness[done : done + len(found)].argmax())
        marked[place] = replace(hits[place], answer=found[best])
        done += len(found)
    return tuple(marked)

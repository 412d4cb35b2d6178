"""Vectors to measure with: as many as are wanted, spread as real ones are, and real ones from a folder.

Made ones flatter a scan that chooses among rows: real paragraphs lie closer together. Speed is measured on made ones,
what is found on both.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from desktop_search.documents.splitting.paragraphs import split
from desktop_search.embedding.encoder import Encoder
from tests.benchmarks.documents import documents_in

DIMENSIONS = 384
Rows = NDArray[np.float32]

# Nothing in a person's documents answers these; the nearest are then many, and all about as near.
FOREIGN = (
    "how do bees keep their hive warm in winter",
    "the best season to prune an old apple tree",
    "which king lost his crown in the battle on the moor",
    "why does my sourdough not rise overnight",
    "symptoms of a sprained ankle in children",
    "the rules for offside in football",
    "a lullaby about the moon and the sea",
    "how to tune a cello by ear",
    "mortgage rates for first time buyers",
    "recipe with chickpeas, lemon and coriander",
    "what did the captain say before the storm",
    "migration of storks over the strait",
    "how to remove red wine from a carpet",
    "history of the silk trade in the desert",
    "exercises against back pain for gardeners",
    "the taste of snow",
    "when to replace the chain of a bicycle",
    "opera singers who were also painters",
    "is it safe to swim after lunch",
    "names for a grey kitten",
)


def made(count: int, queries: int = 20, seed: int = 0) -> tuple[Rows, Rows]:
    """Unit rows float32[count, 384] around 2,000 uneven centres, most of their variance in few directions as that of
    real embeddings is, and as many unit queries: the first half of them near some rows, the others near none."""
    random = np.random.default_rng(seed)
    weights = (1.0 / np.sqrt(np.arange(1, DIMENSIONS + 1))).astype(np.float32)
    mixing = np.linalg.qr(random.standard_normal((DIMENSIONS, DIMENSIONS)))[0].astype(np.float32)
    centres = random.standard_normal((2000, DIMENSIONS), dtype=np.float32)
    rows = np.empty((count, DIMENSIONS), np.float32)
    for start in range(0, count, 100_000):
        part = rows[start : start + 100_000]
        part[:] = centres[(len(centres) * random.random(len(part)) ** 2).astype(np.intp)]
        part += random.standard_normal(part.shape, dtype=np.float32)
        part[:] = (part * weights) @ mixing
        part /= np.linalg.norm(part, axis=1, keepdims=True)
    near = rows[random.integers(0, count, queries // 2)]
    near = near + 0.03 * random.standard_normal(near.shape, dtype=np.float32)
    far = (random.standard_normal((queries - len(near), DIMENSIONS), dtype=np.float32) * weights) @ mixing
    asked = np.concatenate([near, far])
    return rows, asked / np.linalg.norm(asked, axis=1, keepdims=True)


def real(folder: Path, encoder: Encoder, most: int) -> tuple[Rows, Rows]:
    """The embeddings of up to `most` paragraphs below a folder, and those of questions: headings found there, which
    are near, and the foreign ones above, which are not."""
    passages: dict[str, None] = {}
    headings: dict[str, None] = {}
    for document in documents_in(folder):
        for paragraph in split(document):
            passages[paragraph.passage] = None
            if paragraph.heading:
                headings[paragraph.heading[-1]] = None
        if len(passages) >= most:
            break
    rows = encoder.encode_passages(list(passages)[:most])
    chosen = list(headings)[:: max(1, len(headings) // 80)][:80]
    return rows, np.stack([encoder.encode_query(text) for text in (*chosen, *FOREIGN)])

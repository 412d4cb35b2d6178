"""The fake encoder is what the tests of other parts rely on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np

from desktop_search.embedding.encoder import Encoder
from tests.fake_encoder import FakeEncoder

ROOT = Path(__file__).resolve().parents[3]


def test_words_in_common_bring_texts_near_each_other() -> None:
    encoder = FakeEncoder()
    rows = encoder.encode_passages(["the white horse", "horse, white", "a sonnet by Shakespeare", ""])

    scores = rows @ encoder.encode_query("White horse")

    assert scores[1] > 0.99
    assert scores[1] > scores[0] > 0.5 > scores[2]
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-6)
    assert (encoder.queries_encoded, encoder.passages_encoded) == (1, 4)


def test_it_is_the_same_in_every_process() -> None:
    code = "from tests.fake_encoder import FakeEncoder; print(FakeEncoder(8).encode_query('one two').tolist())"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.strip() == str(FakeEncoder(8).encode_query("one two").tolist())


def test_it_keeps_to_the_protocol() -> None:
    encoder: Encoder = FakeEncoder(32)

    assert encoder.encode_passages([]).shape == (0, encoder.model.dimension)

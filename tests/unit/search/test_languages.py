"""The language of a text, as far as word endings need it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_search.search.languages import LANGUAGES, language_of

TEXTS = {
    "english": "We had to renew the contract with the insurance, but they were not in the office that week.",
    "german": "Wir haben den Vertrag mit der Versicherung gekündigt, weil die Kosten zu hoch waren und nicht sinken.",
    "french": "Nous avons résilié le contrat avec la compagnie, parce que les prix ne sont pas dans notre budget.",
    "spanish": "Hemos cancelado el contrato con la empresa porque los precios son muy altos y no hay más dinero.",
    "italian": "Abbiamo disdetto il contratto con la società perché i prezzi sono alti e non c'è più denaro che basti.",
    "portuguese": "Cancelámos o contrato com a empresa porque os preços são altos e não há mais dinheiro para a casa.",
    "dutch": "Wij hebben het contract met de verzekering opgezegd, omdat de kosten te hoog zijn en niet dalen.",
    "swedish": "Vi har sagt upp avtalet med bolaget för att det är för dyrt och inte blir billigare på ett år.",
    "russian": "Мы расторгли договор потому что цены слишком высоки.",
    "greek": "Ακυρώσαμε το συμβόλαιο με την εταιρεία επειδή έχουν μεγάλες τιμές.",
    "arabic": "ألغينا العقد مع شركة التأمين لأن الأسعار مرتفعة جدا.",
    "tamil": "விலை அதிகமாக இருப்பதால் ஒப்பந்தத்தை ரத்து செய்தோம்.",
}


@pytest.mark.parametrize("language", TEXTS)
def test_a_sentence_tells_its_language(language: str) -> None:
    assert language_of(TEXTS[language]) == language


@pytest.mark.parametrize("text", ["", "   ", "Invoice RE-2025-0417", "die", "豆腐切成小块", "def main(): return 0"])
def test_what_tells_nothing_counts_as_english(text: str) -> None:
    assert language_of(text) == "english"


def test_a_few_foreign_words_do_not_turn_an_english_text() -> None:
    assert language_of("The title of the book is Der Zauberberg, and it was on the table with letters.") == "english"


@given(st.text(max_size=200))
def test_any_text_has_one_of_the_languages(text: str) -> None:
    assert language_of(text) in LANGUAGES

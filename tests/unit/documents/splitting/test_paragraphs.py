"""Paragraphs: exact places, sensible sizes, the passage that is encoded, and stability under edits."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_search.documents.splitting.paragraphs import ALONE, MAX_NAME, MAX_PREFIX, MAX_TEXT, passage_prefix, split
from desktop_search.documents.splitting.token_estimate import estimate_tokens
from desktop_search.records import Block, BlockKind, Document
from tests.unit.documents.checks import check_paragraphs, parse_as

WORDS = """
the of and to in is that for it was on are as with they be at one have this from had word but not what all were
when your can said there use each which she how their will other about out many then them these some her would
make like him into time has look two more write see number way could people than first water been call who oil
river mountain teacher window garden morning letter history science music planet engine castle bridge market
"""
VOCABULARY = WORDS.split()


def sentence(rng: random.Random, words: int) -> str:
    return " ".join(rng.choices(VOCABULARY, k=words)).capitalize() + "."


def paragraph(rng: random.Random, words: int) -> str:
    parts = []
    while words > 0:
        size = min(words, rng.randint(6, 18))
        parts.append(sentence(rng, size))
        words -= size
    return " ".join(parts)


def passages(source: str) -> list[str]:
    return [found.passage for found in check_paragraphs(parse_as("a.md", source.encode()))]


def new_passages(before: list[str], after: list[str]) -> int:
    return len(set(after) - set(before))


def test_a_bare_sentence_is_encoded_as_that_sentence() -> None:
    (found,) = split(parse_as("a.txt", b"  Just one sentence.\n"))
    assert found.passage == found.text == "Just one sentence."
    assert (found.start, found.end, found.line, found.heading) == (2, 20, 1, ())


def test_the_passage_carries_title_and_headings_once() -> None:
    assert passages("# Tea\n\n## Green\n\nSteep it.") == ["Tea > Green\nSteep it."]
    assert passages("---\ntitle: tea\n---\n# Tea\n\nSteep it.") == ["Tea\nSteep it."]
    assert passages("---\ntitle: Drinks\n---\n# Tea\n\nSteep it.") == ["Drinks > Tea\nSteep it."]


def test_a_lone_heading_is_not_said_twice() -> None:
    assert passages("# Tea") == ["# Tea"]


def test_a_long_path_loses_its_beginning_and_keeps_its_end() -> None:
    path = tuple(f"Section number {n} of the whole story" for n in range(20))
    prefix = passage_prefix("The title", path)
    assert prefix.endswith(path[-1])
    assert not prefix.startswith("The title")
    assert estimate_tokens(prefix) <= MAX_PREFIX + 5
    assert 0 < len(passage_prefix("x" * 10_000, ())) <= MAX_NAME
    assert estimate_tokens(passage_prefix("", ("word " * 500,))) <= MAX_PREFIX


def test_blocks_of_other_headings_and_pages_are_not_joined() -> None:
    document = Document(
        "a b c d", (Block(0, 1), Block(2, 3, page=2), Block(4, 5, page=2), Block(6, 7, "text", ("H",), 2))
    )
    assert [(found.text, found.page, found.heading) for found in split(document)] == [
        ("a", None, ()),
        ("b c", 2, ()),
        ("d", 2, ("H",)),
    ]


def test_small_blocks_are_packed_and_ordinary_ones_stand_alone() -> None:
    rng = random.Random(5)
    items = "\n".join(f"- {sentence(rng, 6)}" for _ in range(40))
    large = paragraph(rng, 120)
    found = passages(f"{items}\n\n{large}\n\n{paragraph(rng, 100)}\n")
    assert large in found
    assert len(found) < 10
    assert all(estimate_tokens(passage) <= MAX_TEXT for passage in found)


def test_a_lead_in_goes_with_what_it_leads_to() -> None:
    rng = random.Random(6)
    code = "```\n" + "\n".join(f"call_{n}(value)" for n in range(15)) + "\n```"
    found = passages(f"{paragraph(rng, 90)}\n\nFor example:\n\n{code}\n")
    assert found[1] == f"For example:\n\n{code}"


@pytest.mark.parametrize("kind", ["sentences", "lines", "words", "letters", "chinese", "marks", "code", "table"])
def test_a_large_block_is_cut_into_pieces_of_a_good_size(kind: str) -> None:
    rng = random.Random(7)
    source = {
        "sentences": paragraph(rng, 3000),
        "lines": "\n".join(sentence(rng, 5)[:-1].lower() for _ in range(500)),
        "words": " ".join(rng.choices(VOCABULARY, k=3000)).lower(),
        "letters": "".join(rng.choices("abcdefghij", k=20_000)),
        "chinese": "".join(rng.choices("春夏秋冬山水火木金土", k=5000)),
        "marks": "e\u0301\u0327" * 5000,
        "code": "```\n" + "\n".join(f"    value_{n} = compute({n})" for n in range(500)) + "\n```",
        "table": "|a|b|\n|-|-|\n" + "\n".join(f"|row {n}|{sentence(rng, 4)}|" for n in range(500)),
    }[kind]
    document = parse_as("a.md", source.encode())
    found = check_paragraphs(document)
    sizes = [estimate_tokens(one.text) for one in found]
    assert len(found) > 5
    assert max(sizes) <= MAX_TEXT + 5
    assert kind in ("marks", "letters") or min(sizes) >= 40
    if kind == "sentences":
        assert all(one.text.endswith(".") for one in found)
    if kind in ("lines", "code", "table"):
        lines = set(source.splitlines())
        assert all(
            line in lines or line.strip() in {known.strip() for known in lines}
            for one in found
            for line in one.text.splitlines()
        )
    if kind == "marks":
        assert not any(unicodedata.combining(one.text[0]) for one in found)


def test_a_great_many_short_lines_and_headings() -> None:
    lines = "".join(f"line {n}\n" for n in range(20_000))
    assert 500 < len(check_paragraphs(parse_as("a.txt", lines.encode()))) < 2000
    assert len(split(parse_as("a.txt", b"x\n\n" * 20_000))) < 500
    assert len(split(parse_as("a.md", "".join(f"# h{n}\n\ntext\n\n" for n in range(5000)).encode()))) == 5000


@settings(deadline=None)
@given(st.text(max_size=600))
def test_any_text_is_split_without_loss(source: str) -> None:
    check_paragraphs(Document(source, _one_block(source)))


def _one_block(source: str) -> tuple[Block, ...]:
    bare = source.strip()
    if not bare:
        return ()
    start = len(source) - len(source.lstrip())
    return (Block(start, start + len(bare)),)


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "a",
                "é",
                "漢",
                "한",
                "🍵",
                " ",
                "\n",
                "\r\n",
                ". ",
                "。",
                "e\u0301",
                "\u200d",
                "https://x.y/z?a=b",
                "0123456789",
            ]
        ),
        min_size=200,
        max_size=3000,
    ),
    st.sampled_from(["text", "code", "table", "list", "quote"]),
)
def test_large_blocks_of_any_mixture_are_split_without_loss(parts: list[str], kind: BlockKind) -> None:
    source = "".join(parts).strip()
    if source:
        check_paragraphs(Document(source, (Block(0, len(source), kind),)))


# The bounds below are what an edit may cost: passages that have to be encoded anew.


def edits(rng: random.Random, pieces: list[str], fresh: str) -> list[list[str]]:
    at = rng.randrange(len(pieces))
    return [
        [*pieces[:at], fresh, *pieces[at:]],
        [*pieces[:at], *pieces[at + 1 :]],
        [*pieces[:at], fresh, *pieces[at + 1 :]],
        [fresh, *pieces],
        [*pieces, fresh],
    ]


def costs(make: Callable[[random.Random], str], count: int, joiner: str, rounds: int) -> list[int]:
    found = []
    for seed in range(rounds):
        rng = random.Random(seed)
        pieces = [make(rng) for _ in range(count)]
        before = passages("# Head\n\n" + joiner.join(pieces))
        for edited in edits(rng, pieces, make(rng)):
            found.append(new_passages(before, passages("# Head\n\n" + joiner.join(edited))))
    return found


def test_an_edit_among_400_short_paragraphs_costs_few_passages() -> None:
    found = costs(lambda rng: sentence(rng, rng.randint(2, 12)), 400, "\n\n", 12)
    assert max(found) <= 5
    assert sum(found) / len(found) <= 2


def test_an_edit_among_400_short_paragraphs_of_equal_length_costs_few_passages() -> None:
    found = costs(lambda rng: f"Entry {rng.randrange(100_000, 1_000_000)} was made.", 400, "\n\n", 12)
    assert max(found) <= 5
    assert sum(found) / len(found) <= 2


def test_an_edit_among_300_sentences_of_one_line_costs_few_passages() -> None:
    found = costs(lambda rng: sentence(rng, rng.randint(5, 20)), 300, " ", 12)
    assert max(found) <= 5
    assert sum(found) / len(found) <= 2.5


def test_an_edit_in_a_line_without_sentences_costs_few_passages() -> None:
    found = costs(lambda rng: rng.choice(VOCABULARY), 3000, " ", 8)
    assert max(found) <= 6


def test_an_edit_in_text_without_spaces_costs_few_passages() -> None:
    found = costs(lambda rng: rng.choice("春夏秋冬山水火木金土的了在、"), 4000, "", 8)
    assert max(found) <= 6


def test_an_edit_of_an_ordinary_paragraph_costs_that_paragraph() -> None:
    for seed in range(20):
        rng = random.Random(seed)
        pieces = [paragraph(rng, rng.randint(75, 140)) for _ in range(30)]
        before = passages("# Head\n\n" + "\n\n".join(pieces))
        assert all(estimate_tokens(piece) >= ALONE for piece in pieces)
        edited = list(pieces)
        edited[rng.randrange(30)] += " One more sentence."
        assert 1 <= new_passages(before, passages("# Head\n\n" + "\n\n".join(edited))) <= 2


def test_a_paragraph_of_60_to_150_words_costs_at_most_two() -> None:
    found = costs(lambda rng: paragraph(rng, rng.randint(60, 150)), 40, "\n\n", 12)
    assert max(found) <= 3
    assert sum(found) / len(found) <= 1.5

"""A name or a code among everyday words: what holds it comes first, and what is only near behind."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_search.cli.search import describe
from desktop_search.paths import find_paths
from desktop_search.records import SearchResult
from desktop_search.search import candidates, fusion
from desktop_search.search.query import parse
from desktop_search.search.word_index import WordIndex
from tests.index_bench import Bench
from tests.unit.search.paragraph_files import add_file, add_files

ASKED = "settings of the lamps in room zq4711 "
FILLER = "Sentence {} tells of chairs, of tables and of windows."


@pytest.fixture(scope="module")
def lamps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """Four thousand paragraphs, some about lamps; one file holds the code, and hardly speaks of the rest."""
    home = tmp_path_factory.mktemp("lamps")
    paths = find_paths(home / "data")
    paths.create()
    bench = Bench(paths, home / "notes")
    for number in range(800):
        parts = (f"# Part {part}\n\n{FILLER.format(number)}\n\n" for part in range(5))
        bench.write(f"filler{number}.md", "".join(parts))
    for number in range(400):
        bench.write(f"lamps{number}.md", f"The settings of the lamps in room {number} are on the wall.\n")
    bench.write("code.md", "For the lamps of zq4711 there is a key under a stone beside the gate.\n")
    bench.survey()
    yield bench
    bench.service.close()


def test_what_holds_a_code_comes_before_what_is_near_the_other_words(lamps: Bench) -> None:
    hits = lamps.hits(ASKED)
    found = [os.path.basename(hit.path) for hit in hits]
    assert found[0] == "code.md"
    # The others tell what they lack, and what it cost them.
    assert [hit.reasons.lacks for hit in hits] == ["", *["zq4711"] * (len(hits) - 1)]
    assert hits[0].reasons.lost == 0 < hits[1].reasons.lost < 1
    explained = describe(SearchResult(ASKED, "auto", hits[:2], 1.0, True, 1), explain=True)
    assert explained.count("without zq4711, which leads the question") == 1
    # They are not left out for it.
    assert {name[:5] for name in found[1:]} == {"lamps"}


def test_without_regard_to_it_what_is_near_came_first(lamps: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fusion, "told_by_one", lambda rarities: 0.0)
    assert os.path.basename(lamps.hits(ASKED)[0].path) != "code.md"


@pytest.mark.parametrize("condition", ["-stone", "name:lamps", "-name:code", '"on the wall"'])
def test_it_brings_nothing_that_is_ruled_out(lamps: Bench, condition: str) -> None:
    found = [os.path.basename(hit.path) for hit in lamps.hits(f"{ASKED}{condition} ")]
    assert len(found) == 50
    assert {name[:5] for name in found} == {"lamps"}


def test_it_comes_first_among_those_that_meet_a_condition(lamps: Bench) -> None:
    assert os.path.basename(lamps.hits(f"{ASKED}-name:filler")[0].path) == "code.md"


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WordIndex]:
    """Four thousand paragraphs, a tenth about budgets; "kubernetes" stands in six files."""
    index = WordIndex(tmp_path_factory.mktemp("words") / "words", "store", writable=True)
    texts = ["kubernetes and its budget"] * 5 + ["One more about kubernetes, at great length and in many other words."]
    texts += ["a plan and a budget"] * 400 + ["\u5317\u4eac\u4eca\u65e5\u5929\u6c14"] * 150 + ["nothing of it"] * 3400
    add_files(index, [*texts, "\u4e1c\u4eac\u5929\u7a7a"])
    yield index
    index.close()


@pytest.mark.parametrize(
    ("asked", "leads"),
    [
        ("kubernetes budget ", "kubernetes"),
        ("Kubernetes budget kubernetes ", "Kubernetes"),
        ("kubernetes ", "kubernetes"),
        ("budget plan ", None),
        # Nobody knows how rare what was meant would be.
        ("kubernetes budget qx7731 ", None),
        ("kubernetse budget ", None),
        ('budget "kubernetes and" ', None),
        # A pair of characters may belong to two words.
        ("\u5317\u4eac\u5929\u6c14 ", None),
    ],
)
def test_a_word_leads_where_it_is_known_to_be_far_rarer_than_all_others(
    words: WordIndex, asked: str, leads: str | None
) -> None:
    telling = candidates.by_words(words, words.look_up(parse(asked)), 40, None).telling
    assert (telling.term.word if telling else None) == leads


def test_what_holds_it_is_found_among_a_few_files(words: WordIndex) -> None:
    lookup = words.look_up(parse("kubernetes budget "))
    assert lookup.rarest is not None
    (only,), whole = words.best_with(lookup.rarest, lookup, 4, {5, 500})
    assert (only.file, whole) == (5, True)
    best, whole = words.best_with(lookup.rarest, lookup, 4)
    assert (len(best), whole) == (4, False)


def test_files_with_a_word_hold_it_in_any_form_also_in_their_names(tmp_path: Path) -> None:
    index = WordIndex(tmp_path / "words", "store", writable=True)
    add_files(index, ["A harbour here.", "Two harbours there.", "nothing of it", "the harbourmaster"])
    add_file(index, 7, "/n/harbour.md", "a name alone")
    index.commit(2)

    def holding(text: str, files: set[int]) -> set[int]:
        rarest = index.look_up(parse(text)).rarest
        return set() if rarest is None else index.files_with(rarest, files)

    everything = {0, 1, 2, 3, 7}
    assert holding("harbours ", everything) == {0, 1, 7}
    assert holding("harbours ", {1, 2}) == {1}
    # What it may still grow into counts, too.
    assert holding("harbour", everything) == {0, 1, 3, 7}
    assert holding("unheardof ", everything) == set()
    index.close()

"""What is told beside the hits of a real index: counts, more of a file, values that a condition may have."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import date

import pytest

from desktop_search.engine.query_service import QueryService
from desktop_search.search import dates, facets
from desktop_search.search import query as queries
from desktop_search.search.searcher import Overtaken
from tests.index_bench import Bench, note

YEAR = 365 * 24 * 3600


@pytest.fixture
def asking(bench: Bench) -> Iterator[QueryService]:
    for number in range(4):
        bench.write(f"guides/n{number}.md", note(f"walruses, part {number}"))
    bench.write("guides/plain.txt", "A walrus in a text without headings, beside its seals.\n")
    bench.write("web/page.html", "<html><body><p>A walrus sleeps on the ice for most of the day.</p></body></html>")
    bench.write(
        "web/other.html", "<html><body><p>Only ships are spoken of here, and of nothing else.</p></body></html>"
    )
    bench.write("sums.csv", "animal,weight\nwalrus,1200\nseal,90\n")
    old = bench.write("guides/old.md", note("walruses long ago"))
    os.utime(old, (time.time() - 2 * YEAR,) * 2)
    bench.survey()
    queries = QueryService(bench.paths)
    queries.use_meaning(bench.meaning)
    yield queries
    queries.close()


def test_files_that_hold_the_words_are_counted_by_kind(asking: QueryService) -> None:
    counts = asking.count_matches("walrus")
    assert dict(counts.types) == {"note": 6, "web": 1, "sheet": 1}
    assert counts.files == 8
    assert not counts.cut


def test_a_chosen_kind_still_tells_what_there_is_of_the_others(asking: QueryService) -> None:
    counts = asking.count_matches("walrus type:web")
    assert dict(counts.types) == {"note": 6, "web": 1, "sheet": 1}
    assert dict(counts.folders) == {"notes/web": 1}


def test_a_chosen_folder_limits_the_kinds_and_not_the_folders(asking: QueryService) -> None:
    counts = asking.count_matches("walrus in:notes/web")
    assert dict(counts.types) == {"web": 1}
    assert dict(counts.folders) == {"notes/guides": 6, "notes/web": 1}


def test_a_folder_that_is_told_finds_what_was_counted_for_it(asking: QueryService) -> None:
    for value, count in asking.count_matches("walrus").folders:
        assert len(asking.search(f"walrus in:{value}", 50, "words", None).hits) == count


def test_spans_of_time_are_counted_as_a_query_reads_them(asking: QueryService) -> None:
    counts = dict(asking.count_matches("walrus").dates)
    assert counts == {"today": 7, "past-7-days": 7, "past-30-days": 7, "past-12-months": 7}
    assert dict(asking.count_matches("walrus date:today").dates) == counts
    for value, count in counts.items():
        assert len(asking.search(f"walrus date:{value}", 50, "words", None).hits) == count


def test_conditions_alone_are_counted_too(asking: QueryService) -> None:
    counts = asking.count_matches("type:web")
    assert dict(counts.types) == {"note": 6, "web": 2, "sheet": 1}
    assert counts.files == 9


def test_what_is_excluded_is_not_counted(asking: QueryService) -> None:
    assert dict(asking.count_matches("walrus -type:note").types) == {"web": 1, "sheet": 1}
    assert dict(asking.count_matches("walrus -seals").types) == {"note": 5, "web": 1}


def test_more_files_than_are_counted_are_told_of(asking: QueryService, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facets, "MOST_FILES", 3)
    counts = asking.count_matches("walrus")
    assert counts.cut
    assert counts.files == 3


def test_counting_is_given_up_for_a_query_that_waits(asking: QueryService) -> None:
    with pytest.raises(Overtaken):
        asking.count_matches("walrus", lambda: True)


def test_a_word_that_nothing_holds_counts_nothing(asking: QueryService) -> None:
    counts = asking.count_matches("zzyzx")
    assert (counts.files, counts.types, counts.folders) == (0, (), ())


def test_every_span_that_is_counted_means_something() -> None:
    assert all(dates.parse(value, date(2026, 5, 31)) for value in facets.SPANS)


def test_every_kind_that_is_counted_can_be_asked_for(asking: QueryService) -> None:
    for group in facets.GROUPS:
        assert queries.parse(f"x type:{group}").conditions


def test_other_paragraphs_of_a_file_come_in_reading_order(bench: Bench) -> None:
    filler = "Many words about ships and harbours that say nothing of the animal, so that it is long. " * 8
    parts = [f"## Part {number}\n\nThe walrus of part {number} sleeps. {filler}\n" for number in range(5)]
    path = bench.write("long.md", "# Long\n\n" + "\n".join(parts))
    bench.write("other.md", note("walruses elsewhere"))
    bench.survey()
    queries = QueryService(bench.paths)
    queries.use_meaning(bench.meaning)
    try:
        (hit,) = [one for one in queries.search("walrus", 10, "auto", None).hits if one.path == str(path)]
        assert hit.more_in_file >= 1
        found = queries.within(str(path), "walrus", None, hit.more_in_file + 1, 50)
        assert [one.start for one in found] == sorted(one.start for one in found)
        assert {one.path for one in found} == {str(path)}
        assert len(found) > hit.more_in_file
        assert hit.start in {one.start for one in found}
        assert all(one.highlights for one in found)
        assert len(queries.within(str(path), "walrus", None, 1, 2)) <= 2
        alike = queries.within(str(path), "", (str(path), None, hit.start), 3, 50)
        assert alike
        assert hit.start not in {one.start for one in alike}
    finally:
        queries.close()


def test_the_values_of_a_condition_are_those_in_the_index(asking: QueryService) -> None:
    assert asking.known_values("ext") == [("md", 5), ("html", 2), ("csv", 1), ("txt", 1)]
    assert asking.known_values("type") == [("note", 6), ("web", 2), ("sheet", 1)]
    assert asking.known_values("in") == [("notes", 9), ("notes/guides", 6), ("notes/web", 2)]
    assert asking.known_values("tag") == []


def test_tags_and_odd_names_are_listed(bench: Bench) -> None:
    bench.write("v1.2/tagged.md", "---\ntags: [house, garden]\n---\n\nA text that is long enough to be kept.\n")
    bench.write("v1.2/README", "A file without a suffix in a folder whose name has a dot in it.\n")
    bench.survey()
    queries = QueryService(bench.paths)
    try:
        assert queries.known_values("ext") == [("md", 1)]
        assert queries.known_values("tag") == [("garden", 1), ("house", 1)]
        assert queries.known_values("in") == [("notes", 2), ("notes/v1.2", 2)]
        assert queries.known_values("type") == [("note", 2)]
    finally:
        queries.close()

"""The main text of a web page comes first, and menus, headers, sidebars and footers after it; nothing is lost."""

from __future__ import annotations

import pytest

from desktop_search.documents.building.builder import Builder
from desktop_search.documents.source import Limits
from desktop_search.documents.web.text import ELSEWHERE, add_html
from desktop_search.records import Document
from tests.unit.documents import html_pages
from tests.unit.documents.checks import check_paragraphs, parse_as


def divided(page: str) -> tuple[str, str, Document]:
    """The main text, what comes after it, and the document."""
    document = parse_as("page.html", page.encode())
    check_paragraphs(document)
    main, mark, rest = document.text.partition(f"\n\n{ELSEWHERE}\n\n")
    assert not mark or rest
    return main, rest, document


def in_order(text: str, *parts: str) -> bool:
    """Does each part stand in the text, after the one before it?"""
    position = 0
    for part in parts:
        position = text.find(part, position) + len(part)
        if position < len(part):
            return False
    return True


def test_news_article_leads_and_cookies_follow() -> None:
    main, rest, document = divided(html_pages.NEWS)
    assert main.startswith("Harbour bridge reopens after two years\n\nBy Jane Doe, 17 May 2024")
    assert in_order(
        main,
        "Cars crossing the bridge at dawn",
        "The bridge on Friday morning",
        "damaged its second pillar. Engineers",
        "What was repaired",
        "eleven metres",
        "We have waited a long time",
        "Comments",
        "My commute took an hour.",
    )
    for word in (
        "cookies",
        "Accept all",
        "World",
        "Sport",
        "Most read",
        "Imprint",
        "Get our morning briefing",
        "Tweet",
    ):
        assert word not in main
        assert word in rest
    assert "Share Tweet" in rest
    assert "tracking" not in document.text
    assert "color" not in document.text


def test_news_article_says_who_wrote_it_and_when() -> None:
    document = divided(html_pages.NEWS)[2]
    assert document.title == "Harbour bridge reopens after two years"
    assert document.author == "Jane Doe"
    assert document.date == "2024-05-17T08:30:00+01:00"
    assert document.language == "en-GB"


def test_what_follows_the_main_text_stands_below_a_heading_of_its_own() -> None:
    document = divided(html_pages.NEWS)[2]
    paths = {document.text[block.start : block.end]: block.heading for block in document.blocks}
    assert paths["We have waited a long time for this day."] == (
        "Harbour bridge reopens after two years",
        "What was repaired",
    )
    assert paths["1. Storm warning for the coast\n2. Minister resigns"] == (ELSEWHERE, "Most read")


def test_documentation_page() -> None:
    main, rest, document = divided(html_pages.DOCUMENTATION)
    assert main.startswith("Configuring the cache\n\nThe cache keeps pages")
    assert document.title == "Configuring the cache"
    blocks = {document.text[block.start : block.end]: block for block in document.blocks}
    assert blocks["cache_size = 200\nif debug:\n    cache_age = 0"].kind == "code"
    assert blocks["cache_size\n  The number of pages to keep, 100 by default."].kind == "list"
    assert blocks["Setting | Unit\ncache_size | pages\ncache_age | seconds"].kind == "table"
    assert in_order(main, "Warning", "A size of zero turns the cache off.")
    assert "¶" not in document.text
    assert in_order(rest, "Navigation", "index", "Table of Contents", "Created using")


def test_a_section_on_navigation_is_no_menu() -> None:
    page = html_pages.DOCUMENTATION.replace('role="main"', "")
    assert divided(page)[0].startswith("Configuring the cache")


def test_forum_thread_keeps_every_post() -> None:
    main, rest, _ = divided(html_pages.FORUM)
    assert in_order(
        main,
        "Which oil for an old sewing machine?",
        "anna_k",
        "Which oil would you take?\n\nIt is made of cast iron.",
        "old_tinkerer",
        "its wheel hardly turns",
        "it becomes sticky.",
    )
    assert in_order(rest, "Home New posts Members", "Threads about looms")


def test_wiki_article() -> None:
    main, rest, document = divided(html_pages.WIKI)
    assert document.title == "Lapwing"
    assert main.startswith("Lapwing")
    assert "Class | Aves\nFamily | Charadriidae" in main
    assert "a wader[1] of 30 cm length that weighs up to 3*10^2 grams." in main
    assert in_order(
        main, "A lapwing in a meadow", "Taxonomy\n\n", "Linnaeus", "Measurements", "Sex | Wing\nMale | 22 cm"
    )
    assert "1. Handbook of Birds, vol. 3." in main
    assert "edit" not in main
    assert in_order(rest, "Random article", "Contents", "Waders of Europe", "last edited on 3 March 2024")


def test_old_page_laid_out_with_tables() -> None:
    main, rest, document = divided(html_pages.OLD)
    assert document.title == "Alpine Club"
    assert main.startswith("Welcome to the Alpine Club\n\nThe club was founded in 1893")
    assert main.endswith("- North hut, 2100 m\n- Lake hut, 1750 m")
    assert rest.split() == ["Start", "Tours", "Huts", "Contact"]


def test_a_page_of_links_alone_stays_as_it_is() -> None:
    links = "".join(f"<DT><A HREF='http://x/{number}'>Page number {number}</A>" for number in range(50))
    document = parse_as("bookmarks.html", f"<TITLE>Bookmarks</TITLE><H1>Bookmarks</H1><DL><p>{links}</DL>".encode())
    assert ELSEWHERE not in document.text
    assert in_order(document.text, "Bookmarks", "Page number 0", "Page number 49")


def test_a_page_that_is_all_menu_stays_as_it_is() -> None:
    document = parse_as("x.html", b"<body><nav><a href=a>Alpha</a> <a href=b>Beta</a></nav></body>")
    assert document.text.strip() == "Alpha Beta"


def test_heading_in_the_header_of_the_page_stays_with_the_text() -> None:
    page = b"<header><a href=/>Site</a> <a href=/a>About</a><h1>On Bees</h1></header><main><p>Bees hum. %s</main>"
    main, _, rest = parse_as("x.html", page % (b"They fly. " * 40)).text.partition(ELSEWHERE)
    assert main.startswith("On Bees\n\nBees hum.")
    assert rest.strip() == "Site About"


def test_an_empty_main_element_is_not_believed() -> None:
    page = b"<main></main><div id=root><p>%s</p></div>" % (b"All the text is here. " * 30)
    document = parse_as("x.html", page)
    assert document.text.startswith("All the text is here.")
    assert ELSEWHERE not in document.text


def test_thousands_of_nested_boxes_are_read() -> None:
    page = "<div class=menu>" * 20_000 + "<p>deep</p>" + "</div>" * 20_000
    assert parse_as("x.html", page.encode()).text.strip() == "deep"


@pytest.mark.parametrize(
    "page", [html_pages.NEWS, html_pages.DOCUMENTATION, html_pages.FORUM, html_pages.WIKI, html_pages.OLD]
)
def test_no_word_is_lost_or_doubled_by_the_order(page: str) -> None:
    builder = Builder(Limits())
    add_html(builder, page)
    as_it_stands = builder.finish().text.split()
    assert sorted([*as_it_stands, *ELSEWHERE.split()]) == sorted(parse_as("page.html", page.encode()).text.split())

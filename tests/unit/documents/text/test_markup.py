"""reStructuredText, Org, AsciiDoc and LaTeX: headings, facts, and what is kept whole."""

# ruff: noqa: E501 - the samples are read best as they are

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_search.documents.source import Limits
from desktop_search.errors import DocumentError
from desktop_search.records import Document
from tests.unit.documents.checks import check_document, check_paragraphs, parse_as, read_file

ALL = ("x.rst", "x.org", "x.adoc", "x.tex")


def blocks(document: Document) -> list[tuple[str, tuple[str, ...], str]]:
    check_paragraphs(document)
    return [(block.kind, block.heading, document.text[block.start : block.end]) for block in document.blocks]


def test_restructured_text() -> None:
    text = (
        ".. _top:\n\n=====\nTitle\n=====\n\n:Author: Ann\n:Date: 2024-05-06\n:Language: de\n\nIntro with ``code``::\n\n"
        "   literal one\n\n   literal two\n\nAfter.\n\n.. code-block:: python\n   :linenos:\n\n   first\n\n   second\n\n"
        "The ``zip()`` *way*\n!!!!!!!!!!!!!!!!!!!\n\n- item\n- more\n\n====  ====\nA     B\n====  ====\n1     2\n\n3     4\n"
        "====  ====\n\n+---+---+\n| a | b |\n+---+---+\n\n.. a comment\n"
    )
    document = parse_as("x.rst", text.encode())
    assert (document.title, document.author, document.date, document.language) == ("Title", "Ann", "2024-05-06", "de")
    top, second = ("Title",), ("Title", "The zip() way")
    assert blocks(document) == [
        ("text", (), ".. _top:"),
        ("metadata", top, ":Author: Ann\n:Date: 2024-05-06\n:Language: de"),
        ("text", top, "Intro with ``code``::"),
        ("code", top, "literal one\n\n   literal two"),
        ("text", top, "After."),
        ("code", top, ".. code-block:: python\n   :linenos:\n\n   first\n\n   second"),
        ("list", second, "- item\n- more"),
        ("table", second, "====  ====\nA     B\n====  ====\n1     2\n\n3     4\n====  ===="),
        ("table", second, "+---+---+\n| a | b |\n+---+---+"),
        ("text", second, ".. a comment"),
    ]


def test_the_header_of_a_pep_is_metadata() -> None:
    document = parse_as("pep.rst", b"PEP: 8\nTitle: Style\nAuthor: Guido\nCreated: 2001-07-05\n\nIntro\n=====\n\nBody.")
    assert (document.title, document.author, document.date) == ("Style", "Guido", "2001-07-05")
    assert [found[0] for found in blocks(document)] == ["metadata", "text"]


def test_org() -> None:
    text = (
        ":PROPERTIES:\n:ID: 123\n:END:\n#+title: My *Notes*\n#+AUTHOR: Ann\n#+DATE: <2024-05-06 Mon>\n#+LANGUAGE: de\n"
        "#+FILETAGS: :home:work:\n#+TODO: TODO PROJ(p) | DONE\n\nIntro.\n\n* PROJ [#A] Buy [[http://x][good tea]] [1/2]  "
        ":shop:\nSCHEDULED: <2024-01-01>\n:PROPERTIES:\n:ID: 4\n:END:\nText right below.\n\n** DONE Green\n"
        ":PROPERTIES:\n:ROAM_ALIASES: sencha\n:END:\n- one\n  - inner\n\n  more\n- two\n\n#+CAPTION: Prices\n| a | b |\n"
        "| 1 | 2 |\n#+TBLFM: x\n#+begin_src python\n* no heading\n\nx = 1\n#+end_src\n#+BEGIN_QUOTE\nSaid.\n\n"
        "#+begin_example\nin\n#+end_example\n#+END_QUOTE\n: fixed\n-----\n*bold* start\n* Last\n"
    )
    document = parse_as("x.org", text.encode())
    assert (document.title, document.author, document.date) == ("My Notes", "Ann", "2024-05-06")
    assert (document.language, document.tags) == ("de", ("home", "work", "shop"))
    buy, green = ("Buy good tea",), ("Buy good tea", "Green")
    assert blocks(document)[1:] == [
        ("text", (), "Intro."),
        ("text", buy, "SCHEDULED: <2024-01-01>"),
        ("text", buy, "Text right below."),
        ("metadata", green, ":ROAM_ALIASES: sencha"),
        ("list", green, "- one\n  - inner\n\n  more"),
        ("list", green, "- two"),
        ("table", green, "#+CAPTION: Prices\n| a | b |\n| 1 | 2 |\n#+TBLFM: x"),
        ("code", green, "#+begin_src python\n* no heading\n\nx = 1\n#+end_src"),
        ("quote", green, "#+BEGIN_QUOTE\nSaid.\n\n#+begin_example\nin\n#+end_example\n#+END_QUOTE"),
        ("code", green, ": fixed"),
        ("text", green, "-----\n*bold* start"),
        ("heading", (), "* Last"),
    ]
    assert blocks(document)[0][0] == "metadata"


def test_an_org_block_that_never_ends_is_text() -> None:
    document = parse_as("x.org", b"#+begin_src\ntext\n* Heading\nbelow\n")
    assert blocks(document) == [("text", (), "#+begin_src\ntext"), ("text", ("Heading",), "below")]


def test_asciidoc() -> None:
    text = (
        "// a comment\n= The _Manual_\nAnn Lee <a@b.c>; Bo Li\nv1.2, 2024-05-06: draft\n:lang: de\n:keywords: tea, cups\n\n"
        "Preface.\n\n[[sec]]\n== First `part` ==\n\n* one\n* two\n. step\n\nterm:: meaning\n\n[source,ruby]\n.Listing\n----\n"
        "== no heading\n\nputs 1\n----\n\n|===\n|a |b\n\n|1 |2\n|===\n\n____\nQuoted.\n____\n\n====\nExample.\n\n* in it\n====\n"
        "\nSetext\n------\n\nBelow.\n\n=== Deep\n\nEnd.\n"
    )
    document = parse_as("x.adoc", text.encode())
    assert (document.title, document.author, document.date) == ("The Manual", "Ann Lee, Bo Li", "2024-05-06")
    assert (document.language, document.tags) == ("de", ("tea", "cups"))
    top = "The Manual"
    first, setext = (top, "First part"), (top, "Setext")
    assert [found for found in blocks(document) if found[0] != "metadata"] == [
        ("text", (top,), "Preface."),
        ("list", first, "* one"),
        ("list", first, "* two"),
        ("list", first, ". step"),
        ("list", first, "term:: meaning"),
        ("code", first, "[source,ruby]\n.Listing\n----\n== no heading\n\nputs 1\n----"),
        ("table", first, "|===\n|a |b\n\n|1 |2\n|==="),
        ("quote", first, "____\nQuoted.\n____"),
        ("text", first, "====\nExample.\n\n* in it\n===="),
        ("text", setext, "Below."),
        ("text", (*setext, "Deep"), "End."),
    ]


def test_latex() -> None:
    text = (
        "\\documentclass{article}\n% \\title{Not this}\n\\usepackage[english,ngerman]{babel}\n"
        '\\title{Die {\\em Gr\\"o\\ss e} \\& mehr\\thanks{Paid.}}\n\\author{Ann \\and Bo}\n\\date{2024-05-06}\n'
        "\\begin{document}\n\\maketitle\n\nIntro, 50\\% of it. % \\section{Hidden}\n\n"
        "\\section*[Short]{A \\textbf{bold} \\texorpdfstring{$x$}{x} claim}\\label{sec:a}\nText at once.\n\n"
        "\\begin{itemize}\n\\item one\n\\item two\n\nstill two\n\\end{itemize}\n\\begin{verbatim}\n\\section{no}\n\nraw\n"
        "\\end{verbatim}\n\\begin{tabular}{ll}\na & b \\\\\n\n1 & 2\n\\end{tabular}\n\\subsection{\\href{http://x}{Link}}\n"
        "\\begin{equation}\nx = 1\n\\end{equation}\nend.\n\\end{document}\nafterwards\n"
    )
    document = parse_as("x.tex", text.encode())
    assert (document.title, document.author) == ("Die Größe & mehr", "Ann, Bo")
    assert (document.date, document.language) == ("2024-05-06", "de")
    claim = "A bold xx claim"
    found = blocks(document)
    assert found[0] == ("text", (), "Intro, 50\\% of it. % \\section{Hidden}")
    assert found[1:] == [
        ("text", (claim,), "\\label{sec:a}\nText at once."),
        ("list", (claim,), "\\item one"),
        ("list", (claim,), "\\item two"),
        ("text", (claim,), "still two"),
        ("code", (claim,), "\\begin{verbatim}\n\\section{no}\n\nraw\n\\end{verbatim}"),
        ("table", (claim,), "\\begin{tabular}{ll}\na & b \\\\\n\n1 & 2\n\\end{tabular}"),
        ("text", (claim, "Link"), "\\begin{equation}\nx = 1\n\\end{equation}\nend."),
    ]


def test_a_chapter_of_latex_without_a_preamble_and_slides() -> None:
    document = parse_as("x.tex", b"\\chapter{One}\nWords.\n\n\\begin{frame}[t]{A slide}\nOn it.\n\\end{frame}\n")
    assert document.title == "One"
    assert blocks(document) == [("text", ("One",), "Words."), ("text", ("One", "A slide"), "On it.")]


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_those_of_the_file(name: str, end: str) -> None:
    document = parse_as(name, end.join(["", "one", "", "two", "three"]).encode())
    assert [document.text[block.start : block.end] for block in document.blocks] == ["one", f"two{end}three"]
    check_paragraphs(document)


@pytest.mark.parametrize("name", ALL)
def test_binary_is_refused_and_much_is_cut(name: str) -> None:
    with pytest.raises(DocumentError, match="binary"):
        parse_as(name, bytes(range(256)) * 9)
    document = parse_as(name, b"some words here\n\n" * 100, Limits(max_text=500))
    assert len(document.text) <= 500
    assert "limit" in document.note


PIECES = """
*_ **_TODO_ #+begin_src #+end_src #+begin_quote #+end_quote :PROPERTIES: :END: :ID:_3 | -_item 1._x =_T ==_S ---- ....
|=== [abc] .T :k:_v \\section{A} \\section{ \\begin{verbatim} \\end{verbatim} \\begin{document} \\end{document} \\item_ %c
\\\\ { } \\title{a} \\begin{tabular} === :: ..code:: +--+ ==__== word ä漢 ____ -- //c \\begin{frame}{x}
"""
LINES = st.sampled_from([piece.replace("_", " ") for piece in PIECES.split()] + ["\n", "\n\n", "\r\n", " ", "   in"])


@settings(max_examples=300, deadline=None)
@given(st.lists(LINES, max_size=40).map("".join), st.sampled_from(ALL))
def test_any_mixture_gives_sound_paragraphs(text: str, name: str) -> None:
    check_paragraphs(parse_as(name, text.encode()))


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize(
    "text",
    ["*" * 50_000, "\\section{" * 20_000, "[" * 50_000, " " * 50_000 + "x", "#+begin_src\n" * 20_000, "{" * 50_000,
     "----\n" * 20_001, "\\begin{table}\n" * 20_000, "\\noindent " * 9_000 + "x", "= " + "a " * 30_000, ":a:" * 20_000],
)  # fmt: skip
def test_hostile_text_is_read_in_time(name: str, text: str) -> None:
    check_document(parse_as(name, text.encode()))


def test_real_files(shared_data: Path) -> None:
    folder = shared_data / "formats" / "pandoc-test" / "test"
    for name, heading in (
        ("writer.rst", "Code Blocks"),
        ("writer.org", "Code Blocks"),
        ("asciidoc-reader.adoc", "Block markup"),
        ("writer.latex", "Code Blocks"),
    ):
        document = read_file(folder / name)
        check_paragraphs(document)
        assert document.title in ("Pandoc Test Suite", "AsciiDoc reader test")
        assert any(heading in block.heading for block in document.blocks), name
        assert any(block.kind == "code" for block in document.blocks), name

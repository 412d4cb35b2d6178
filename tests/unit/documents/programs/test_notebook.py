"""Notebooks: cells in order, their headings, what they printed, and what is no notebook."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from desktop_search.documents.programs.notebook import MAX_OUTPUT
from desktop_search.documents.source import Limits
from desktop_search.errors import DocumentError
from desktop_search.records import Document
from tests.unit.documents.checks import check_paragraphs, parse_as, read_file


def parse(*cells: dict[str, Any], limits: Limits | None = None, **metadata: Any) -> Document:
    content = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    document = parse_as("a.ipynb", json.dumps(content).encode(), limits)
    check_paragraphs(document)
    return document


def blocks(document: Document) -> list[tuple[int | None, int | None, str, tuple[str, ...], str]]:
    assert all(block.unit == "cell" for block in document.blocks)
    return [(one.page, one.line, one.kind, one.heading, document.text[one.start : one.end]) for one in document.blocks]


def markdown(text: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": text.splitlines(keepends=True)}


def code(text: str, *outputs: dict[str, Any]) -> dict[str, Any]:
    return {"cell_type": "code", "source": text, "outputs": list(outputs)}


def stream(text: object) -> dict[str, Any]:
    return {"output_type": "stream", "name": "stdout", "text": text}


def result(**data: object) -> dict[str, Any]:
    return {"output_type": "execute_result", "data": {name.replace("_", "/"): text for name, text in data.items()}}


def test_cells_with_headings_across_them() -> None:
    document = parse(
        markdown("# Study\n\nIntro.\n\n## Data\n"),
        code("x = 1\nprint(x)", stream(["1\n", "2\n"]), stream("3")),
        markdown("- one\n- two\n\n![m](data:image/png;base64,AAAABBBB)\n"),
        language_info={"name": "python"},
        authors=[{"name": "Ann"}, {"name": "Bo"}],
    )
    assert (document.title, document.author, document.tags, document.lined) == ("Study", "Ann, Bo", ("python",), False)
    data = ("Study", "Data")
    assert blocks(document) == [
        (1, 3, "text", ("Study",), "Intro."),
        (2, 1, "code", data, "x = 1\nprint(x)"),
        (2, 1, "code", data, "1\n2\n3"),
        (3, 1, "list", data, "- one"),
        (3, 2, "list", data, "- two"),
        (3, 4, "text", data, "![m]()"),
    ]


def test_outputs_are_plain_and_short() -> None:
    document = parse(
        code(
            "",
            stream("\x1b[31mred\x1b[0m\n10%\r50%\r100% done\n"),
            result(text_plain="<Figure size 640x480>", image_png="iVBORw0KGgo" * 100),
            result(text_plain=["   a  b\n", "0  1  2"], text_html="<table><tr><td>other</td></tr></table>"),
            result(text_html="<h1>Only</h1><table><tr><td>in</td><td>html</td></tr></table><script>no()</script>"),
            {"output_type": "error", "ename": "ValueError", "evalue": "bad", "traceback": ["\x1b[0;31m----"]},
            result(text_plain="word " * 5000),
        )
    )
    texts = [found[4] for found in blocks(document)]
    assert texts[0] == "red\n100% done"
    assert texts[1] == "   a  b\n0  1  2".strip()
    assert texts[2].replace("|", " ").split() == ["Only", "in", "html"]
    assert texts[3] == "ValueError: bad"
    assert len(texts[4]) <= MAX_OUTPUT
    assert "iVBOR" not in document.text
    assert all(block.heading == () for block in document.blocks)


def test_front_matter_and_the_third_format() -> None:
    raw = {"cell_type": "raw", "source": "---\ntitle: Front\nauthor: Ann\ndescription: On tea\n---\n"}
    document = parse(raw, markdown("# Other\n\ntext"))
    assert (document.title, document.author) == ("Front", "Ann")
    assert blocks(document)[0][2:] == ("metadata", (), "title: Front\nauthor: Ann\ndescription: On tea")
    old = {
        "metadata": {"name": "Old one"},
        "nbformat": 3,
        "worksheets": [
            {
                "cells": [
                    {"cell_type": "heading", "level": 2, "source": ["Part"]},
                    {"cell_type": "code", "input": ["1+1"], "outputs": [{"output_type": "pyout", "text": ["2"]}]},
                ]
            }
        ],
    }
    document = parse_as("a.ipynb", json.dumps(old).encode())
    assert document.title == "Part"
    assert [found[3:] for found in blocks(document)] == [(("Part",), "1+1"), (("Part",), "2")]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"[" * 100_000, "It is nested too deeply."),
        (b'{"a":' * 100_000, "It is nested too deeply."),
        (b'{"cells": [', "The file is damaged or cut off."),
        (b"plain words", "The file is damaged or cut off."),
        (b"[1, 2]", "This is not a notebook."),
        (b'{"a": 1}', "This is not a notebook."),
        (bytes(range(256)) * 9, "This is a binary file, not text."),
    ],
)
def test_what_is_no_notebook(content: bytes, reason: str) -> None:
    with pytest.raises(DocumentError) as raised:
        parse_as("a.ipynb", content)
    assert str(raised.value) == reason


def test_odd_values_and_limits() -> None:
    odd: Any
    for odd in (None, 3, [], {}, "x", [1, None], {"a": [1]}):
        parse(
            {"cell_type": odd, "source": odd, "outputs": odd, "level": odd},
            code("x", result(text_plain=odd)),
            title=odd,
        )
        parse({"cell_type": "code", "outputs": [odd, {"output_type": odd, "data": odd, "text": odd}]}, authors=odd)
        parse({"cell_type": "heading", "level": odd, "source": "x"}, language_info=odd, kernelspec={"language": odd})
    assert parse().note == "The notebook is empty."
    document = parse(*[code(f"x{n} = {n}") for n in range(500)], limits=Limits(max_text=300))
    assert "limit" in document.note
    assert len(document.text) < 1000


def test_real_notebooks(shared_data: Path) -> None:
    folder = shared_data / "formats" / "pandoc-test" / "test" / "ipynb"
    document = read_file(folder / "simple.ipynb")
    assert document.title == "Lorem ipsum"
    assert "HTML hello" in document.text
    assert [block.page for block in document.blocks] == [1, 2, 4, 4, 5]

"""PowerPoint files: slides in their order with titles, shapes, tables, charts, diagrams, notes and comments."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pptx
import pytest
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from desktop_search.documents.office.slides import parse as parse_source
from desktop_search.documents.source import DAMAGED, ENCRYPTED
from desktop_search.errors import DocumentError
from desktop_search.records import Document
from tests.unit.documents.checks import check_paragraphs, parse_as, read_file
from tests.unit.documents.office_files import ENCRYPTED_OOXML, OLE, late, packed, texts, word

parse = partial(parse_as, "talk.pptx")

BOX = (Inches(1), Inches(1), Inches(4), Inches(2))


def made(build: Callable[[Any], None]) -> bytes:
    presentation: Any = pptx.Presentation()
    build(presentation)
    stream = io.BytesIO()
    presentation.save(stream)
    return stream.getvalue()


def add(presentation: Any, layout: int, title: str = "") -> Any:
    slide = presentation.slides.add_slide(presentation.slide_layouts[layout])
    if title:
        slide.shapes.title.text = title
    return slide


def outline(document: Document) -> list[tuple[int | None, tuple[str, ...], str]]:
    return [(block.page, block.heading, document.text[block.start : block.end]) for block in document.blocks]


def a_talk(presentation: Any) -> None:
    presentation.core_properties.title = "On pumps"
    presentation.core_properties.author = "Ada Field"
    first = add(presentation, 1, "Why pumps?")
    first.placeholders[1].text = "They lift water"
    inner = first.placeholders[1].text_frame.add_paragraph()
    inner.text, inner.level = "up to ten metres", 1
    first.notes_slide.notes_text_frame.text = "Show the model here."
    second = add(presentation, 6)
    table = second.shapes.add_table(2, 2, *BOX).table
    for cell, text in zip(table.iter_cells(), ["Pump", "Litres", "Model A", "40"], strict=True):
        cell.text = text
    group = second.shapes.add_group_shape()
    group.shapes.add_textbox(*BOX).text_frame.text = "A box in a group"
    third = add(presentation, 5, "Sales")
    data: Any = CategoryChartData()
    data.categories = ["East", "West"]
    data.add_series("2025", (12, 7.5))
    third.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *BOX, data)
    third.element.set("show", "0")  # hidden


def test_slides_give_titles_text_tables_charts_groups_and_notes() -> None:
    document = parse(made(a_talk))
    assert (document.title, document.author) == ("On pumps", "Ada Field")
    assert outline(document) == [
        (1, ("Why pumps?",), "They lift water\n  up to ten metres"),
        (1, ("Why pumps?", "Notes"), "Show the model here."),
        (2, ("Slide 2",), "Pump | Litres\nModel A | 40"),
        (2, ("Slide 2",), "A box in a group"),
        (3, ("Sales",), "East: 2025 12\nWest: 2025 7.5"),
    ]
    assert all(block.unit == "slide" and block.line is None for block in document.blocks)
    check_paragraphs(document)


def test_slides_come_in_the_order_of_the_presentation() -> None:
    def build(presentation: Any) -> None:
        for title in ("First made", "Second made"):
            add(presentation, 1, title).placeholders[1].text = f"Text of {title}"
        ids = presentation.element.sldIdLst
        ids.append(ids[0])

    assert [(page, heading[0]) for page, heading, _ in outline(parse(made(build)))] == [
        (1, "Second made"),
        (2, "First made"),
    ]


def test_what_the_layout_and_the_picture_of_the_slide_say_is_left_out() -> None:
    def build(presentation: Any) -> None:
        slide = add(presentation, 1, "Only this")
        slide.notes_slide.notes_text_frame.text = ""

    document = parse(made(build))
    assert texts(document) == ["Only this"]
    assert "Click" not in document.text


def slide(inner: str, extra: dict[str, str] | None = None, relations: str = "") -> bytes:
    """A presentation of one slide from the XML in its p:spTree."""
    names = (
        'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
        ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
        ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    )
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    related = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    one = f'<Relationship Id="r1" Type="{kinds}/slide" Target="slides/slide1.xml"/>'
    authors = f'<Relationship Id="r2" Type="{kinds}/commentAuthors" Target="authors.xml"/>'
    return packed(
        {
            "ppt/presentation.xml": f'<p:presentation {names}><p:sldIdLst><p:sldId id="256" r:id="r1"/></p:sldIdLst>'
            "</p:presentation>",
            "ppt/_rels/presentation.xml.rels": related.format(one + authors),
            "ppt/slides/slide1.xml": f"<p:sld {names}><p:cSld><p:spTree>{inner}</p:spTree></p:cSld></p:sld>",
            "ppt/slides/_rels/slide1.xml.rels": related.format(relations.replace("KIND", kinds)),
            **{name: text.replace("NAMES", names) for name, text in (extra or {}).items()},
        }
    )


def shape(text: str, place: str = "") -> str:
    return f"<p:sp><p:nvSpPr><p:cNvPr/><p:nvPr>{place}</p:nvPr></p:nvSpPr><p:txBody><a:p>{text}</a:p></p:txBody></p:sp>"


def words(text: str, properties: str = "") -> str:
    return f"<a:r>{properties}<a:t>{text}</a:t></a:r>"


def test_breaks_signs_raised_numbers_and_choices() -> None:
    text = words("one") + "<a:br/>" + words("two ") + words("\uf0e0", '<a:rPr><a:sym typeface="Wingdings"/></a:rPr>')
    text += words(" 10") + words("6", '<a:rPr baseline="30000"/>')
    choice = f"<mc:Choice>{shape(words('new'))}</mc:Choice><mc:Fallback>{shape(words('old'))}</mc:Fallback>"
    inner = shape(text) + f"<mc:AlternateContent>{choice}</mc:AlternateContent>"
    inner += '<p:pic><p:nvPicPr><p:cNvPr descr="A red pump"/></p:nvPicPr></p:pic>'
    assert texts(parse(slide(inner))) == ["one\ntwo → 10⁶", "new", "[A red pump]"]


def test_comments_stand_below_their_own_heading_with_their_authors() -> None:
    comment = '<p:cmLst NAMES><p:cm authorId="3"><p:text>Too small</p:text></p:cm></p:cmLst>'
    extra = {
        "ppt/comments/one.xml": comment,
        "ppt/authors.xml": '<p:cmAuthorLst NAMES><p:cmAuthor id="3" name="Eva"/></p:cmAuthorLst>',
    }
    relation = '<Relationship Id="c" Type="KIND/comments" Target="../comments/one.xml"/>'
    document = parse(slide(shape(words("Title"), '<p:ph type="title"/>'), extra, relation))
    assert outline(document) == [(1, ("Title", "Comments"), "Eva: Too small")]


def test_the_number_of_a_slide_is_left_out_and_its_footer_said() -> None:
    inner = shape(words("7"), '<p:ph type="sldNum"/>') + shape(words("Field Works"), '<p:ph type="ftr"/>')
    assert outline(parse(slide(inner))) == [(1, ("Slide 1",), "Field Works")]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (ENCRYPTED_OOXML, ENCRYPTED),
        (OLE + "PowerPoint Document".encode("utf-16-le"), r"\(.ppt\)"),
        (made(a_talk)[:3000], DAMAGED),
        (b"no office file", "not an Office file"),
        (packed({"ppt/presentation.xml": "<a/>"}), "not a PowerPoint file"),
        (word("<w:p/>"), "A part of the file is missing"),
    ],
)
def test_bad_input_gets_one_clear_sentence(content: bytes, reason: str) -> None:
    with pytest.raises(DocumentError, match=reason):
        parse(content)


def test_a_damaged_slide_costs_itself_and_a_late_reading_says_how_far_it_came() -> None:
    document = parse(slide("<p:sp"))
    assert document.blocks == ()
    assert "Slide 1 is damaged" in document.note
    assert "only the first 0 of 3 slides" in parse_source(late("a.pptx", made(a_talk))).note


# What a person sees in these files, written down from their XML: (slide, headings, text).
SEEN: dict[str, list[tuple[int, tuple[str, ...], str]]] = {
    "pptx-reader/basic.pptx": [
        (
            1,
            ("LLMs",),
            "Provider → Available LLMs \u2013 who manages? How?\n"
            "EW maintained list of “approved” LLMs for Universal workers\n"
            "Rebuilding of UWs to the “Newgen” thing completely\n"
            "Streaming support\nMultimodal (voice streaming) models?",
        ),
        (2, ("Everworker venn diagram",), "SKILLS\nSpecialized Workers / Workflows:\nn8n, UI Path,\nother RPA"),
        (
            2,
            ("Everworker venn diagram",),
            "BRAINS\nUniversal Workers / AI Agents:\nopenai, anthropic,\nCrew AI, other\n“AI natives”",
        ),
        (
            2,
            ("Everworker venn diagram",),
            "KNOWLEDGE\nData /\nRAG Pipelines\nVector DBs, specialized data prep vendors, …",
        ),
        (2, ("Everworker venn diagram",), "glean"),
        (2, ("Everworker venn diagram",), "EW"),
        (3, ("Table",), "Col1 | Col2 | Col3\nName | Anton | Antich\nAge | 23 | years"),
        (4, ("Smart Art",), "First\nsubtitle\nanother\nSecond\nyet more\nand yet again"),
    ],
    "pptx/tables/output.pptx": [
        (
            1,
            ("A Table, with a caption",),
            "Right | Left | Center | Default\n12 | 12 | 12 | 12\n123 | 123 | 123 | 123\n1 | 1 | 1 | 1",
        ),
        (1, ("A Table, with a caption",), "Demonstration of simple table syntax, with alignment"),
        (2, ("Slide 2",), "Right | Left | Center | Default\n12 | 12 | 12 | 12\n123 | 123 | 123 | 123\n1 | 1 | 1 | 1"),
    ],
    "pptx/lists/output.pptx": [
        (
            1,
            ("Lists",),
            "Bulleted bulleted lists.\nAnd go to arbitrary depth.\n  Like this\n    Or this\n  Back to here.",
        ),
        (
            2,
            ("Lists (continued)",),
            "Lists can also be numbered:\nTomatoes\nPotatoes of various sorts\n  sweet potatoes\n  russet potates\n"
            "Tornadoes, for the rhyme.",
        ),
    ],
    "pptx/speaker-notes/output.pptx": [
        (1, ("Slide 1",), "Here is a slide."),
        (1, ("Slide 1", "Notes"), "Here is a note.\nHere is some other formatting."),
        (2, ("Slide 2",), "A page with no speaker notes"),
        (3, ("Slide 3",), "A page with two notes."),
        (3, ("Slide 3", "Notes"), "The first note div\nThe second note div"),
        (4, ("Slide 4",), "Strip links and footnotes."),
        (4, ("Slide 4", "Notes"), "No link here.\nNo note here."),
    ],
    "pptx/table-with-surrounding-content/output.pptx": [
        (
            1,
            ("Slide with Bullets and Table",),
            "First bullet point before the table\nSecond bullet point before the table",
        ),
        (1, ("Slide with Bullets and Table",), "Column A | Column B\nValue 1 | Value 2\nValue 3 | Value 4"),
        (
            1,
            ("Slide with Bullets and Table",),
            "Third bullet point after the table\nFourth bullet point after the table",
        ),
        (
            2,
            ("Second Slide for Reference",),
            "This slide has just bullets\nNo table here\nEverything stays together",
        ),
    ],
    "pptx/document-properties/output.pptx": [
        (1, ("Testing custom properties",), "This is a subtitle\nA. M."),
        (2, ("Slide 2",), "Testing document properties"),
    ],
}


@pytest.mark.parametrize("name", SEEN)
def test_real_files_are_read_as_a_person_sees_them(shared_data: Path, name: str) -> None:
    path = shared_data / "formats/pandoc-test/test" / name
    if not path.is_file():
        pytest.skip("the file is not there")
    document = read_file(path)
    assert outline(document) == SEEN[name]
    check_paragraphs(document)

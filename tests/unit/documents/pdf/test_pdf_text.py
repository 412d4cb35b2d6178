"""The text of PDF pages: reading order, paragraphs, divided words, tables, margins, and unusual ways to draw it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph, SimpleDocTemplate, Table

from tests.unit.documents.checks import parse_as
from tests.unit.documents.pdf_files import PROSE, blocks, drawn, lines_of, prose, write

LEFT = f"Left begins here. {PROSE} Left ends here."
RIGHT = f"Right begins here. {PROSE} Right ends here."


def by_columns(canvas: Any) -> None:
    write(canvas, lines_of(LEFT, 230), 50)
    write(canvas, lines_of(RIGHT, 230), 310)


def by_rows(canvas: Any) -> None:
    for index, (left, right) in enumerate(zip(lines_of(LEFT, 230), lines_of(RIGHT, 230), strict=False)):
        canvas.drawString(50, 780 - index * 14, left)
        canvas.drawString(310, 780 - index * 14, right)


@pytest.mark.parametrize("draw", [by_columns, by_rows])
def test_columns_are_read_one_after_the_other(draw: Callable[[Any], None]) -> None:
    assert blocks(drawn(draw))[0].startswith("Left begins here. The pump")
    assert blocks(drawn(draw))[1].startswith("Right begins here. The pump")
    assert len(blocks(drawn(draw))) == 2


def test_what_runs_over_both_columns_divides_the_page() -> None:
    def draw(canvas: Any) -> None:
        by_columns(canvas)
        canvas.drawString(
            50, 500, "This line here runs across both of the columns, from the left edge to the right one."
        )
        for x, side in ((50, "left"), (310, "right")):
            write(canvas, lines_of(f"Lower {side}. {PROSE}", 230), x, 470)

    found = blocks(drawn(draw))
    assert [text.split(" ")[0] for text in found] == ["Left", "Right", "This", "Lower", "Lower"]
    assert [text.split(" ")[1] for text in found[3:]] == ["left.", "right."]


@pytest.mark.parametrize(("columns", "alignment"), [(2, 0), (2, 4), (3, 0), (3, 4)])
def test_columns_of_a_typesetter_give_its_paragraphs(tmp_path: Path, columns: int, alignment: int) -> None:
    path = str(tmp_path / "a.pdf")
    template: Any = BaseDocTemplate(path, pagesize=(595, 842))
    width = 500 / columns
    frames = [Frame(50 + index * width, 60, width - 14, 720) for index in range(columns)]
    template.addPageTemplates([PageTemplate(frames=frames)])
    texts = [f"Paragraph {number} begins. {PROSE}" for number in range(7)]
    style = ParagraphStyle("a", alignment=alignment, spaceAfter=8, fontName="Times-Roman", fontSize=10, leading=12)
    template.build([Paragraph(text, style) for text in texts])
    assert blocks(Path(path).read_bytes()) == texts


def test_lines_of_a_paragraph_are_joined() -> None:
    assert blocks(drawn(prose)) == [PROSE]


def test_paragraphs_are_told_apart_by_a_gap() -> None:
    def draw(canvas: Any) -> None:
        lines = lines_of(PROSE)
        write(canvas, lines)
        write(canvas, lines, y=780 - 14 * len(lines) - 8)

    assert blocks(drawn(draw)) == [PROSE, PROSE]


def test_paragraphs_are_told_apart_by_an_indent() -> None:
    def draw(canvas: Any) -> None:
        y = 780.0
        for _ in range(3):
            first, *others = lines_of(PROSE)
            write(canvas, [first], 78, y)
            write(canvas, others, 60, y - 14)
            y -= 14 * (len(others) + 1)

    assert blocks(drawn(draw)) == [PROSE] * 3


def test_paragraphs_are_told_apart_by_a_line_that_ends_early() -> None:
    first, second = "This is the first of them. It ends in the middle.", PROSE
    lines = [*lines_of(PROSE), *lines_of(first), *lines_of(second)]
    assert blocks(drawn(lambda canvas: write(canvas, lines))) == [PROSE, first, second]


def test_double_spaced_text_is_joined_all_the_same() -> None:
    assert blocks(drawn(lambda canvas: write(canvas, lines_of(PROSE), step=26))) == [PROSE]


def test_the_lines_of_an_address_stay_lines() -> None:
    lines = ["Ada Field", "12 Well Lane", "Bergen"]

    def draw(canvas: Any) -> None:
        write(canvas, lines)
        write(canvas, lines_of(PROSE), y=700)

    assert blocks(drawn(draw)) == ["\n".join(lines), PROSE]


def test_list_items_are_told_apart_and_their_lines_joined() -> None:
    def draw(canvas: Any) -> None:
        for index in range(3):
            canvas.drawString(60, 780 - index * 28, "•")
            canvas.drawString(78, 780 - index * 28, f"Item {index} is so long that it does not fit into one line and")
            canvas.drawString(78, 766 - index * 28, "goes on below.")

    document = parse_as("a.pdf", drawn(draw))
    expected = [
        f"• Item {index} is so long that it does not fit into one line and goes on below." for index in range(3)
    ]
    assert document.text.strip() == "\n".join(expected)
    assert [block.kind for block in document.blocks] == ["list"]


def test_divided_words_are_whole_again() -> None:
    lines = [
        "The self-contained pump was developed in the work-",
        "shop of a well-known engineer, who found that Anglo-",
        "Saxon pumps, unlike Latin ones, want nothing but a self-",
        "contained unit. See the parts on pre- and post-",
        "war wells, and on the Ein- und Ausgang of COVID-",
        "19 wards.",
    ]
    assert blocks(drawn(lambda canvas: write(canvas, lines))) == [
        "The self-contained pump was developed in the workshop of a well-known engineer, who found that Anglo-Saxon "
        "pumps, unlike Latin ones, want nothing but a self-contained unit. See the parts on pre- and postwar wells, "
        "and on the Ein- und Ausgang of COVID-19 wards."
    ]


def test_a_paragraph_that_a_column_divides_is_whole_again() -> None:
    def draw(canvas: Any) -> None:
        lines = lines_of(f"{PROSE} {PROSE} {PROSE}", 230)
        half = len(lines) // 2
        write(canvas, lines[:half], 50)
        write(canvas, lines[half:], 310)

    found = blocks(drawn(draw))
    assert " ".join(found) == f"{PROSE} {PROSE} {PROSE}"


def test_a_table_has_a_line_for_each_row(tmp_path: Path) -> None:
    path = str(tmp_path / "a.pdf")
    rows = [["Pump", "Litres", "Seal"], ["Model A", "40", "leather"], ["Model B", "55", "brass"]]
    SimpleDocTemplate(path).build([Paragraph(PROSE), Table(rows), Paragraph(PROSE)])
    document = parse_as("a.pdf", Path(path).read_bytes())
    found = [(block.kind, document.text[block.start : block.end]) for block in document.blocks]
    assert found == [
        ("text", PROSE),
        ("table", "Pump | Litres | Seal\nModel A | 40 | leather\nModel B | 55 | brass"),
        ("text", PROSE),
    ]


def test_a_table_of_contents_has_a_line_for_each_entry() -> None:
    def draw(canvas: Any) -> None:
        for index, name in enumerate(("Water", "Deep wells", "Frost")):
            canvas.drawString(60, 780 - index * 14, f"{index + 1} {name} " + ". " * (60 - len(name)))
            canvas.drawRightString(540, 780 - index * 14, str(index * 7 + 1))

    assert blocks(drawn(draw)) == ["1 Water … 1\n2 Deep wells … 8\n3 Frost … 15"]


def with_margins(number: int, name: str = "Annual Journal of Pumps") -> Callable[[Any], None]:
    def draw(canvas: Any) -> None:
        canvas.drawString(60, 815, name)
        canvas.drawRightString(535, 815, f"Volume {number}")
        write(canvas, lines_of(f"Body of page {number}. {PROSE}"))
        canvas.drawCentredString(300, 30, f"Page {number} of 5")

    return draw


def test_headers_and_footers_are_said_once_and_page_numbers_not_at_all() -> None:
    found = blocks(drawn(*(with_margins(number) for number in range(1, 6))))
    assert found == [
        f"Body of page 1. {PROSE}",
        "Annual Journal of Pumps Volume 1",
        *(f"Body of page {number}. {PROSE}" for number in range(2, 6)),
    ]


def test_a_header_whose_words_stand_in_the_text_is_left_out() -> None:
    found = blocks(drawn(*(with_margins(number, "The Pump") for number in range(1, 6))))
    assert not any("Volume 2" in text or "of 5" in text for text in found)
    assert sum("The Pump" in text for text in found) <= 1


def test_headers_are_found_though_chapter_and_side_change() -> None:
    def page(number: int) -> Callable[[Any], None]:
        def draw(canvas: Any) -> None:
            chapter = f"{number // 2} Pumps and wells {'abcdef'[number // 2]}"
            canvas.drawString(60, 815, f"{chapter} {number + 12}" if number % 2 else f"{number + 12} {chapter}")
            write(canvas, lines_of(f"Body of page {number}. {PROSE}"))

        return draw

    found = blocks(drawn(*(page(number) for number in range(10))))
    assert sum("Pumps and wells" in text for text in found) == 1
    assert not any(f" {number + 12}" in text for text in found for number in range(2, 10) if "Body" not in text)


def test_rows_of_numbers_at_the_top_of_pages_are_no_header() -> None:
    def page(number: int) -> Callable[[Any], None]:
        return lambda canvas: write(
            canvas, [f"{number * row * 37 % 91} {number * row * 53 % 89}" for row in range(1, 9)]
        )

    text = " ".join(blocks(drawn(*(page(number) for number in range(1, 8)))))
    assert len(text.split()) == 7 * 8 * 2


def test_words_drawn_one_by_one_are_neither_glued_nor_torn() -> None:
    def draw(canvas: Any) -> None:
        for index, line in enumerate(lines_of(PROSE)):
            x = 60.0
            for word in line.split():
                canvas.drawString(x, 780 - index * 14, word)
                x += stringWidth(word, "Times-Roman", 11) + 2.75

    assert blocks(drawn(draw)) == [PROSE]


def test_letters_drawn_one_by_one_make_words() -> None:
    def draw(canvas: Any) -> None:
        for index, line in enumerate(lines_of(PROSE)):
            x = 60.0
            for letter in line:
                if letter != " ":
                    canvas.drawString(x, 780 - index * 14, letter)
                x += stringWidth(letter, "Times-Roman", 11)

    assert blocks(drawn(draw)) == [PROSE]


def test_letters_that_are_spaced_out_make_words() -> None:
    def draw(canvas: Any) -> None:
        text = canvas.beginText(60, 700)
        text.setCharSpace(3)
        text.textLine("Annual report of pumps")
        canvas.drawText(text)

    assert blocks(drawn(draw)) == ["Annual report of pumps"]


def test_a_shadow_is_read_once() -> None:
    def draw(canvas: Any) -> None:
        canvas.drawString(60, 700, "Annual report")
        canvas.drawString(60.7, 699.3, "Annual report")

    assert blocks(drawn(draw)) == ["Annual report"]


def test_the_number_of_a_footnote_is_no_part_of_the_word() -> None:
    def draw(canvas: Any) -> None:
        canvas.drawString(60, 700, "It lasts a century")
        x = 60 + stringWidth("It lasts a century", "Times-Roman", 11)
        canvas.setFont("Times-Roman", 7)
        canvas.drawString(x, 704, "12")
        canvas.setFont("Times-Roman", 11)
        canvas.drawString(x + 10, 700, "and more.")

    assert blocks(drawn(draw)) == ["It lasts a century 12 and more."]


def test_a_raised_number_does_not_end_the_paragraph() -> None:
    def draw(canvas: Any) -> None:
        lines = lines_of(PROSE)
        write(canvas, lines[:2])
        canvas.drawString(60, 752, "of R")
        x = 60 + stringWidth("of R", "Times-Roman", 11)
        canvas.setFont("Times-Roman", 7)
        canvas.drawString(x, 756, "2")
        canvas.setFont("Times-Roman", 11)
        canvas.drawString(x + 6.5, 752, "as the books about it have it, and in every other place where it is,")
        write(canvas, lines[2:], y=738)

    lines = lines_of(PROSE)
    (found,) = blocks(drawn(draw))
    middle = "of R2 as the books about it have it, and in every other place where it is,"
    assert found == " ".join([*lines[:2], middle, *lines[2:]])


@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_turned_text_is_read_as_it_runs(angle: int) -> None:
    def draw(canvas: Any) -> None:
        canvas.translate(300, 420)
        canvas.rotate(angle)
        write(canvas, lines_of(PROSE, 250), -120, 100)

    assert blocks(drawn(draw)) == [PROSE]


def test_a_turned_page_is_read_as_it_is_shown() -> None:
    def draw(canvas: Any) -> None:
        canvas.setPageRotation(90)
        canvas.translate(595, 0)
        canvas.rotate(90)
        write(canvas, lines_of(LEFT, 330), 50, 550)
        write(canvas, lines_of(RIGHT, 330), 430, 550)

    assert blocks(drawn(draw)) == [LEFT, RIGHT]


def test_a_stamp_across_the_page_does_not_disturb_its_text() -> None:
    def draw(canvas: Any) -> None:
        write(canvas, lines_of(f"{PROSE} {PROSE}"))
        canvas.translate(200, 600)
        canvas.rotate(45)
        canvas.setFont("Helvetica-Bold", 60)
        canvas.drawString(0, 0, "DRAFT")

    assert blocks(drawn(draw)) == [f"{PROSE} {PROSE}", "DRAFT"]


@pytest.mark.parametrize(
    ("font", "text"),
    [
        ("HeiseiMin-W3", "日本語の文書を検索するプログラムは言葉だけでなく意味でも探すことができる。"),
        ("STSong-Light", "桌面搜索程序可以在本机上查找文档、不仅按照词语而且按照含义来查找。"),
    ],
)
def test_scripts_without_spaces_are_joined_without_one(font: str, text: str) -> None:
    pdfmetrics.registerFont(UnicodeCIDFont(font))

    def draw(canvas: Any) -> None:
        canvas.setFont(font, 12)
        write(canvas, [text[:20], text[20:]], step=18)

    assert blocks(drawn(draw)) == [text]

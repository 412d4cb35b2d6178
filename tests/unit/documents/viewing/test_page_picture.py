from __future__ import annotations

from typing import Any

import pytest

from desktop_search.documents.viewing.page_picture import MOST_PIXELS, MOST_SIDE, Box, page_picture, size
from desktop_search.errors import DocumentError
from tests.unit.documents.pdf_files import PROSE, drawn, lines_of, made_of, objects, write


def two_columns(canvas: Any) -> None:
    half = PROSE.index("In winter")
    write(canvas, lines_of(PROSE[:half], 200), x=60)
    write(canvas, lines_of(PROSE[half:], 200), x=330)


def prose_between(canvas: Any) -> None:
    write(canvas, ["Something else stands above."], y=800)
    write(canvas, lines_of(PROSE), y=600)
    write(canvas, ["And below."], y=200)


def ink(picture: Any, box: Box) -> int:
    """How many dark pixels lie in a box."""
    left, top, right, bottom = box
    return sum(
        1
        for y in range(top, bottom)
        for x in range(left, right)
        if picture.pixels[y * picture.stride + 3 * x + 1] < 128
    )


def test_a_page_is_drawn_with_its_paragraph_framed() -> None:
    picture = page_picture(drawn(prose_between), 1, 595, PROSE, ())
    assert (picture.pages, picture.width, picture.height) == (1, 595, 842)
    [(left, top, right, _)] = picture.frames
    assert 50 < left < 70
    assert 225 < top < 245
    assert 400 < right < 520
    assert ink(picture, picture.frames[0]) == ink(picture, (0, 100, 595, 600)) > 500


def test_words_are_marked_where_they_stand_as_whole_words() -> None:
    picture = page_picture(drawn(prose_between), 1, 595, "", ("valve", "begin"))
    # "valve" stands there twice, "begin" once; "begins" is another word.
    assert len(picture.marks) == 3
    for box in picture.marks:
        assert ink(picture, box) > 10


def test_a_paragraph_that_runs_over_two_columns_has_two_frames() -> None:
    frames = sorted(page_picture(drawn(two_columns), 1, 595, PROSE, ()).frames)
    assert len(frames) == 2
    assert frames[0][2] < 297 < frames[1][0]


def test_a_paragraph_whose_words_were_divided_is_found() -> None:
    def divided(canvas: Any) -> None:
        write(canvas, ["The whole length of the casing was meas-", "ured twice, and nobody found the crack."])

    wanted = "The whole length of the casing was measured twice, and nobody found the crack."
    assert len(page_picture(drawn(divided), 1, 595, wanted, ()).frames) == 1


def test_a_text_that_stands_elsewhere_has_no_frame() -> None:
    assert page_picture(drawn(prose_between), 1, 595, "Nothing of this kind is written on the page.", ()).frames == ()


@pytest.mark.parametrize("points", [(595, 842), (1, 14400), (14400, 1), (14400, 14400), (0, 0)])
@pytest.mark.parametrize("width", [1, 600, 100_000])
def test_no_picture_is_larger_than_the_limits(points: tuple[float, float], width: int) -> None:
    wide, high = size(points, width)
    assert 0 < wide <= MOST_SIDE
    assert 0 < high <= MOST_SIDE
    assert wide * high <= MOST_PIXELS * 1.01


def test_the_frame_lies_right_on_a_page_that_is_turned() -> None:
    picture = page_picture(made_of(objects("/Rotate 90")), 1, 800, "Hello there pump", ())
    assert picture.width > picture.height
    [box] = picture.frames
    assert ink(picture, box) == ink(picture, (0, 0, picture.width, picture.height)) > 50


def test_a_page_that_is_not_there_is_told() -> None:
    with pytest.raises(DocumentError, match="cannot be shown"):
        page_picture(drawn(prose_between), 2, 595, "", ())
    with pytest.raises(DocumentError):
        page_picture(b"no PDF at all", 1, 595, "", ())

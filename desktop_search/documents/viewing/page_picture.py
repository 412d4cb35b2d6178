"""One page of a PDF as a picture of bounded size, with the frames of a paragraph and of words in its pixels."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Sequence
from dataclasses import dataclass

import pypdfium2.raw as pdfium

from desktop_search.documents.pdf.document import open_document
from desktop_search.documents.viewing.page_boxes import PageLetters, Rect
from desktop_search.errors import DocumentError

# A picture has at most so many pixels, and so many in a row or column.
MOST_PIXELS = 4_000_000
MOST_SIDE = 6_000
_LEAST_SIDE = 16
_FLAGS = pdfium.FPDF_ANNOT | pdfium.FPDF_LCD_TEXT
_WHITE = 0xFFFFFFFF
_NO_PAGE = "This page is damaged and cannot be shown."

Box = tuple[int, int, int, int]  # left, top, right, bottom in pixels


@dataclass(frozen=True, slots=True)
class PagePicture:
    """`pixels` holds rows of blue, green and red, `stride` bytes a row; boxes are in pixels from the top left."""

    pages: int
    width: int
    height: int
    stride: int
    pixels: bytes
    frames: tuple[Box, ...]
    marks: tuple[Box, ...]


def page_picture(content: bytes, page: int, width: int, text: str, words: Sequence[str]) -> PagePicture:
    """The page with this number, counted from 1, `width` pixels wide or less. Raises DocumentError."""
    # PDFium reads from these bytes until the document is closed.
    content, document = open_document(content)
    try:
        pages = pdfium.FPDF_GetPageCount(document)
        opened = pdfium.FPDF_LoadPage(document, page - 1) if 0 < page <= pages else None
        if not opened:
            raise DocumentError(_NO_PAGE)
        try:
            return _draw(opened, pages, width, text, words)
        finally:
            pdfium.FPDF_ClosePage(opened)
    finally:
        pdfium.FPDF_CloseDocument(document)


def size(points: tuple[float, float], width: int) -> tuple[int, int]:
    """Width and height of the picture in pixels, within the limits, for a page of this size."""
    wide, high = (max(1.0, side) for side in points)
    scale = max(1, width) / wide
    scale = min(scale, MOST_SIDE / wide, MOST_SIDE / high, math.sqrt(MOST_PIXELS / (wide * high)))
    return max(_LEAST_SIDE, math.floor(wide * scale)), max(_LEAST_SIDE, math.floor(high * scale))


def _draw(page: object, pages: int, wanted: int, text: str, words: Sequence[str]) -> PagePicture:
    width, height = size((pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)), wanted)
    stride = (3 * width + 3) // 4 * 4
    pixels = ctypes.create_string_buffer(stride * height)
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_BGR, pixels, stride)
    if not bitmap:
        raise DocumentError(_NO_PAGE)
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, _WHITE)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, _FLAGS)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    letters = PageLetters(page)
    try:
        frames = tuple(_box(page, rect, width, height) for rect in letters.paragraph(text))
        marks = tuple(_box(page, rect, width, height) for rect in letters.words(words))
    finally:
        letters.close()
    return PagePicture(pages, width, height, stride, pixels.raw, frames, marks)


def _box(page: object, rect: Rect, width: int, height: int) -> Box:
    """A rectangle of the page in pixels, however the page is turned and cut."""
    corners = [(rect[0], rect[1]), (rect[2], rect[3])]
    x, y = ctypes.c_int(), ctypes.c_int()
    found = []
    for corner in corners:
        pdfium.FPDF_PageToDevice(page, 0, 0, width, height, 0, *corner, x, y)
        found.append((min(max(0, x.value), width), min(max(0, y.value), height)))
    (x0, y0), (x1, y1) = found
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

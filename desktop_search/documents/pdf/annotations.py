"""What people have added to a page of a PDF: comments, and the values of a form's fields."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass

import pypdfium2.raw as pdfium

from desktop_search.documents.building.facts import one_line

_MOST = 1000
_LONGEST = 200_000
# They have an appearance of their own, whose text becomes part of the page.
_DRAWN = (pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_STAMP)
_SILENT = (pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP, *_DRAWN)
_UNSEEN = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW


@dataclass(frozen=True, slots=True)
class Annotations:
    """Comments; fields with their names and values; and whether any has a picture of itself that shows its text."""

    comments: list[str]
    fields: list[tuple[str, str]]
    are_drawn: bool


def added_to(page: object) -> Annotations:
    """What was added to one page."""
    found: list[str] = []
    fields: list[tuple[str, str]] = []
    is_drawn = False
    for index in range(min(_MOST, pdfium.FPDFPage_GetAnnotCount(page))):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        try:
            kind = pdfium.FPDFAnnot_GetSubtype(annotation)
            if pdfium.FPDFAnnot_GetFlags(annotation) & _UNSEEN:
                continue
            if (
                kind in _DRAWN
                and pdfium.FPDFAnnot_GetAP(annotation, pdfium.FPDF_ANNOT_APPEARANCEMODE_NORMAL, None, 0) > 2
            ):
                is_drawn = True
            if kind == pdfium.FPDF_ANNOT_WIDGET:
                if pdfium.FPDFAnnot_GetValueType(annotation, b"V") == pdfium.FPDF_OBJECT_STRING:
                    fields.append((one_line(_value(annotation, "T")), _value(annotation, "V")))
            elif kind == pdfium.FPDF_ANNOT_FREETEXT:
                fields.append(("", _value(annotation, "Contents")))
            elif kind not in _SILENT and (text := _value(annotation, "Contents")):
                name = one_line(_value(annotation, "T"))
                found.append(f"{name}: {text}" if name else text)
        finally:
            pdfium.FPDFPage_CloseAnnot(annotation)
    return Annotations([text for text in found if text], [one for one in fields if one[1]], is_drawn)


def draw(page: object) -> bool:
    """Makes fields and boxes part of the page, in memory; it has to be loaded again where this was done."""
    return bool(pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS)


def _value(annotation: object, key: str) -> str:
    length = pdfium.FPDFAnnot_GetStringValue(annotation, key.encode(), None, 0)
    if not 2 < length < _LONGEST:
        return ""
    buffer = (pdfium.FPDF_WCHAR * (length // 2 + 1))()
    pdfium.FPDFAnnot_GetStringValue(annotation, key.encode(), buffer, length)
    return ctypes.string_at(buffer, length - 2).decode("utf-16-le", "replace").strip()

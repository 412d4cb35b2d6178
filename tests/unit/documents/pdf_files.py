"""PDF files for the tests, drawn line by line or written object by object."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from tests.unit.documents.checks import parse_as

Draw = Callable[[Any], None]

PROSE = (
    "The pump lifts water from the deep well into the tank on the roof. Every stroke of the handle moves the piston, "
    "and the valve at its foot closes before the column can fall back. In winter the shaft has to be emptied, or the "
    "frost will break the casing. A leather seal lasts about three years; brass ones last longer but wear the bore. "
    "Whoever repairs it should begin with the valve, because most of the trouble begins there."
)


def drawn(*pages: Draw, **options: Any) -> bytes:
    """A file with one page for each function, which draws on the canvas that it is given."""
    stream = io.BytesIO()
    canvas: Any = Canvas(stream, pagesize=(595, 842), **options)
    for draw in pages:
        canvas.setFont("Times-Roman", 11)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def lines_of(text: str, width: float = 440, font: str = "Times-Roman", size: float = 11) -> list[str]:
    """A text divided into lines of at most this width in points."""
    return list(simpleSplit(text, font, size, width))


def write(canvas: Any, lines: Sequence[str], x: float = 60, y: float = 780, step: float = 14) -> None:
    """One line below the other."""
    for index, line in enumerate(lines):
        canvas.drawString(x, y - index * step, line)


def prose(canvas: Any) -> None:
    """A page with one paragraph."""
    write(canvas, lines_of(PROSE))


def made_of(objects: dict[int, str | bytes], trailer: str = "/Root 1 0 R") -> bytes:
    """A file of these objects, by their numbers, with a right table of where they stand."""
    out = bytearray(b"%PDF-1.7\n")
    places = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += f"{number} 0 obj\n".encode() + (body if isinstance(body, bytes) else body.encode()) + b"\nendobj\n"
    table, size = len(out), max(objects) + 1
    out += f"xref\n0 {size}\n0000000000 65535 f \n".encode()
    for number in range(1, size):
        out += (f"{places[number]:010d} 00000 n \n" if number in places else "0000000000 00000 f \n").encode()
    return bytes(out + f"trailer\n<</Size {size} {trailer}>>\nstartxref\n{table}\n%%EOF\n".encode())


def objects(page: str = "", box: str = "0 0 600 800") -> dict[int, str | bytes]:
    """The objects of a file with one page that says "Hello there pump"; `page` is added to the page's own."""
    return {
        1: "<</Type/Catalog/Pages 2 0 R>>",
        2: "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>{page}>>",
        4: b"<</Length 51>>stream\nBT /F1 12 Tf 50 700 Td (Hello there pump) Tj ET     \nendstream",
        5: "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    }


def blocks(content: bytes) -> list[str]:
    """The texts of a file's blocks."""
    document = parse_as("a.pdf", content)
    return [document.text[block.start : block.end] for block in document.blocks]

"""The small collection of documents that the screenshots show: the same files with the same times on every machine."""

from __future__ import annotations

import io
import os
import shutil
from pathlib import Path

from openpyxl import Workbook
from reportlab.lib.pagesizes import A5
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer

from tests.conftest import ROOT

_NOTES = ROOT / "tests" / "quality" / "corpus"
# 12 May 2025, noon, and a day earlier for each further file.
_NEWEST = 1_747_044_000
_DAY = 86_400
# What would draw the eye away from the window, and what not every machine has the characters for.
_LEFT_OUT = ("software", "archive", "麻婆豆腐.md", "会议记录.md", "北京旅行.txt")

_GUIDE = (
    ("The evening before", ("Check the forecast twice: valley winds say little about the ridge. Leave a note of your "
     "way and of the hour at which somebody should begin to worry.",)),
    ("Boots and feet", ("New boots are worn in on short walks for three weeks. A hot spot is taped at once, before it "
     "becomes a blister; dry socks at noon spare most of the trouble.",
     "Gaiters keep snow and scree out of the boots. They are worth their weight above 1,800 m until the end of June.")),
    ("Thunderstorms", ("Whoever hears thunder is already within reach of the lightning. Leave ridges, single trees and "
     "wire ropes, put the poles away from you, and crouch on the rucksack with your feet together.",
     "A storm that comes from the west arrives over this range between two and four in the afternoon. Be back at the "
     "hut by one.")),
    ("Water", ("There is no spring between the col and the summit hut. Carry two litres, three on a south face in "
     "August.",)),
)  # fmt: skip

_HOSTILE = """# Holiday pictures

![the beach](https://pictures.example/beach.jpg) ![the hotel](file:///etc/hostname)

<script>alert("no")</script>

The bay is best in September, when the water is still warm and the beach is empty.
"""


def make(person: Path) -> Path:
    """Fills a person's home folder; returns the folder of the documents."""
    documents = person / "Documents"
    shutil.copytree(_NOTES, documents, ignore=shutil.ignore_patterns(*_LEFT_OUT))
    (person / "Notes").mkdir()
    (person / "Notes" / "inbox.md").write_text("# Inbox\n\nAsk Mei for the slides.\n", encoding="utf-8")
    (documents / "travel" / "mountain-guide.pdf").write_bytes(_pdf())
    (documents / "finance" / "budget-2025.xlsx").write_bytes(_sheet())
    (documents / "travel" / "holiday-pictures.md").write_text(_HOSTILE, encoding="utf-8")
    (documents / "finance" / "scan-0412.pdf").write_bytes(b"%PDF-1.4 cut off")
    (documents / "travel" / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    for number, path in enumerate(sorted(person.rglob("*.*"))):
        os.utime(path, (_NEWEST - number * _DAY, _NEWEST - number * _DAY))
    return documents


def _pdf() -> bytes:
    styles = getSampleStyleSheet()
    story = [Paragraph("A small guide to the Karwendel", styles["Title"]), Spacer(1, 24)]
    for heading, paragraphs in _GUIDE:
        story.append(Paragraph(heading, styles["Heading2"]))
        for text in paragraphs:
            story += [Paragraph(text, styles["BodyText"]), Spacer(1, 8)]
        story.append(PageBreak())
    file = io.BytesIO()
    SimpleDocTemplate(file, pagesize=A5, title="A small guide to the Karwendel", invariant=1).build(story)
    return file.getvalue()


def _sheet() -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Household"
    sheet.append(["Month", "Rent", "Electricity", "Food", "Remark"])
    for month, power, food, remark in (
        ("January", 96, 412, "heating bill paid in advance"),
        ("February", 91, 398, ""),
        ("March", 84, 420, "new washing machine, 549 euros"),
        ("April", 70, 405, "Easter at grandma's"),
        ("May", 62, 431, "bicycle repaired"),
    ):
        sheet.append([month, 980, power, food, remark])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()

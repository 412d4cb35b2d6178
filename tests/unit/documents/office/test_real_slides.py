"""Real presentations against what their slides show, written down from their XML by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.documents.by_hand import check_by_hand, check_no_junk
from tests.unit.documents.checks import check_paragraphs, read_file

FOLDER = "formats/pandoc-test/test"
WRITTEN = {
    # Four slides; the last one shows a diagram (SmartArt).
    "pptx-reader/basic.pptx": """
        LLMs. Provider. Available LLMs, who manages? How? EW maintained list of “approved” LLMs for Universal workers.
        Rebuilding of UWs to the “Newgen” thing completely. Streaming support. Multimodal (voice streaming) models?
        Everworker venn diagram. SKILLS. Specialized Workers / Workflows: n8n, UI Path, other RPA. BRAINS. Universal
        Workers / AI Agents: openai, anthropic, Crew AI, other “AI natives”. KNOWLEDGE. Data / RAG Pipelines.
        Vector DBs, specialized data prep vendors, … glean. EW. Table. Col1 Col2 Col3. Name Anton Antich. Age 23 years.
        Smart Art. First: subtitle, another. Second: yet more, and yet again.""",
    "pptx/lists/output.pptx": """
        Lists. Bulleted bulleted lists. And go to arbitrary depth. Like this. Or this. Back to here.
        Lists (continued). Lists can also be numbered: Tomatoes. Potatoes of various sorts: sweet potatoes, russet
        potates. Tornadoes, for the rhyme.""",
    "pptx/tables/output.pptx": """
        A Table, with a caption. Right Left Center Default. 12 12 12 12. 123 123 123 123. 1 1 1 1.
        Demonstration of simple table syntax, with alignment. Right Left Center Default. 12 12 12 12. 123 123 123 123.
        1 1 1 1.""",
    "pptx/speaker-notes/output.pptx": """
        Here is a slide. Here is a note. Here is some other formatting. A page with no speaker notes. A page with two
        notes. The first note div. The second note div. Strip links and footnotes. No link here. No note here.""",
    "pptx/two-column/all-text/output.pptx": """
        Two-Column Layout. One paragraph. Another paragraph. Second column paragraph. Another second paragraph.""",
    "pptx/endnotes/output.pptx": """
        Here is one note. And one more note. Notes. 1. Here is the note. 2. And another note.""",
    "pptx/table-with-surrounding-content/output.pptx": """
        Slide with Bullets and Table. First bullet point before the table. Second bullet point before the table.
        Column A. Column B. Value 1. Value 2. Value 3. Value 4. Third bullet point after the table. Fourth bullet point
        after the table. Second Slide for Reference. This slide has just bullets. No table here. Everything stays
        together.""",
}
# Of the masters and layouts below the slides, of themes, and of the XML itself.
JUNK = "click edit master Calibri Arial Office spPr srgbClr rId2 placeholder schemas.openxmlformats.org"


@pytest.fixture(scope="module")
def folder(shared_data: Path) -> Path:
    found = shared_data / FOLDER
    if not found.is_dir():
        pytest.skip(f"the presentations are not there: {found}")
    return found


def test_the_words_on_the_slides_are_found(folder: Path) -> None:
    check_by_hand(WRITTEN, {name: read_file(folder / name) for name in WRITTEN})


@pytest.mark.parametrize("name", WRITTEN)
def test_nothing_else_is_found(name: str, folder: Path) -> None:
    document = read_file(folder / name)
    check_paragraphs(document)
    check_no_junk(document, JUNK)


def test_each_word_stands_on_its_slide(folder: Path) -> None:
    document = read_file(folder / "pptx/speaker-notes/output.pptx")
    places = {document.text[block.start : block.end].split("\n")[0]: block.page for block in document.blocks}
    assert places["Here is a note."] == 1
    assert places["The first note div"] == 3
    assert places["No link here."] == 4

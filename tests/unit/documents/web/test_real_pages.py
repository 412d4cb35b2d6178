"""Real web pages against what a browser shows of them, written down from their source by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.documents.by_hand import check_by_hand, check_no_junk
from tests.unit.documents.checks import check_paragraphs, read_file

_SLIDES = """
    My S5 Document. Sam Smith. Jen Jones. July 15, 2006. First slide: first bullet, second bullet. Math.
    $\\frac{d}{dx}f(x)=\\lim_{h\\to 0}\\frac{f(x+h)-f(x)}{h}$"""
WRITTEN = {
    # Of the longest page, the parts that differ most from each other.
    "pandoc-test/test/html-reader.html": """
        Pandoc Test Suite. This is a set of tests for pandoc. Most of them are adapted from John Gruber's markdown test
        suite. Headers. Level 2 with an embedded link. Level 3 with emphasis. Level 4. Level 5. Level 1. Level 2 with
        emphasis. Level 3. with no blank line. Level 2. with no blank line. Paragraphs. Here's a regular paragraph.
        In Markdown 1.0.0 and earlier. Version 8. This line turns into a list item. Because a hard-wrapped line in the
        middle of a paragraph looked like a list item. Here's one with a bullet. criminey. There should be a hard line
        break here. Block Quotes. E-mail style: This is a block quote. It is pretty short. Code in a block quote:
        sub status { print "working"; } A list: item one, item two. Nested block quotes: nested, nested. This should
        not be a block quote: 2 > 1. Box-style: Example: sub status { print "working"; } do laundry, take out the
        trash. Here's a nested one: Joe said: Don't quote me. And a following paragraph. Inline quotes. Normal text but
        then a inline quote. Missing a cite attribute means its just normal text.
        Code Blocks. (should be four hyphens) this code block is indented by one tab. this code block is indented by
        two tabs. These should not be escaped. Fancy list markers. begins with 2. and now 3. with a continuation.
        sublist with roman numerals, starting with 4. more items. a subsublist. a subsublist. Nesting: Upper Alpha.
        Upper Roman. Decimal start with 6. Lower alpha with paren. Autonumbering: Autonumber. More. Nested.
        Definition. Violin. Stringed musical instrument. Torture device. Cello. Violoncello. Low-voiced stringed
        instrument. Inline Markup. This is emphasized, and so is this. This is strong, and so is this. Empty and.
        An emphasized link. This is strong and em. So is this word. This is small caps. These are all underlined: foo
        and bar. These are all strikethrough: foo, bar, and baz. Smart quotes, ellipses, dashes. "Hello," said the
        spider. "'Shelob' is my name." 'A', 'B', and 'C' are letters. 'Oak,' 'elm,' and 'beech' are names of trees.
        So is 'pine.' 'He said, "I want to go."' Were you alive in the 70's? Here is some quoted 'code' and a "quoted
        link". Some dashes: one---two --- three--four -- five. Dashes between numbers: 5-7, 255-66, 1987-1999.
        Ellipses...and. . .and . . . . \\begin{tabular}{|l|l|}\\hline Animal & Number \\\\ \\hline Dog & 2 \\\\ Cat & 1
        Special Characters. I hat: Î. o umlaut: ö. section: §. set membership: ∈. copyright: ©. AT&T has an ampersand
        in their name. AT&T is another way to write it. Greater-than. Backslash. Backtick. Email link (nobody [at]
        nowhere.net). Empty. Foo bar. With embedded [brackets]. b by itself should be a link. Indented once. Indented
        twice. Indented thrice. This should [not] be a link. With an ampersand: http://example.com/?foo=1&bar=2.
        An e-mail address: nobody [at] nowhere.net. Blockquoted: http://example.com/. Auto-links should not occur here.
        Images. From "Voyage dans la Lune" by Georges Melies (1902). Here is a movie icon. Footnotes. Here is a
        footnote reference(1), and another(longnote). This should not be a footnote reference, because it contains a
        space^(my note). Here's the other note. This one contains multiple blocks. Caret characters are used to
        indicate that the blocks all belong to a single footnote (as with block quotes). { <code> } text Leading space.
        Trailing space text. Tables. Tables with Headers. X Y Z. 1 2 3. 4 5 6. Row headers. Details. Tables without
        Headers. tbody tags omitted. empty head. explicit body and foot. Colspans and Rowspans. 1 and 2. 4, 5, and 6.
        Numbers. 1 and 4. Attributes. Cat X. Tag omission. thead, tbody, and tfoot. Empty Tables. This section should
        be empty.""",
    "pandoc-test/test/s5-basic.html": _SLIDES,
    "pandoc-test/test/s5-fancy.html": "My S5 Document. Sam Smith. Jen Jones. July 15, 2006. First slide: first bullet,"
    " second bullet. Math.",
    "pandoc-test/test/s5-fragment.html": "First slide: first bullet, second bullet. Math.",
    "pandoc-test/test/s5-inserts.html": f"STUFF INSERTED. {_SLIDES} STUFF INSERTED.",
    "pandoc-test/test/lhs-test.html": """
        lhs test. unsplit is an arrow that takes a pair of values and combines them to return a single value:
        unsplit :: (Arrow a) => (b -> c -> d) -> a (b, c) d. unsplit = arr . uncurry. -- arr (\\op (x,y) -> x `op` y).
        (***) combines two arrows into a new arrow by running the two arrows on a pair of values (one arrow on the
        first item of the pair and one arrow on the second item of the pair). f *** g = first f >>> second g.
        Block quote: foo bar.""",
    "pandoc-test/test/ipynb/rank.out.html": """
        import matplotlib.pyplot as plt. fig, ax = plt.subplots(figsize=(1, 1), dpi=4). ax.imshow([[0, 1], [2, 3]]);
        you should see this when converting from ipynb to html instead of the image below.""",
    "pandoc-test/test/fb2/images-embedded.html": "This image was embedded using data URI scheme",
    "pypdf-samples/015-arabic/habibi.html": "habibi. حَبيبي habibi",
}
# Styles, scripts, comments, attributes and pictures in the text.
JUNK = (
    "smallcaps hanging-indent flex rem min 4vw reveal checkbox doctype xhtml1 stylesheet slides.js javascript charset"
    " sourceCode cb1 aria tabindex pandocNoteRef vertical-align amp nbsp iVBORw0KGgo base64 controlVis colspan"
    " projection qt0396921 attrib-test-table 151950"
)


@pytest.fixture(scope="module")
def folder(shared_data: Path) -> Path:
    found = shared_data / "formats"
    if not (found / "pandoc-test").is_dir():
        pytest.skip(f"the pages are not there: {found}")
    return found


def test_the_words_on_the_pages_are_found(folder: Path) -> None:
    check_by_hand(WRITTEN, {name: read_file(folder / name) for name in WRITTEN})


@pytest.mark.parametrize("name", WRITTEN)
def test_nothing_else_is_found(name: str, folder: Path) -> None:
    document = read_file(folder / name)
    check_paragraphs(document)
    check_no_junk(document, JUNK)

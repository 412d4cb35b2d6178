"""What each key of the window does, as short stories that begin with eight results for "apple" and an unmoved list.

Every condition that is yielded has to come true within a moment.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QGuiApplication

from desktop_search.gui.pages import Page
from tests.end2end.steps import Story, rest
from tests.end2end.window_seen import Seen
from tests.end2end.xkeys import press, write

Path = Callable[[Seen], Story]


def to_the_query_by_control_k(seen: Seen) -> Story:
    yield from _to_the_query(seen, "ctrl+k")


def to_the_query_by_control_l(seen: Seen) -> Story:
    yield from _to_the_query(seen, "ctrl+l")


def _to_the_query(seen: Seen, key: str) -> Story:
    seen.view.setFocus()
    yield lambda: seen.view.hasFocus()
    press(key)
    yield lambda: seen.edit.hasFocus() and seen.edit.selectedText() == "apple"


def to_the_query_by_a_slash(seen: Seen) -> Story:
    press("slash")
    yield lambda: seen.edit.text() == "apple/"
    press("BackSpace")
    yield lambda: seen.edit.text() == "apple"
    seen.view.setFocus()
    yield lambda: seen.view.hasFocus()
    press("slash")
    yield lambda: seen.edit.hasFocus() and seen.edit.text() == "apple"


def letters_in_the_list_go_on_in_the_query(seen: Seen) -> Story:
    seen.view.setFocus()
    yield lambda: seen.view.hasFocus()
    press("s")
    yield lambda: seen.edit.hasFocus() and seen.edit.text() == "apples"


def arrows_move_while_the_focus_stays(seen: Seen) -> Story:
    press("Down", "Down", "Up")
    yield lambda: seen.row == 1 and seen.edit.hasFocus()
    press("Page_Down")
    yield lambda: seen.row > 1
    press("Page_Up", "Up", "Up", "Up", "Up", "Up", "Up")
    yield lambda: seen.row == 0 and seen.edit.hasFocus()


def enter_opens(seen: Seen) -> Story:
    press("Down", "Return")
    yield lambda: [path.name for path in seen.opened] == [seen.names[1]]


def control_enter_shows_in_the_folder(seen: Seen) -> Story:
    press("ctrl+Return")
    yield lambda: [path.name for path in seen.opened] == ["Documents"]


def a_number_opens_its_row(seen: Seen) -> Story:
    for number in range(1, 7):
        press(f"alt+{number}")
        # Programs that are started at once may come in any order.
        yield lambda: len(seen.opened) >= number  # noqa: B023 - asked before the next number
    press("alt+9")
    yield lambda: [path.name for path in seen.opened] == seen.names[:6]


def control_c_copies_the_paragraph(seen: Seen) -> Story:
    QGuiApplication.clipboard().clear()
    press("ctrl+c")
    yield lambda: QGuiApplication.clipboard().text() == seen.hits[0].text


def control_shift_c_copies_with_the_source(seen: Seen) -> Story:
    QGuiApplication.clipboard().clear()
    press("ctrl+shift+c")
    yield lambda: seen.hits[0].text.strip() in QGuiApplication.clipboard().text()
    yield lambda: seen.names[0] in QGuiApplication.clipboard().text() != seen.hits[0].text


def right_and_left_open_and_close_more_in_the_file(seen: Seen) -> Story:
    row = seen.names.index("diary.md")
    press(*["Down"] * row)
    yield lambda: seen.row == row
    before = len(seen.names)
    press("Right")
    yield lambda: seen.names[row : row + 2] == ["diary.md", "diary.md"]
    press("Left")
    yield lambda: len(seen.names) == before and seen.row == row and seen.edit.hasFocus()


def f3_goes_through_the_hits_of_the_document(seen: Seen) -> Story:
    row = seen.names.index("diary.md")
    press(*["Down"] * row)
    pane = seen.window.results.preview
    yield lambda: pane.document is not None and pane.document.path == seen.hits[row].path
    yield lambda: len(pane.places.every) > 1
    first = pane.places.current
    press("F3")
    yield lambda: pane.places.current != first
    press("shift+F3")
    yield lambda: pane.places.current == first and seen.row == row


def control_h_shows_the_history(seen: Seen) -> Story:
    press("ctrl+h")
    yield lambda: seen.window.page is Page.HISTORY
    press("Escape")
    yield lambda: seen.window.page is Page.RESULTS and seen.edit.text() == "apple"


def control_d_finds_similar_and_escape_comes_back(seen: Seen) -> Story:
    press("ctrl+d")
    yield lambda: bool(seen.window.search.similar_title) and seen.answered and bool(seen.names)
    yield lambda: seen.hits[0].title in seen.window.results.above or bool(seen.window.results.above)
    press("Escape")
    yield lambda: not seen.window.search.similar_title and seen.answered and seen.edit.text() == "apple"


def f1_shows_the_manual_in_which_words_are_found(seen: Seen) -> Story:
    press("F1")
    yield lambda: seen.window.page is Page.MANUAL and seen.window.manual.page.filter.edit.hasFocus()
    page = seen.window.manual.page
    write("gitignore", 1).wait(10)
    yield lambda: page.count.text().startswith("1 ") and page.text.textCursor().selectedText() == ".gitignore"[1:]
    press("Return", "F3", "shift+F3")
    yield lambda: page.count.text().startswith("2 ")
    press("Escape")
    yield lambda: page.filter.edit.text() == "" and seen.window.page is Page.MANUAL
    press("Tab", "Down", "Down")
    yield lambda: page.contents.hasFocus() and page.contents.currentRow() > 0
    press("Escape")
    yield lambda: seen.window.page is Page.RESULTS and seen.edit.hasFocus() and seen.edit.text() == "apple"


def a_link_of_the_manual_leads_to_its_section_and_back(seen: Seen) -> Story:
    press("F1")
    yield lambda: seen.window.page is Page.MANUAL and seen.window.manual.page.filter.edit.hasFocus()
    page = seen.window.manual.page
    # To the sections, to the text, to its first link and the one behind it.
    press("Tab", "Tab", "Home")
    yield lambda: page.text.hasFocus() and page.text.verticalScrollBar().value() == 0
    press("Tab", "Tab", "Return")
    yield lambda: page.contents.currentRow() == 1 and page.text.verticalScrollBar().value() > 0
    press("alt+Left")
    yield lambda: page.text.verticalScrollBar().value() == 0
    press("F1")
    yield lambda: seen.window.page is Page.RESULTS and seen.edit.hasFocus()


def shift_f1_shows_the_keys(seen: Seen) -> Story:
    press("shift+F1")
    yield lambda: seen.window.keys_sheet.isVisible()
    press("Escape")
    yield lambda: not seen.window.keys_sheet.isVisible() and seen.edit.hasFocus() and seen.edit.text() == "apple"


def control_comma_opens_and_closes_the_settings(seen: Seen) -> Story:
    press("ctrl+comma")
    yield lambda: seen.window.page is Page.SETTINGS
    press("ctrl+comma")
    yield lambda: seen.window.page is Page.RESULTS
    press("ctrl+comma")
    yield lambda: seen.window.page is Page.SETTINGS
    press("Escape")
    yield lambda: seen.window.page is Page.RESULTS and seen.edit.text() == "apple"


def control_i_opens_the_files(seen: Seen) -> Story:
    press("ctrl+i")
    yield lambda: seen.window.page is Page.FILES
    yield lambda: seen.window.files.view.model().rowCount() == 8
    press("Escape")
    yield lambda: seen.window.page is Page.RESULTS


def escape_clears_then_rests(seen: Seen) -> Story:
    press("Escape")
    yield lambda: seen.edit.text() == "" and seen.window.page is Page.MESSAGE
    press("Escape")
    # Time for the key to arrive: nothing changes.
    yield rest(0.3)
    yield lambda: seen.window.isVisible() and seen.edit.hasFocus()


def tab_goes_around_and_comes_back(seen: Seen) -> Story:
    """The results are among the stops; Shift+Tab goes the other way."""
    order = []
    for _ in range(40):
        press("Tab")
        yield lambda: seen.moved_focus
        order.append(seen.take_focus())
        if order[-1] == seen.edit_name:
            break
    yield lambda: order[-1] == seen.edit_name and len(order) > 3
    yield lambda: any(seen.view_name == one for one in order)
    press("shift+Tab")
    yield lambda: seen.moved_focus and seen.take_focus() == order[-2]


def typing_with_a_person_in_a_hurry(seen: Seen) -> Story:
    """Enter before the answer opens what the new words find."""
    seen.edit.clear()
    # All of the keys wait for the window when it looks at them next.
    write("walrus", 1).wait(10)
    press("Return")
    yield lambda: [path.name for path in seen.opened] == ["walrus.md"]


PATHS: tuple[Path, ...] = (
    to_the_query_by_control_k,
    to_the_query_by_control_l,
    to_the_query_by_a_slash,
    letters_in_the_list_go_on_in_the_query,
    arrows_move_while_the_focus_stays,
    enter_opens,
    control_enter_shows_in_the_folder,
    a_number_opens_its_row,
    control_c_copies_the_paragraph,
    control_shift_c_copies_with_the_source,
    right_and_left_open_and_close_more_in_the_file,
    f3_goes_through_the_hits_of_the_document,
    control_h_shows_the_history,
    control_d_finds_similar_and_escape_comes_back,
    f1_shows_the_manual_in_which_words_are_found,
    a_link_of_the_manual_leads_to_its_section_and_back,
    shift_f1_shows_the_keys,
    control_comma_opens_and_closes_the_settings,
    control_i_opens_the_files,
    escape_clears_then_rests,
    tab_goes_around_and_comes_back,
    typing_with_a_person_in_a_hurry,
)

"""With text of twice the size everything beside it has twice the size too, and there is room for all of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QToolButton, QWidget

from desktop_search.engine.messages import FileCounts, FileList
from desktop_search.gui.asking.history_page import HistoryPage
from desktop_search.gui.asking.search_box import SearchBox
from desktop_search.gui.files import files_words
from desktop_search.gui.files.files_page import FilesPage
from desktop_search.gui.header import Header
from desktop_search.gui.settings.settings_page import SettingsPage
from desktop_search.gui.settings.settings_skip import Megabytes
from desktop_search.gui.status_line import StatusLine
from desktop_search.gui.widgets import theme
from desktop_search.gui.widgets.check_box import CheckBox
from desktop_search.gui.widgets.notice_bar import Matter, NoticeBar
from desktop_search.gui.widgets.theme import Appearance
from tests.gui.support import rest


@pytest.fixture
def appearance(application: QApplication) -> Iterator[Appearance]:
    chosen = Appearance(application, "light")
    yield chosen
    chosen.scale_text(100)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def icons_of(widget: QWidget) -> list[int]:
    """How large the pictures on the buttons are, those that have one."""
    found = [one for one in widget.findChildren(QAbstractButton) if not one.icon().isNull()]
    for one in found:
        assert one.icon().actualSize(one.iconSize()) == one.iconSize()
    return [one.iconSize().height() for one in found]


@pytest.mark.parametrize("kind", [Header, StatusLine, NoticeBar, HistoryPage, FilesPage, SettingsPage, Megabytes])
def test_what_is_drawn_on_buttons_grows_with_the_text(appearance: Appearance, kind: type[QWidget]) -> None:
    sizes = []
    for percent in (100, 200):
        appearance.scale_text(percent)
        widget = kind()
        widget.show()
        if isinstance(widget, NoticeBar):
            widget.set_notice(Matter.DONE, "Done.")
        if isinstance(widget, Header):
            widget.box.edit.setText("a question")
            widget.show_star(offered=True, saved=False)
        sizes.append(icons_of(widget))
        widget.close()
        widget.deleteLater()
    assert sizes[0]
    assert sizes[1] == [2 * size for size in sizes[0]]


def test_the_sign_in_the_search_box_grows_with_the_text(appearance: Appearance) -> None:
    widths = []
    for percent in (100, 200):
        appearance.scale_text(percent)
        box = SearchBox("Search")
        widths.append(box.layout().itemAt(0).widget().width())
        box.deleteLater()
    assert widths == [20, 40]


def test_a_check_box_grows_with_the_text(appearance: Appearance) -> None:
    widths = []
    for percent in (100, 200):
        appearance.scale_text(percent)
        box = CheckBox()
        box.setChecked(True)
        box.resize(100, 60)
        widths.append(_drawn(box.grab().toImage()))
        box.deleteLater()
    # The frame is drawn within the square that is asked for.
    assert widths[1] - widths[0] == 14


def _drawn(picture: QImage) -> int:
    """How wide what is drawn on an even ground is."""
    ground = picture.pixel(picture.width() - 1, 0)
    ys, xs = range(picture.height()), range(picture.width())
    columns = [x for x in xs if any(picture.pixel(x, y) != ground for y in ys)]
    return columns[-1] - columns[0] + 1


def test_the_arrows_of_a_number_change_it_and_lie_beside_it(appearance: Appearance) -> None:
    appearance.scale_text(200)
    box = Megabytes()
    box.setValue(50)
    box.resize(box.sizeHint())
    box.show()
    more, less = box.findChildren(QToolButton)
    QTest.mouseClick(more, Qt.MouseButton.LeftButton)
    assert box.value() == 51
    for _ in range(2):
        QTest.mouseClick(less, Qt.MouseButton.LeftButton)
    assert box.value() == 49
    assert more.geometry().intersected(less.geometry()).isEmpty()
    room = box.lineEdit().width() - box.lineEdit().textMargins().right()
    assert box.lineEdit().x() + room <= more.x() + 2
    assert theme.scaled(10) <= more.height()
    box.close()
    box.deleteLater()


def test_in_a_low_window_nothing_of_the_files_page_lies_over_anything_else(appearance: Appearance) -> None:
    appearance.scale_text(200)
    page = FilesPage()
    page.resize(800, 469)
    page.show()
    page.show_list(FileList(1, (), FileCounts(1000, 0, 20, 300, 1), final=True), new=True)
    rest(0.05)
    chips = [page.chip(state) for state in (None, *files_words.STATES)]
    assert len({chip.y() for chip in chips}) == 2
    for one in (*chips, page.filter, page.view, page.details):
        assert one.isVisible()
        assert one.height() >= one.minimumSizeHint().height()
    parts = [one for one in page.findChildren(QWidget) if one.isVisible()]
    for one in chips:
        others = [other for other in parts if other is not one and not other.isAncestorOf(one)]
        assert not any(_place(one, page).intersects(_place(other, page)) for other in others)
    page.close()
    page.deleteLater()


def _place(one: QWidget, page: QWidget) -> QRect:
    return QRect(one.mapTo(page, QPoint(0, 0)), one.size())

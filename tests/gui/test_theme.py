from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from desktop_search.gui.widgets import theme
from desktop_search.gui.widgets.check_box import CheckBox
from desktop_search.gui.widgets.chip import Chip
from desktop_search.gui.widgets.labels import Ground, Label
from desktop_search.gui.widgets.number_box import NumberBox
from desktop_search.gui.widgets.theme import Appearance


@pytest.fixture
def appearance(application: QApplication) -> Iterator[Appearance]:
    chosen = Appearance(application, "light")
    yield chosen
    chosen.choose("light")
    chosen.scale_text(100)


def worst(palette: QPalette) -> float:
    """The least contrast of a text on a ground that it can stand on."""
    colour = theme.colours(palette)
    grounds = (colour.base, colour.window, colour.selected, colour.hover)
    texts = (colour.text, colour.secondary, colour.accent)
    on_ground = [theme.contrast(text, ground) for text in texts for ground in grounds if text is not colour.accent]
    links = [theme.contrast(colour.accent, ground) for ground in (colour.base, colour.window)]
    highlighted = theme.contrast(
        palette.color(QPalette.ColorRole.HighlightedText), palette.color(QPalette.ColorRole.Highlight)
    )
    return min(*on_ground, *links, highlighted, theme.contrast(colour.mark_text, colour.mark))


@pytest.mark.parametrize("dark", [False, True])
def test_every_text_can_be_read_and_in_high_contrast_easily(dark: bool) -> None:
    assert worst(theme.make_palette(dark)) >= 4.5
    assert worst(theme.make_palette(dark, stark=True)) >= 7.0


@pytest.mark.parametrize("dark", [False, True])
def test_in_high_contrast_lines_can_be_seen(dark: bool) -> None:
    colour = theme.colours(theme.make_palette(dark, stark=True))
    assert theme.contrast(colour.hairline, colour.base) >= 3.0
    assert theme.contrast(colour.faint, colour.base) >= 3.0


@pytest.mark.parametrize(("dark", "stark"), [(False, False), (True, False), (False, True), (True, True)])
def test_the_frame_of_a_control_can_be_seen(dark: bool, stark: bool) -> None:
    colour = theme.colours(theme.make_palette(dark, stark))
    for ground in (colour.base, colour.window, colour.selected, colour.hover):
        assert theme.contrast(colour.border, ground) >= 3.0


@pytest.mark.parametrize("choice", ["light", "dark", "contrast"])
def test_every_field_and_button_is_painted_with_such_a_frame(
    application: QApplication, appearance: Appearance, choice: str
) -> None:
    controls = [QLineEdit(), NumberBox(), CheckBox(), QPushButton("Add"), Chip()]
    # Made before, as the window is when the person chooses.
    appearance.choose(choice)
    for control in controls:
        picture = Ground()
        picture.resize(160, 60)
        control.setParent(picture)
        control.setGeometry(20, 15, 120, 28)
        painted = picture.grab().toImage()
        ground = painted.pixelColor(10, 29)
        edge = max(theme.contrast(painted.pixelColor(x, 29), ground) for x in range(20, 24))
        assert edge >= 3.0, (type(control).__name__, edge)


def test_what_is_quiet_follows_another_choice_of_colours(application: QApplication, appearance: Appearance) -> None:
    ground = Ground()
    label = Label("a place", secondary=True, parent=ground)
    for choice in ("dark", "contrast", "light"):
        appearance.choose(choice)
        assert label.palette().color(QPalette.ColorRole.WindowText) == theme.colours(application.palette()).secondary


def test_text_grows_on_top_of_the_systems_size(application: QApplication, appearance: Appearance) -> None:
    usual = theme.font(theme.TEXT).pixelSize()
    appearance.scale_text(200)
    assert theme.font(theme.TEXT).pixelSize() == 2 * usual
    assert application.font().pixelSize() == 2 * usual
    assert theme.scaled(100) == round(100 * 2 * usual / theme.TEXT)
    appearance.scale_text(1000)
    assert theme.font(theme.TEXT).pixelSize() == 2 * usual
    appearance.scale_text(0)
    assert theme.font(theme.TEXT).pixelSize() == usual


def test_each_appearance_has_its_own_ground(application: QApplication, appearance: Appearance) -> None:
    grounds = {}
    for choice in ("light", "dark", "contrast"):
        appearance.choose(choice)
        grounds[choice] = application.palette().color(QPalette.ColorRole.Text).name()
    assert grounds["light"] != grounds["dark"]
    assert grounds["contrast"] in ("#000000", "#ffffff")

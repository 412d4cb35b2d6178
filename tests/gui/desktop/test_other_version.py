"""Two versions are installed, or one was put in the place of another: the one that runs says so."""

from __future__ import annotations

import pytest

from desktop_search import __version__
from desktop_search.gui.running import Wish, read_wish
from tests.gui.desktop.conftest import Home


def heard(version: str) -> Wish:
    """A start of this version, as the running program hears it."""
    wish = read_wish(Wish(version=version).to_line())
    assert wish is not None
    return wish


@pytest.mark.parametrize("version", [__version__, ""])
def test_a_start_of_the_same_version_needs_no_word(home: Home, version: str) -> None:
    home.presence.meet(heard(version))
    assert home.shell.window.notices.text == ""


def test_a_start_of_another_version_is_told_with_what_to_do(home: Home) -> None:
    home.presence.meet(heard("9.8.7"))
    told = home.shell.window.notices.text
    assert "9.8.7" in told
    assert __version__ in told
    assert "Ctrl+Q" in told
    assert home.shell.window.isVisible()

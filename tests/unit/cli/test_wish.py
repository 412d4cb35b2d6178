"""What a command line without a command asks of the program that is running, or that it becomes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_search.cli import main as command_line
from desktop_search.gui import running
from desktop_search.gui.running import Wish
from desktop_search.paths import Paths

Read = Callable[..., Wish]


@pytest.fixture
def wish(monkeypatch: pytest.MonkeyPatch) -> Read:
    for name in ("XDG_ACTIVATION_TOKEN", "DESKTOP_STARTUP_ID"):
        monkeypatch.delenv(name, raising=False)

    def read(*arguments: str) -> Wish:
        asked: list[Wish] = []

        def tell(paths: Paths, wished: Wish, patience: float = 5.0) -> bool:
            asked.append(wished)
            return True

        monkeypatch.setattr(running, "tell", tell)
        assert command_line.main(list(arguments)) == 0
        return asked[0]

    return read


@pytest.mark.parametrize(
    ("arguments", "wished"),
    [
        ((), Wish("show")),
        (("--quick",), Wish("quick")),
        (("--selection",), Wish("selection")),
        (("--background",), Wish("background")),
        (("--text", "old heron"), Wish("show", "old heron")),
        (("--quick", "--text", "old heron"), Wish("quick", "old heron")),
    ],
)
def test_a_command_line_is_a_wish(wish: Read, arguments: tuple[str, ...], wished: Wish) -> None:
    assert wish(*arguments) == wished


def test_a_folder_is_meant_wherever_the_running_program_stands(
    wish: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "my notes"
    folder.mkdir()
    (tmp_path / "link").symlink_to(folder)
    monkeypatch.chdir(tmp_path)
    expected = Wish("show", folder=str(folder.resolve()))
    for arguments in (("--in", "my notes"), ("--in", "link"), ("./my notes",), (str(folder),)):
        assert wish(*arguments) == expected, arguments


@pytest.mark.parametrize(
    ("environment", "token"),
    [
        ({"XDG_ACTIVATION_TOKEN": "a", "DESKTOP_STARTUP_ID": "b"}, "a"),
        ({"DESKTOP_STARTUP_ID": "b"}, "b"),
    ],
)
def test_the_desktops_permission_to_come_forward_goes_with_it(
    wish: Read, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], token: str
) -> None:
    for name in ("XDG_ACTIVATION_TOKEN", "DESKTOP_STARTUP_ID"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert wish("--quick").token == token


@pytest.mark.parametrize("arguments", [("--quick", "--background"), ("--selection", "--quick")])
def test_two_wishes_at_once_are_a_mistake(arguments: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit):
        command_line.main(list(arguments))

"""What the program does on D-Bus, over a private bus: real calls to its services, and a fake portal that it asks."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from desktop_search.gui.desktop.bus import Bus
from desktop_search.gui.desktop.names import BUS_NAME
from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(
    not (shutil.which("dbus-run-session") and shutil.which("gdbus")), reason="there are no tools for D-Bus"
)
SHELL, RUNNER = "org.gnome.Shell.SearchProvider2", "org.kde.krunner1"


def on_private_bus(script: str) -> str:
    """What the shell script, run beside a bus of its own, said; $OURS is the program's side."""
    environment = {**os.environ, "OURS": f"{sys.executable} -m tests.gui.desktop.bus_session"}
    done = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", script],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout


def calls(*lines: str) -> str:
    """Has these calls answered by the services."""
    asked = "\n".join(f"gdbus call --session -d {BUS_NAME} -o /any -m {line}" for line in lines)
    wait = f"gdbus wait --session --timeout 20 {BUS_NAME}"
    return on_private_bus(f"$OURS services 55000 & {wait}\n{asked}\nsleep 0.3; kill $!; wait")


def test_the_shell_gets_results_and_their_texts_and_opens_them() -> None:
    said = calls(
        f"{SHELL}.GetInitialResultSet \"['renew', 'passport']\"",
        f"{SHELL}.GetResultMetas \"['0:/notes/passport.md', 'unknown']\"",
        f"{SHELL}.ActivateResult 0:/notes/passport.md \"['a']\" 1",
        f"{SHELL}.LaunchSearch \"['renew', 'passport']\" 1",
        f"{SHELL}.Unknown",
    )
    assert "(['0:/notes/passport.md'],)" in said
    assert "'name': <'Passport'>" in said
    assert said.count("'id':") == 1
    assert "open /notes/passport.md" in said
    assert "window renew passport" in said


def test_the_runner_gets_matches_and_opens_or_shows_them() -> None:
    said = calls(
        f"{RUNNER}.Match pass", f"{RUNNER}.Match p", f"{RUNNER}.Actions",
        f"{RUNNER}.Run 0:/notes/passport.md ''", f"{RUNNER}.Run 0:/notes/passport.md folder",
    )  # fmt: skip
    assert "'0:/notes/passport.md', 'Passport'" in said
    assert "([],)" in said.replace("@a(sssida{sv}) ", "")
    assert "open /notes/passport.md" in said
    assert "reveal /notes/passport.md" in said


def test_nothing_that_was_not_found_is_opened_shown_or_told() -> None:
    """Whoever is on the bus may ask for what a search gave, and for nothing by its path."""
    others: tuple[str, ...] = (
        "0:/etc/passwd",
        "0:/notes/../etc/passwd",
        "0:/notes/./passport.md",
        "/notes/passport.md",
        "0:/notes",
    )
    others += ("0:/proc/self/root/notes/passport.md", "0:/NOTES/passport.md", "1:/notes/passport.md", "", "0:", "-x")
    metas = ", ".join(f"'{one}'" for one in others)
    said = calls(
        f"{SHELL}.GetInitialResultSet \"['renew', 'passport']\"",
        f'{SHELL}.GetResultMetas "[{metas}]"',
        *(f"{SHELL}.ActivateResult \"'{one}'\" \"['a']\" 1" for one in others),
        *(f"{RUNNER}.Run \"'{one}'\" \"'{action}'\"" for one in others for action in ("", "folder", "delete")),
    )
    assert "'id':" not in said
    assert "open " not in said
    assert "reveal " not in said


def test_calls_of_other_kinds_are_refused_and_the_next_one_answered() -> None:
    said = calls(
        f'{SHELL}.GetInitialResultSet "[1, 2]"',
        f'{SHELL}.GetResultMetas "@au []"',
        f"{SHELL}.GetResultMetas \"{{'a': <1>}}\"",
        f"{SHELL}.ActivateResult 1 2 3 4",
        f'{RUNNER}.Match "[[[[1]]]]"',
        f"{RUNNER}.Run 1",
        f"{SHELL}.GetInitialResultSet \"['renew', 'passport']\"",
    )
    assert "(['0:/notes/passport.md'],)" in said.splitlines()[-1]
    assert "open " not in said


@pytest.mark.parametrize("desktop", ["freedesktop", "gnome", "xfce"])
def test_the_lock_of_the_screen_is_heard(desktop: str) -> None:
    locker = f"org.{desktop}.ScreenSaver"
    lock = f"gdbus emit --session -o /{locker.replace('.', '/')} -s {locker}.ActiveChanged"
    wait = f"gdbus wait --session --timeout 20 {BUS_NAME}; sleep 0.3"
    said = on_private_bus(f"$OURS lock 8000 & {wait}; {lock} false; {lock} true; sleep 0.5; kill $!; wait")
    assert said.count("locked") == 1


def test_the_lock_is_heard_from_logind_too_and_only_that_of_the_own_session() -> None:
    said = on_private_bus("env -u XDG_SESSION_ID $OURS logind 3000").splitlines()
    assert "logind GetSession auto" in said
    assert said[said.index("lock own") :].count("locked") == 2, "by Lock, and by the hint that the session is locked"
    assert said.count("locked") == 2


def test_a_portal_is_told_who_asks_and_binds_the_key() -> None:
    said = on_private_bus("$OURS granting 3000").splitlines()
    assert f"portal Register {BUS_NAME}" in said
    assert "trigger CTRL+ALT+space" in said
    assert "told quick " in said
    assert "pressed quick token" in said


def test_where_the_person_refuses_the_command_is_told() -> None:
    said = on_private_bus("$OURS refusing 3000")
    assert "desktop-search --quick" in said
    assert "pressed" not in said


def test_where_there_is_no_portal_the_command_is_told() -> None:
    assert "desktop-search --quick" in on_private_bus("$OURS keys 3000")


@pytest.mark.parametrize("address", ["unix:path=/nowhere", "nonsense", "unix:", "tcp:host=x"])
def test_a_bus_that_cannot_be_reached_is_none(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    with pytest.raises(OSError, match="bus"):
        Bus()

"""Start with the session on Windows: a value of the Run key. Tested against a stand-in; not run on Windows yet.

https://learn.microsoft.com/windows/win32/setupapi/run-and-runonce-registry-keys
"""

from __future__ import annotations

import importlib
import subprocess
from collections.abc import Sequence
from typing import Any, Protocol

KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"
VALUE = "Desktop Search"


class Values(Protocol):
    """The values of one registry key; each call raises OSError, FileNotFoundError where there is no such value."""

    def read(self, name: str) -> str: ...
    def write(self, name: str, value: str) -> None: ...
    def delete(self, name: str) -> None: ...


class RunKey:
    """See Autostart."""

    def __init__(self, values: Values) -> None:
        self._values = values

    def is_set(self) -> bool:
        try:
            return bool(self._values.read(VALUE))
        except FileNotFoundError:
            return False

    def set(self, command: Sequence[str]) -> None:
        self._values.write(VALUE, subprocess.list2cmdline(command))

    def unset(self) -> None:
        try:
            self._values.delete(VALUE)
        except FileNotFoundError:
            return


def current_user() -> Values:
    """The Run key of the person at the screen."""
    return _Registry(importlib.import_module("winreg"))


class _Registry:
    def __init__(self, winreg: Any) -> None:
        self._winreg = winreg

    def read(self, name: str) -> str:
        with self._winreg.OpenKey(self._winreg.HKEY_CURRENT_USER, KEY) as key:
            return str(self._winreg.QueryValueEx(key, name)[0])

    def write(self, name: str, value: str) -> None:
        with self._winreg.CreateKey(self._winreg.HKEY_CURRENT_USER, KEY) as key:
            self._winreg.SetValueEx(key, name, 0, self._winreg.REG_SZ, value)

    def delete(self, name: str) -> None:
        access = self._winreg.KEY_SET_VALUE
        with self._winreg.OpenKey(self._winreg.HKEY_CURRENT_USER, KEY, 0, access) as key:
            self._winreg.DeleteValue(key, name)

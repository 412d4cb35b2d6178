"""Whether there is a screen to show a window on; asked before Qt is imported."""

from __future__ import annotations

from collections.abc import Mapping


def lacks_display(platform: str, environment: Mapping[str, str]) -> bool:
    """Whether a QApplication would end the process, because there is no screen to show it on."""
    if platform in ("win32", "darwin") or environment.get("QT_QPA_PLATFORM"):
        return False
    return not (environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))

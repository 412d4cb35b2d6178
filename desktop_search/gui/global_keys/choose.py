"""Which module claims keys on this desktop."""

from __future__ import annotations

import ctypes
import logging
import sys
from collections.abc import Mapping

from desktop_search.gui.desktop.bus import Bus
from desktop_search.gui.global_keys.interface import GlobalKeys, NoKeys
from desktop_search.gui.global_keys.portal import PortalKeys

logger = logging.getLogger(__name__)


def global_keys(platform: str, environment: Mapping[str, str], bus: Bus | None) -> GlobalKeys:
    """`platform` is that of Qt: "xcb", "wayland", "windows", "cocoa" or another one; `bus` None where there is none."""
    try:
        if platform == "windows":
            from desktop_search.gui.global_keys.windows import WindowsKeys

            return WindowsKeys(getattr(ctypes, "windll").user32)  # noqa: B009 - there on Windows alone
        if platform == "cocoa":
            from desktop_search.gui.global_keys.macos import CarbonLibrary, MacKeys

            return MacKeys(CarbonLibrary())
        # Beside a Wayland desktop an X server sees the keys of its own programs only.
        if platform.startswith("wayland") or environment.get("WAYLAND_DISPLAY"):
            return NoKeys() if bus is None else PortalKeys(bus)
        if platform == "xcb" and sys.platform != "win32":
            from desktop_search.gui.global_keys.x11 import X11Keys

            return X11Keys()
    except OSError:
        logger.info("no global keys on this desktop", exc_info=True)
    return NoKeys()

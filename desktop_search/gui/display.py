"""What a window needs of the system: a screen, and the libraries of Qt. Asked before Qt is imported."""

from __future__ import annotations

import re
from collections.abc import Mapping

# The libraries that packaging/bootstrap.py installs.
HOW_TO_INSTALL = (
    "On Debian and Ubuntu: sudo apt-get install libegl1 libgl1 libx11-xcb1 libdbus-1-3 libfontconfig1 libglib2.0-0 "
    "libgssapi-krb5-2 libwayland-cursor0 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-randr0 libxcb-shape0 "
    "libxkbcommon-x11-0"
)


def missing_library(error: ImportError) -> str:
    """The name of the system's library for want of which something cannot be imported; empty for any other reason."""
    found = re.match(r"(\S+\.so[.\d]*): cannot open shared object file", str(error))
    return found[1] if found else ""


def lacks_display(platform: str, environment: Mapping[str, str]) -> bool:
    """Whether a QApplication would end the process, because there is no screen to show it on."""
    if platform in ("win32", "darwin") or environment.get("QT_QPA_PLATFORM"):
        return False
    return not (environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))

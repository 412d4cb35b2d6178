"""What a window needs of the system: a screen, and the libraries of Qt. Asked before Qt is imported.

Qt itself ends the process where one of them is missing, with words that nobody sees who has started it from a menu.
"""

from __future__ import annotations

import ctypes
import os
import re
import shlex
import shutil
import socket
from collections.abc import Mapping

# How a system installs, and what brings the libraries: as packaging/bootstrap.py has it.
_RPM = (
    "libEGL.so.1 libGL.so.1 libX11-xcb.so.1 libdbus-1.so.3 libfontconfig.so.1 libglib-2.0.so.0 libgssapi_krb5.so.2 "
    "libwayland-cursor.so.0 libxcb-cursor.so.0 libxcb-icccm.so.4 libxcb-keysyms.so.1 libxcb-randr.so.0 "
    "libxcb-shape.so.0 libxkbcommon-x11.so.0"
)
_INSTALLERS = {
    "apt-get": (
        "apt-get install -y --no-install-recommends",
        "libegl1 libgl1 libx11-xcb1 libdbus-1-3 libfontconfig1 libglib2.0-0 libgssapi-krb5-2 libwayland-cursor0 "
        "libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-randr0 libxcb-shape0 libxkbcommon-x11-0",
    ),
    "dnf": ("dnf install", " ".join(f"{one}()(64bit)" for one in _RPM.split())),
    "pacman": (
        "pacman -S --needed",
        "libglvnd dbus fontconfig glib2 krb5 wayland xcb-util-cursor xcb-util-wm xcb-util-keysyms libxkbcommon-x11",
    ),
    "zypper": ("zypper install", " ".join(f"{one}()(64bit)" for one in _RPM.split())),
}
# What Qt's part for each kind of screen loads only when that is chosen: without one of them it ends the process.
_FOR_X11 = (
    "libX11-xcb.so.1 libxcb-cursor.so.0 libxcb-icccm.so.4 libxcb-image.so.0 libxcb-keysyms.so.1 libxcb-randr.so.0 "
    "libxcb-render-util.so.0 libxcb-shape.so.0 libxcb-xkb.so.1 libxkbcommon-x11.so.0"
).split()
_FOR_WAYLAND = ("libwayland-client.so.0", "libwayland-cursor.so.0")


def how_to_install() -> str:
    """The command that brings the libraries, where one of the known installers is there."""
    for name, (command, packages) in _INSTALLERS.items():
        if shutil.which(name):
            return f"This brings it: sudo {command} {shlex.join(packages.split())}"
    return "A package of the system brings it."


def lacks_library(name: str) -> str:
    """The sentence for a person."""
    return f"The system has no {name}, which the window needs. {how_to_install()}"


def missing_library(error: ImportError) -> str:
    """The name of the system's library for want of which something cannot be imported; empty for any other reason."""
    found = re.match(r"(\S+\.so[.\d]*): cannot open shared object file", str(error))
    return found[1] if found else ""


def lacks_display(platform: str, environment: Mapping[str, str]) -> bool:
    """Whether a QApplication would end the process, because there is no screen to show it on."""
    if platform in ("win32", "darwin") or environment.get("QT_QPA_PLATFORM"):
        return False
    return not (environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def problem(platform: str, environment: Mapping[str, str]) -> str:
    """Why the screen that the environment names cannot be used, in one sentence; empty where it can. Takes 1 ms."""
    if platform in ("win32", "darwin") or environment.get("QT_QPA_PLATFORM"):
        return ""
    found = ""
    # Qt takes the other one where one of the two cannot be had.
    for variable, libraries, answers in (
        ("WAYLAND_DISPLAY", _FOR_WAYLAND, _wayland_answers),
        ("DISPLAY", _FOR_X11, _x11_answers),
    ):
        if not environment.get(variable):
            continue
        lacking = next((one for one in libraries if not _can_load(one)), None)
        if lacking is None and answers(environment):
            return ""
        found = lacks_library(lacking) if lacking else f"The display {environment[variable]} cannot be reached."
    return found


def _can_load(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _wayland_answers(environment: Mapping[str, str]) -> bool:
    place = os.path.join(environment.get("XDG_RUNTIME_DIR", ""), environment["WAYLAND_DISPLAY"])
    try:
        # By name: not every system has it.
        with socket.socket(socket.AddressFamily["AF_UNIX"]) as line:
            line.connect(place)
    except OSError:
        return False
    return True


def _x11_answers(environment: Mapping[str, str]) -> bool:
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = (ctypes.c_char_p, ctypes.c_void_p)
    xcb.xcb_connection_has_error.argtypes = (ctypes.c_void_p,)
    # Never closed: a server whose last client leaves begins anew, and Qt would come in the middle of that.
    connection = xcb.xcb_connect(os.fsencode(environment["DISPLAY"]), None)
    return bool(xcb.xcb_connection_has_error(connection) == 0)

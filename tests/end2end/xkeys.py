"""Keys as a person presses them: through the X server, to whatever window the window manager has given the focus."""

from __future__ import annotations

import subprocess


def press(*keys: str) -> None:
    """Presses keys one after the other, by X's names: "ctrl+k", "Return", "alt+3"."""
    subprocess.run(["xdotool", "key", "--clearmodifiers", *keys], check=True, timeout=10)


def write(text: str, milliseconds: int = 12) -> subprocess.Popen[bytes]:
    """Types a text with a pause between the keys. Not waited for: they arrive while the window works."""
    return subprocess.Popen(["xdotool", "type", "--delay", str(milliseconds), text])

"""The settings file with anything in it: told in words, understood or kept aside, and never the end of the choices."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import tomli_w

from desktop_search import settings as settings_file
from desktop_search.errors import SettingsError
from desktop_search.settings import Settings
from tests.reliability.fuzz.targets.base import Problem

_KNOWN = Settings(folders=("/home/ann/notes", "/home/ann/mail"), skip_patterns=("*.bak",), max_file_mb=20)
_TEXT = b"""\
folders = ["/home/ann/notes", "~/mail"]
skip_patterns = ["*.bak", "tmp/"]
skip_hidden = true
max_file_mb = 50
quiet = "auto"
text_scale = 125
language = "de"
"""


class Choices:
    """Each input is tried once with a spare copy beside it and once without."""

    def __init__(self, work: Path) -> None:
        self._work = work
        self._count = 0
        self.contained: dict[str, int] = {}
        self.words: Sequence[bytes] = [
            *(b"folders = []", b"[folders]", b"[[folders]]", b"true", b"-1", b"nan", b"1979-05-27", b'"""', b"'''"),
            *(b"\\u0000", b"\\ud800", b"\n", b"=", b"[", b"{", b"a.b.c = 1", b"max_file_mb = 9999999999999999999999"),
        ]

    def seeds(self) -> list[bytes]:
        whole = {name: list(one) if isinstance(one, tuple) else one for name, one in _plain(Settings()).items()}
        return [_TEXT, tomli_w.dumps(whole).encode(), b'\xef\xbb\xbffolders = ["/a"]\r\npaused = true\r\n']

    def close(self) -> None:
        pass

    def attempt(self, content: bytes) -> None:
        for has_spare in (False, True):
            self._count += 1
            folder = self._work / str(self._count % 50)
            folder.mkdir(exist_ok=True)
            for left in folder.iterdir():
                left.unlink()
            self._try(folder / "settings.toml", content, has_spare)

    def _try(self, path: Path, content: bytes, has_spare: bool) -> None:
        if has_spare:
            settings_file.save(path, _KNOWN)
        path.write_bytes(content)
        loaded = settings_file.load(path)
        if not loaded.notice:
            if path.read_bytes() != content:
                raise Problem("lost", "a file that was understood was changed")
        else:
            aside = [one.read_bytes() for one in path.parent.glob("settings.toml.damaged-*")]
            if content not in aside and (not path.exists() or path.read_bytes() != content):
                raise Problem("lost", "a file that was not understood is gone")
            if has_spare and loaded.settings != _KNOWN:
                raise Problem("lost", "the spare copy was not used")
            if loaded.trusted is not has_spare:
                raise Problem("lost", "no choices are taken for a choice")
            if "\n" in loaded.notice.strip() or not loaded.notice.endswith("."):
                raise Problem("lost", "it is not told in one sentence")
            if has_spare and not settings_file.load(path).trusted:
                raise Problem("lost", "the next start knows less")
        # What was understood is understood again once it is saved.
        try:
            settings_file.save(path, loaded.settings)
        except SettingsError as error:
            raise Problem("lost", f"what was understood cannot be saved: {type(error.__cause__).__name__}") from error
        if settings_file.load(path) != settings_file.LoadedSettings(loaded.settings):
            raise Problem("lost", "what is saved is not what is loaded")


def _plain(settings: Settings) -> dict[str, object]:
    return {name: getattr(settings, name) for name in settings.__dataclass_fields__}

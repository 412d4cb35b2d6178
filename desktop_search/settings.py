"""The person's choices: typed, kept as TOML, written by atomic rename, and never lost to a damaged file.

Each save leaves a second copy, `settings.toml.spare`. A file that is damaged is moved aside, the spare is used in its
place, and `LoadedSettings.notice` says so in one sentence. Where there is nothing to go by, `trusted` is False: an
empty list of folders then does not mean that the person wants every folder forgotten.
"""

from __future__ import annotations

import os
import tempfile
import time
import tomllib
from dataclasses import asdict, dataclass, field, fields, replace
from itertools import count
from pathlib import Path
from typing import Any

import tomli_w

from desktop_search.errors import FolderError, SettingsError


@dataclass(frozen=True, slots=True)
class Settings:
    """Every choice has a default that works. Folders are absolute; an empty `model` means the bundled one.

    `quiet` is "auto" (on battery), "always" or "never"; any other word counts as "auto". `appearance` is "system",
    "light", "dark" or "contrast", `language` "system" or a language's code, `text_scale` percent of the system's size.
    `quick_key` and `selection_key` are keys of the whole desktop, or empty; `keep_in_tray` is "ask", "yes" or "no".
    """

    folders: tuple[str, ...] = ()
    skip_patterns: tuple[str, ...] = ()
    skip_hidden: bool = True
    use_gitignore: bool = True
    max_file_mb: int = 50
    model: str = ""
    device: str = "auto"
    paused: bool = False
    appearance: str = "system"
    quiet: str = "auto"
    text_scale: int = 100
    language: str = "system"
    keep_history: bool = True
    quick_key: str = "Ctrl+Alt+Space"
    selection_key: str = "Ctrl+Alt+Shift+Space"
    keep_in_tray: str = "ask"
    start_with_session: bool = False
    in_menu: bool = False


@dataclass(frozen=True, slots=True)
class LoadedSettings:
    """The settings in force, and a sentence for the person where something had to be repaired."""

    settings: Settings = field(default_factory=Settings)
    notice: str = ""
    trusted: bool = True


def load(path: Path) -> LoadedSettings:
    """Reads the settings; without any file the defaults, for a damaged or lost one its spare. Never raises."""
    try:
        return LoadedSettings(_parse(path.read_bytes()))
    except FileNotFoundError:
        return _recover(path, "it is missing") if _spare(path).exists() else LoadedSettings()
    except OSError as error:
        told = f"The settings file {path} cannot be read ({error.strerror})"
        try:
            return LoadedSettings(_parse(_spare(path).read_bytes()), f"{told}; its spare copy is used.")
        except (OSError, SettingsError, ValueError):
            return LoadedSettings(notice=f"{told}; nothing is indexed until it can.", trusted=False)
    except (SettingsError, ValueError) as error:
        return _recover(path, str(error))


def save(path: Path, settings: Settings) -> None:
    """Writes the settings and their spare copy, each by atomic rename. Raises SettingsError where it cannot.

    Both are written before either takes its place: on a full disk everything is as it was.
    """
    written: list[Path] = []
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        content = tomli_w.dumps(_plain(settings)).encode()
        try:
            for target in (path, _spare(path)):
                handle, name = tempfile.mkstemp(dir=path.parent, prefix=target.name, suffix=".new")
                written.append(Path(name))
                with os.fdopen(handle, "wb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
            for new, target in zip(written, (path, _spare(path)), strict=True):
                new.replace(target)
        finally:
            for new in written:
                new.unlink(missing_ok=True)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise SettingsError(f"The settings cannot be saved in {path.parent}: {reason}.") from error


def add_folder(settings: Settings, folder: str | os.PathLike[str]) -> Settings:
    """Adds one folder, resolved. A folder inside a watched one is covered already; a parent replaces its children.

    Raises FolderError where the folder does not exist, is no folder, or may not be read.
    """
    path = check_folder(folder)
    if any(path.is_relative_to(known) for known in settings.folders):
        return settings
    kept = tuple(known for known in settings.folders if not Path(known).is_relative_to(path))
    return replace(settings, folders=(*kept, str(path)))


def remove_folder(settings: Settings, folder: str | os.PathLike[str]) -> Settings:
    """Takes one folder out of the list; it need not exist any more. Raises FolderError where it is not in the list."""
    asked = {os.fspath(Path(folder).expanduser().absolute()), os.fspath(Path(folder).expanduser().resolve())}
    kept = tuple(known for known in settings.folders if known not in asked)
    if len(kept) == len(settings.folders):
        parents = [known for known in settings.folders if any(Path(one).is_relative_to(known) for one in asked)]
        hint = f" It is part of {parents[0]}; a skip pattern can leave it out." if parents else ""
        raise FolderError(f"{folder} is not one of the watched folders.{hint}")
    return replace(settings, folders=kept)


def check_folder(folder: str | os.PathLike[str]) -> Path:
    """The folder's real path. Raises FolderError with the reason where it cannot be watched."""
    path = Path(folder).expanduser()
    try:
        path = path.resolve(strict=True)
        if not path.is_dir():
            raise FolderError(f"{path} is a file, not a folder.")
        with os.scandir(path):
            pass
    except FileNotFoundError as error:
        raise FolderError(f"The folder {path.absolute()} does not exist.") from error
    except PermissionError as error:
        raise FolderError(f"The folder {path} may not be read.") from error
    except (OSError, RuntimeError, ValueError) as error:
        raise FolderError(f"The folder {path} cannot be used: {error}.") from error
    try:
        str(path).encode()
    except UnicodeEncodeError as error:
        shown = os.fsencode(path).decode("utf-8", "replace")
        raise FolderError(f"The name of {shown} is not valid UTF-8; watch the folder above it.") from error
    return path


def _spare(path: Path) -> Path:
    return path.with_name(path.name + ".spare")


def _plain(settings: Settings) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(settings).items()}


def _parse(content: bytes) -> Settings:
    """Unknown keys are left alone: an older version may read a newer file."""
    try:
        table = tomllib.loads(content.decode("utf-8"))
    except RecursionError as error:
        raise SettingsError("it is nested too deeply") from error
    defaults = Settings()
    values: dict[str, Any] = {}
    for entry in fields(Settings):
        if entry.name not in table:
            continue
        value = table[entry.name]
        default = getattr(defaults, entry.name)
        if isinstance(default, tuple):
            if not (isinstance(value, list) and all(isinstance(item, str) for item in value)):
                raise SettingsError(f"{entry.name} must be a list of texts")
            value = _clean(value) if entry.name == "folders" else tuple(value)
        elif type(value) is not type(default):
            raise SettingsError(f"{entry.name} must be of the kind {type(default).__name__}")
        values[entry.name] = value
    return Settings(**values)


def _clean(folders: list[str]) -> tuple[str, ...]:
    """Folders as this program would have written them, whatever a person's hand has made of the list."""
    if any("\0" in folder for folder in folders):
        raise SettingsError("folders holds a name that cannot be")
    names = dict.fromkeys(os.path.normpath(os.path.expanduser(folder)) for folder in folders)
    return tuple(one for one in names if not any(one != other and Path(one).is_relative_to(other) for other in names))


def _recover(path: Path, reason: str) -> LoadedSettings:
    told = f"The settings file could not be used ({reason})"
    is_in_the_way = path.exists()
    if is_in_the_way:
        try:
            aside = _free_name(path)
            path.replace(aside)
            is_in_the_way = False
            told += f" and was kept as {aside.name}"
        except OSError:
            told += " and was left where it is"
    try:
        settings = _parse(_spare(path).read_bytes())
        if not is_in_the_way:
            save(path, settings)
        return LoadedSettings(settings, f"{told}; its spare copy is used.")
    except (OSError, SettingsError, ValueError):
        return LoadedSettings(notice=f"{told}; please choose your folders again.", trusted=False)


def _free_name(path: Path) -> Path:
    """A name for a damaged file that no earlier one has; two may come within a second."""
    base = path.with_name(f"{path.name}.damaged-{time.strftime('%Y%m%d-%H%M%S')}")
    return next(one for number in count() if not (one := Path(f"{base}-{number}" if number else base)).exists())

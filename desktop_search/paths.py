"""Where the program keeps its own files, and the one override that moves all of them.

Settings live apart from the index: deleting the index loses no choice of the person.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

HOME_VARIABLE = "DESKTOP_SEARCH_HOME"
_APPLICATION = "desktop-search"


@dataclass(frozen=True, slots=True)
class Paths:
    """The four folders of the program. Frozen and picklable: it is handed to the engine process as it is."""

    data: Path
    config: Path
    cache: Path
    logs: Path

    @property
    def database(self) -> Path:
        return self.data / "index.sqlite3"

    @property
    def word_index(self) -> Path:
        return self.data / "words"

    @property
    def vector_index(self) -> Path:
        return self.data / "vectors"

    @property
    def models(self) -> Path:
        """The models that a person has had downloaded."""
        return self.data / "models"

    @property
    def compiled_models(self) -> Path:
        return self.cache / "compiled"

    @property
    def model_digests(self) -> Path:
        return self.cache / "model-digests.json"

    @property
    def writer_lock(self) -> Path:
        """Held by the one process that may write the index."""
        return self.data / "writer.lock"

    @property
    def engine_address(self) -> Path:
        """Tells other processes of the same person how to reach the running engine."""
        return self.data / "engine.json"

    @property
    def settings(self) -> Path:
        return self.config / "settings.toml"

    def create(self) -> None:
        """Makes the folders, readable by the person alone. Raises OSError where that is not possible."""
        for folder in (self.data, self.config, self.cache, self.logs):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if os.name != "nt" and folder.stat().st_mode & 0o077:
                # Somebody made it before, or an older version did.
                folder.chmod(0o700)
            # Somebody may watch a folder that these stand in: the program never indexes itself.
            (folder / ".nosearch").touch(mode=0o600)


def keep_private() -> None:
    """Whatever this process makes from now on is for the person alone. Not for one that starts other programs."""
    os.umask(0o077)


def is_at_or_below(path: str, place: str) -> bool:
    """Is `path` this place, or does it lie somewhere in it? As they are written: links are not followed."""
    return path == place or path.startswith(place.rstrip(os.sep) + os.sep)


def write_whole(file: Path, text: str) -> None:
    """Writes a file of the program's own, which then has all of the old text or all of the new. Raises OSError."""
    new = file.with_name(file.name + ".new")
    new.write_text(text, encoding="utf-8")
    new.replace(file)


def find_paths(home: str | os.PathLike[str] | None = None) -> Paths:
    """The program's folders: below `home`, else below $DESKTOP_SEARCH_HOME, else the person's own places."""
    chosen = home or os.environ.get(HOME_VARIABLE)
    if chosen:
        base = Path(chosen).expanduser().absolute()
        return Paths(base / "data", base / "config", base / "cache", base / "logs")
    directories = platformdirs.PlatformDirs(_APPLICATION, appauthor=False)
    return Paths(
        Path(directories.user_data_dir),
        Path(directories.user_config_dir),
        Path(directories.user_cache_dir),
        Path(directories.user_log_dir),
    )

"""The errors that a person may read; every message is one clear sentence.

DesktopSearchError
├── SettingsError      the settings cannot be written, or name something impossible
├── FolderError        a folder is missing, is no folder, or may not be read
├── DocumentError      one file cannot be read; it costs that file and nothing else
├── ReaderError        the process that reads documents cannot be started
├── ModelError         a model folder is missing, incomplete, altered or unsafe
├── StoreError         the database cannot be used (the world failed: disk full, read-only, locked)
│   └── StoreDamaged   the database file itself is broken and has to be rebuilt
└── EngineError        the engine process is gone, or another one owns the index
"""


class DesktopSearchError(Exception):
    """The root: whatever is raised below it may be shown to a person as it stands."""


class SettingsError(DesktopSearchError):
    """The settings cannot be written, or name something impossible."""


class FolderError(DesktopSearchError):
    """A folder is missing, is no folder, or may not be read."""


class DocumentError(DesktopSearchError):
    """One file cannot be read; the message is the reason kept in the index."""


class ReaderError(DesktopSearchError):
    """The process that reads documents cannot be started: no file can be read just now."""


class ModelError(DesktopSearchError):
    """A model folder is missing, incomplete, altered or unsafe."""


class StoreError(DesktopSearchError):
    """The database cannot be used just now: disk full, read-only folder, locked."""


class StoreDamaged(StoreError):
    """The database file is broken; it is moved aside and rebuilt from the documents."""


class EngineError(DesktopSearchError):
    """The engine process is gone, or another one owns the index."""


def first_line(error: BaseException) -> str:
    """What a library's error says, in one line without a full stop; its kind where it says nothing."""
    lines = str(error).strip().splitlines()
    return lines[0].rstrip(".") if lines else type(error).__name__

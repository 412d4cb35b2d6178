"""Opens the database: pragmas, schema, damage, and the counter that derived indexes are checked against.

One process writes (the holder of the writer lock), any number read beside it. A Database stays on the thread
that opened it. `store_errors` turns SQLite's many ways of failing into two: the world failed (StoreError) or
the file is broken (StoreDamaged).
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

from sqlite_utils import Database

from desktop_search.errors import StoreDamaged, StoreError
from desktop_search.store import soundness
from desktop_search.store.migrations import migrations
from desktop_search.store.shares import network_share

_CHECK_NOTE = "check"
_SCRUB = "scrub"
_WAIT_MS = 10_000
# As much as SQLite maps at most.
_MAPPED_BYTES = 2_147_418_112
# On a share a reader and the writer wait for each other.
_WAIT_ON_SHARE_MS = 60_000
_NOT_READY = "The index is not ready yet: start Desktop Search once to prepare it."
# SQLite's own words for a broken file (SQLITE_CORRUPT, SQLITE_NOTADB), and for tables that are not what they should be.
_DAMAGE = ("malformed", "not a database", "corrupt", "no such table", "no such column", "no column", "already exists")


@contextlib.contextmanager
def store_errors() -> Iterator[None]:
    """Raises StoreDamaged or StoreError, in words for a person, in place of sqlite3's errors."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if any(word in str(error) for word in _DAMAGE):
            raise StoreDamaged(f"The index is damaged ({error}).") from error
        if "full" in str(error) or "disk I/O" in str(error):
            raise StoreError("The disk is full or failing; indexing stopped and nothing is lost.") from error
        if "readonly" in str(error) or "unable to open" in str(error):
            raise StoreError(f"The index cannot be written ({error}).") from error
        raise StoreError(f"The index cannot be used ({error}).") from error


def open_writer(path: Path) -> Database:
    """Opens or creates the database and brings its schema up to date.

    Raises StoreDamaged where the file is broken, StoreError where it cannot be used or is of a newer version.
    """
    with store_errors():
        connection = sqlite3.connect(path, timeout=_WAIT_MS / 1000)
        try:
            path.chmod(0o600)
            _choose_journal(connection, path)
            # What is deleted is overwritten: no text of a document that is gone stays in free space.
            connection.execute("PRAGMA secure_delete = ON")
            db = Database(connection)
            _refuse_newer(db)
            _bring_to_this_version(db)
            if wrong := soundness.of_schema(db):
                raise StoreDamaged(f"The index is damaged ({wrong}).")
            _check(db, path)
        except BaseException:
            connection.close()
            raise
        return db


def _choose_journal(connection: sqlite3.Connection, path: Path) -> None:
    """A write-ahead log, or what holds on a share. Raises StoreError where the share cannot do it."""
    share = network_share(path.parent)
    if not share:
        connection.execute("PRAGMA journal_mode = WAL")
        # Durable against a crash of the program; a power cut may cost the last commits, never the file.
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA journal_size_limit = 16777216")
        return
    connection.execute(f"PRAGMA busy_timeout = {_WAIT_ON_SHARE_MS}")
    try:
        # Alone, so that a log that is still there is read without shared memory; until the next reading.
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA journal_mode = TRUNCATE")
        connection.execute("PRAGMA locking_mode = NORMAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        raise StoreError(
            f"The network share that the index lies on ({share}) cannot hold one ({error}); name a folder of this"
            " machine with --data-dir."
        ) from error


def _refuse_log(connection: sqlite3.Connection) -> None:
    """Raises StoreError for an index that was moved to a share, until its writer has opened it there.

    SQLite itself is asked: where a program opens the file beside it and closes it again, the system lets go of every
    lock that SQLite holds in the whole process (https://sqlite.org/howtocorrupt.html, 2.2).
    """
    # Alone, so that a log that is still there is looked at without shared memory; until the next reading.
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    if connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
        raise StoreError(_NOT_READY)
    connection.execute("PRAGMA locking_mode = NORMAL")
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()


def open_reader(path: Path) -> Database:
    """Opens the database for reading only. Raises StoreError where there is none or it cannot be used."""
    if not path.exists():
        raise StoreError("Nothing is indexed yet: name a folder with `desktop-search index FOLDER`.")
    with store_errors():
        connection = sqlite3.connect(path, timeout=_WAIT_MS / 1000)
        try:
            if network_share(path.parent):
                _refuse_log(connection)
            elif os.name == "posix":
                # Rows lie strewn over the file; to read each by a call of its own takes as long as all the rest.
                connection.execute(f"PRAGMA mmap_size = {_MAPPED_BYTES}")
            connection.execute("PRAGMA query_only = 1")
            db = Database(connection)
            _refuse_newer(db)
            if migrations.pending(db):
                raise StoreError(_NOT_READY)
        except sqlite3.OperationalError as error:
            connection.close()
            if os.access(path.parent, os.W_OK):
                raise
            # Readers and the writer tell each other in a file of their own where they are.
            raise StoreError(f"The index cannot be read while its folder {path.parent} cannot be written.") from error
        except BaseException:
            connection.close()
            raise
        return db


def is_readable(path: Path) -> bool:
    """Is there a database that can be read as it is, without being prepared or mended?"""
    try:
        open_reader(path).close()
    except (StoreError, StoreDamaged):
        return False
    return True


@contextlib.contextmanager
def reading(path: Path) -> Iterator[Database]:
    """A reader that is closed at the end."""
    db = open_reader(path)
    try:
        yield db
    finally:
        db.close()


def close_writer(db: Database) -> None:
    """Folds the write-ahead log into the file, marks the exit as clean, and closes."""
    with store_errors(), contextlib.closing(db.conn):
        with db.atomic():
            set_meta(db, "open", 0)
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def ask_for_scrub(db: Database) -> None:
    """Notes, in the transaction that forgets a folder, that no byte of it may stay anywhere (engine/scrubbing.py)."""
    set_meta(db, _SCRUB, 1)


def is_scrub_due(db: Database) -> bool:
    return meta(db, _SCRUB) == 1


def write_anew(db: Database) -> None:
    """Writes the database without its free space. Raises sqlite3.OperationalError where there is no room for that."""
    db.conn.execute("VACUUM")


def end_scrub(db: Database) -> None:
    """Notes that it is done, folds the write-ahead log into the file and cuts it to nothing."""
    with db.atomic():
        set_meta(db, _SCRUB, 0)
    # Waits for those who still read from the log; where one of them takes too long, it is emptied on closing.
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def delete_damaged(path: Path) -> None:
    """Deletes the databases that were moved aside: they hold the text of their time."""
    for aside in path.parent.glob(f"{path.stem}.damaged-*"):
        with contextlib.suppress(OSError):
            aside.unlink()


def move_aside(path: Path) -> Path:
    """Renames a damaged database (and its log files) so that a new one can be made; returns the new name."""
    aside = path.with_name(f"{path.stem}.damaged-{time.strftime('%Y%m%d-%H%M%S')}{path.suffix}")
    for suffix in ("", "-wal", "-shm"):
        source = path.with_name(path.name + suffix)
        if source.exists():
            shutil.move(source, aside.with_name(aside.name + suffix))
    return aside


def meta(db: Database, key: str) -> object:
    """One value of the meta table, None where it was never set."""
    row = db.execute("SELECT value FROM meta WHERE key = ?", [key]).fetchone()
    return row[0] if row else None


def set_meta(db: Database, key: str, value: object) -> None:
    db.execute("INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", [key, value])


def store_id(db: Database) -> str:
    """A name that a new database never shares with an old one: derived indexes belong to one store."""
    return str(meta(db, "store_id"))


def generation(db: Database) -> int:
    """The number of changes made so far."""
    row = db.execute("SELECT value FROM meta WHERE key = 'generation'").fetchone()
    return int(row[0])


def next_generation(db: Database) -> int:
    """Counts one more change; call it inside the transaction that makes the change."""
    db.execute("UPDATE meta SET value = value + 1 WHERE key = 'generation'")
    return generation(db)


def index_bytes(path: Path) -> int:
    """Bytes on disk of the database with its log."""
    parts = (path.with_name(path.name + suffix) for suffix in ("", "-wal"))
    return sum(part.stat().st_size for part in parts if part.exists())


def _refuse_newer(db: Database) -> None:
    known = {step.name for step in migrations.pending(Database(memory=True))}
    try:
        unknown = [step.name for step in migrations.applied(db) if step.name not in known]
    except KeyError as error:  # a table of that name, with other columns
        raise StoreDamaged("The index is damaged (it does not say its version).") from error
    if unknown:
        raise StoreError("The index was made by a newer version of Desktop Search; please update this one.")


def _bring_to_this_version(db: Database) -> None:
    try:
        migrations.apply(db)
    except (ValueError, TypeError, KeyError) as error:  # a step has met what no version before it has left
        raise StoreDamaged("The index is damaged (its version is not the one that it says).") from error


def ask_for_check(path: Path) -> None:
    """Leaves a note that the next writer has to check the whole database."""
    with contextlib.suppress(OSError):
        path.with_name(_CHECK_NOTE).touch()


def has_lost_power(db: Database) -> bool:
    """Did the system end, and not only the program, since this database was open for writing the last time?

    The last commits may be lost then, while files that were written after them are there.
    """
    return bool(meta(db, "lost_power"))


def _boot() -> str:
    """A name for this run of the system; empty where it has none, so that every end counts as the system's."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""


def _check(db: Database, path: Path) -> None:
    """After an exit that was not clean, or where a reader has met damage. Raises StoreDamaged."""
    note = path.with_name(_CHECK_NOTE)
    if meta(db, "open") == 1 or note.exists():
        note.unlink(missing_ok=True)
        found = db.execute("PRAGMA quick_check(1)").fetchone()[0]
        if found == "ok":
            found = soundness.of_values(db) or "ok"
        if found != "ok":
            raise StoreDamaged(f"The index is damaged ({found}).")
    boot = _boot()
    # What was found the last time still holds where that time did not end well either.
    lost_power = meta(db, "open") == 1 and (not boot or meta(db, "boot") != boot or has_lost_power(db))
    with db.atomic():
        set_meta(db, "open", 1)
        set_meta(db, "boot", boot)
        set_meta(db, "lost_power", int(lost_power))

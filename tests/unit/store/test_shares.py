"""An index on a network share: it is recognised, and kept without the log that needs shared memory."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_search.errors import StoreError
from desktop_search.store import database, shares
from desktop_search.store.shares import Mount, network_share


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "index.sqlite3"


@pytest.fixture
def on_share(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "network_share", lambda _: "nfs4")


def journal(path: Path) -> str:
    with sqlite3.connect(path) as connection:
        mode: str = connection.execute("PRAGMA journal_mode").fetchone()[0]
    connection.close()
    return mode


def logs(path: Path) -> list[str]:
    return sorted(file.name for file in path.parent.glob(f"{path.name}-*") if file.stat().st_size)


@pytest.mark.skipif(sys.platform == "win32", reason="paths of Linux and macOS")
@pytest.mark.parametrize(
    ("mounts", "kind"),
    [
        ([("/", "ext4"), ("/home", "nfs4")], "nfs4"),
        ([("/", "ext4"), ("/home", "nfs4"), ("/home/anna", "btrfs")], ""),
        ([("/", "ext4"), ("/home/an", "nfs4")], ""),
        ([("/", "nfs"), ("/home", "ext4"), ("/home", "cifs")], "cifs"),
        ([("/", "overlay"), ("/home/anna", "fuse.sshfs")], "fuse.sshfs"),
        ([("/home/anna", "fuse.gocryptfs")], ""),
        ([], ""),
    ],
)
def test_the_nearest_mount_decides(mounts: list[tuple[str, str]], kind: str) -> None:
    listed = [Mount(*one) for one in mounts]
    assert network_share(Path("/home/anna/data"), lambda: listed) == kind


def test_a_drive_that_the_system_calls_remote_is_one(tmp_path: Path) -> None:
    drive = Mount(str(tmp_path.resolve()), "NTFS", ("rw", "remote"))
    assert network_share(tmp_path / "data", lambda: [drive]) == "NTFS"


def test_this_machines_own_folders_are_none(tmp_path: Path) -> None:
    assert network_share(tmp_path) == ""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads what Linux has mounted")
def test_a_place_with_a_blank_is_read_from_the_systems_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = tmp_path / "mounts"
    listed.write_text("/dev/sda1 / ext4 rw 0 0\nserver:/x /mnt/my\\040files nfs4 rw 0 0\n")
    monkeypatch.setattr(shares, "_ON_LINUX", listed)
    assert network_share(Path("/mnt/my files/notes")) == "nfs4"


@pytest.mark.usefixtures("on_share")
def test_on_a_share_there_is_no_write_ahead_log(path: Path) -> None:
    db = database.open_writer(path)
    with db.atomic():
        database.set_meta(db, "one", 1)
    assert db.execute("PRAGMA journal_mode").fetchone()[0] == "truncate"
    with database.reading(path) as reader:
        assert database.meta(reader, "one") == 1
    assert logs(path) == []
    database.close_writer(db)


def test_an_index_that_is_moved_there_and_back_keeps_what_it_has(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    db = database.open_writer(path)
    with db.atomic():
        database.set_meta(db, "one", 1)
    db.close()  # not close_writer: the last change stands in the log alone
    assert journal(path) == "wal"

    monkeypatch.setattr(database, "network_share", lambda _: "nfs4")
    with pytest.raises(StoreError, match="not ready yet"):
        database.open_reader(path)
    db = database.open_writer(path)
    assert database.meta(db, "one") == 1
    with database.reading(path) as reader:
        assert database.meta(reader, "one") == 1
    database.close_writer(db)
    assert journal(path) != "wal"

    monkeypatch.undo()
    db = database.open_writer(path)
    assert database.meta(db, "one") == 1
    database.close_writer(db)
    assert journal(path) == "wal"


@pytest.mark.usefixtures("on_share")
def test_there_the_writer_waits_for_one_who_reads(path: Path) -> None:
    writer = database.open_writer(path)
    begun = threading.Event()

    def read() -> None:
        with database.reading(path) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT * FROM meta").fetchone()
            begun.set()
            time.sleep(0.5)
            reader.execute("COMMIT")

    reading = threading.Thread(target=read)
    reading.start()
    begun.wait(10)
    with writer.atomic():
        database.set_meta(writer, "late", 1)
    reading.join()
    assert database.meta(writer, "late") == 1
    database.close_writer(writer)


@pytest.fixture
def sshfs(tmp_path: Path) -> Iterator[Path]:
    """A folder that is mounted from another program, as from another machine."""
    programs = [shutil.which(name) for name in ("sshfs", "socat", "fusermount3")]
    server = Path("/usr/lib/openssh/sftp-server")
    if not all(programs) or not server.exists() or not Path("/dev/fuse").exists():
        pytest.skip("sshfs, socat and sftp-server are not there")
    there, here = tmp_path / "there", tmp_path / "here"
    there.mkdir()
    here.mkdir()
    command = f"sshfs -f -o passive server\\:{there} {here}"
    line = subprocess.Popen(["socat", f"EXEC:{server}", f"EXEC:{command}"])
    try:
        for _ in range(100):
            if here.is_mount():
                break
            threading.Event().wait(0.05)
        else:
            pytest.skip("nothing can be mounted here")
        yield here
    finally:
        subprocess.run(["fusermount3", "-u", str(here)], check=False)
        line.terminate()
        line.wait()


def test_a_real_share_holds_an_index(sshfs: Path) -> None:
    path = sshfs / "index.sqlite3"
    assert network_share(sshfs) == "fuse.sshfs"
    db = database.open_writer(path)
    assert db.execute("PRAGMA journal_mode").fetchone()[0] == "truncate"
    with db.atomic():
        database.set_meta(db, "one", 1)
    with database.reading(path) as reader:
        assert database.meta(reader, "one") == 1
    database.close_writer(db)

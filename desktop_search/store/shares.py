"""Whether a folder lies on another machine: there SQLite cannot keep the memory that a write-ahead log needs.

See https://sqlite.org/wal.html, "All processes using a database must be on the same host computer".
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from desktop_search.paths import is_at_or_below

# As the systems name what they mount: from other machines, from a cluster, and into a virtual machine.
_KINDS = frozenset(
    (
        "9p afpfs afs beegfs ceph cifs davfs fuse.ceph fuse.davfs2 fuse.gcsfuse fuse.glusterfs fuse.gvfsd-fuse "
        "fuse.rclone fuse.s3fs fuse.sshfs fuse.vmhgfs-fuse gfs2 gpfs lustre ncpfs nfs nfs3 nfs4 ocfs2 prl_fs smb2 smb3 "
        "smbfs vboxsf virtiofs webdav"
    ).split()
)
_ON_LINUX = Path("/proc/self/mounts")


class Mount(NamedTuple):
    """A file system in its place; `options` are those that it was mounted with."""

    place: str
    kind: str
    options: tuple[str, ...] = ()


def network_share(path: Path, mounts: Callable[[], Iterable[Mount]] | None = None) -> str:
    """The kind of share that `path` lies on, as the system names it ("nfs4", "cifs"); empty on a disk of its own."""
    real = os.path.realpath(path)
    if real.startswith("\\\\"):
        return "smb"
    nearest: Mount | None = None
    for mount in (mounts or _mounts)():
        # Of several in one place the last one is seen.
        if is_at_or_below(real, mount.place) and (nearest is None or len(mount.place) >= len(nearest.place)):
            nearest = mount
    if nearest is None:
        return ""
    is_share = nearest.kind.lower() in _KINDS or "remote" in nearest.options
    return (nearest.kind or "share") if is_share else ""


def _mounts() -> list[Mount]:
    try:
        lines = os.fsdecode(_ON_LINUX.read_bytes()).splitlines()
    except OSError:
        return _mounts_elsewhere()
    return [Mount(_plain(place), kind) for _, place, kind, *_ in (line.split(" ") for line in lines)]


def _mounts_elsewhere() -> list[Mount]:
    # Not at the top: on Linux the first answer does not have to wait for it.
    import psutil

    try:
        found = psutil.disk_partitions(all=True)
    except (OSError, psutil.Error):
        return []
    return [Mount(one.mountpoint, one.fstype, tuple(one.opts.split(","))) for one in found]


def _plain(text: str) -> str:
    """Blanks and backslashes stand there as \\040 and \\134."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), text)

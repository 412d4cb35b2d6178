"""A power cut, simulated: what a program has written since it last asked for it to be on the disk may be lost.

A small library, made at test time and loaded before the C library, keeps a second folder beside the program's: each
file as it was when it was last synced, under the names that it then had. After a kill the disk is put together anew:
of each file, at random, its last synced state or what was last written. That covers lost and reordered writes of whole
files, names that were changed before the content was safe, and logs that fall behind their database. It does not cover
a file of which single writes since the last sync are there and others are not, nor a disk that lies about syncing.
"""

from __future__ import annotations

import random
import shutil
import subprocess
from pathlib import Path

_SOURCE = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* The place of a path in the second folder, 0 where it is none of the program's. */
static int mirrored(const char *path, char *out) {
    const char *from = getenv("POWER_FROM"), *to = getenv("POWER_TO");
    if (!from || !to || strncmp(path, from, strlen(from))) return 0;
    snprintf(out, PATH_MAX, "%s%s", to, path + strlen(from));
    return 1;
}

static void folders(char *path) {
    for (char *p = path + 1; *p; p++) if (*p == '/') { *p = 0; mkdir(path, 0700); *p = '/'; }
}

static void copy(int fd, char *to) {
    char buffer[65536], new[PATH_MAX + 8];
    off_t at = 0;
    ssize_t n;
    folders(to);
    snprintf(new, sizeof new, "%s.syncing", to);
    int out = open(new, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (out < 0) return;
    while ((n = pread(fd, buffer, sizeof buffer, at)) > 0) { if (write(out, buffer, n) != n) break; at += n; }
    close(out);
    rename(new, to);
}

static void synced(int fd) {
    char link[64], path[PATH_MAX], to[PATH_MAX];
    struct stat status;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path - 1);
    if (n <= 0) return;
    path[n] = 0;
    if (fstat(fd, &status) || !S_ISREG(status.st_mode) || !mirrored(path, to)) return;
    /* A descriptor may be for writing alone. */
    int in = open(link, O_RDONLY);
    if (in < 0) return;
    pthread_mutex_lock(&lock);
    copy(in, to);
    pthread_mutex_unlock(&lock);
    close(in);
}

int fsync(int fd) { synced(fd); return ((int (*)(int))dlsym(RTLD_NEXT, "fsync"))(fd); }
int fdatasync(int fd) { synced(fd); return ((int (*)(int))dlsym(RTLD_NEXT, "fdatasync"))(fd); }

static int (*real_rename(void))(const char *, const char *) {
    return (int (*)(const char *, const char *))dlsym(RTLD_NEXT, "rename");
}

int rename(const char *from, const char *to) {
    char a[PATH_MAX], b[PATH_MAX];
    int done = real_rename()(from, to);
    if (done == 0 && from[0] == '/' && mirrored(from, a) && mirrored(to, b)) {
        pthread_mutex_lock(&lock);
        folders(b);
        /* What was never synced keeps its old name's state: the new name may come to nothing. */
        if (access(a, F_OK) == 0) real_rename()(a, b);
        pthread_mutex_unlock(&lock);
    }
    return done;
}

int unlink(const char *path) {
    char a[PATH_MAX];
    int done = ((int (*)(const char *))dlsym(RTLD_NEXT, "unlink"))(path);
    if (done == 0 && path[0] == '/' && mirrored(path, a)) ((int (*)(const char *))dlsym(RTLD_NEXT, "unlink"))(a);
    return done;
}
"""


def library(work: Path) -> Path | None:
    """Makes it; None where there is no compiler."""
    compiler = next((found for name in ("cc", "gcc", "clang") if (found := shutil.which(name))), None)
    if compiler is None:
        return None
    source, made = work / "power.c", work / "power.so"
    source.write_text(_SOURCE)
    done = subprocess.run(
        [compiler, "-shared", "-fPIC", "-O1", "-o", str(made), str(source), "-ldl", "-lpthread"],
        capture_output=True,
        check=False,
    )
    return made if done.returncode == 0 else None


def environment(made: Path, home: Path, synced: Path) -> dict[str, str]:
    """What a program below which the power is to be cut is started with."""
    shutil.rmtree(synced, ignore_errors=True)
    synced.mkdir(parents=True)
    return {"LD_PRELOAD": str(made), "POWER_FROM": f"{home}/", "POWER_TO": f"{synced}/"}


def cut(home: Path, synced: Path, choose: random.Random) -> None:
    """Puts the disk together as it may be found after the power comes back."""
    kept = choose.choice((0.0, 0.0, 0.5, 0.9))
    written = {path.relative_to(home) for path in home.rglob("*") if path.is_file()}
    safe = {path.relative_to(synced) for path in synced.rglob("*") if path.is_file()}
    for name in written | safe:
        live, mirror = home / name, synced / name
        if name.name.endswith("-shm"):
            # Memory that programs share, not a file on the disk.
            live.unlink(missing_ok=True)
        elif name in written and choose.random() < kept:
            continue
        elif name in safe:
            live.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(mirror, live)
        elif choose.random() < 0.5:
            # The name is there and nothing of the content.
            live.write_bytes(b"")
        else:
            live.unlink(missing_ok=True)

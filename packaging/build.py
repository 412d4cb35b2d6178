#!/usr/bin/env python3
"""Makes Desktop Search installable: a program in a folder of its own that needs no Python.

    python3 packaging/build.py appdir|deb|tar|all [--out DIR]

DIR (else dist/) gets desktop-search-VERSION/ with the program and what a desktop reads of it, a .deb and an archive:
a .tar.xz, on Windows a .zip.
The model is compiled here, once for every processor, so that the first start compiles nothing. A finished environment
in DIR is used again. On Windows and macOS `appdir` runs the same recipe; what is made of it is in windows/ and macos/.
"""

from __future__ import annotations

import argparse
import gzip
import os
import shutil
import subprocess
import sys
import tarfile
import time
import zipfile
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "packaging"))
import contents

CONSTRAINTS = ROOT / "packaging" / "constraints.txt"
OVERRIDES = ROOT / "packaging" / "debian" / "lintian-overrides"
Made = TypeVar("Made")
WINDOWS = os.name == "nt"
# PyInstaller reads a recipe; these are what it consists of.
BUILDERS = ["pyinstaller", "pyinstaller-hooks-contrib", "altgraph"]
if not sys.platform.startswith("linux"):
    # Turns the icon into what these systems want in a program.
    BUILDERS.append("pillow")
# Measured: see CONTRIBUTING.md, "Decisions".
COMPRESSED = ("-Zzstd", "-z9")
# A fixed time in what is packed: the same source makes the same archive.
EPOCH = "1700000000"


def main(arguments: list[str]) -> int:
    """Returns the exit code: 0 done, 1 failed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("kind", choices=("appdir", "deb", "tar", "all"))
    parser.add_argument("--out", type=Path, default=ROOT / "dist", metavar="DIR", help="default: dist")
    chosen = parser.parse_args(arguments)
    # What is packed is read by everybody, whatever is the custom of who builds it.
    os.umask(0o022)
    out = chosen.out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    try:
        program = make_program(out)
        made = [program]
        if chosen.kind in ("deb", "all"):
            made.append(timed("deb", lambda: make_deb(program, out)))
        if chosen.kind in ("tar", "all"):
            made.append(timed("archive", lambda: make_archive(program, out)))
    except (OSError, subprocess.CalledProcessError) as error:
        say(f"The build failed: {error}.")
        return 1
    for one in made:
        say(f"{size_of(one) / 1e6:8.1f} MB  {one}")
    say(f"{start_time(program):8.2f} s   until `desktop-search --version` has answered")
    return 0


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def timed(what: str, make: Callable[[], Made]) -> Made:
    started = time.monotonic()
    result = make()
    say(f"{what}: {time.monotonic() - started:.0f} s")
    return result


def make_program(out: Path) -> Path:
    """The program and its share/ below a folder named after the version."""
    python = timed("environment", lambda: make_environment(out / "build-environment"))
    compiled = timed("compiled model", lambda: compile_model(python, out / "compiled"))
    icons = out / "icons"
    run([str(python), "-P", str(ROOT / "packaging" / "icons.py"), str(icons)])
    timed("program", lambda: freeze(python, compiled, icons, out))
    program = out / f"{contents.NAME}-{contents.version()}"
    shutil.rmtree(program, ignore_errors=True)
    (out / "frozen" / contents.NAME).rename(program)
    if not WINDOWS and sys.platform != "darwin":
        timed("symbols", lambda: strip(program))
    shutil.copytree(icons, program / "share" / "icons")
    add_shared(program / "share", python)
    return program


def make_environment(place: Path) -> Path:
    """An environment with what the program needs and the builder, and without torch; returns its Python."""
    python = place / ("Scripts/python.exe" if WINDOWS else "bin/python")
    if not python.exists():
        run([sys.executable, "-m", "venv", str(place)])
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "--quiet", "install", "-c", str(CONSTRAINTS)]
    run([*pip, "setuptools", *BUILDERS, *contents.requirements()])
    # The package of the model asks for torch, which is not needed to read the model's files.
    run([*pip, "--no-deps", contents.MODEL])
    run([*pip, "--no-deps", "--no-build-isolation", "--force-reinstall", str(ROOT)])
    # What setuptools leaves beside the source.
    for left in [ROOT / "build" / "lib", *(ROOT / "build").glob("bdist.*")]:
        shutil.rmtree(left, ignore_errors=True)
    return python


def compile_model(python: Path, cache: Path) -> Path:
    """The bundled model, compiled for every processor; what one processor made of it stays out."""
    code = (
        "import sys; from pathlib import Path; from desktop_search.embedding import conversion, models;"
        "conversion.convert_here(models.find_model(), Path(sys.argv[1]))"
    )
    shutil.rmtree(cache, ignore_errors=True)
    run([str(python), "-P", "-c", code, str(cache)])
    for own in [*cache.glob("*/tuned-*.json"), *cache.glob("*/blobs-*")]:
        shutil.rmtree(own) if own.is_dir() else own.unlink()
    return cache


def freeze(python: Path, compiled: Path, icons: Path, out: Path) -> None:
    icon = icons / "hicolor" / "256x256" / "apps" / f"{contents.APPLICATION}.png"
    environment = {
        **os.environ,
        "DESKTOP_SEARCH_COMPILED_MODELS": str(compiled),
        "DESKTOP_SEARCH_ICON": str(icon),
        "SOURCE_DATE_EPOCH": EPOCH,
    }
    places = ["--distpath", str(out / "frozen"), "--workpath", str(out / "work")]
    command = [str(python), "-P", "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", *places]
    run([*command, str(ROOT / "packaging" / "desktop-search.spec")], environment)


def strip(program: Path) -> None:
    """Takes out of the libraries what only a debugger reads: 40 MB. Names of functions that a crash report needs stay.

    Those that pip's wheels carry along were laid out anew by their makers, which strip does not always understand.
    """
    libraries = [file for file in program.rglob("*.so*") if file.is_file() and not file.is_symlink()]
    for file in libraries:
        file.chmod(0o644)
    run(["strip", "--strip-unneeded", *(str(file) for file in libraries if not file.parent.name.endswith(".libs"))])


def add_shared(share: Path, python: Path) -> None:
    """What a desktop reads, the manual page, and the licences of everything inside."""
    for name, file in contents.shared_files(ROOT / "resources").items():
        put(share / name, file.read_bytes())
    manual = subprocess.run(
        [str(python), str(ROOT / "packaging" / "manual.py")], check=True, stdout=subprocess.PIPE
    ).stdout
    put(share / "man" / "man1" / f"{contents.NAME}.1.gz", gzip.compress(manual, mtime=0))
    documents = share / "doc" / contents.NAME
    put(documents / "copyright", (ROOT / "LICENSE").read_bytes())
    put(documents / "NEWS.gz", gzip.compress((ROOT / "CHANGELOG.md").read_bytes(), mtime=0))
    packages = next(
        python.parent.parent.glob("[Ll]ib*/python*/site-packages"), python.parent.parent / "Lib/site-packages"
    )
    for package in metadata.distributions(path=[str(packages)]):
        name = package.metadata["Name"]
        for one in package.files or ():
            if one.name.upper().startswith(("LICENSE", "LICENCE", "COPYING", "NOTICE")) and ".dist-info" in str(one):
                put(documents / "licences" / name / one.name, Path(str(one.locate())).read_bytes())


def make_deb(program: Path, out: Path) -> Path:
    """The Debian package: the program below /usr/lib, its name in /usr/bin, what a desktop reads below /usr/share."""
    staging = copy_of(program, out / "deb", Path("usr/lib") / contents.NAME)
    shutil.move(staging / "usr" / "lib" / contents.NAME / "share", staging / "usr" / "share")
    (staging / "usr" / "bin").mkdir()
    (staging / "usr" / "bin" / contents.NAME).symlink_to(f"../lib/{contents.NAME}/{contents.NAME}")
    documents = staging / "usr" / "share" / "doc" / contents.NAME
    put(documents / "changelog.gz", gzip.compress(contents.debian_changelog(int(EPOCH)).encode(), mtime=0))
    put(staging / "usr" / "share" / "lintian" / "overrides" / contents.NAME, OVERRIDES.read_bytes())
    for folder in [staging, *(path for path in staging.rglob("*") if path.is_dir() and not path.is_symlink())]:
        folder.chmod(0o755)
    architecture = output(["dpkg", "--print-architecture"])
    kilobytes = size_of(staging) // 1024
    put(staging / "DEBIAN" / "control", contents.control(needed_glibc(program), architecture, kilobytes).encode())
    made = out / f"{contents.NAME}_{contents.version()}_{architecture}.deb"
    environment = {**os.environ, "SOURCE_DATE_EPOCH": EPOCH}
    run(["dpkg-deb", "--root-owner-group", *COMPRESSED, "--build", str(staging), str(made)], environment)
    shutil.rmtree(staging)
    return made


def make_archive(program: Path, out: Path) -> Path:
    """The same folder, to be unpacked anywhere; a folder `portable` in it keeps everything there."""
    if WINDOWS:
        # Such a folder comes along: who wants none has the installer.
        zipped = Path(shutil.make_archive(str(out / f"{program.name}-portable"), "zip", out, program.name))
        with zipfile.ZipFile(zipped, "a") as archive:
            archive.mkdir(f"{program.name}/portable")
        return zipped
    staging = copy_of(program, out / "tar", Path(program.name) / "program")
    top = staging / program.name
    shutil.move(top / "program" / "share", top / "share")
    starter = (ROOT / "packaging" / "portable.sh").read_text(encoding="utf-8")
    put(top / contents.NAME, starter.replace("@GLIBC@", needed_glibc(program)).encode())
    (top / contents.NAME).chmod(0o755)
    made = out / f"{program.name}-{sys.platform}.tar.xz"

    def owned(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = "root"
        return entry

    with tarfile.open(made, "w:xz", preset=1) as packed:
        packed.add(top, top.name, filter=owned)
    shutil.rmtree(staging)
    return made


def copy_of(program: Path, staging: Path, place: Path) -> Path:
    """The program at `place` below a new folder, which is returned. Hard links: the bytes are not written once more."""
    shutil.rmtree(staging, ignore_errors=True)
    shutil.copytree(program, staging / place, symlinks=True, copy_function=os.link)
    return staging


def needed_glibc(program: Path) -> str:
    """The oldest C library that everything inside runs on."""
    found: set[str] = set()
    for file in [program / contents.NAME, *program.rglob("*.so*")]:
        if file.is_file() and not file.is_symlink():
            shown = subprocess.run(["objdump", "-T", str(file)], capture_output=True, text=True, check=False).stdout
            found.update(word for word in shown.split() if "GLIBC_" in word)
    return contents.newest_glibc(found)


def start_time(program: Path) -> float:
    started = time.monotonic()
    run([str(program / (f"{contents.NAME}.exe" if WINDOWS else contents.NAME)), "--version"])
    return time.monotonic() - started


def put(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    file.chmod(0o644)


def size_of(path: Path) -> int:
    if path.is_file():
        return path.stat().st_size
    return sum(file.lstat().st_size for file in path.rglob("*") if not file.is_dir() or file.is_symlink())


def output(command: list[str]) -> str:
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


def run(command: list[str], environment: dict[str, str] | None = None) -> None:
    """What it says goes to stderr: stdout stays free."""
    subprocess.run(command, check=True, env=environment, stdin=subprocess.DEVNULL, stdout=sys.stderr)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

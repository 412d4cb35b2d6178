"""Opens a found file, or shows it in its folder where opening could run it. The decisions are pure functions."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QProcess, QUrl, Slot
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher
from PySide6.QtGui import QDesktopServices

from desktop_search.gui.results import open_at_place

translate = QCoreApplication.translate

# Opening one of these starts a program, or something that can start one.
_PROGRAMS = """
    ade adp action app appimage application appref-ms apk bat bin chm cmd com command cpl csh deb desktop diagcab dll
    dmg exe fileloc fish gadget hta inetloc inf ins iso jar job js jse ksh library-ms lnk mpkg msc msh msi msp mst out
    paf pif pkg pl ps1 ps1xml psc1 psd1 psm1 py pyc pyw pyz rb reg rgs rpm run scf scpt scr search-ms
    settingcontent-ms sh shb shs so terminal theme tool u3p url vb vbe vbs vbscript webloc website workflow ws wsf wsh
    xbap xll zsh
"""
_WITH_MACROS = "accdb accde docm dotm iqy mdb mde odb potm ppam ppsm pptm sldm slk xlam xlsb xlsm xltm"
_MAY_RUN = frozenset(f".{name}" for name in (_PROGRAMS + _WITH_MACROS).split())

# The name alone decides that these are shown as text. Their executable bit says nothing: on a disk without
# permissions (FAT, NTFS) every file has it, and a person's notes there must open.
_PLAIN = frozenset(
    f".{name}" for name in "md markdown mdown mkd mdx qmd rmd txt text log rst org adoc asciidoc tex".split()
)


def may_run(name: str, mode: int = 0, platform: str = sys.platform) -> bool:
    """Whether opening a file of this name and mode could run a program; such a file is shown in its folder instead."""
    suffix = Path(name.rstrip(". ")).suffix.lower()
    if suffix in _PLAIN:
        return False
    executable = platform != "win32" and stat.S_ISREG(mode) and bool(mode & 0o111)
    return suffix in _MAY_RUN or executable


def reveal_command(path: Path, platform: str = sys.platform) -> str | list[str] | None:
    """The command that shows a file in its folder; None on systems where it is asked over D-Bus."""
    if platform == "win32":
        # Explorer reads its own command line; a path may hold commas and blanks, but never a quotation mark.
        return f'explorer /select,"{path}"'
    return ["open", "-R", str(path)] if platform == "darwin" else None


def gone(path: Path) -> str:
    """One sentence where the file is not there any more, else nothing."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        told = translate("Open", "%1 is not there any more; it may have been moved or deleted.")
        return told.replace("%1", path.name)
    except (OSError, ValueError):
        return translate("Open", "%1 cannot be reached just now.").replace("%1", path.name)
    return ""


class FileOpener(QObject):
    """Opens files and shows them in their folders; each call returns a sentence for the person, or nothing."""

    def open(self, name: str, page: int | None = None, line: int | None = None) -> str:
        """Opens a document with the person's own program, at its place where that program is known."""
        # Whole: a name that begins with a dash would be an option of the program that is called.
        path = Path(name).absolute()
        if told := gone(path):
            return told
        if may_run(path.name, _mode(path)) or may_run(os.path.realpath(path), _mode(path)):
            shown = translate("Open", "%1 could run a program, so it is shown in its folder instead.")
            return self.reveal(name) or shown.replace("%1", path.name)
        command = open_at_place.own_command(str(path), page, line)
        if command is not None and QProcess.startDetached(command[0], command[1:]):
            return ""
        if not _open_url(path):
            return translate("Open", "No program on this computer opens %1.").replace("%1", path.name)
        return ""

    def reveal(self, name: str) -> str:
        """Shows a file in its folder."""
        # Whole: a name that begins with a dash would be an option of the program that is called.
        path = Path(name).absolute()
        if told := gone(path):
            return told
        command = reveal_command(path)
        if command is not None:
            return _run(command, path)
        bus = QDBusConnection.sessionBus()
        if not bus.isConnected():
            return _open_folder(path)
        message = QDBusMessage.createMethodCall(
            "org.freedesktop.FileManager1", "/org/freedesktop/FileManager1", "org.freedesktop.FileManager1", "ShowItems"
        )
        message.setArguments([[path.absolute().as_uri()], ""])
        watcher = QDBusPendingCallWatcher(bus.asyncCall(message, 3000), self)
        watcher.setProperty("path", str(path))
        watcher.finished.connect(self._shown)
        return ""

    @Slot(QDBusPendingCallWatcher)
    def _shown(self, watcher: QDBusPendingCallWatcher) -> None:
        if watcher.isError():
            _open_folder(Path(str(watcher.property("path"))))
        watcher.deleteLater()


def _open_folder(path: Path) -> str:
    if _open_url(path.parent):
        return ""
    return translate("Open", "No program on this computer shows the folder of %1.").replace("%1", path.name)


def _open_url(path: Path) -> bool:
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def _run(command: str | list[str], path: Path) -> str:
    try:
        subprocess.Popen(command)
    except OSError:
        return _open_folder(path)
    return ""


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode
    except OSError:
        return 0

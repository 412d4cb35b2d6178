"""A folder in which things happen at random: what people, editors, file managers and sync programs do to files."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
from pathlib import Path

from tests.reliability.corpus import text_of

# So many notes are there at most: what counts is what happens to them.
_MOST_NOTES = 250
_MOST_FOLDERS = 30
_MOST_LINKS = 20


class Churn:
    """Does one thing at a time, below `root`; `outside` is a folder beside it on the same disk."""

    def __init__(self, root: Path, outside: Path, choose: random.Random) -> None:
        self.root = root
        self.outside = outside
        self._choose = choose
        self._number = 0
        self._deeds = [
            *(self.create, self.create, self.create, self.write, self.write, self.append, self.replace, self.rename),
            *(self.rename_case, self.swap, self.copy, self.link, self.hard_link, self.delete, self.delete),
            *(self.make_folder, self.move_folder, self.move_folder_out, self.move_folder_in, self.delete_folder),
            *(self.change_mode, self.touch, self.hide, self.empty, self.folder_for_file, self.link_for_file),
        ]

    def some(self, count: int) -> None:
        """Does so many things."""
        for _ in range(count):
            deed = self._choose.choice(self._deeds)
            # Two deeds may not fit each other: what is not there cannot be moved.
            with contextlib.suppress(OSError):
                deed()

    def create(self) -> None:
        if len(self._notes()) < _MOST_NOTES:
            self._put(self._new_place())

    def write(self) -> None:
        self._put(self._note())

    def append(self) -> None:
        with self._note().open("a", encoding="utf-8") as file:
            file.write("\nOne more line, with a lantern.\n")

    def replace(self) -> None:
        """As an editor saves: a new file takes the place of the old one."""
        note = self._note()
        new = note.with_name(f".{note.name}.new~")
        self._put(new)
        new.replace(note)

    def rename(self) -> None:
        self._note().rename(self._new_place())

    def rename_case(self) -> None:
        note = self._note()
        note.rename(note.with_name(note.name.swapcase().removesuffix(".MD").removesuffix(".md") + ".md"))

    def swap(self) -> None:
        """Two notes change their names."""
        first, second = self._note(), self._note()
        between = first.with_name("between.md")
        first.rename(between)
        second.rename(first)
        between.rename(second)

    def copy(self) -> None:
        if len(self._notes()) < _MOST_NOTES:
            # With the time of the first, as a file manager does.
            shutil.copy2(self._note(), self._new_place())

    def link(self) -> None:
        links = sorted(path for path in self._all() if path.is_symlink())
        if len(links) < _MOST_LINKS:
            self._new_place().symlink_to(self._note())
        else:
            self._choose.choice(links).unlink()

    def link_for_file(self) -> None:
        """A link to another note takes the name of a note."""
        note, other = self._note(), self._note()
        new = note.with_name(f".{note.name}.link~")
        new.symlink_to(other)
        new.replace(note)

    def hard_link(self) -> None:
        self._new_place().hardlink_to(self._note())

    def delete(self) -> None:
        self._note().unlink()

    def make_folder(self) -> None:
        if len(self._folders()) < _MOST_FOLDERS:
            (self._folder() / f"folder {self._next()}").mkdir()

    def move_folder(self) -> None:
        moved, target = self._folder(), self._folder()
        if moved != self.root:
            moved.rename(target / f"moved {self._next()}")

    def move_folder_out(self) -> None:
        moved = self._folder()
        if moved != self.root and self._choose.random() < 0.5:
            moved.rename(self.outside / f"out {self._next()}")

    def move_folder_in(self) -> None:
        out = sorted(self.outside.iterdir())
        if out:
            self._choose.choice(out).rename(self._folder() / f"in {self._next()}")

    def delete_folder(self) -> None:
        folder = self._folder()
        if folder != self.root and self._choose.random() < 0.3:
            shutil.rmtree(folder, ignore_errors=True)

    def change_mode(self) -> None:
        self._note().chmod(self._choose.choice((0o600, 0o644, 0o444)))

    def touch(self) -> None:
        moment = self._choose.uniform(1e9, 2e9)
        os.utime(self._note(), (moment, moment))

    def hide(self) -> None:
        """Renamed to a hidden name, or back."""
        hidden = [path for path in self._all() if path.name.startswith(".hidden")]
        if hidden and self._choose.random() < 0.5:
            path = self._choose.choice(hidden)
            path.rename(path.with_name(f"shown {self._next()}.md"))
        else:
            self._note().rename(self._folder() / f".hidden {self._next()}.md")

    def empty(self) -> None:
        self._note().write_bytes(b"")

    def folder_for_file(self) -> None:
        """A folder takes the name of a note, and has a note in it."""
        note = self._note()
        note.unlink()
        note.mkdir()
        self._put(note / f"{self._next()}.md")

    def _put(self, path: Path) -> None:
        path.write_text(text_of(self._choose, str(self._next()), 1), encoding="utf-8")

    def _next(self) -> int:
        self._number += 1
        return self._number

    def _new_place(self) -> Path:
        return self._folder() / f"note {self._next()}.md"

    def _all(self) -> list[Path]:
        return [Path(place) / name for place, _, names in os.walk(self.root) for name in names]

    def _notes(self) -> list[Path]:
        return sorted(path for path in self._all() if not path.name.startswith(".") and not path.is_symlink())

    def _note(self) -> Path:
        notes = self._notes()
        if not notes:
            raise FileNotFoundError
        return self._choose.choice(notes)

    def _folders(self) -> list[Path]:
        return sorted([self.root, *(Path(place) / name for place, names, _ in os.walk(self.root) for name in names)])

    def _folder(self) -> Path:
        return self._choose.choice(self._folders())

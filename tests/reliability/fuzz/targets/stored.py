"""The database as another version, or another program, could leave it: an input is the seed of some changes to it.

After them the index is opened as the program does it. Where tables are not what they should be it is begun anew and
ends as it was; rows that only say something else are not to be told from true ones, so nothing must fail over them.
"""

from __future__ import annotations

import contextlib
import random
import shutil
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from desktop_search.engine.query_service import QueryService
from desktop_search.errors import StoreError
from desktop_search.settings import load
from tests.reliability.child import bring_up_to_date
from tests.reliability.contents import contents, differences
from tests.reliability.fuzz.targets.base import Problem, indexed

_VALUES: tuple[object, ...] = (
    None, "", "text", b"", b"\xff\x00", 0, -1, 2**62, 1.5, float("inf"), "9" * 500, b"x" * 5000, "[1]", "{}", "\ud7ff",
)  # fmt: skip
_NEWER = "made by a newer version"


class Stored:
    """Works on a copy of an index of some notes."""

    def __init__(self, work: Path) -> None:
        self._paths = indexed(work, 12)
        self._home = self._paths.data.parent
        self._whole = work.resolve() / "whole"
        if not self._whole.exists():
            shutil.copytree(self._home, self._whole)
        self._calm = contents(self._paths)
        self._settings = load(self._paths.settings).settings
        self.contained: dict[str, int] = {}
        self.words: Sequence[bytes] = ()

    def seeds(self) -> list[bytes]:
        return [str(number).encode() for number in range(1000)]

    def close(self) -> None:
        pass

    def attempt(self, content: bytes) -> None:
        shutil.rmtree(self._home)
        shutil.copytree(self._whole, self._home)
        with contextlib.closing(sqlite3.connect(self._paths.database)) as db:
            kinds = _changed(db, random.Random(content))
        told = " and ".join(kinds)
        for question in ("lantern harbour", '"willow" type:md -copper'):
            # As the thread that answers takes them: it tells of every failure in a sentence.
            with contextlib.suppress(Exception):
                service = QueryService(self._paths)
                try:
                    service.search(question, 10, "words", None)
                    service.count_matches(question)
                finally:
                    service.close()
        try:
            self._bring_up_to_date()
        except StoreError as error:
            if _NEWER not in str(error):
                raise Problem("lost", f"{told}: {error}") from error
            return
        if load(self._paths.settings).settings != self._settings:
            raise Problem("lost", f"{told}: the settings have changed")
        if "rows" not in kinds and (wrong := differences(contents(self._paths), self._calm)):
            raise Problem("lost", f"{told}: {'; '.join(wrong)}")

    def _bring_up_to_date(self) -> None:
        """As the thread that indexes does it: after any failure the index is opened, and checked, again."""
        for _ in range(2):
            try:
                bring_up_to_date(self._paths, self._settings)
                return
            except StoreError as error:
                if _NEWER in str(error):
                    raise
            except Exception as error:  # noqa: BLE001
                kind = type(error).__name__
                self.contained[kind] = self.contained.get(kind, 0) + 1
        bring_up_to_date(self._paths, self._settings)


def _changed(db: sqlite3.Connection, chance: random.Random) -> list[str]:
    """One to three changes; returns their kinds."""
    kinds = []
    for _ in range(chance.choice((1, 1, 2, 3))):
        kind, change = chance.choice(_CHANGES)
        with contextlib.suppress(sqlite3.Error, UnicodeEncodeError):
            change(db, chance)
            kinds.append(kind)
            db.commit()
    return kinds


def _names(db: sqlite3.Connection, kind: str) -> list[str]:
    rows = db.execute("SELECT name FROM sqlite_master WHERE type = ? AND name NOT LIKE 'sqlite_%'", [kind])
    return sorted(row[0] for row in rows)


def _table(db: sqlite3.Connection, chance: random.Random) -> tuple[str, list[str]]:
    name = chance.choice(_names(db, "table"))
    return name, [row[1] for row in db.execute(f"PRAGMA table_info([{name}])")]


def _other_value(db: sqlite3.Connection, chance: random.Random) -> None:
    name, columns = _table(db, chance)
    db.execute(f"UPDATE [{name}] SET [{chance.choice(columns)}] = ?", [chance.choice(_VALUES)])


def _fewer_rows(db: sqlite3.Connection, chance: random.Random) -> None:
    name, _ = _table(db, chance)
    db.execute(f"DELETE FROM [{name}]" + ("" if chance.random() < 0.5 else " WHERE abs(random()) % 2"))


def _other_row(db: sqlite3.Connection, chance: random.Random) -> None:
    name, columns = _table(db, chance)
    marks = ", ".join("?" * len(columns))
    db.execute(f"INSERT OR REPLACE INTO [{name}] VALUES ({marks})", [chance.choice(_VALUES) for _ in columns])


def _drop(db: sqlite3.Connection, chance: random.Random) -> None:
    kind = chance.choice(("table", "index", "trigger"))
    db.execute(f"DROP {kind} [{chance.choice(_names(db, kind))}]")


def _column(db: sqlite3.Connection, chance: random.Random) -> None:
    name, columns = _table(db, chance)
    change = chance.choice(("ADD COLUMN more", "DROP COLUMN [{}]", "RENAME COLUMN [{}] TO other"))
    db.execute(f"ALTER TABLE [{name}] " + change.format(chance.choice(columns)))


def _rename(db: sqlite3.Connection, chance: random.Random) -> None:
    name, _ = _table(db, chance)
    db.execute(f"ALTER TABLE [{name}] RENAME TO [{name}_before]")


def _newer(db: sqlite3.Connection, chance: random.Random) -> None:
    db.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('desktop_search', ?, '2030')",
        [f"{chance.randrange(5, 99):04}_later"],
    )


def _older(db: sqlite3.Connection, chance: random.Random) -> None:
    db.execute("DELETE FROM _sqlite_migrations WHERE name > ?", [f"{chance.randrange(5):04}"])


_CHANGES = (
    ("rows", _other_value),
    ("rows", _other_value),
    ("rows", _fewer_rows),
    ("rows", _other_row),
    ("something dropped", _drop),
    ("another column", _column),
    ("a table renamed", _rename),
    ("a newer schema", _newer),
    ("an older schema", _older),
)

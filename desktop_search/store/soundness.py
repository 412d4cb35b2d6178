"""Whether a database is what its schema says. SQLite looks at pages; tables and kinds of values it takes as they are.

Another version, or another program, may have left something else: then all of it is read from the files once more.
"""

from __future__ import annotations

from sqlite_utils import Database

from desktop_search.store.migrations import migrations

# The kinds in which SQLite keeps what a column is declared as. Paths are declared as nothing: they may be bytes.
_KINDS = {"INTEGER": "'integer'", "REAL": "'real', 'integer'", "TEXT": "'text'", "BLOB": "'blob'"}
_UNTYPED = {"path": "'text', 'blob'", "folder": "'text', 'blob'"}
_JSON = {("files", "tags"): "array", ("paragraphs", "heading"): "array", ("folders", "skipped"): "object"}
_STEPS = "_sqlite_migrations"
# What the table of counts has a row of.
_COUNTED = {"paragraphs", "waiting"}


def of_schema(db: Database) -> str:
    """What is wrong with the tables, in a few words; of rows it looks at those of `meta` alone. Takes 4 ms."""
    sound = Database(memory=True)
    migrations.apply(sound)
    wanted = _schema(sound)
    sound.close()
    if _schema(db) != wanted:
        return "its tables are not those of this version"
    known = dict(db.execute("SELECT key, value FROM meta").fetchall())
    is_named = isinstance(known.get("store_id"), str) and known["store_id"]
    if not is_named or not all(isinstance(known.get(name), int) for name in ("generation", "model")):
        return "it does not say what it is"
    if not {row[0] for row in db.execute("SELECT name FROM counts")} >= _COUNTED:
        return "it does not say how much it holds"
    return ""


def of_values(db: Database) -> str:
    """What is wrong with the rows, in a few words; reads all of them."""
    for table in db.table_names():
        if table.startswith(("sqlite_", "_sqlite_")):
            continue
        wrong = [one for row in db.execute(f"PRAGMA table_info([{table}])") if (one := _wrong(table, row))]
        if wrong and db.execute(f"SELECT 1 FROM [{table}] WHERE {' OR '.join(wrong)} LIMIT 1").fetchone():
            return f"a row of {table} cannot be"
    for name, value in db.execute("SELECT name, value FROM counts").fetchall():
        if name in _COUNTED and db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] != value:
            return f"it holds another number of {name} than it says"
    longer = "SELECT 1 FROM embeddings JOIN models ON models.id = model WHERE length(vector) <> dimension LIMIT 1"
    return "a vector is of another length" if db.execute(longer).fetchone() else ""


def _schema(db: Database) -> set[tuple[str, str, str | None]]:
    query = "SELECT type, name, sql FROM sqlite_master WHERE tbl_name <> ? AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    return set(db.execute(query, [_STEPS]).fetchall())


def _wrong(table: str, column: tuple[int, str, str, int, object, int]) -> str:
    """What holds of a value of this column that cannot be; nothing where every value can."""
    _, name, declared, is_needed, _, place_in_key = column
    kinds = _KINDS.get(declared) or _UNTYPED.get(name)
    if kinds is None:
        return ""
    if not is_needed and not place_in_key:
        kinds += ", 'null'"
    told = f"typeof([{name}]) NOT IN ({kinds})"
    if form := _JSON.get((table, name)):
        told += f" OR NOT json_valid([{name}]) OR json_type([{name}]) <> '{form}'"
    return told

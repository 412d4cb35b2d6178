"""The project's own table of questions, put to Recoll and to the program beside each other: which files come up.

    python -m tests.quality.recoll [--json] [--misses]

Both index the folder `corpus` anew. Recoll gets a question as it was typed, once as its "any term" search (what it is
best at for questions in whole sentences) and once in its query language, where every word has to occur. Kinds of
questions that only one of the two has a language for (conditions, files like this one) are left out. Only the file is
compared, since Recoll ranks documents. Needs recollindex and recollq.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

from desktop_search.paths import find_paths
from tests.quality.beir import build
from tests.quality.table import CORPUS, DEPTH, SIMILAR, UNANSWERABLE, Question, ask, questions

LEFT_OUT = (SIMILAR, UNANSWERABLE, "filter", "negation")
# Its options for what it calls "any term", and for its query language.
MODES = {"any term": ("-o",), "query language": ()}


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.quality.recoll", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--json", action="store_true", help="print the JSON line alone")
    parser.add_argument("--misses", action="store_true", help="print each question that one of them does not answer")
    chosen = parser.parse_args(arguments)
    if not (shutil.which("recollindex") and shutil.which("recollq")):
        print("Recoll is not installed.", file=sys.stderr)
        return 1
    asked = [one for one in questions() if one.category not in LEFT_OUT]
    with tempfile.TemporaryDirectory(prefix="desktop-search-recoll-") as name:
        found = {"here": _ask_here(Path(name) / "home", asked)}
        environment = _index(Path(name) / "recoll")
        for mode, options in MODES.items():
            found[mode] = [_ask_recoll(question.text, options, environment) for question in asked]
    ranks = {who: [_rank(one, files) for one, files in zip(asked, lists, strict=True)] for who, lists in found.items()}
    if not chosen.json:
        _print_table(asked, ranks, chosen.misses)
    print(json.dumps(_as_json(asked, ranks)))
    return 0


def _ask_here(home: Path, asked: list[Question]) -> list[list[str]]:
    queries = build(find_paths(home), CORPUS, lambda _: None)
    try:
        return [list(dict.fromkeys(ask(queries, question).shown)) for question in asked]
    finally:
        queries.close()


def _index(home: Path) -> dict[str, str]:
    """Has recollindex read the corpus, with everything else as it comes; returns the environment for asking."""
    home.mkdir()
    (home / "recoll.conf").write_text(f"topdirs = {CORPUS}\nlogfilename = {home / 'log'}\n", encoding="utf-8")
    environment = {**os.environ, "RECOLL_CONFDIR": str(home), "LC_ALL": "C.UTF-8"}
    subprocess.run(["recollindex", "-z"], env=environment, check=True, capture_output=True)
    return environment


def _ask_recoll(text: str, options: tuple[str, ...], environment: dict[str, str]) -> list[str]:
    """The files in the order of their hits."""
    command = ["recollq", *options, "-b", "-n", str(DEPTH), "--", text]
    done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)
    lines = [unquote(urlsplit(line.strip()).path) for line in done.stdout.splitlines() if line.startswith("file://")]
    return list(dict.fromkeys(Path(line).relative_to(CORPUS).as_posix() for line in lines))


def _rank(question: Question, files: list[str]) -> int:
    """From 1; 0 where none of the expected files is there."""
    return next((place for place, one in enumerate(files, 1) if one in question.files), 0)


def _count(asked: list[Question], ranks: list[int], category: str, last: int) -> int:
    return sum(1 <= rank <= last for one, rank in zip(asked, ranks, strict=True) if category in ("", one.category))


def _print_table(asked: list[Question], ranks: dict[str, list[int]], misses: bool) -> None:
    print(f"{'first / in three':18}{'asked':>6}" + "".join(f"{who:>18}" for who in ranks))
    for category in (*dict.fromkeys(one.category for one in asked), ""):
        cells = [f"{_count(asked, some, category, 1)} / {_count(asked, some, category, 3)}" for some in ranks.values()]
        number = sum(category in ("", one.category) for one in asked)
        print(f"{category or 'all':18}{number:6}" + "".join(f"{cell:>18}" for cell in cells))
    for at, question in enumerate(asked):
        places = {who: some[at] for who, some in ranks.items()}
        if misses and not all(1 <= place <= 3 for place in places.values()):
            print(f"{question.category}: {question.text!r} {places}")


def _as_json(asked: list[Question], ranks: dict[str, list[int]]) -> dict[str, object]:
    return {
        "quality": "recoll",
        "questions": len(asked),
        "first": {who: _count(asked, some, "", 1) for who, some in ranks.items()},
        "in_three": {who: _count(asked, some, "", 3) for who, some in ranks.items()},
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

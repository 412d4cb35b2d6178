"""`search QUERY`: the best paragraphs, as text or as JSON."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from desktop_search import settings as settings_file
from desktop_search.cli.text import printable, shorten
from desktop_search.engine.query_service import QueryService
from desktop_search.errors import FolderError, ModelError
from desktop_search.paths import Paths
from desktop_search.records import Hit, SearchResult

_SHOWN_CHARACTERS = 320
# What section 7 of the contract names; a Hit carries more, for the window.
_JSON_FIELDS = (
    "path title text heading page line start end score meaning words strength highlights more_in_file".split()
)


def run(arguments: argparse.Namespace, paths: Paths) -> int:
    text = " ".join(arguments.query)
    if not text.strip() and not arguments.similar:
        print(
            "desktop-search: say what to look for, for example: desktop-search search renew passport", file=sys.stderr
        )
        return 2
    folder = _folder(arguments.folder)
    loaded = settings_file.load(paths.settings)
    service = QueryService(paths)
    try:
        if arguments.mode != "words" or arguments.similar:
            try:
                service.load_meaning(loaded.settings)
            except ModelError as error:
                if arguments.mode == "meaning" or arguments.similar:
                    raise
                print(f"Only words are searched: {error}", file=sys.stderr)
        if arguments.similar:
            path, line = parse_place(arguments.similar)
            result = service.similar(path, line, arguments.k, folder)
        else:
            result = service.with_answers(service.search(text, arguments.k, arguments.mode, folder))
    finally:
        service.close()
    print(json.dumps(to_json(result)) if arguments.json else describe(result, arguments.explain))
    return 0


def parse_place(place: str) -> tuple[str, int | None]:
    """FILE[:LINE] as it is typed; a file whose own name ends in a colon and digits wins."""
    head, colon, tail = place.rpartition(":")
    if colon and head and tail.isdigit() and not Path(place).exists():
        return str(Path(head).expanduser().absolute()), int(tail)
    return str(Path(place).expanduser().absolute()), None


def to_json(result: SearchResult) -> dict[str, object]:
    """The contract of `search --json`."""
    return {
        "query": result.query,
        "mode": result.mode,
        "took_ms": result.took_ms,
        "meaning_ready": result.meaning_ready,
        "paragraphs": result.paragraphs,
        "hits": [
            {**{name: asdict(hit)[name] for name in _JSON_FIELDS}, "highlights": _marks(hit, result)}
            for hit in result.hits
        ],
    }


def _marks(hit: Hit, result: SearchResult) -> list[tuple[int, int]]:
    """The words that match; where only meaning speaks, the sentence that answers."""
    if hit.answer is not None and (result.mode == "meaning" or not hit.highlights):
        return [hit.answer]
    return list(hit.highlights)


def describe(result: SearchResult, explain: bool = False) -> str:
    """Hits as lines for a terminal."""
    if not result.hits:
        return "Nothing matches."
    head = "" if result.hits[0].strength != "weak" else "Nothing matches well. The nearest:\n\n"
    return head + "\n\n".join(_describe_hit(number, hit, explain) for number, hit in enumerate(result.hits, 1))


def _describe_hit(number: int, hit: Hit, explain: bool) -> str:
    more = f", {hit.more_in_file} more in this file" if hit.more_in_file else ""
    place = f"   {hit.path}  {_place(hit)}".rstrip()
    lines = [f"{number}. {hit.title}  ({hit.strength}, {hit.score:.2f}{more})", place]
    if hit.heading:
        lines.append(f"   {' > '.join(hit.heading)}")
    lines.append(f"   {shorten(hit.text, _SHOWN_CHARACTERS)}")
    lines += [f"   also in {path}" for path in hit.copies]
    if explain:
        lines += _explanation(hit)
    return printable("\n".join(lines))


def _explanation(hit: Hit) -> list[str]:
    reasons = hit.reasons
    words = "no word" if hit.words is None else f"BM25 {hit.words:.2f}, {', '.join(reasons.matched) or 'a phrase'}"
    lines = [f"   words: {words}; the whole document {reasons.document:.2f}"]
    if hit.meaning is not None:
        chance = f"{reasons.background:.3f} would be chance"
        lines.append(f"   meaning: cosine {hit.meaning:.3f} ({chance}), {100 * reasons.weight:.0f} % of the score")
    if reasons.lacks:
        lines.append(f"   without {reasons.lacks}, which leads the question: {100 * reasons.lost:.0f} % less")
    return lines


def _place(hit: Hit) -> str:
    """Where in its file a hit stands; nothing where the format has neither pages nor lines."""
    if hit.unit == "sheet" and hit.line is not None:
        return f"row {hit.line}"
    if hit.page is not None:
        return f"{hit.unit} {hit.page}"
    return f"line {hit.line}" if hit.line is not None else ""


def _folder(named: str | None) -> str | None:
    if named is None:
        return None
    path = Path(named).expanduser().resolve()
    if not path.is_dir():
        raise FolderError(f"The folder {path} does not exist.")
    return str(path)

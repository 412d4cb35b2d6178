"""Independent programs that turn a document into text, and the share of their words that we have too."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
import unicodedata
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from desktop_search.documents.reading.answers import Reading

_SECONDS = 60.0
# What pandoc calls the format of a suffix.
_PANDOC = {
    ".docx": "docx",
    ".odt": "odt",
    ".epub": "epub",
    ".rtf": "rtf",
    ".ipynb": "ipynb",
    ".org": "org",
    ".rst": "rst",
    ".fb2": "fb2",
    ".html": "html",
    ".htm": "html",
}
# Text for readers that know no nested tables; all others ignore it (RTF 1.9.1, "Nested Tables"), but pandoc does not.
_RTF_FALLBACK = re.compile(rb"\{\\nonesttables[^{}]*\}")
_PANDOC_NOTE = re.compile(r"\[\d+\]")
# At the end of a line a hyphen may be the typesetter's or the word's own: both sides are read without it.
_LINE_END_HYPHEN = re.compile(r"(?<=\w)[-\u00ad\u2010]\s*\n\s*(?=\w)")
# Where words are not set apart by spaces, each character counts: extractors differ in where they break such lines.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+")


@dataclass(frozen=True, slots=True)
class Extract:
    """What an independent program made of a file, and how long it took in seconds; text is None where it failed."""

    program: str
    text: str | None
    seconds: float


def extract(path: Path) -> Extract | None:
    """The file's text by pdftotext or pandoc; None where neither takes this format or is installed."""
    suffix = path.suffix.lower()
    if suffix == ".pdf" and shutil.which("pdftotext"):
        return _run("pdftotext", ["pdftotext", "-q", str(path), "-"], b"")
    if suffix in _PANDOC and shutil.which("pandoc"):
        command = ["pandoc", "-f", _PANDOC[suffix], "-t", "plain", "--wrap=none", "--sandbox"]
        # Through its input: it looks at the content alone, as we do.
        content = path.read_bytes()
        return _run("pandoc", command, _RTF_FALLBACK.sub(b"", content) if suffix == ".rtf" else content)
    return None


def words(text: str) -> Counter[str]:
    """How often each word occurs: runs of letters and digits, without regard to case and ligatures."""
    return Counter(_in_order(text))


def _in_order(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", _LINE_END_HYPHEN.sub("", text))
    return _WORD.findall(plain.replace("\u00ad", "").casefold())


def indexed_text(reading: Reading) -> str:
    """The text under which a file can be found: its title, each heading where it begins, and its paragraphs."""
    parts = [reading.title, reading.author]
    before: tuple[str, ...] = ()
    for paragraph in reading.paragraphs:
        new = paragraph.heading != before
        shared = sum(1 for one, other in zip(before, paragraph.heading, strict=False) if one == other) if new else 0
        parts += paragraph.heading[shared:] if new else ()
        parts.append(paragraph.text)
        before = paragraph.heading
    return "\n".join(parts)


def lacking(theirs: str, ours: str) -> Counter[str]:
    """The words of theirs that ours has not, or less often.

    Two neighbours that the other side writes as one word are no loss: "levelparent" where two cells of a table meet,
    "x superscript" where only the look sets them apart.
    """
    expected, found = _in_order(theirs), _in_order(ours)
    lost, spare = Counter(expected) - Counter(found), Counter(found) - Counter(expected)
    joined = Counter(one + other for one, other in pairwise(found))
    for word in list(lost):
        lost[word] -= min(lost[word], joined[word])
    for one, other in pairwise(expected):
        if spare[one + other] > 0 and (lost[one] > 0 or lost[other] > 0):
            spare[one + other] -= 1
            lost.subtract([word for word in (one, other) if lost[word] > 0])
    return +lost


def recall(theirs: Counter[str], ours: Counter[str]) -> float:
    """The share of their words, counted as often as they occur, that we have as well; 1 where they have none."""
    total = theirs.total()
    return sum(min(count, ours[word]) for word, count in theirs.items()) / total if total else 1.0


def _run(program: str, command: list[str], content: bytes) -> Extract:
    started = time.perf_counter()
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return Extract(program, None, _SECONDS)
    seconds = time.perf_counter() - started
    text = done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None
    if text is not None and program == "pandoc":
        # It counts notes itself, whatever marks the document has.
        text = _PANDOC_NOTE.sub(" ", text)
    return Extract(program, text, seconds)

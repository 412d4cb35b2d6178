"""Which reader takes which file: the one table to look at, and to add a format to.

A reader is a module below this package with `parse(source: Source) -> Document`. It is imported when it is first
needed, so that asking whether there is a reader costs nothing. Its version rises whenever its output changes:
the index keeps it with each file, and reads the file again when it differs.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable
from dataclasses import dataclass

from desktop_search.documents.source import Source
from desktop_search.records import Document


@dataclass(frozen=True, slots=True)
class Reader:
    """One family of formats: its name, the module that reads it, its version, and the files that it takes."""

    name: str
    module: str
    version: int
    suffixes: frozenset[str]
    names: frozenset[str] = frozenset()

    @property
    def parse(self) -> Callable[[Source], Document]:
        """The function that reads; the first call imports the module."""
        module = importlib.import_module(f"desktop_search.documents.{self.module}")
        parse: Callable[[Source], Document] = module.parse
        return parse


def _reader(name: str, module: str, version: int, suffixes: str, names: str = "") -> Reader:
    return Reader(name, module, version, frozenset(f".{one}" for one in suffixes.split()), frozenset(names.split()))


READERS: tuple[Reader, ...] = (
    _reader(
        "text",
        "text.plain",
        2,
        "txt text log nfo",
        # Well-known files without a suffix; what follows a dash ("LICENSE-MIT") does not matter.
        "authors changelog changes contributors copying copyright credits faq history install licence license news"
        " notes notice readme todo",
    ),
    _reader("markdown", "text.markdown", 2, "md markdown mdown mkd mdx qmd rmd"),
    _reader("markup", "text.markup", 1, "rst rest org adoc asciidoc tex latex ltx"),
    _reader(
        "code",
        "programs.source_code",
        1,
        "py pyi pyw js mjs cjs jsx ts tsx java kt kts scala groovy c h cc cpp cxx hh hpp cs go rs swift m mm php rb pl"
        " pm lua r jl hs ml fs clj ex exs erl dart sh bash zsh fish ps1 bat cmd sql css scss less vue json yaml yml"
        " toml ini cfg conf xml proto graphql tf cmake gradle el lisp scm vim",
        "makefile dockerfile jenkinsfile vagrantfile rakefile gemfile",
    ),
    _reader("tables", "sheets.delimited", 1, "csv tsv tab"),
    _reader("subtitles", "text.subtitles", 1, "srt vtt sbv ass ssa lrc"),
    _reader("notebook", "programs.notebook", 1, "ipynb"),
    _reader("html", "web.pages", 1, "html htm xhtml xht shtml mht mhtml webarchive"),
    _reader("pdf", "pdf.document", 1, "pdf"),
    _reader("word", "office.word", 1, "docx docm dotx dotm"),
    _reader("slides", "office.slides", 1, "pptx pptm potx potm ppsx ppsm"),
    _reader("sheets", "sheets.workbooks", 1, "xlsx xlsm xltx xltm xlsb xls ods ots"),
    _reader("opendocument", "opendocument.document", 1, "odt ott odp otp odg fodt fodp"),
    _reader("rtf", "rtf.document", 1, "rtf"),
    _reader("ebook", "books.ebook", 1, "epub fb2 fbz"),
    _reader("mail", "mail.messages", 1, "eml emlx mbox mbx"),
    _reader("outlook", "mail.outlook", 1, "msg"),
    _reader("archive", "containers.archive", 1, "zip"),
)

_BY_SUFFIX = {suffix: reader for reader in READERS for suffix in reader.suffixes}
_BY_NAME = {name: reader for reader in READERS for name in reader.names}


def reader_for(path: str | os.PathLike[str]) -> Reader | None:
    """The reader for a file, judged by its name alone; None where there is none for this type."""
    name = os.path.basename(os.fspath(path)).lower()
    suffix = os.path.splitext(name)[1]
    if suffix:
        return _BY_SUFFIX.get(suffix)
    return _BY_NAME.get(name.replace("_", "-").partition("-")[0])


def has_reader(path: str) -> bool:
    """Is there a reader for a file of this name?"""
    return reader_for(path) is not None

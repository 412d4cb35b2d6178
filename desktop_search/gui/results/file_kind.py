"""What kind of file a name tells of, for its icon: the kinds that `type:` knows, judged by the suffix alone."""

from __future__ import annotations

import posixpath

_SUFFIXES = {
    "pdf": "pdf",
    "mail": "eml emlx mbox mbx msg",
    "document": "docx docm dotx dotm rtf odt ott fodt",
    "sheet": "xlsx xlsm xltx xltm xlsb xls ods ots csv tsv tab",
    "slides": "pptx pptm potx potm ppsx ppsm odp otp fodp",
    "web": "html htm xhtml xht shtml mht mhtml webarchive",
    "code": "py pyi pyw js mjs cjs jsx ts tsx java kt kts scala groovy c h cc cpp cxx hh hpp cs go rs swift m mm php rb"
    " pl pm lua r jl hs ml fs clj ex exs erl dart sh bash zsh fish ps1 bat cmd sql css scss less vue json yaml yml toml"
    " ini cfg conf xml proto graphql tf cmake gradle el lisp scm vim",
    "book": "epub fb2 fbz",
    "notebook": "ipynb",
    "subtitles": "srt vtt sbv ass ssa lrc",
    "archive": "zip",
    # Drawings: no kind that could be asked for.
    "other": "odg otg",
}
_KIND_OF = {suffix: kind for kind, suffixes in _SUFFIXES.items() for suffix in suffixes.split()}


def kind_of(path: str) -> str:
    """The kind; "note" for all that is read as plain text."""
    suffix = posixpath.splitext(path.replace("\\", "/"))[1].lower().lstrip(".")
    return _KIND_OF.get(suffix, "note")

"""The package that Word, PowerPoint and Excel files share: parts, their relationships and the core properties.

Names are short here: `short("{http://...wordprocessingml/2006/main}p") == "w:p"`. The strict variant of the standard
has other namespaces and gets the same short names.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from lxml import etree

from desktop_search.documents.opening.packed import Packed
from desktop_search.documents.opening.trees import parse_xml
from desktop_search.documents.source import ENCRYPTED, Source
from desktop_search.errors import DocumentError

OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BASES = ("http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/", "http://schemas.microsoft.com/office/")
_PREFIXES = {
    "wordprocessingml/main": "w",
    "presentationml/main": "p",
    "spreadsheetml/main": "x",
    "drawingml/main": "a",
    "drawingml/chart": "c",
    "drawingml/diagram": "dgm",
    "drawingml/picture": "pic",
    "drawingml/wordprocessingDrawing": "wp",
    "drawingml/spreadsheetDrawing": "xdr",
    "officeDocument/math": "m",
    "package/relationships": "rel",
    "markup-compatibility": "mc",
    "urn:schemas-microsoft-com:vml": "v",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "package/metadata/core-properties": "cp",
    "powerpoint/2018/8/main": "p188",
}
_KEYWORDS = re.compile(r"[,;\n]")
# The streams of an OLE file by which its kind is known; their names stand in its directory as UTF-16.
_OLE_KINDS = (
    ("EncryptedPackage", ENCRYPTED),
    ("WordDocument", "It is a Word file of the older kind (.doc), which is not read."),
    ("PowerPoint Document", "It is a PowerPoint file of the older kind (.ppt), which is not read."),
    ("Workbook", "It is an Excel file of the older kind (.xls) under another name."),
)


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship of a part: the last word of its type ("footnotes"), and the part's name or the address."""

    kind: str
    target: str
    is_external: bool


@dataclass(frozen=True, slots=True)
class Properties:
    """What a file tells about itself; the names are those of `Builder.finish`."""

    title: str = ""
    author: str = ""
    date: str = ""
    language: str = ""
    tags: tuple[str, ...] = ()


@lru_cache(maxsize=4096)
def short(tag: object) -> str:
    """A tag with its usual prefix; the bare local name where its namespace is not known here."""
    if not isinstance(tag, str):  # an entity that is not declared
        return ""
    namespace, _, name = tag[1:].rpartition("}") if tag.startswith("{") else ("", "", tag)
    for base in _BASES:
        namespace = namespace.removeprefix(base)
    prefix = _PREFIXES.get(namespace.replace("/2006", "").rstrip("/")) or _PREFIXES.get(namespace)
    return f"{prefix}:{name}" if prefix else name


def attribute(element: etree._Element, name: str) -> str | None:
    """An attribute by its local name, whatever its namespace; one without a namespace goes first."""
    value = element.get(name)
    if value is None:
        for key, other in element.items():
            if str(key).endswith("}" + name):
                return str(other)
    return value


def relation_id(element: etree._Element, name: str = "id") -> str:
    """The attribute r:id, or another one that names a relationship; empty where there is none."""
    for key, value in element.items():
        if str(key).endswith("relationships}" + name):
            return str(value)
    return ""


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first child of each short name in turn."""
    for name in path:
        if element is None:
            return None
        # A plain loop: this is what reading a text document does most.
        for one in element:
            if short(one.tag) == name:
                element = one
                break
        else:
            return None
    return element


def children(element: etree._Element | None) -> dict[str, etree._Element]:
    """The first child of each short name: where several are asked for, one look at the children is enough."""
    found: dict[str, etree._Element] = {}
    for one in element if element is not None else ():
        found.setdefault(short(one.tag), one)
    return found


def value(element: etree._Element | None, *path: str) -> str | None:
    """The attribute `val` at the end of a path of children; None where something is missing."""
    found = child(element, *path)
    return None if found is None else attribute(found, "val")


def is_on(element: etree._Element | None) -> bool:
    """Is a switch such as w:vanish there and not turned off?"""
    return element is not None and (attribute(element, "val") or "true").lower() not in ("0", "false", "off", "none")


class Package:
    """The parts of one file, by name without a leading slash."""

    def __init__(self, source: Source) -> None:
        """Raises DocumentError where the bytes are no such file, are encrypted, or are of the older kind."""
        content = source.content
        if content.startswith(OLE_MARK):
            for stream, sentence in _OLE_KINDS:
                if stream.encode("utf-16-le") in content:
                    raise DocumentError(sentence)
        if not content.startswith(b"PK"):
            raise DocumentError("This is not an Office file.")
        self._packed = Packed(content, source.limits)

    def __contains__(self, name: str) -> bool:
        return name in self._packed

    def names(self) -> list[str]:
        """All parts, in the order of the file."""
        return [member.filename for member in self._packed]

    def bytes(self, name: str) -> bytes:
        """A part as it stands. Raises DocumentError."""
        if name not in self._packed:
            name = unquote(name)
        return self._packed.read(name)

    def tree(self, name: str) -> etree._Element:
        """A part as a tree. Raises DocumentError."""
        return parse_xml(self.bytes(name))

    def relations(self, part: str) -> dict[str, Relation]:
        """The relationships of a part by their id; those of the whole file for "". Damaged ones are left out."""
        folder, name = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        if path not in self._packed:
            return {}
        found = {}
        tree = _tree_or_none(self, path)
        for one in tree if tree is not None else ():
            kind = one.get("Type", "").rpartition("/")[2]
            target = one.get("Target", "")
            is_external = one.get("TargetMode") == "External"
            if not is_external:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[one.get("Id", "")] = Relation(kind, target, is_external)
        return found

    def main_part(self, usual: str) -> str:
        """The name of the part that everything hangs from. `usual` is taken where no relationship names it."""
        named = (one.target for one in self.relations("").values() if one.kind == "officeDocument")
        return next(named, usual)

    def related(self, relations: dict[str, Relation], kind: str) -> Iterator[etree._Element]:
        """The trees of all related parts of one kind, each once; those missing or damaged are left out."""
        for name in dict.fromkeys(one.target for one in relations.values() if one.kind == kind and not one.is_external):
            tree = _tree_or_none(self, name)
            if tree is not None:
                yield tree

    def properties(self) -> Properties:
        """Title, author, date, language and keywords; empty where the file has none or they are damaged."""
        facts: dict[str, str] = {}
        for tree in self.related(self.relations(""), "core-properties"):
            for one in tree:
                facts.setdefault(short(one.tag), (one.text or "").strip())
        tags = tuple(tag for word in _KEYWORDS.split(facts.get("cp:keywords", "")) if (tag := word.strip()))
        return Properties(
            title=facts.get("dc:title", ""),
            author=facts.get("dc:creator", ""),
            date=facts.get("dcterms:created") or facts.get("dcterms:modified") or "",
            language=facts.get("dc:language", ""),
            tags=tags,
        )


def _tree_or_none(package: Package, name: str) -> etree._Element | None:
    """A part that the document can be read without."""
    try:
        return package.tree(name)
    except DocumentError:
        return None

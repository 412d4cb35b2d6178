"""The package of an EPUB: what the book is called, which files it is made of, in which order, and which are locked.

META-INF/container.xml -> the package document (OPF): metadata, manifest, spine
META-INF/encryption.xml -> which files are encrypted, and whether that is more than hiding the fonts
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from desktop_search.documents.opening.packed import Packed
from desktop_search.documents.opening.trees import parse_xml
from desktop_search.documents.source import DAMAGED
from desktop_search.errors import DocumentError

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_PAGES = (".xhtml", ".html", ".htm", ".xht", ".xml")
_PAGE_TYPES = ("application/xhtml+xml", "text/html", "text/x-oeb1-document", "application/x-dtbook+xml")
# These only hide fonts, from a key that stands in the book itself.
_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_MAX_NAMES = 20


@dataclass(frozen=True, slots=True)
class Package:
    """Names of files are those of the archive. `toc` is the nav document or the NCX, empty where there is none."""

    spine: tuple[str, ...]
    toc: str = ""
    title: str = ""
    author: str = ""
    date: str = ""
    language: str = ""
    tags: tuple[str, ...] = ()
    is_damaged: bool = False


def read_package(packed: Packed) -> Package:
    """The package; where its document is damaged, all pages of the archive in order. Raises DocumentError."""
    try:
        name = _package_name(packed)
        root = parse_xml(packed.read(name))
    except DocumentError:
        pages = tuple(member.filename for member in packed if member.filename.lower().endswith(_PAGES[:4]))
        if not pages:
            raise
        return Package(pages, is_damaged=True)
    items = {element.get("id", ""): element for element in _all(root, "item")}
    folder = posixpath.dirname(name)
    toc, nav = "", ""
    for element in items.values():
        if "nav" in element.get("properties", "").split():
            nav = resolve(folder, element.get("href", ""))
        elif element.get("media-type") == "application/x-dtbncx+xml":
            toc = resolve(folder, element.get("href", ""))
    spine: dict[str, None] = {}
    for reference in _all(root, "itemref"):
        item = items.get(reference.get("idref", ""))
        if item is None or not _is_page(item):
            continue
        path = resolve(folder, item.get("href", ""))
        if path != nav or reference.get("linear") != "no":
            spine[path] = None
    return _with_metadata(root, tuple(spine), nav or toc)


def locked_files(packed: Packed) -> frozenset[str]:
    """The files that are encrypted, in lower case; not those whose fonts are only hidden."""
    if _ENCRYPTION not in packed:
        return frozenset()
    try:
        root = parse_xml(packed.read(_ENCRYPTION))
    except DocumentError:
        return frozenset()
    locked = set()
    for data in _all(root, "EncryptedData"):
        method = data.find("{*}EncryptionMethod")
        if method is None or method.get("Algorithm") not in _FONTS:
            references = data.iterfind("{*}CipherData/{*}CipherReference")
            locked |= {resolve("", reference.get("URI", "")).lower() for reference in references}
    return frozenset(locked)


def resolve(folder: str, href: str) -> str:
    """The name in the archive that a reference from a file in `folder` means, without its fragment."""
    path = unquote(href.partition("#")[0])
    return posixpath.normpath("/" + (path if path.startswith("/") else f"{folder}/{path}")).lstrip("/")


def local_name(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def _package_name(packed: Packed) -> str:
    if _CONTAINER in packed:
        root = parse_xml(packed.read(_CONTAINER))
        for element in _all(root, "rootfile"):
            path = resolve("", element.get("full-path", ""))
            if path in packed:
                return path
    for member in packed:
        if member.filename.lower().endswith(".opf"):
            return member.filename
    raise DocumentError(DAMAGED)


def _is_page(item: etree._Element) -> bool:
    kind = item.get("media-type", "").lower()
    return kind in _PAGE_TYPES or item.get("href", "").partition("#")[0].lower().endswith(_PAGES)


def _with_metadata(root: etree._Element, spine: tuple[str, ...], toc: str) -> Package:
    roles: dict[str, str] = {}
    main_title = ""
    for meta in _all(root, "meta"):
        refined, name = meta.get("refines", "").lstrip("#"), meta.get("property")
        if name == "role":
            roles[refined] = (meta.text or "").strip()
        elif name == "title-type" and (meta.text or "").strip() == "main":
            main_title = main_title or refined
    titles = _all(root, "title")
    title = next((one for one in titles if main_title and one.get("id") == main_title), titles[0] if titles else None)
    creators = _all(root, "creator")
    authors = [one for one in creators if _role(one, roles) in ("", "aut")] or creators
    dates = _all(root, "date")
    dates.sort(key=lambda one: _attribute(one, "event") not in ("", "publication", "original-publication"))
    return Package(
        spine,
        toc,
        _text(title),
        ", ".join(filter(None, map(_text, authors[:_MAX_NAMES]))),
        next(filter(None, map(_text, dates)), ""),
        next(filter(None, map(_text, _all(root, "language"))), ""),
        tuple(filter(None, map(_text, _all(root, "subject")[:_MAX_NAMES]))),
    )


def _role(creator: etree._Element, roles: dict[str, str]) -> str:
    return _attribute(creator, "role") or roles.get(creator.get("id", ""), "")


def _attribute(element: etree._Element, name: str) -> str:
    """An attribute in whatever namespace."""
    return next((str(value) for key, value in element.items() if str(key).rpartition("}")[2] == name), "")


def _text(element: etree._Element | None) -> str:
    return "" if element is None else " ".join("".join(map(str, element.itertext())).split())


def _all(root: etree._Element, name: str) -> list[etree._Element]:
    """The elements of this name in any namespace, in order."""
    return list(root.iter("{*}" + name))

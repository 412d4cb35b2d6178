"""Small office files made from their parts, and the plain views of a document that tests compare."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping

from desktop_search.documents.source import Limits, Source
from desktop_search.records import Document

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT_W = "http://purl.oclc.org/ooxml/wordprocessingml/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMES = (
    f'xmlns:r="{R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
ENCRYPTED_OOXML = OLE + "EncryptedPackage".encode("utf-16-le") + bytes(100)
WORDS_OF_ODF = {
    "office": "office",
    "text": "text",
    "table": "table",
    "draw": "drawing",
    "style": "style",
    "presentation": "presentation",
    "svg": "svg-compatible",
    "meta": "meta",
}
ODF_NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for prefix, name in WORDS_OF_ODF.items()
)
ODF_NAMES += ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """A ZIP file of these members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def word(body: str, namespace: str = W, relations: Iterable[tuple[str, str]] = (), **parts: str) -> bytes:
    """A docx file: the XML inside w:body, and the content of word/NAME.xml for each part, all with usual prefixes.

    `relations` are further (type, target); each part is related by the type that is its name.
    """
    names = f'xmlns:w="{namespace}" {_NAMES}'
    listed = [*((name, f"{name}.xml") for name in parts), *relations]
    related = "".join(
        f'<Relationship Id="r{index}" Type="{R}/{kind}" Target="{target}"/>'
        for index, (kind, target) in enumerate(listed)
    )
    files: dict[str, str | bytes] = {
        "word/document.xml": f"<w:document {names}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{RELATIONS}">{related}</Relationships>',
    }
    for name, content in parts.items():
        files[f"word/{name}.xml"] = f"<w:{name} {names}>{content}</w:{name}>"
    return packed(files)


RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def paragraph(text: str, properties: str = "") -> str:
    """A w:p with one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(text)}</w:p>"


def run(text: str, properties: str = "") -> str:
    """A w:r."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def odf(kind: str, body: str, automatic: str = "", **members: str | bytes) -> bytes:
    """An OpenDocument file: the XML inside office:text, office:spreadsheet ... of content.xml, and automatic styles."""
    content = (
        f"<office:document-content {ODF_NAMES}><office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    )
    parts: dict[str, str | bytes] = {"content.xml": content}
    parts.update({name.replace("__", "/") + ".xml": text for name, text in members.items()})
    return packed(parts)


def texts(document: Document) -> list[str]:
    """What its blocks say."""
    return [document.text[block.start : block.end] for block in document.blocks]


def blocks(document: Document) -> list[tuple[str, str]]:
    """(kind, text) of its blocks."""
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


def late(name: str, content: bytes) -> Source:
    """A source whose time is over from the start."""
    return Source(content, name, Limits(), stop_at=0.0)

"""Files as an attacker, a broken disk or a careless program makes them: wrong, cut off, enormous, or full of tricks.

Each maker gives {name: content} of files that are read together; all of them are made when a test asks for them.
"""

from __future__ import annotations

import io
import json
import random
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

import openpyxl
import pptx
from reportlab.lib.pagesizes import A6
from reportlab.pdfgen.canvas import Canvas

from desktop_search.documents.registry import READERS
from tests.unit.documents.office_files import ENCRYPTED_OOXML, ODF_NAMES, odf, packed, paragraph, word

Files = dict[str, bytes]

# A word that every sound file holds: what is put beside it by an attack would be found beside it.
MARKER = "Markerword"
SUFFIXES = tuple(sorted({suffix for reader in READERS for suffix in reader.suffixes}))
# One suffix of each kind of text that has a reader of its own.
TEXTS = tuple(
    ".txt .md .rst .org .adoc .tex .py .js .c .css .sql .sh .json .yaml .toml .xml .csv .tsv .srt .vtt .ass .lrc .html"
    " .mhtml .rtf .fb2 .fodt .ipynb .eml .mbox".split()
)
PNG = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0\x1f\x15\xc4\x89\0\0\0\nIDATx\x9cc\0\1\0\0\5\0\1\r\n"
    b"-\xb4\0\0\0\0IEND\xaeB`\x82"
)
_XHTML = '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>T</title></head><body><p>{}</p></body></html>'
_CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles><rootfile'
    ' full-path="b.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
_OPF = (
    '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="i">'
    '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Markerword</dc:title></metadata>'
    '<manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest>'
    '<spine><itemref idref="a"/></spine></package>'
)
_MAIL = "From: Ann <a@example.org>\r\nTo: b@example.org\r\nSubject: {}\r\nMIME-Version: 1.0\r\n"


@lru_cache(maxsize=1)
def sound() -> Files:
    """A small file of most formats, each with the marker in it."""
    text = f"{MARKER} and a few words.\n"
    mail = _MAIL.format(MARKER) + f"Content-Type: text/plain\r\n\r\n{text}"
    page = f"<!DOCTYPE html><html><head><title>T</title></head><body><p>{text}</p></body></html>"
    cell = {"cell_type": "markdown", "metadata": {}, "source": text}
    book = '<FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0"><body><section><p>{}</p></section></body>'
    flat = f"<office:document {ODF_NAMES}><office:body><office:text><text:p>{MARKER} more.</text:p></office:text>"
    files = {
        ".ipynb": json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]}),
        ".rtf": rf"{{\rtf1\ansi {MARKER} and a few words.\par}}",
        ".srt": f"1\n00:00:01,000 --> 00:00:04,000\n{text}\n",
        ".vtt": f"WEBVTT\n\n00:00:01.000 --> 00:00:04.000\n{text}\n",
        ".html": page,
        ".mhtml": _MAIL.format("page")
        + 'Content-Type: multipart/related; boundary="X"\r\n\r\n--X\r\nContent-Type: text/html\r\n\r\n'
        + f"{page}\r\n--X--\r\n",
        ".csv": f"name,city\n{MARKER},Bonn\n",
        ".json": json.dumps({"a": text}),
        ".xml": f"<a><b>{text}</b></a>",
        ".fb2": book.format(text) + "</FictionBook>",
        ".fodt": flat + "</office:body></office:document>",
        ".eml": mail,
        ".mbox": "From a@example.org Thu Jan  1 00:00:00 2026\n" + mail.replace("\r\n", "\n"),
        **dict.fromkeys(".txt .md .rst .org .adoc .tex .py .yaml .js .css".split(), text),
    }
    found = {suffix: content.encode() for suffix, content in files.items()}
    found[".docx"] = word(paragraph(text), styles="")
    found[".pptx"], found[".xlsx"] = _slides(text), _sheet(text)
    found[".odt"] = odf("text", f"<text:p>{text}</text:p>", meta=f"<office:document-meta {ODF_NAMES}/>")
    row = f"<table:table-row><table:table-cell><text:p>{text}</text:p></table:table-cell></table:table-row>"
    sheet = f'<table:table table:name="S">{row}</table:table>'
    mark = "application/vnd.oasis.opendocument.spreadsheet"
    found[".ods"] = packed({"mimetype": mark, **_members(odf("spreadsheet", sheet))})
    frame = f"<draw:frame><draw:text-box><text:p>{text}</text:p></draw:text-box></draw:frame>"
    found[".odp"] = odf("presentation", f'<draw:page draw:name="p">{frame}</draw:page>')
    parts = {"META-INF/container.xml": _CONTAINER, "b.opf": _OPF, "a.xhtml": _XHTML.format(text)}
    found[".epub"] = packed({"mimetype": "application/epub+zip", **parts})
    found[".pdf"] = _pdf(text)
    found[".zip"] = packed({"inner.txt": text, "folder/page.html": page})
    return found


# What lies under every suffix that has a reader: noise, pictures, programs, and the other kinds of documents.
STRANGERS = (
    *"zeros picture random program line ole .docx .xlsx .odt .epub .html .pdf .rtf .txt .zip .xml .ipynb .eml".split(),
)


def stranger(kind: str) -> Files:
    """The same bytes under every suffix; `kind` is one of STRANGERS."""
    noise = {
        "zeros": bytes(10_000),
        "picture": PNG,
        "random": random.Random(1).randbytes(50_000),
        "program": b"\x7fELF\2\1\1" + bytes(50) + b"text" * 500,
        "line": b"\n",
        "ole": ENCRYPTED_OOXML,
    }
    content = noise[kind] if kind in noise else sound()[kind]
    return {f"{kind.strip('.')}{suffix}": content for suffix in SUFFIXES}


def beginnings() -> Files:
    """The first bytes are right, the others are not."""
    noise = random.Random(2).randbytes(5000)
    return {f"magic{suffix}": content[:40] + noise for suffix, content in sound().items()}


def cut_off() -> Files:
    """Each sound file ended too early, and with a piece torn out of its middle."""
    files = {}
    for suffix, content in sound().items():
        length = len(content)
        for end in sorted({1, 4, length // 4, length // 2, length * 9 // 10, length - 1}):
            files[f"first{end}{suffix}"] = content[:end]
        files[f"torn{suffix}"] = content[: length // 3] + content[length // 2 :]
        files[f"flipped{suffix}"] = bytes(byte ^ 0x55 if at % 97 == 50 else byte for at, byte in enumerate(content))
    return files


def locked() -> Files:
    """Files behind a password."""
    files = {f"locked{suffix}": ENCRYPTED_OOXML for suffix in (".docx", ".pptx", ".xlsx")}
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>'
        "</manifest:manifest>"
    )
    for suffix in (".odt", ".ods", ".odp"):
        members = _members(sound()[suffix])
        scrambled = random.Random(3).randbytes(900)
        files[f"locked{suffix}"] = packed({**members, "content.xml": scrambled, "META-INF/manifest.xml": manifest})
    # A password in the ZIP itself: the flag of every member, in its own head and in the list at the end.
    for suffix in (".zip", ".epub"):
        content = bytearray(sound()[suffix])
        for mark, place in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
            for found in re.finditer(re.escape(mark), bytes(content)):
                content[found.start() + place] |= 1
        files[f"locked{suffix}"] = bytes(content)
    files["locked.pdf"] = _pdf("Secret words.", encrypt="a password")
    return files


def bombs() -> Files:
    """ZIP files that unpack to far more than they seem to hold."""
    zeros = bytes(60_000_000)
    spaces = b" " * 20_000_000
    nested = packed({"zeros.txt": bytes(5_000_000)})
    for _ in range(6):
        nested = packed({f"{number}.zip": nested for number in range(10)})
    files = {
        "ratio.zip": packed({"zeros.txt": zeros}),
        "ratio.docx": packed({"word/document.xml": b"<a>" + spaces}),
        "ratio.xlsx": packed({**_members(sound()[".xlsx"]), "xl/worksheets/sheet1.xml": b"<worksheet>" + spaces}),
        "ratio.pptx": packed({**_members(sound()[".pptx"]), "ppt/slides/slide1.xml": b"<a>" + spaces}),
        "ratio.epub": packed({**_members(sound()[".epub"]), "a.xhtml": b"<html>" + spaces}),
        **{f"ratio{suffix}": packed({"content.xml": b"<a>" + spaces}) for suffix in (".odt", ".ods", ".odp")},
        "ratio.fbz": packed({"a.fb2": b"<a>" + spaces}),
        "nested.zip": nested,
        "overlapping.zip": overlapping(3000),
        "overlapping.docx": overlapping(3000, "word/document.xml"),
    }
    # The members say that they are small.
    content = bytearray(packed({"zeros.txt": zeros, "more.txt": b"more"}))
    for mark, place in ((b"PK\3\4", 22), (b"PK\1\2", 24)):
        content[(at := content.index(mark)) + place : at + place + 4] = struct.pack("<I", 100)
    files["lying.zip"] = bytes(content)
    return files


def overlapping(count: int, name: str = "a.txt") -> bytes:
    """A list at the end that names the same packed bytes many times, as the best of all bombs do."""
    plain = b"words " * 30_000
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = packer.compress(plain) + packer.flush()
    sums = struct.pack("<III", zlib.crc32(plain), len(data), len(plain))
    head = struct.pack("<IHHHHH", 0x04034B50, 20, 0, 8, 0, 33) + sums + struct.pack("<HH", len(name), 0)
    listed = b"".join(
        struct.pack("<IHHHHHH", 0x02014B50, 20, 20, 0, 8, 0, 33)
        + sums
        + struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, 0)
        + name.encode()
        for _ in range(count)
    )
    body = head + name.encode() + data
    return (
        body
        + listed
        + struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, count & 0xFFFF, count & 0xFFFF, len(listed), len(body), 0)
    )


def many_members(count: int) -> bytes:
    """An archive of very many empty files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number in range(count):
            archive.writestr(zipfile.ZipInfo(f"{number}.txt"), b"")
    return stream.getvalue()


def entities(secret: str, address: str) -> Files:
    """Entities that grow, and entities that name a file or an address, in each part of each format that is XML."""
    laughs = '<!ENTITY x0 "ha">' + "".join(f'<!ENTITY x{n} "{f"&x{n - 1};" * 10}">' for n in range(1, 12))
    attacks = {
        "laughs": (f"<!DOCTYPE a [{laughs}]>", "&x11;"),
        "blowup": (f'<!DOCTYPE a [<!ENTITY x "{"a" * 50_000}">]>', "&x;" * 20_000),
        "file": (f'<!DOCTYPE a [<!ENTITY x SYSTEM "file://{secret}">]>', "&x;"),
        "web": (
            f'<!DOCTYPE a SYSTEM "{address}/a.dtd" [<!ENTITY % p SYSTEM "{address}/p">%p;'
            f'<!ENTITY x SYSTEM "{address}/x">]>',
            "&x;",
        ),
        "included": (
            "",
            f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file://{secret}" parse="text"/>'
            f'<img src="{address}/i.png"/><link rel="stylesheet" href="{address}/s.css"/>'
            f'<iframe src="file://{secret}"></iframe><object data="{address}/o"></object>',
        ),
    }  # fmt: skip
    files: Files = {}
    for attack, (declared, used) in attacks.items():
        for suffix in (".fb2", ".fodt", ".xml", ".html"):
            files[f"{attack}{suffix}"] = _poisoned(sound()[suffix], declared, used)
        svg = f'{declared}<svg xmlns="http://www.w3.org/2000/svg"><text>{used}</text></svg>'
        files[f"{attack}-svg.html"] = sound()[".html"].replace(b"</body>", svg.encode() + b"</body>")
        for suffix in (".docx", ".pptx", ".xlsx", ".odt", ".ods", ".odp", ".epub"):
            members = _members(sound()[suffix])
            for number, name in enumerate(members):
                if not re.search(r"Layout|Master|theme|mimetype|\.bin$|\.jpe?g$|printer", name):
                    poisoned = _poisoned(members[name], declared, used)
                    files[f"{attack}{number}{suffix}"] = packed({**members, name: poisoned})
    wide = _poisoned(sound()[".fodt"], *attacks["laughs"]).decode()
    files["laughs-wide.fodt"] = wide.encode("utf-16")
    plist = _poisoned(b'<plist version="1.0"><dict><key>Markerword</key></dict></plist>', *attacks["laughs"])
    files["laughs.webarchive"] = b'<?xml version="1.0"?>' + plist
    return files


def _poisoned(content: bytes, declared: str, used: str) -> bytes:
    """XML with entities declared in front of its first element, and used beside the marker."""
    end = content.find(b"?>") + 2 if content.lstrip().startswith(b"<?xml") else 0
    head, rest = content[:end], content[end:].replace(b"<!DOCTYPE html>", b"" if declared else b"<!DOCTYPE html>")
    return head + declared.encode() + rest.replace(MARKER.encode(), MARKER.encode() + b" " + used.encode())


def nested(depth: int) -> Files:
    """Everything that can stand in itself, standing in itself."""
    less = depth // 50  # where each level takes a line with its own indentation
    inner = "word"
    files: dict[str, str] = {
        "div.html": "<div>" * depth + inner,
        "table.html": "<table><tr><td>" * depth + inner,
        "list.html": "<ul><li>" * depth + inner,
        "inline.html": "<b><i><a href=x><span>" * (depth // 4) + inner,
        "quote.html": "<blockquote>" * depth + inner + "</blockquote>" * depth,
        "select.html": "<select><option>" * depth + inner,
        "list.json": "[" * depth + "]" * depth,
        "object.json": '{"a":' * depth + "1" + "}" * depth,
        "list.ipynb": "[" * depth + "]" * depth,
        "metadata.ipynb": '{"metadata":' + '{"a":' * depth + "1" + "}" * depth + ',"cells":[]}',
        "cell.ipynb": json.dumps({"cells": [{"cell_type": "markdown", "source": "> " * depth + inner}]}),
        "html.ipynb": json.dumps(
            {"cells": [{"cell_type": "code", "source": "", "outputs": [{"data": {"text/html": "<div>" * depth}}]}]}
        ),
        "groups.rtf": r"{\rtf1 " + "{" * depth + inner + "}" * depth + "}",
        "destinations.rtf": r"{\rtf1 " + r"{\*\x " * depth + inner + "}" * depth + "}",
        "tables.rtf": r"{\rtf1 " + "".join(rf"\pard\intbl\itap{n} a\nestcell " for n in range(less)) + "}",
        "quotes.md": "> " * depth + inner,
        "list.md": "\n".join(f"{'  ' * n}- a" for n in range(less)),
        "items.md": "- " * depth + inner,
        "brackets.md": "[" * depth + inner + "](x)" * depth,
        "stars.md": "*a **b " * depth,
        "braces.tex": "{" * depth + inner + "}" * depth,
        "sections.tex": r"\section{" * depth + inner,
        "environments.tex": "\\begin{quote}\n" * depth + inner,
        "item.tex": "\\begin{itemize}\\item a\n" * depth,
        "stars.org": "\n".join(f"{'*' * n} a" for n in range(1, less)),
        "blocks.org": "#+begin_quote\n" * depth + inner,
        "list.org": "\n".join(f"{'  ' * n}- a" for n in range(less)),
        "drawers.org": ":PROPERTIES:\n" * depth,
        "indent.rst": "\n\n".join(f"{' ' * n}a" for n in range(less)),
        "list.rst": "\n\n".join(f"{'  ' * n}* a" for n in range(less)),
        "delimiters.adoc": "\n".join("====" + "=" * n for n in range(less)),
        "list.adoc": "\n".join(f"{'*' * n} a" for n in range(1, less)),
        "elements.xml": "<a>" * depth + inner + "</a>" * depth,
        "code.py": "(" * depth + inner,
        "indent.py": "\n".join(f"{' ' * n}def f():" for n in range(less)),
        "braces.js": "function a(){" * depth,
        "list.yaml": "- " * depth + "a",
        "flow.yaml": "[" * depth,
        "front.md": "---\na: " + "[" * depth + "\n---\ntext",
        "deep.md": "---\n" + "\n".join(f"{' ' * n}a:" for n in range(less)) + "\n---\ntext",
        "quotes.csv": '"' * depth,
        "section.fb2": "<FictionBook><body>" + "<section>" * depth + f"<p>{inner}</p>" + "</section>" * depth
        + "</body></FictionBook>",
        "section.fodt": f"<office:document {ODF_NAMES}><office:body><office:text>" + "<text:section>" * depth
        + "</text:section>" * depth + "</office:text></office:body></office:document>",
    }  # fmt: skip
    found = {name: content.encode() for name, content in files.items()}
    many = depth // 10
    for levels, name in ((200, "some"), (many, "many")):
        table = "<w:tbl><w:tr><w:tc>" * levels + paragraph(inner) + "</w:tc></w:tr></w:tbl>" * levels
        found[f"{name}-tables.docx"] = word(table)
        found[f"{name}-controls.docx"] = word("<w:sdt><w:sdtContent>" * levels + "</w:sdtContent></w:sdt>" * levels)
        lists = "<text:list><text:list-item>" * levels + "</text:list-item></text:list>" * levels
        found[f"{name}-lists.odt"] = odf("text", lists)
        found[f"{name}-groups.odp"] = odf(
            "presentation", "<draw:page>" + "<draw:g>" * levels + "</draw:g>" * levels + "</draw:page>"
        )
        group = b"<p:grpSp>" * levels + b"</p:grpSp>" * levels
        chapter = _XHTML.format("<div>" * levels + "</div>" * levels).encode()
        slides = _members(sound()[".pptx"])
        slides["ppt/slides/slide1.xml"] = slides["ppt/slides/slide1.xml"].replace(
            b"</p:spTree>", group + b"</p:spTree>"
        )
        found[f"{name}-groups.pptx"] = packed(slides)
        found[f"{name}.epub"] = packed({**_members(sound()[".epub"]), "a.xhtml": chapter})
        found[f"{name}-parts.eml"] = _multiparts(levels)
        found[f"{name}-messages.eml"] = (_MAIL.format("m") + "Content-Type: message/rfc822\r\n\r\n").encode() * levels
    archive = packed({"a.txt": inner})
    for _ in range(50):
        archive = packed({"a.zip": archive})
    found["fifty.zip"] = archive
    return found


# What each reader looks for, over and over: a search that begins anew at each of them takes for ever.
RUNS = (
    *"[ ] * ` < > ( ) \\ {{ { } | = - _ ~ # $ % & + . : ; ' \" ! / @ ^ , a 0 ** `` [[ ![ [a]( <a </a> <!--".split(),
    *"]( <! <? &a &amp; ''' \"\"\" || \\a{ \\a[ $$ =a= *a*/ http:// data:a;base64, {\\rtf \\' \\b {\\an8} <v>".split(),
    *"<<a << [00:01.00] [fn:1] :a: #+ =?utf-8?q? <script> <style> <svg> <table><tr><td> <p> <b> <pre> [a, a,".split(),
    *(" ", "\t", "\r", "\n", " \n", "\t\n", "\x0c", "\u2028", "\u00a0", "\u0300", "\u200b", "\u00e9", "\u6f22"),
    *("\x1b[", "\x1b]", "\ufeff", "a ", "a\n", "a\n\n", "=\n", "-\n", "- ", "> ", "1. a\n", "# a\n", "---\n", "===\n"),
    *("+---+\n", "::\n", ".. a\n", ":a: ", "[a]: b\n", "\\begin{a}", "\\end{a}\n", "\\item ", "%\n", "|===\n"),
    *("#+begin_src\n", ":END:\n", "a: ", "- a: ", "a:\n", '"a",', ". ", '! "', "}\n", "{\n", "def a():\n", "end\n"),
    *("00:00:01,000 --> 00:00:02,000\n", "From a\n\n", "a: b\n", "--a\n", "\\par ", "\\u1 ", "<a href='"),
)


def runs(suffix: str, length: int, units: Iterable[str] = RUNS) -> Iterator[bytes]:
    """Each of them repeated to `length` bytes, in a file that begins like one of this type."""
    begin, _, end = sound().get(suffix, MARKER.encode()).partition(MARKER.encode())
    for unit in units:
        content = unit.encode() * (length // len(unit.encode()))
        if suffix == ".ipynb":
            content = json.dumps(content.decode()).strip('"').encode()
        yield begin + content + end
        if suffix not in (".ipynb", ".rtf"):
            yield content


def many_pages(count: int) -> bytes:
    """A PDF of very many pages that all show the same words; pages stand in a tree of a hundred branches a node."""
    shown = b"BT /F 12 Tf 10 50 Td (The same words on every page.) Tj ET"
    objects: dict[int, bytes] = {
        1: b"<</Type/Catalog/Pages 4 0 R>>",
        2: b"<</Length %d>>stream\n%b\nendstream" % (len(shown), shown),
        3: b"<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>",
    }
    free = 5

    def add(number: int, leaves: int, parent: int) -> None:
        nonlocal free
        above = b"/Parent %d 0 R" % parent if parent else b"/MediaBox[0 0 200 100]/Resources 3 0 R"
        if leaves == 1 and parent:
            objects[number] = b"<</Type/Page%b/Contents 2 0 R>>" % above
            return
        share = 1
        while share * 100 < leaves:
            share *= 100
        sizes = [min(share, leaves - at) for at in range(0, leaves, share)]
        kids = range(free, free + len(sizes))
        free += len(sizes)
        listed = b" ".join(b"%d 0 R" % kid for kid in kids)
        objects[number] = b"<</Type/Pages/Count %d%b/Kids[%b]>>" % (leaves, above, listed)
        for kid, size in zip(kids, sizes, strict=True):
            add(kid, size, number)

    add(4, count, 0)
    return _pdf_of(objects)


def odd_pdfs() -> Files:
    """Page trees that bite their own tail, contents that unpack to very much, lengths that are not true."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R>>"
    bomb = zlib.compress(b"q Q " * 20_000_000, 9)
    tree = b"<</Type/Pages/Count 1/Kids[3 0 R]>>"
    catalog = b"<</Type/Catalog/Pages 2 0 R>>"

    def stream(data: bytes, length: bytes, filters: bytes = b"") -> bytes:
        return b"<</Length %b%b>>stream\n%b\nendstream" % (length, filters, data)

    flate = b"/Filter/FlateDecode"
    deep = b"<</Type/Pages/Count 1/Kids[%d 0 R]>>"
    chain = {number: deep % (number + 1) for number in range(2, 3000)}
    return {
        "circle.pdf": _pdf_of({1: catalog, 2: b"<</Type/Pages/Count 9/Kids[2 0 R 2 0 R]>>"}),
        "count.pdf": _pdf_of({1: catalog, 2: b"<</Type/Pages/Count 2000000000/Kids[3 0 R]>>", 3: page}),
        "bomb.pdf": _pdf_of({1: catalog, 2: tree, 3: page, 4: stream(bomb, b"%d" % len(bomb), flate)}),
        "length.pdf": _pdf_of({1: catalog, 2: tree, 3: page, 4: stream(b"BT ET", b"999999999")}),
        "itself.pdf": _pdf_of({1: catalog, 2: tree, 3: page, 4: stream(b"BT ET", b"4 0 R")}),
        "chain.pdf": _pdf_of({1: catalog, **chain, 3000: page}),
        "arrays.pdf": _pdf_of({1: catalog, 2: tree, 3: page[:-2] + b"/X" + b"[" * 100_000 + b">>"}),
        "outline.pdf": _pdf_of(
            {1: b"<</Type/Catalog/Pages 2 0 R/Outlines 5 0 R>>", 2: tree, 3: page, 5: b"<</First 6 0 R/Last 6 0 R>>",
             6: b"<</Title(a)/Next 6 0 R/First 6 0 R>>"}
        ),
    }  # fmt: skip


def _pdf_of(objects: dict[int, bytes]) -> bytes:
    parts = [b"%PDF-1.4\n"]
    position = len(parts[0])
    places = []
    for number, content in objects.items():
        part = b"%d 0 obj%b\nendobj\n" % (number, content)
        parts.append(part)
        places.append((number, position))
        position += len(part)
    parts.append(b"xref\n0 1\n0000000000 65535 f \n")
    parts += [b"%d 1\n%010d 00000 n \n" % place for place in sorted(places)]
    parts.append(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (max(objects) + 1, position))
    return b"".join(parts)


def _pdf(text: str, encrypt: str | None = None) -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A6, encrypt=encrypt)
    canvas.drawString(20, 200, text.strip())
    canvas.save()
    return stream.getvalue()


def _slides(text: str) -> bytes:
    show: Any = pptx.Presentation()
    show.slides.add_slide(show.slide_layouts[5]).shapes.title.text = text.strip()
    stream = io.BytesIO()
    show.save(stream)
    return stream.getvalue()


def _sheet(text: str) -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["Name", text.strip()])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _multiparts(levels: int) -> bytes:
    lines = [_MAIL.format("m") + 'Content-Type: multipart/mixed; boundary="b0"\r\n']
    lines += [f'--b{n}\r\nContent-Type: multipart/mixed; boundary="b{n + 1}"\r\n' for n in range(levels)]
    return "\r\n".join([*lines, f"--b{levels}", "Content-Type: text/plain", "", "word"]).encode()


def _members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}

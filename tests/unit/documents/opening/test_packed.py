"""ZIP and XML opened with care: bombs, entities and passwords are met before they cost anything."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from desktop_search.documents.opening.packed import Packed
from desktop_search.documents.opening.trees import parse_xml
from desktop_search.documents.source import DAMAGED, ENCRYPTED, Limits
from desktop_search.errors import DocumentError


def packed(**members: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return target.getvalue()


def test_members_are_found_without_regard_to_case_or_slashes() -> None:
    archive = Packed(packed(Word__Document=b"text"), Limits())
    assert "word/document" in archive
    assert "/WORD\\document" in archive
    assert archive.read("word/document") == b"text"
    assert [member.filename for member in archive] == ["Word/Document"]
    with pytest.raises(DocumentError, match="A part of the file is missing: other"):
        archive.read("other")


def test_a_member_that_grows_too_much_is_a_bomb() -> None:
    content = packed(a=b"\0" * 5_000_000)
    with pytest.raises(DocumentError, match="taken for a bomb"):
        Packed(content, Limits()).read("a")
    assert len(Packed(content, Limits(max_ratio=10_000)).read("a")) == 5_000_000


def test_all_members_together_are_bounded() -> None:
    archive = Packed(packed(a=b"ab" * 300, b=b"cd" * 300), Limits(max_unpacked=1000))
    archive.read("a")
    with pytest.raises(DocumentError, match="unpacks to more than 0 MB"):
        archive.read("b")


def test_too_many_members_are_refused() -> None:
    content = packed(**{f"m{number}": b"" for number in range(20)})
    with pytest.raises(DocumentError, match="more than 10 files"):
        Packed(content, Limits(max_members=10))


def test_what_is_cut_off_or_no_zip_at_all_is_damaged() -> None:
    content = packed(a=b"text" * 100, b=b"more" * 100)
    for broken in (b"", b"PK\3\4", content[: len(content) // 2], content[:-1], b"\x89PNG" * 30):
        with pytest.raises(DocumentError, match=DAMAGED):
            Packed(broken, Limits()).read("a")
    flipped = bytearray(content)
    flipped[40] ^= 0xFF
    with pytest.raises(DocumentError, match=DAMAGED):
        Packed(bytes(flipped), Limits()).read("a")


def test_a_password_is_named() -> None:
    content = bytearray(packed(a=b"text"))
    content[6] |= 1  # the flag in the local header
    content[content.index(b"PK\1\2") + 8] |= 1
    with pytest.raises(DocumentError, match=ENCRYPTED):
        Packed(bytes(content), Limits()).read("a")


LAUGHS = b"""<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;">]><a>&y;</a>"""


@pytest.mark.parametrize("huge", [False, True])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(huge: bool, encoding: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    outside = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]><a>&x;</a>'
    for document in (LAUGHS.decode(), outside):
        with pytest.raises(DocumentError, match="declares XML entities"):
            parse_xml(document.encode(encoding), huge=huge)


def test_a_document_type_alone_is_harmless_and_loads_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.dtd").write_text('<!ENTITY x "loaded">')
    outside = f'<!DOCTYPE a SYSTEM "{(tmp_path / "a.dtd").as_uri()}"><a>text<!-- no --><?no no?></a>'
    assert parse_xml(outside.encode()).text == "text"


def test_what_is_not_well_formed_is_damaged() -> None:
    deep = b"<a>" * 100_000
    for broken in (b"", b"text", b"<a>", b"<a></b>", b"\0\0\0\0", deep, deep + b"</a>" * 100_000):
        with pytest.raises(DocumentError, match=DAMAGED):
            parse_xml(broken)

"""One message taken apart: what is its text, which of two versions of it, what is attached, which messages it holds."""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop_search.documents.mime.parts import Part, body, part_of, split, whole

ENCRYPTED_MAIL = "The message is encrypted; only its headers were read."
TOO_DEEP = "Its parts are nested too deeply; not all of them were read."
TOO_MANY = "It has too many parts; not all of them were read."
TNEF = "What Outlook packed into winmail.dat is not read."
SIGNED_WHOLE = "The message is packed into its signature and was not read."
PARTIAL = "It is one piece of a message that was sent in several."

_DEEPEST = 30
_MOST_PARTS = 2_000
_HTML = ("text/html", "application/xhtml+xml")
_LETTERS = ("message/rfc822", "message/global", "message/news")
# Signatures, keys, and what stands elsewhere.
_UNREAD = frozenset(
    "application/pgp-signature application/pkcs7-signature application/x-pkcs7-signature application/applefile"
    " application/pgp-keys application/pkix-cert message/external-body".split()
)
_PKCS7 = ("application/pkcs7-mime", "application/x-pkcs7-mime")
_TNEF = ("application/ms-tnef", "application/vnd.ms-tnef")
_SEEN_AND_HEARD = ("image/", "audio/", "video/", "font/")
# Versions of a text that say what another one says better.
_LESSER = ("text/x-amp-html", "text/calendar", "text/enriched", "text/richtext", "text/watch-html")


@dataclass(frozen=True, slots=True)
class Text:
    """A part that is read as text where it stands; `other` is the same as HTML, for the reader to choose from."""

    plain: tuple[Part, ...] = ()
    html: tuple[Part, ...] = ()


@dataclass(slots=True)
class Letter:
    """A message in pieces, in its order. Notes are sentences for a person."""

    head: Part
    texts: list[Text] = field(default_factory=list)
    attachments: list[Part] = field(default_factory=list)
    letters: list[Part] = field(default_factory=list)
    notes: dict[str, None] = field(default_factory=dict)
    parts: int = 0
    has_text: bool = False

    @property
    def is_full(self) -> bool:
        """Has it as many parts as are looked at?"""
        return self.parts >= _MOST_PARTS


def take_apart(head: Part) -> Letter:
    """The pieces of a message."""
    letter = Letter(head)
    letter.texts = _texts(letter, head, 0)
    return letter


def _texts(letter: Letter, part: Part, depth: int) -> list[Text]:
    """The texts of a part; what else it holds is put into the letter."""
    letter.parts += 1
    if part.kind.startswith("multipart/"):
        return _multipart(letter, part, depth)
    if part.kind in _LETTERS:
        letter.letters.append(_inner(part))
    elif part.kind in _PKCS7:
        _packed_by_smime(letter, part)
    elif part.kind in _TNEF or part.name.lower() == "winmail.dat":
        letter.notes[TNEF] = None
    elif part.kind == "application/pgp-encrypted":
        letter.notes[ENCRYPTED_MAIL] = None
    elif part.kind in _UNREAD or _is_picture_in_text(part):
        pass
    elif _is_attachment(letter, part, depth):
        letter.attachments.append(part)
    else:
        if part.kind == "message/partial":
            letter.notes[PARTIAL] = None
        letter.has_text = True
        return [Text(html=(part,)) if part.kind in _HTML else Text(plain=(part,))]
    return []


def _multipart(letter: Letter, part: Part, depth: int) -> list[Text]:
    if depth >= _DEEPEST:
        letter.notes[TOO_DEEP] = None
        return []
    if part.kind == "multipart/encrypted":
        letter.notes[ENCRYPTED_MAIL] = None
        return []
    parts = split(part)
    first = next(parts, None)
    if first is None:  # no boundary is found: what there is may still be text
        return [Text(plain=(part,))]
    texts = _texts(letter, first, depth + 1)
    if part.kind != "multipart/signed":
        for one in parts:
            if letter.is_full:
                letter.notes[TOO_MANY] = None
                break
            texts += _texts(letter, one, depth + 1)
    return _versions(texts) if part.kind == "multipart/alternative" else texts


def _versions(texts: list[Text]) -> list[Text]:
    """The versions of one text. Programs put several texts into what should hold versions of one: all are kept."""
    plain = [part for text in texts for part in text.plain]
    html = tuple(part for text in texts for part in text.html)
    good = tuple(part for part in plain if part.kind not in _LESSER)
    if good or html:
        return [Text(good, html)]
    return [Text(tuple(plain[:1]))] if plain else []


def _inner(part: Part) -> Part:
    """The message that a part is; some programs encode it although they must not."""
    way = part.raw("content-transfer-encoding").strip().lower()
    if way in (b"base64", b"quoted-printable"):
        return whole(body(part))
    start = part.start
    while start < part.end and part.content[start] in b"\r\n":
        start += 1
    return part_of(part.content, start, part.end)


def _packed_by_smime(letter: Letter, part: Part) -> None:
    """Signed or encrypted as a whole."""
    kind = part.parameters.get("smime-type", "")
    if "signed" in kind:
        letter.notes[SIGNED_WHOLE] = None
    elif kind != "certs-only":
        letter.notes[ENCRYPTED_MAIL] = None


def _is_picture_in_text(part: Part) -> bool:
    """A picture, or a sound, that the text shows where it stands, or that has no name to be found by."""
    if not part.kind.startswith(_SEEN_AND_HEARD) or part.disposition == "attachment":
        return False
    return bool(part.raw("content-id")) or not part.name


def _is_attachment(letter: Letter, part: Part, depth: int) -> bool:
    """Does it stand beside the text rather than in it?"""
    if part.kind.startswith("message/"):
        return False
    if not part.kind.startswith("text/") and part.kind not in _HTML:
        return True
    if part.disposition == "attachment":
        return bool(part.name) or depth > 0
    # A first text with a name is the message's own; after it, names are those of files.
    return bool(part.name) and letter.has_text

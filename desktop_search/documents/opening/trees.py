"""XML parsed with care: no entity is expanded, no DTD and nothing else is loaded, depth and text are bounded."""

from __future__ import annotations

from lxml import etree

from desktop_search.documents.source import DAMAGED
from desktop_search.errors import DocumentError

_ENTITIES = "It declares XML entities, which can be used for an attack; it is not read."
# In the encodings that XML documents come in, either byte order.
_ENTITY = (b"<!ENTITY", "<!ENTITY".encode("utf-16-le"), "<!ENTITY".encode("utf-16-be"))


def parse_xml(data: bytes, *, huge: bool = False) -> etree._Element:
    """The root element; comments and processing instructions are left out.

    `huge` lifts the limit of 10 MB for one piece of text (pictures as base64). Raises DocumentError where it is not
    well-formed or declares entities: a few lines of those can grow to gigabytes or name other files.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        dtd_validation=False,
        huge_tree=huge,
        remove_comments=True,
        remove_pis=True,
    )
    if any(mark in data for mark in _ENTITY):
        raise DocumentError(_ENTITIES)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DocumentError(DAMAGED) from error
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and any(True for _ in dtd.iterentities()):  # type: ignore[union-attr]  # not in the stubs
        raise DocumentError(_ENTITIES)
    return root

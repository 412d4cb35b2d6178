"""What HTML elements are: blocks, boxes, headings; which of them are seen, and which a page is navigated by."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from desktop_search.records import BlockKind

# "likely" is perhaps the main text; "away" says itself that it is not, "hinted" only looks so by its name.
Role = Literal["", "main", "likely", "away", "hinted", "header"]

HEADINGS = {f"h{level}": level for level in range(1, 7)}
BOXES = frozenset(
    "article aside body center details div dialog fieldset footer form header main nav search section"
    " table td th".split()
)
BLOCKS = BOXES | frozenset(
    "address blockquote caption dd dir dl dt figcaption figure foreignobject frameset h1 h2 h3 h4 h5 h6 hgroup hr html"
    " legend li listing menu noframes ol optgroup p plaintext pre summary tbody tfoot thead tr ul xmp".split()
)
KEPT_AS_TYPED = frozenset("pre listing xmp plaintext".split())
LISTS = frozenset("ul ol menu dir dl".split())
# Blocks that a browser sets without space above and below.
LINES = frozenset("address center div figcaption section".split())
# Inline, but never a part of the word beside it.
SPACED = frozenset("button input label mtd option rb select svg text textarea tspan".split())
# What no heading holds: it ends one that was never closed.
ENDS_HEADING = frozenset("p table ul ol dl blockquote pre article main form".split()) | frozenset(HEADINGS)
UNSEEN = frozenset(
    "annotation annotation-xml applet audio canvas datalist desc iframe metadata noembed noscript rp script style"
    " template video".split()
)
_ALWAYS_SEEN = frozenset("html head body meta link title".split())
_NOT_SEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all", re.I)
_INLINE = frozenset("a abbr b em font i img small span strong sub sup svg u".split())
_ICONS = frozenset("a i img svg".split())
# Links beside headings, numbers of code lines, formulas that are there as MathML too: as common programs mark them.
_FURNITURE = frozenset("katex-html headerlink anchorjs-link mw-editsection lineno linenos line-numbers-rows".split())
_BUTTONS = frozenset("submit button reset image".split())
_NO_VALUE = frozenset("hidden password checkbox radio file color range".split())

_ROLES: dict[str, Role] = {
    "main": "main",
    "article": "likely",
    "navigation": "away",
    "banner": "header",
    "contentinfo": "away",
    "complementary": "hinted",
    "search": "away",
    "menu": "away",
    "menubar": "away",
    "toolbar": "away",
    "dialog": "hinted",
    "alertdialog": "hinted",
}
_TAG_ROLES: dict[str, Role] = {
    "main": "main",
    "article": "likely",
    "nav": "away",
    "search": "away",
    "aside": "hinted",
    "dialog": "hinted",
    "footer": "hinted",
    "header": "header",
}
_HEADER = re.compile(r"(?:site|global|main|top|masthead)?[-_]?(?:header|masthead|topbar)", re.I)
_LIKELY = re.compile(
    r"(?:(?:main|page|body|article|post|entry|story|blog)[-_]?(?:content|body|text|column|main)|main|article|post|entry"
    r"|story|content|mw-content-text|markdown-body|prose|hentry|documentwrapper)",
    re.I,
)
_HINTS = frozenset(
    "nav navbar navigation menu menus sidebar footer breadcrumb breadcrumbs cookie cookies consent gdpr ccpa"
    " popup modal overlay newsletter subscribe signup social share sharing sharedaddy related recommend"
    " recommended recommendations promo promos advert advertisement ad ads adslot sponsor sponsored pagination"
    " pager toolbar skip toc widget widgets outbrain taboola catlinks sitemap colophon copyright trending"
    " printfooter navbox sphinxsidebar banner".split()
)
_PARTS = re.compile(r"[^A-Za-z0-9]+|(?<=[a-z])(?=[A-Z])|(?<=[a-z]{3})(?=\d)")
# Beside these a name tells of the page, not of the box: "has-sidebar", "content-with-toc".
_WRAPPER = frozenset("has with no without is not wrapper container layout page open content body main".split())


@dataclass(slots=True)
class Box:
    """A layout element. `chars` and `links` count the characters of text and of links, without its inner boxes."""

    parent: int
    role: Role = ""
    chars: int = 0
    links: int = 0
    link_count: int = 0


@dataclass(slots=True)
class Piece:
    """Lines of text of one kind; `level` is that of a heading, `group` the list or table that lines belong to."""

    lines: list[str]
    kind: BlockKind = "text"
    level: int = 0
    box: int = 0
    group: object = field(default=None, repr=False)


def is_hidden(tag: str, attributes: Mapping[str, str]) -> bool:
    """Would a browser leave this element out, or is it part of the page's furniture?"""
    if tag in _ALWAYS_SEEN:
        return False
    if "hidden" in attributes and attributes["hidden"].lower() != "until-found":
        return True
    style = attributes.get("style")
    if style and _NOT_SEEN.search(style):
        return True
    if tag == "dialog":
        return "open" not in attributes
    if tag not in _INLINE:
        return False
    # Icons and second links to the same. Other things that screen readers leave out, as numbers of chapters, are seen.
    if tag in _ICONS and attributes.get("aria-hidden") == "true":
        return True
    return not _FURNITURE.isdisjoint(attributes.get("class", "").split())


def shown_value(attributes: Mapping[str, str]) -> str:
    """The text that an input of a form shows."""
    kind = attributes.get("type", "text").lower()
    if kind in _NO_VALUE:
        return ""
    value = attributes.get("value", "")
    return value or attributes.get("alt" if kind in _BUTTONS else "placeholder", "")


def role_of(tag: str, attributes: Mapping[str, str]) -> Role:
    """What an element seems to be on its page."""
    if not attributes:
        return _TAG_ROLES.get(tag, "")
    role = _ROLES.get(attributes.get("role", "").strip().lower()) or _TAG_ROLES.get(tag, "")
    if role or tag == "body":
        return role
    if attributes.get("itemprop") == "articleBody":
        return "likely"
    classes = attributes.get("class", "")[:500].split()
    # The id of a section is its heading: one on navigation is no menu.
    names = classes if tag == "section" or "section" in classes else [attributes.get("id", ""), *classes]
    for name in names:
        if _HEADER.fullmatch(name):
            return "header"
        if _LIKELY.fullmatch(name):
            return "likely"
    for name in names:
        parts = {part.lower() for part in _PARTS.split(name)}
        if parts.isdisjoint(_WRAPPER) and not parts.isdisjoint(_HINTS):
            return "hinted"
    return ""

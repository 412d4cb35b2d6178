"""Characters that a file names by a place in a font of signs (Symbol, Wingdings), and raised and lowered numbers."""

from __future__ import annotations

import re

_GREEK = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ"
_SYMBOL = dict(zip(range(0x41, 0x5B), _GREEK, strict=True))
_SYMBOL |= dict(zip(range(0x61, 0x7B), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True))
_SYMBOL |= {
    0x22: "∀", 0x24: "∃", 0x27: "∋", 0x2D: "\u2212", 0x40: "≅", 0x5C: "∴", 0x5E: "⊥", 0xA1: "\u03d2", 0xA2: "\u2032",
    0xA3: "≤",
    0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±", 0xB2: "″", 0xB3: "≥",
    0xB4: "\u00d7", 0xB5: "∝", 0xB6: "∂", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xBC: "…", 0xC5: "⊕",
    0xC6: "∅", 0xC7: "∩", 0xC8: "\u222a", 0xC9: "⊃", 0xCC: "⊂", 0xCE: "∈", 0xCF: "∉", 0xD0: "∠", 0xD1: "∇", 0xD5: "∏",
    0xD6: "√", 0xD7: "⋅", 0xD8: "¬", 0xD9: "∧", 0xDA: "\u2228", 0xDB: "⇔", 0xDC: "⇐", 0xDE: "⇒", 0xE5: "∑", 0xF2: "∫",
}  # fmt: skip
_WINGDINGS = {
    0x28: "☎", 0x2A: "✉", 0x4A: "☺", 0x6C: "●", 0x6E: "■", 0x6F: "☐", 0x71: "☐", 0x72: "☐", 0x76: "❖", 0x77: "◆",
    0x9F: "•", 0xA7: "▪", 0xA8: "☐", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xF0: "⇨",
    0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_PRIVATE = re.compile("[\uf020-\uf0ff]")
_SHIFTS = {
    "superscript": str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ"),
    "subscript": str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎"),
}


def shifted(text: str, where: str) -> str:
    """Raised and lowered numbers in the characters for them, so that 10⁶ does not become 106; else the text itself."""
    table = _SHIFTS.get(where)
    return text.translate(table) if table and all(ord(one) in table for one in text) else text


def without_private(text: str, font: str = "") -> str:
    """Text with usual characters for those that only a font of signs has (U+F020 to U+F0FF)."""
    return _PRIVATE.sub(lambda found: symbol(font or _usual_font(found[0]), f"{ord(found[0]):x}"), text)


def _usual_font(character: str) -> str:
    return "Symbol" if character == "\uf0b7" else "Wingdings"


def symbol(font: str, code: str) -> str:
    """The character at a place (hexadecimal) of a font; a space where a font of signs has none that is known."""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    if 0xF000 <= number <= 0xF0FF:  # where these fonts are kept in the private area of Unicode
        number -= 0xF000
    elif 0xE000 <= number < 0xF900 or not 0 < number < 0x110000 or 0xD800 <= number < 0xE000:
        return " "
    name = font.lower()
    if name == "symbol":
        return _SYMBOL.get(number) or (chr(number) if 0x20 <= number < 0x7F else " ")
    if "dings" in name:
        return _WINGDINGS.get(number, " ")
    return chr(number)

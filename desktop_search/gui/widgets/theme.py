"""Colours, fonts and the style sheet: all derived from the palette, so light, dark and high contrast follow."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

QUERY, READING, TITLE, TEXT, SMALL = 20, 15, 18, 13, 11
FIELD_RADIUS = 6
_MARK_HUE = QColor("#ffc400")
_READABLE = 4.5
# Of the frame of a control to what is beside it (WCAG 2.2, 1.4.11).
_VISIBLE = 3.0
# Twice the person's own size is enough, however large that is.
_LARGEST = 3.0
_HIGH_CONTRAST = 19.0

_ROLES = (QPalette.ColorRole.Text, QPalette.ColorRole.Base, QPalette.ColorRole.Window, QPalette.ColorRole.Accent)
_LIGHT = {
    QPalette.ColorRole.Window: "#f5f5f3",
    QPalette.ColorRole.WindowText: "#1d1d1f",
    QPalette.ColorRole.Base: "#ffffff",
    QPalette.ColorRole.AlternateBase: "#fafaf9",
    QPalette.ColorRole.Text: "#1d1d1f",
    QPalette.ColorRole.Button: "#ffffff",
    QPalette.ColorRole.ButtonText: "#1d1d1f",
    QPalette.ColorRole.BrightText: "#ffffff",
    QPalette.ColorRole.ToolTipBase: "#ffffff",
    QPalette.ColorRole.ToolTipText: "#1d1d1f",
    QPalette.ColorRole.Highlight: "#2459b8",
    QPalette.ColorRole.HighlightedText: "#ffffff",
    QPalette.ColorRole.Accent: "#2459b8",
    QPalette.ColorRole.Link: "#2459b8",
}
_DARK = {
    QPalette.ColorRole.Window: "#1b1b1d",
    QPalette.ColorRole.WindowText: "#ececee",
    QPalette.ColorRole.Base: "#222225",
    QPalette.ColorRole.AlternateBase: "#26262a",
    QPalette.ColorRole.Text: "#ececee",
    QPalette.ColorRole.Button: "#2b2b2f",
    QPalette.ColorRole.ButtonText: "#ececee",
    QPalette.ColorRole.BrightText: "#ffffff",
    QPalette.ColorRole.ToolTipBase: "#2b2b2f",
    QPalette.ColorRole.ToolTipText: "#ececee",
    QPalette.ColorRole.Highlight: "#8ab4ff",
    QPalette.ColorRole.HighlightedText: "#101114",
    QPalette.ColorRole.Accent: "#8ab4ff",
    QPalette.ColorRole.Link: "#8ab4ff",
}
_STARK_LIGHT = {
    **_LIGHT,
    **dict.fromkeys((QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText), "#000000"),
    **dict.fromkeys((QPalette.ColorRole.Window, QPalette.ColorRole.AlternateBase), "#ffffff"),
    **dict.fromkeys((QPalette.ColorRole.Highlight, QPalette.ColorRole.Accent, QPalette.ColorRole.Link), "#0037a8"),
    QPalette.ColorRole.ToolTipText: "#000000",
}
_STARK_DARK = {
    **_DARK,
    **dict.fromkeys((QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText), "#ffffff"),
    **dict.fromkeys((QPalette.ColorRole.Window, QPalette.ColorRole.AlternateBase), "#000000"),
    **dict.fromkeys((QPalette.ColorRole.Base, QPalette.ColorRole.Button), "#000000"),
    **dict.fromkeys((QPalette.ColorRole.Highlight, QPalette.ColorRole.Accent, QPalette.ColorRole.Link), "#8fc7ff"),
    **{QPalette.ColorRole.ToolTipBase: "#000000", QPalette.ColorRole.ToolTipText: "#ffffff"},
}
_PALETTES = {(False, False): _LIGHT, (True, False): _DARK, (False, True): _STARK_LIGHT, (True, True): _STARK_DARK}


@dataclass(frozen=True, slots=True)
class Colours:
    """What the window paints with. Text colours reach 4.5 : 1 on `base`, `window` and `selected`,
    and 7 : 1 in the palettes of high contrast; `border`, the frame of a control, reaches 3 : 1."""

    text: QColor
    secondary: QColor
    border: QColor
    faint: QColor
    hairline: QColor
    base: QColor
    window: QColor
    accent: QColor
    selected: QColor
    hover: QColor
    mark: QColor
    mark_text: QColor


def colours(palette: QPalette) -> Colours:
    """The window's colours for one palette; kept, because every row that is painted asks for them."""
    ground = tuple(palette.color(QPalette.ColorGroup.Active, role).rgba() for role in _ROLES)
    return _colours(*ground)


@lru_cache(maxsize=16)
def _colours(text_rgba: int, base_rgba: int, window_rgba: int, accent_rgba: int) -> Colours:
    text, base, window, accent = (QColor.fromRgba(one) for one in (text_rgba, base_rgba, window_rgba, accent_rgba))
    stark = contrast(text, base) >= _HIGH_CONTRAST
    selected = mix(base, accent, 0.22 if stark else 0.11)
    if contrast(text, selected) < _READABLE:
        selected = base
    grounds = (base, window, selected)
    mark = mix(base, _MARK_HUE, 0.30 if base.lightnessF() < 0.5 else 0.48)
    mark_text = text if contrast(text, mark) >= _READABLE else QColor("black")
    return Colours(
        text=text,
        secondary=text if stark else _quietest(text, base, grounds, _READABLE),
        border=text if stark else _quietest(text, base, grounds, _VISIBLE),
        faint=mix(text, base, 0.4 if stark else 0.74),
        hairline=mix(text, base, 0.4 if stark else 0.88),
        base=base,
        window=window,
        accent=accent,
        selected=selected,
        hover=mix(base, text, 0.035),
        mark=mark,
        mark_text=mark_text,
    )


def mix(first: QColor, second: QColor, share: float) -> QColor:
    """`first` with `share` (0 to 1) of `second` in it."""
    return QColor.fromRgbF(
        first.redF() + (second.redF() - first.redF()) * share,
        first.greenF() + (second.greenF() - first.greenF()) * share,
        first.blueF() + (second.blueF() - first.blueF()) * share,
    )


def contrast(first: QColor, second: QColor) -> float:
    """The contrast ratio, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def font(size: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The system's font at `size` pixels, larger where the person's own font, or the chosen text size, is larger."""
    chosen = QFont(QApplication.font().families())
    chosen.setPixelSize(scaled(size))
    chosen.setWeight(weight)
    return chosen


def scaled(length: int) -> int:
    """A length of so many pixels that has to grow with the text."""
    # The application's font carries the scale; it has no pixel size before an Appearance is made.
    pixels = QApplication.font().pixelSize()
    return round(length * (pixels / TEXT if pixels > 0 else _system_scale()))


class Appearance(QObject):
    """Keeps palette, font and style sheet in step with the choice (system, light, dark, contrast) and the system."""

    def __init__(self, application: QApplication, choice: str = "system", text_scale: int = 100) -> None:
        super().__init__(application)
        self._application = application
        self._own_palette: bool | None = None
        fusion = QStyleFactory.create("Fusion")
        if fusion is not None:
            application.setStyle(fusion)
        self.scale_text(text_scale)
        application.styleHints().colorSchemeChanged.connect(self._follow)
        self.choose(choice)

    def scale_text(self, percent: int) -> None:
        """Takes the text size, 100 to 200 percent of the system's; widgets that are made from now on have it."""
        chosen = QFont(QApplication.font().families())
        chosen.setPixelSize(round(TEXT * min(_LARGEST, _system_scale() * min(200, max(100, percent)) / 100)))
        self._application.setFont(chosen)

    def choose(self, choice: str) -> None:
        """Takes "light", "dark" or "contrast"; anything else follows the system, as "contrast" does for the ground."""
        schemes = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
        self._choice = choice
        self._application.styleHints().setColorScheme(schemes.get(choice, Qt.ColorScheme.Unknown))
        self._follow()

    @Slot()
    def _follow(self) -> None:
        if self._choice in ("light", "dark"):
            dark = self._choice == "dark"
        else:
            dark = self._application.styleHints().colorScheme() == Qt.ColorScheme.Dark
        if self._choice == "contrast":
            self._application.setPalette(make_palette(dark, stark=True))
        elif not _wants_high_contrast(self._application):
            self._application.setPalette(make_palette(dark))
        self._application.setStyleSheet(style_sheet(colours(self._application.palette())))


def make_palette(dark: bool, stark: bool = False) -> QPalette:
    """The program's own palette; `stark` for high contrast."""
    entries = _PALETTES[dark, stark]
    palette = QPalette(QColor(entries[QPalette.ColorRole.Button]), QColor(entries[QPalette.ColorRole.Window]))
    for role, name in entries.items():
        palette.setColor(role, QColor(name))
    secondary = colours(palette).secondary
    palette.setColor(QPalette.ColorRole.PlaceholderText, secondary)
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, secondary)
    return palette


def style_sheet(colour: Colours) -> str:
    """The look of the few stock controls: flat buttons and fields, slim scroll bars."""
    text, line, base, hover = (one.name() for one in (colour.text, colour.hairline, colour.base, colour.hover))
    border = colour.border.name()
    accent, faint = colour.accent.name(), colour.faint.name()
    on_accent = "#ffffff" if contrast(QColor("white"), colour.accent) >= _READABLE else "#101114"
    selected = colour.selected.name()
    pressed = mix(colour.base, colour.text, 0.09).name()
    stark = colour.secondary == colour.text
    # In high contrast there is no paler colour to say that a button does nothing now.
    disabled = "dashed" if stark else "solid"
    return f"""
    QPushButton {{ color: {text}; background: {base}; border: 1px solid {border}; border-radius: 6px;
                   padding: 5px 12px; }}
    QPushButton:hover {{ background: {hover}; }}
    QPushButton:pressed {{ background: {pressed}; }}
    QPushButton:focus {{ border: 2px solid {accent}; padding: 4px 11px; }}
    QPushButton:disabled {{ color: {colour.secondary.name()}; border-color: {line}; border-style: {disabled};
                            background: transparent; }}
    QPushButton[primary="true"] {{ color: {on_accent}; background: {accent}; border: 1px solid {accent}; }}
    QPushButton[primary="true"]:focus {{ border: 2px solid {text}; padding: 4px 11px; }}
    QPushButton[primary="true"]:disabled {{ color: {text}; background: {line}; border-color: {line}; }}
    QPushButton[quiet="true"] {{ background: transparent; border: 1px solid transparent; padding: 3px 8px;
                                 color: {colour.secondary.name()}; }}
    QPushButton[quiet="true"]:hover {{ background: {pressed}; color: {text}; }}
    QPushButton[quiet="true"]:focus {{ border: 1px solid {accent}; }}
    QPushButton[link="true"] {{ background: transparent; border: 1px solid transparent; border-radius: 4px;
                                padding: 0 4px; color: {colour.secondary.name()}; text-decoration: underline; }}
    QPushButton[link="true"]:hover {{ color: {text}; }}
    QPushButton[link="true"]:focus {{ border: 1px solid {accent}; padding: 0 4px; }}
    QPushButton[segment="true"] {{ background: transparent; border: 1px solid transparent; }}
    QPushButton[segment="true"]:hover {{ background: {hover}; }}
    QPushButton[segment="true"]:checked {{ background: {selected}; border: 1px solid {accent}; }}
    QPushButton[segment="true"]:focus {{ border: 2px solid {accent}; }}
    QLineEdit[frame="true"] {{ background: {base}; border: 1px solid {border}; border-radius: {FIELD_RADIUS}px;
                               padding: 2px 5px; }}
    QLineEdit[frame="true"]:focus {{ border: 2px solid {accent}; padding: 1px 4px; }}
    QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; border: none; }}
    QSplitter::handle {{ background: {line}; }}
    QScrollBar:vertical {{ width: 10px; background: transparent; margin: 2px; }}
    QScrollBar::handle:vertical {{ background: {faint}; border-radius: 3px; min-height: 32px; }}
    QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{
        height: 0; width: 0; background: transparent; border: none; }}
    QToolTip {{ color: {text}; background: {base}; border: 1px solid {line}; padding: 4px; }}
    """


def _quietest(text: QColor, base: QColor, grounds: tuple[QColor, ...], least: float) -> QColor:
    """The palest mix of text and ground that still has so much contrast on every ground."""
    for percent in range(78, 0, -2):
        candidate = mix(text, base, percent / 100)
        if all(contrast(candidate, ground) >= least + 0.2 for ground in grounds):
            return candidate
    return text


def _luminance(colour: QColor) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)

    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF())


def _wants_high_contrast(application: QApplication) -> bool:
    # The hints belong to the style hints: PySide drops them with the wrapper of their owner.
    hints = application.styleHints()
    return bool(hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast)


@lru_cache(maxsize=1)
def _system_scale() -> float:
    pixels = QFontInfo(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)).pixelSize()
    return min(2.0, max(1.0, pixels / TEXT))

"""How the window is looked at: schemes, sizes of text, screens and languages, as a table that grows."""

from __future__ import annotations

from dataclasses import dataclass

# Enough to judge a language, a direction or a contrast by.
SAMPLES = (
    "first-run",
    "search-empty",
    "results",
    "results-pdf",
    "results-weak",
    "filters",
    "settings",
    "files",
    "keys",
    "manual-found",
)


@dataclass(frozen=True, slots=True)
class Look:
    """The choices of a person, and what their desktop is like.

    `text` is in percent, `pixels` those of the screen to a point, `dark_system` tells that the desktop itself is dark.
    `pages` are the names of the pages to take; None takes all.
    """

    name: str
    appearance: str = "light"
    text: int = 100
    language: str = "en"
    pixels: int = 1
    size: tuple[int, int] = (1200, 760)
    dark_system: bool = False
    mirrored: bool = False
    pages: tuple[str, ...] | None = None


LOOKS = (
    Look("light-100"),
    Look("dark-100", "dark"),
    Look("light-200", text=200),
    Look("dark-200", "dark", text=200),
    Look("narrow-100", size=(800, 600)),
    Look("narrow-200", text=200, size=(800, 600)),
    Look("sharp-light", pixels=2, pages=SAMPLES),
    Look("sharp-dark", "dark", pixels=2, pages=SAMPLES),
    Look("contrast-light", "contrast", pages=SAMPLES),
    Look("contrast-dark", "contrast", dark_system=True, pages=SAMPLES),
    Look("german", language="de", pages=SAMPLES),
    Look("mirrored", mirrored=True, pages=SAMPLES),
)

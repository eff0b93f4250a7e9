"""The style sheet of the site: one file made of several, for a telephone waits for each before it draws."""

from __future__ import annotations

from pathlib import Path

ADDRESS = "assets/kocbook.css"
_FOLDER = Path(__file__).parents[1] / "styles"
_PARTS = (
    "base",
    "parts",
    "pages",
    "people",
    "library",
    "charts",
    "figures",
    "activities",
    "calendar",
    "desk",
    "reading",
    "search",
    "print",  # last: on paper, it has the last word
)


def join_styles() -> str:
    """Return the style sheets in the order in which they overrule each other."""
    return "\n".join(_FOLDER.joinpath(f"{name}.css").read_text("utf-8") for name in _PARTS)

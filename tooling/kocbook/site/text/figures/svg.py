"""SVG as elements of the tree: places across in percent of the room, heights in pixels."""

from __future__ import annotations

from kocbook.markdown.html_tree import Element

TAGS = frozenset(["svg", "g", "rect", "circle", "line", "text", "path"])
_GEOMETRY = ["width", "height", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "d"]
_LOOKS = ["fill", "opacity", "stroke", "stroke-width", "stroke-linecap", "font-size", "text-anchor"]
ATTRIBUTES = frozenset(
    [*_GEOMETRY, *_LOOKS, "class", "aria-hidden", "overflow"],
)
LABEL = 13
"""Pixels of the letters in a drawing, on phones too."""


def plain(number: float) -> str:
    """Return a number for an attribute: no more signs than it needs."""
    return f"{number:.2f}".rstrip("0").rstrip(".") or "0"


def percent(part: float) -> str:
    """Return a place across, of 0 to 1, as SVG writes it."""
    return f"{plain(100 * part)}%"


def drawing(height: float, parts: list[Element], name: str, width: str = "100%") -> Element:
    """Return a drawing as wide as its room; its figures stand beside it, so that nobody reads it twice."""
    attributes = {"class": name, "width": width, "height": plain(height), "aria-hidden": "true"}
    return Element("svg", attributes, [*parts])


def bar(part: float, height: float, number: int) -> Element:
    """Return a lying bar over its whole room; `number` is that of its colour, from 1."""
    full = {"height": plain(height), "rx": "3", "fill": "currentColor"}
    room = Element("rect", {"width": "100%"} | full | {"opacity": "0.14"})
    filled = Element("rect", {"width": percent(part)} | full)
    return drawing(height, [room, filled], f"kb-draw kb-tone-{number}")


def stroke(x1: float, y1: float, x2: float, y2: float, width: float = 2.5) -> Element:
    """Return a straight line from one place to another."""
    return Element(
        "line",
        {"x1": percent(x1), "y1": plain(y1), "x2": percent(x2), "y2": plain(y2)}
        | {"stroke": "currentColor", "stroke-width": plain(width), "stroke-linecap": "round"},
    )


def thin(y: float) -> Element:
    """Return a thin line across, to read heights by."""
    line = stroke(0, y, 1, y, 1)
    line.attributes["opacity"] = "0.25"
    return line


def dot(x: float, y: float, radius: float = 4) -> Element:
    """Return a filled dot."""
    places = {"cx": percent(x), "cy": plain(y), "r": plain(radius), "fill": "currentColor"}
    return Element("circle", places)


def label(x: float, y: float, words: str, anchor: str = "start") -> Element:
    """Return words in a drawing; `anchor` is start, middle or end."""
    places = {"x": percent(x), "y": plain(y), "text-anchor": anchor}
    return Element("text", places | {"font-size": str(LABEL), "fill": "currentColor"}, [words])


def tone(number: int, parts: list[Element]) -> Element:
    """Return parts in one of the figure's colours, by its number from 1; 0 is that of quiet words."""
    return Element("g", {"class": f"kb-tone-{number}"}, [*parts])

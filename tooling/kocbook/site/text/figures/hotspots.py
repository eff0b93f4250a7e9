"""Hotspots: numbers on a photo, and the same numbers before what they point at."""

from __future__ import annotations

from kocbook.base.texts import Texts
from kocbook.markdown.html_tree import Element, iter_elements
from kocbook.site.text.figures.parts import name_cells, numbers, put_before, table_of
from kocbook.site.text.figures.svg import drawing, label, percent


def draw_hotspots(figure: Element, texts: Texts) -> None:
    """Lay numbered pins over the picture; where they are is what the table's last columns say."""
    del texts
    table, head, rows = table_of(figure)
    name_cells(head, rows)
    pins: list[Element] = []
    for number, row in enumerate(rows, start=1):
        x, y = (one or 0 for one in numbers(row[1:3]))
        pins.append(_pin(number, percent(x / 100), percent(y / 100)))
        put_before(row[0], drawing(28, [_pin(number, "50%", "14")], "kb-draw kb-tone-1", "28"))
    for block in list(figure.children):
        if isinstance(block, Element) and block is not table and _holds_picture(block):
            layer = drawing(1, pins, "kb-draw kb-spots")
            layer.attributes["height"] = "100%"
            # A block of its own: a photo that is enlarged keeps its own box.
            figure.children[figure.children.index(block)] = Element(
                "div", {"class": "kb-spotted"}, [block, layer]
            )


def _holds_picture(block: Element) -> bool:
    return block.tag == "p" and any(one.tag == "img" for one in iter_elements(block))


def _pin(number: int, x: str, y: str) -> Element:
    disc = Element("circle", {"cx": "0", "cy": "0", "r": "13", "class": "kb-pin"})
    words = label(0, 4.5, str(number), "middle")
    words.attributes |= {"x": "0", "class": "kb-pin-words"}
    # A drawing within the drawing stands at a place in percent, and its parts around that place.
    return Element("svg", {"x": x, "y": y, "overflow": "visible"}, [disc, words])

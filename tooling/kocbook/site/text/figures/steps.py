"""Steps: a numbered list as a chain, each number in a ring."""

from __future__ import annotations

from kocbook.base.texts import Texts
from kocbook.markdown.html_tree import Element
from kocbook.site.text.figures.parts import find, set_off_head
from kocbook.site.text.figures.svg import drawing, label


def draw_steps(figure: Element, texts: Texts) -> None:
    """Draw the number of each step in a ring, in place of the list's own."""
    del texts
    items = find(figure, "ol")
    number = int(items.get("start") or 1) if items else 1
    for item in items.children if items else ():
        if not isinstance(item, Element):
            continue
        set_off_head(item)
        ring = {"cx": "50%", "cy": "14", "r": "12.5", "fill": "none", "stroke": "currentColor"}
        parts = [
            Element("circle", ring | {"stroke-width": "1.5"}),
            label(0.5, 18.5, str(number), "middle"),
        ]
        item.children.insert(0, drawing(28, parts, "kb-draw kb-tone-1", width="28"))
        number += 1

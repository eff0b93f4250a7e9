"""A timeline: the items of a list along a rail, what stands before their colon in bold."""

from __future__ import annotations

from kocbook.base.texts import Texts
from kocbook.markdown.html_tree import Element
from kocbook.site.text.figures.parts import find, set_off_head
from kocbook.site.text.figures.svg import dot, drawing


def draw_timeline(figure: Element, texts: Texts) -> None:
    """Put a dot before each item; the rail between them is the style sheet's."""
    del texts
    items = find(figure, "ul", "ol")
    for item in items.children if items else ():
        if isinstance(item, Element):
            set_off_head(item)
            parts = [dot(0.5, 9, 5)]
            item.children.insert(0, drawing(18, parts, "kb-draw kb-tone-1", width="18"))

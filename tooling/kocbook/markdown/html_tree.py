"""The tree of a sanitised HTML fragment.

The sanitiser (html5ever through nh3) has parsed it as browsers do and written it out canonically:
every element is closed, attributes stand in double quotes, `<` in words is escaped. Reading that
back needs no HTML parser of its own.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

VOID = frozenset(["br", "hr", "img", "input", "source", "track", "col", "wbr"])
FLAGS = frozenset(
    [
        "open",
        "controls",
        "muted",
        "loop",
        "playsinline",
        "checked",
        "disabled",
        "default",
        "reversed",
    ]
)
"""Attributes that say all by being there."""
DEEPEST = 100
"""Elements within each other that are kept: no text means more, and its words stay."""
PLACE = "data-sourcepos"
_TOKEN = re.compile(
    r"(?:</([a-z0-9]+)\s*>"
    rf'|<([a-z0-9]+)(?:\s+{PLACE}="(\d+):(\d+)-(\d+):(\d+)")?'
    r'((?:\s+[^\s="<>/]+(?:="[^"]*")?)*)\s*/?>|(<))?([^<]*)'
)
"""A closing tag, an opening one with its place and its other attributes, or a sign; words behind it."""
_ATTRIBUTE = re.compile(r'([^\s="<>/]+)(?:="([^"]*)")?')
_PLACE = re.compile(r"(\d+):(\d+)-(\d+):(\d+)")
_HIDDEN = "data-sourcepo\ue000"
"""What stands for the name of the parser's own attribute where an author writes it."""
DOLLAR = "\ufdd0"
"""Stands for a `$` that begins no formula; no text may hold it, for Unicode keeps it from all."""


def hide_places(source: str) -> str:
    """Keep an author from writing the attribute that says where an element stands."""
    return source.replace(PLACE, _HIDDEN)


def restore_hidden(text: str) -> str:
    """Give words back what was hidden from the parser."""
    text = text.replace(_HIDDEN, PLACE) if _HIDDEN in text else text
    return text.replace(DOLLAR, "$") if DOLLAR in text else text


@dataclass(slots=True, eq=False)
class Element:
    """An element with what stands in it; `line` and `column` are 1-based, 0 where unknown.

    `end` and `end_column` are the last sign of the source that it covers.
    """

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)
    line: int = 0
    column: int = 0
    end: int = 0
    end_column: int = 0

    def get(self, name: str) -> str:
        """Return an attribute's value, "" where there is none."""
        return self.attributes.get(name, "")

    def has_class(self, name: str) -> bool:
        """True where `name` is among its classes."""
        return name in self.get("class").split()

    def words(self) -> str:
        """Return all text in it, in order."""
        return "".join(iter_strings(self))


def iter_strings(element: Element) -> Iterator[str]:
    """Yield the texts in an element, in order."""
    for node in iter_nodes(element):
        if isinstance(node, str):
            yield node


def iter_nodes(element: Element) -> Iterator[Element | str]:
    """Yield everything below `element` in the order of the text, without recursion."""
    waiting: list[Element | str] = element.children[::-1]
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, Element):
            waiting.extend(reversed(node.children))


def iter_elements(element: Element) -> Iterator[Element]:
    """Yield the elements below `element` in the order of the text."""
    waiting = [one for one in reversed(element.children) if isinstance(one, Element)]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += [one for one in reversed(node.children) if isinstance(one, Element)]


def parse_html(text: str) -> Element:
    """Return the tree of canonical HTML; positions are taken from `data-sourcepos`."""
    return parse_tree(text)[0]


def parse_tree(text: str) -> tuple[Element, list[Element]]:
    """Return the same tree, and the elements in it in the order of the text."""
    root = Element("")
    elements: list[Element] = []
    open_elements = [root]
    too_deep = 0
    has_signs = "&" in text or _HIDDEN in text or DOLLAR in text
    for closing, tag, line, column, end, end_column, written, sign, words in _TOKEN.findall(text):
        if closing:
            if too_deep:
                too_deep -= 1
            elif len(open_elements) > 1:
                open_elements.pop()  # canonical HTML closes what was opened last
        elif tag and len(open_elements) > DEEPEST and tag not in VOID:
            too_deep += 1
        elif tag:
            element = _element(tag, (line, column, end, end_column), written)
            elements.append(element)
            open_elements[-1].children.append(element)
            if tag not in VOID:
                open_elements.append(element)
        elif sign:
            open_elements[-1].children.append(sign)
        if words:
            open_elements[-1].children.append(_read(words) if has_signs else words)
    return root, elements


def _read(written: str) -> str:
    return restore_hidden(html.unescape(written) if "&" in written else written)


def _element(tag: str, place: tuple[str, ...], written: str) -> Element:
    attributes = (
        {name: _read(value) for name, value in _ATTRIBUTE.findall(written)} if written else {}
    )
    if place[0]:
        return Element(tag, attributes, [], *map(int, place))
    later = _PLACE.fullmatch(attributes.pop(PLACE, "")) if attributes else None
    return Element(tag, attributes, [], *map(int, later.groups() if later else ()))


def copy_tree(element: Element) -> Element:
    """Return a tree that may be changed without changing this one."""
    children = [one if isinstance(one, str) else copy_tree(one) for one in element.children]
    return Element(
        element.tag,
        element.attributes.copy(),
        children,
        element.line,
        element.column,
        element.end,
        element.end_column,
    )


def write_html(element: Element) -> str:
    """Write what stands in an element as HTML."""
    parts: list[str] = []
    waiting: list[Element | str] = element.children[::-1]
    while waiting:
        node = waiting.pop()
        if isinstance(node, _Closing):
            parts.append(str(node))
        elif isinstance(node, str):
            has_sign = "&" in node or "<" in node or ">" in node
            parts.append(html.escape(node, quote=False) if has_sign else node)
        else:
            parts.append(f"<{node.tag}{_write_attributes(node)}>")
            if node.tag not in VOID:
                waiting.append(_Closing(f"</{node.tag}>"))
                waiting.extend(reversed(node.children))
    return "".join(parts)


class _Closing(str):
    __slots__ = ()


def _write_attributes(element: Element) -> str:
    if not element.attributes:
        return ""
    return "".join(
        f' {name}="{html.escape(value)}"' if value or name not in FLAGS else f" {name}"
        for name, value in element.attributes.items()
    )

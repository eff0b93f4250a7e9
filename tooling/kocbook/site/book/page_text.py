"""The contributed part of a built page, made fit for paper. It is sanitised already.

On paper nothing unfolds, plays or is clicked away: folded parts stand open, a video is its first picture
and its address, a formula its TeX. Addresses lead within the book where they can.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree as ET

FILES = "site:///"
"""Stands before the path of a file of the built site; nothing else is ever fetched."""


_HERE = "https://site.invalid/"
_SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True, slots=True)
class BookPages:
    """Where things are: the site's `root` address, and the pages' places in the book by address."""

    root: str
    places: dict[str, str]


def take_text(html: str, url: str, pages: BookPages, words: Callable[[str], str]) -> str:
    """Return what somebody contributed to the page at `url` as HTML; empty where nobody did.

    `words` gives the sentence that stands under a video.
    """
    text = take_tree(html, url, pages, words)
    return "" if text is None else ET.tostring(text, encoding="unicode", method="html")


def take_tree(
    html: str, url: str, pages: BookPages, words: Callable[[str], str]
) -> ET.Element | None:
    """Return what somebody contributed to the page at `url`; None where nobody did."""
    import tinyhtml5

    tree = tinyhtml5.parse(html, namespace_html_elements=False)
    texts = [one for one in tree.iter("div") if "kb-text" in _classes(one)]
    if not texts:
        return None
    text: Any = texts[0]  # a comment has a tag of another kind
    place = pages.places.get(url, "")
    _write_formulas(text)
    _name_drawings(text)
    _show_videos(text, pages.root + url, words)
    for element, parent in list(_iter_with_parents(text)):
        if element.tag in ("script", "style", "button", "input") or "headerlink" in _classes(
            element
        ):
            _remove(parent, element)
    for element in text.iter():
        if not isinstance(element.tag, str):
            continue
        for name in [name for name in element.attrib if name.startswith(("on", "data-"))]:
            del element.attrib[name]
        if element.tag == "details":
            element.set("open", "")
        if "id" in element.attrib:
            element.set("id", f"{place}-{element.get('id')}")
        if element.tag == "img":
            _find_picture(element, url)
        elif element.tag == "a" and element.get("href"):
            element.set("href", _lead(str(element.get("href")), url, pages))
    text.tail = None
    taken: ET.Element = text
    return taken


def _classes(element: ET.Element) -> list[str]:
    return (element.get("class") or "").split()


def _iter_with_parents(tree: ET.Element) -> Iterator[tuple[ET.Element, ET.Element]]:
    for parent in tree.iter():
        for child in parent:
            yield child, parent


def _remove(parent: ET.Element, child: ET.Element) -> None:
    """Take an element out; the text behind it stays."""
    children = list(parent)
    place = children.index(child)
    if child.tail:
        if place:
            children[place - 1].tail = (children[place - 1].tail or "") + child.tail
        else:
            parent.text = (parent.text or "") + child.tail
    parent.remove(child)


def _write_formulas(text: ET.Element) -> None:
    """Put a formula's TeX in its place: the engine for paper knows no MathML."""
    for element in list(text.iter()):
        # HTML's own elements have no namespace here; those of formulas keep theirs.
        if str(element.tag).rpartition("}")[2] != "math":
            continue
        written = element.get("alttext") or "".join(element.itertext())
        tail = element.tail
        element.clear()
        element.tag, element.text, element.tail = "code", written, tail


def _name_drawings(text: ET.Element) -> None:
    """Give the elements of drawings the names that a page has for them, without their namespace."""
    for element in text.iter():
        if str(element.tag).startswith(_SVG):
            element.tag = str(element.tag).removeprefix(_SVG)


def _show_videos(text: ET.Element, address: str, words: Callable[[str], str]) -> None:
    for element, parent in list(_iter_with_parents(text)):
        if element.tag != "video":
            continue
        figure = ET.Element("figure", {"class": "video"})
        if element.get("poster"):
            ET.SubElement(figure, "img", {"src": str(element.get("poster")), "alt": ""})
        caption = ET.SubElement(figure, "figcaption")
        link = ET.SubElement(caption, "a", {"href": address})
        link.text = words(address)
        figure.tail = element.tail
        if parent.tag == "p":
            parent.tag = "div"  # a paragraph holds no figure
        parent[list(parent).index(element)] = figure


def _find_picture(image: ET.Element, url: str) -> None:
    for name in ("srcset", "sizes", "loading", "width", "height"):
        image.attrib.pop(name, None)
    # A scheme of our own is not among those that relative addresses are joined for.
    found = urljoin(_HERE + url, image.attrib.pop("src", ""))
    if found.startswith(_HERE):
        image.set("src", FILES + found.removeprefix(_HERE))


def _lead(href: str, url: str, pages: BookPages) -> str:
    """Return where a link leads: within the book, else to the site as it is published."""
    parts = urlsplit(href)
    if parts.scheme or parts.netloc:
        return href
    target = urlsplit(urljoin(pages.root + url, href))
    place = pages.places.get(target.geturl().partition("#")[0].removeprefix(pages.root))
    if place is None:
        return target.geturl()
    return f"#{place}-{target.fragment}" if target.fragment else f"#{place}"

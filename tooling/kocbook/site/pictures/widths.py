"""Pictures in several widths: what a page says of them, so that a phone fetches no more than it shows.

Assembly measures pictures and draws smaller ones (`picture_store.py`), and writes what is known of them
into each finished page.
"""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from posixpath import join, normpath
from urllib.parse import unquote

WIDTHS = (480, 800, 1200, 1600)
"""Widths in pixels that are worth a file: a column on a phone, on a desk, and both on fine screens."""

CREDIT = "data-kb-by"
"""The attribute that holds who made a picture until its caption is written."""
_ADDRESS = re.compile(r'''<(?:img|video)\b[^>]*?\s(?:src|poster)="([^"]+)"''')
_ATTRIBUTES = r'(?:\s+[a-z-]+(?:="[^"]*")?)*'
_ELEMENT = re.compile(rf"<(img|video)({_ATTRIBUTES})\s*/?>")
_ATTRIBUTE = re.compile(r'([a-z-]+)(?:="([^"]*)")?')
_ROW = re.compile(rf"<p>((?:<img{_ATTRIBUTES}\s*/?>(?:<br\s*/?>)?\s*)+)</p>")
_IMG = re.compile(rf"<img{_ATTRIBUTES}\s*/?>")
_SIZES = "(max-width: 45em) 94vw, 660px"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is shown. `smaller` pairs widths with addresses from the root of the site.

    `width` and `height` are those of the file, after turning it the right way up. Where the last of
    `smaller` is as wide as the picture, it stands for the file itself.
    """

    width: int
    height: int
    smaller: tuple[tuple[int, str], ...] = ()


def widths_for(width: int, is_webp: bool) -> tuple[int, ...]:
    """Return the widths to draw: none for small pictures, and a light twin of what is no WebP."""
    narrower = tuple(step for step in WIDTHS if step < width)
    twin = min(width, WIDTHS[-1])
    return narrower if is_webp or twin in narrower else (*narrower, twin)


def dress_pictures(body: str, page_url: str, pictures: Mapping[str, Picture], up: str = "") -> str:
    """Write widths and sizes into the pictures of a page's HTML, and frame those that stand alone.

    `page_url` is the page's address and `pictures` are known by theirs, both from the root of one
    language; `up` leads from there to the root of the whole site. The first picture is fetched at
    once, the others when they come near.
    """
    known = _find_pictures(body, page_url, pictures, up + "../" * page_url.count("/"))
    if not known:
        return body
    numbers = itertools.count()

    def dress(element: re.Match[str]) -> str:
        tag, given = element[1], dict(_ATTRIBUTE.findall(element[2]))
        facts = known.get(html.unescape(given.get("poster" if tag == "video" else "src", "")))
        given.pop(CREDIT, "")
        if facts is None:
            return f"<{tag}{_write(given)}>" if CREDIT in element[2] else element[0]
        given |= {"width": str(facts.width), "height": str(facts.height)}
        if tag == "img":
            given.pop("loading", "")
            given |= _loading(given, next(numbers) == 0, facts.width, facts.smaller)
        return f"<{tag}{_write(given)}>"

    def frame(row: re.Match[str]) -> str:
        pictures = _IMG.findall(row[1])
        figures = "".join(_frame(picture, known) for picture in pictures)
        several = len(pictures) > 1
        return f'<div class="kb-photos">{figures}</div>' if several else figures

    return _ELEMENT.sub(dress, _ROW.sub(frame, body))


def _find_pictures(
    body: str, page_url: str, pictures: Mapping[str, Picture], back: str
) -> dict[str, Picture]:
    """Return the pictures of a page by their addresses in it; `back` leads to the whole site's root."""
    known: dict[str, Picture] = {}
    for address in sorted(set(map(html.unescape, _ADDRESS.findall(body)))):
        picture = pictures.get(normpath(join(page_url, unquote(address))))
        if picture is not None:
            smaller = tuple((width, back + file) for width, file in picture.smaller)
            known[address] = replace(picture, smaller=smaller)
    return known


def _loading(
    given: Mapping[str, str], is_first: bool, width: int, smaller: Sequence[tuple[int, str]]
) -> dict[str, str]:
    """Return what tells a browser when to fetch a picture, and in which width."""
    when = {"decoding": "async"}
    when |= {"fetchpriority": "high"} if is_first else {"loading": "lazy"}
    if not smaller:
        return when
    steps = [f"{address} {step}w" for step, address in smaller]
    if smaller[-1][0] < min(width, WIDTHS[-1]):
        steps.append(f"{given['src']} {width}w")
    sizes = given.get("sizes", _SIZES)
    # A picture that is fetched late is measured where it stands.
    return when | {"srcset": ", ".join(steps), "sizes": sizes if is_first else f"auto, {sizes}"}


def _frame(img: str, known: Mapping[str, Picture]) -> str:
    """Put a picture that is a paragraph of its own into a figure that opens it at full size."""
    given = dict(_ATTRIBUTE.findall(img[4:]))
    address = given.get("src", "")
    if html.unescape(address) not in known:
        return f"<p>{img}</p>"
    words, credit = given.get("title", ""), given.get(CREDIT, "")
    if credit:
        words += f'<span class="kb-made-by">{credit}</span>'
    caption = f"<figcaption>{words}</figcaption>" if words else ""
    zoom = f'<a class="kb-zoom" href="{address}">{img}</a>'
    return f'<figure class="kb-figure">{zoom}{caption}</figure>'


def _write(attributes: Mapping[str, str]) -> str:
    return "".join(
        f' {name}="{value}"' if value or name == "alt" else f" {name}"
        for name, value in attributes.items()
    )

"""Handbooks as EPUB 3 files, for reading devices: the same pages as the PDF, one file a text.

An EPUB is a ZIP of XHTML pages with a list of what is in it. Both are written here: the one well-known
library is under a licence that would bind those who use koc.
"""

from __future__ import annotations

import io
import mimetypes
import uuid
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from markupsafe import Markup

from kocbook.model.community import Community
from kocbook.site.book.page_text import FILES, take_tree
from kocbook.site.book.pdf import book_context, iter_books, list_places, name_film
from kocbook.site.templates.render import TEMPLATES, book_shapes
from kocbook.site.views.book import BookView
from kocbook.site.views.context import DOWNLOADS, SiteContext
from kocbook.site.views.cover import CoverArt

_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest day that a ZIP can hold: the same book makes the same bytes."""
_SVG = "http://www.w3.org/2000/svg"
_NOT_IN_BOOKS = ("decoding", "fetchpriority", "align", "title", "rel", "download")
_CONTAINER = """<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="book/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""


@dataclass(frozen=True, slots=True)
class EpubPage:
    """A file of the book: `place` is its name, `kind` what it is in EPUB's vocabulary."""

    place: str
    title: str
    language: str
    kind: str
    body: Markup
    has_drawing: bool = False


@dataclass(slots=True)
class _Pictures:
    """The pictures of a book: where each lies in the built site, by its name in the book."""

    built: Path
    names: dict[str, str] = field(default_factory=dict)

    def add(self, path: str) -> str | None:
        """Return the name in the book of a picture of the site, None where there is none."""
        file = (self.built / path).resolve()
        if not file.is_relative_to(self.built.resolve()) or not file.is_file():
            return None
        for name, known in self.names.items():
            if known == path:
                return name
        name = f"picture-{len(self.names) + 1}{file.suffix.lower()}"
        self.names[name] = path
        return name


def write_epubs(
    built: Path, community: Community, as_of: date, arts: Mapping[str, CoverArt]
) -> list[Path]:
    """Write an EPUB for each handbook with a finished text into the built site; return the files."""
    context = book_context(community, as_of)
    written = []
    for book in iter_books(context, arts):
        target = built / DOWNLOADS / f"{book.id}.epub"
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(make_epub(built, context, book))
        written.append(target)
    return written


def make_epub(built: Path, context: SiteContext, book: BookView) -> bytes:
    """Return a handbook as EPUB, made from the pages in `built`: the same bytes for the same pages."""
    shapes, shared = book_shapes(context.texts)
    pictures = _Pictures(built)
    art = pictures.add(book.art) if book.art else None
    pages = list(_make_pages(context, book, pictures, art))
    known = [(name, mimetypes.guess_type(name)[0] or "image/webp") for name in pictures.names]
    package = shapes.get_template("epub-package.opf.j2").render(
        book=book,
        identifier=uuid.uuid5(uuid.NAMESPACE_URL, book.address).urn,
        creators=_list_creators(book),
        pages=pages,
        pictures=known,
        art=art,
    )
    files = {
        "META-INF/container.xml": _CONTAINER.encode(),
        "book/package.opf": package.encode(),
        "book/nav.xhtml": shapes.get_template("epub-nav.xhtml.j2")
        .render(book=book, **shared)
        .encode(),
        "book/book.css": (TEMPLATES / "epub.css").read_bytes(),
    }
    page_shape = shapes.get_template("epub-page.xhtml.j2")
    files |= {f"book/{page.place}.xhtml": page_shape.render(page=page).encode() for page in pages}
    files |= {f"book/{name}": (built / path).read_bytes() for name, path in pictures.names.items()}
    return _pack(files)


def _list_creators(book: BookView) -> list[str]:
    names = [
        part.person.name
        for chapter in book.chapters
        for page in chapter.pages
        for part in page.authors
    ]
    return list(dict.fromkeys(names))


def _make_pages(
    context: SiteContext, book: BookView, pictures: _Pictures, art: str | None
) -> Iterator[EpubPage]:
    """Yield the pages in their order: cover, signatures, then chapter by chapter."""
    shapes, shared = book_shapes(context.texts)
    parts = shapes.get_template("epub-parts.j2").make_module(shared)
    t, listed, day = shared["t"], shared["listed"], shared["day"]
    thanks = [
        part.person.name
        for chapter in book.chapters
        for page in chapter.pages
        for part in page.thanks
    ]
    front = partial(EpubPage, language=book.language)
    cover = parts.cover(book, art, t)  # type: ignore[attr-defined]
    yield front("cover", book.title, kind="cover", body=cover)
    signed = parts.signatures(book, list(dict.fromkeys(thanks)), t, listed)  # type: ignore[attr-defined]
    yield front("signatures", t("site.book.signed"), kind="contributors", body=signed)
    texts = _take_texts(context, book, pictures)
    for chapter in book.chapters:
        head = parts.chapter(chapter)  # type: ignore[attr-defined]
        yield front(f"c-{chapter.number}", chapter.title, kind="part", body=head)
        for page in chapter.pages:
            text = texts[page.url]
            body = "" if text is None else ET.tostring(text, encoding="unicode")
            made = parts.article(page, Markup(body), t, listed, day)  # type: ignore[attr-defined]  # noqa: S704 (sanitised)
            language = page.language or book.language
            yield EpubPage(page.place, page.title, language, "chapter", made, "<svg" in body)


def _take_texts(
    context: SiteContext, book: BookView, pictures: _Pictures
) -> dict[str, ET.Element | None]:
    """Return the contributed texts by address, with their links within the book mended."""
    places = list_places(context, book)
    urls = {page.url: page.place for chapter in book.chapters for page in chapter.pages}
    texts: dict[str, ET.Element | None] = {}
    names: dict[str, tuple[str, str]] = {}
    for url, place in urls.items():
        html = (pictures.built / url / "index.html").read_text("utf-8")
        texts[url] = text = take_tree(html, url, places, partial(name_film, context))
        if text is not None:
            _mend(text, place, pictures, names)
    for text in texts.values():
        for link in text.iter("a") if text is not None else ():
            _lead(link, names, {*urls.values(), "cover"})
    return texts


def _mend(
    text: ET.Element, place: str, pictures: _Pictures, names: dict[str, tuple[str, str]]
) -> None:
    """Make a text fit for XML: names that XML allows, attributes that EPUB knows, pictures of the book."""
    for parent in list(text.iter()):
        for child in list(parent):
            if child.tag == "img" and not _find_picture(child, pictures):
                child.tag, child.attrib = "span", {}
    for element in text.iter():
        for name in _NOT_IN_BOOKS:
            element.attrib.pop(name, None)
        if element.tag == "svg":
            element.set("xmlns", _SVG)
        if old := element.get("id"):
            new = f"{place}-{len(names) + 1}"
            names[old] = place, new
            element.set("id", new)


def _find_picture(image: ET.Element, pictures: _Pictures) -> bool:
    found = pictures.add(unquote(image.get("src", "").removeprefix(FILES)))
    image.set("src", found or "")
    image.set("alt", image.get("alt") or "")
    return found is not None


def _lead(link: ET.Element, names: Mapping[str, tuple[str, str]], places: set[str]) -> None:
    """Let a link within the book lead to the file and the name that its target has now."""
    href = link.get("href", "")
    if not href.startswith("#"):
        return
    target = unquote(href[1:])
    if target in names:
        place, name = names[target]
        link.set("href", f"{place}.xhtml#{name}")
        return
    place = next(
        (one for one in sorted(places, key=len)[::-1] if f"{target}-".startswith(f"{one}-")), ""
    )
    if place:
        link.set("href", f"{place}.xhtml")
    else:
        del link.attrib["href"]


def _pack(files: Mapping[str, bytes]) -> bytes:
    """Return the ZIP: first, not compressed, what it is."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        first = zipfile.ZipInfo("mimetype", _DAY)
        archive.writestr(first, "application/epub+zip", zipfile.ZIP_STORED)
        for name, data in files.items():
            info = zipfile.ZipInfo(name, _DAY)
            archive.writestr(info, data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()

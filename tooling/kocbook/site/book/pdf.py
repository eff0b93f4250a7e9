"""Handbooks as PDF files: cover, signatures, contents with page numbers, and every finished text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from kocbook.model.community import Community
from kocbook.site.book.page_text import FILES, BookPages, take_text
from kocbook.site.templates.render import render_book
from kocbook.site.views.book import BookView, make_book_view
from kocbook.site.views.context import DOWNLOADS, SiteContext, make_contexts
from kocbook.site.views.cover import CoverArt
from kocbook.site.views.structured_data import site_address


def write_pdfs(
    built: Path, community: Community, as_of: date, arts: Mapping[str, CoverArt]
) -> list[Path]:
    """Write a PDF for each handbook with a finished text into the built site; return the files.

    Everything on paper comes from the pages in `built`; nothing outside of it is read.
    """
    context = book_context(community, as_of)
    written = []
    for book in iter_books(context, arts):
        target = built / DOWNLOADS / f"{book.id}.pdf"
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(render_pdf(render_book_html(built, context, book), built))
        written.append(target)
    return written


def book_context(community: Community, as_of: date) -> SiteContext:
    """Return what books are made from: the community in its first language."""
    language = community.settings.languages[0]
    texts = {language: community.settings.texts(language)}
    return make_contexts(community, as_of, texts)[language]


def iter_books(context: SiteContext, arts: Mapping[str, CoverArt]) -> Iterator[BookView]:
    """Yield the handbooks that have something to read."""
    for handbook in context.community.handbooks.values():
        book = make_book_view(context, handbook, arts.get(handbook.id))
        if book.chapters:
            yield book


def render_book_html(built: Path, context: SiteContext, book: BookView) -> str:
    """Return a handbook as one HTML document; its pictures are files of the built site."""
    pages = list_places(context, book)
    texts = {
        page.url: take_text(
            (built / page.url / "index.html").read_text("utf-8"),
            page.url,
            pages,
            partial(name_film, context),
        )
        for chapter in book.chapters
        for page in chapter.pages
    }
    return render_book(book, texts, context.texts)


def list_places(context: SiteContext, book: BookView) -> BookPages:
    """Return where the pages of the site stand in the book."""
    places = {page.url: page.place for chapter in book.chapters for page in chapter.pages}
    return BookPages(site_address(context, ""), {**places, book.url: "cover"})


def name_film(context: SiteContext, address: str) -> str:
    """Return the sentence that stands for a film on paper."""
    return context.texts("site.book.video", url=address)


def render_pdf(html: str, built: Path) -> bytes:
    """Lay out a document and return it as PDF: the same bytes for the same document.

    A picture that is missing is left out; whatever is not a file below `built` counts as missing.
    """
    import logging

    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    folder = built.resolve()

    class SiteFiles(URLFetcher):  # type: ignore[misc]  # published without types
        """Reads files of the built site, and nothing else."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            """Return a file's bytes.

            Raises:
                ValueError: it is not a file of the site.
            """
            del headers
            file = (folder / unquote(urlsplit(url).path).lstrip("/")).resolve()
            if not url.startswith(FILES) or not file.is_relative_to(folder) or not file.is_file():
                raise ValueError(url)
            return URLFetcherResponse(url, file.read_bytes())

    document = HTML(string=html, base_url=FILES, url_fetcher=SiteFiles())
    identifier = hashlib.sha256(html.encode()).hexdigest()[:32].encode()
    made: bytes = document.write_pdf(
        font_config=FontConfiguration(),
        pdf_identifier=identifier,
        pdf_variant="pdf/ua-1",  # tagged, for those who listen to it
        presentational_hints=True,
        optimize_images=True,
        jpeg_quality=85,
        dpi=200,
    )
    return made

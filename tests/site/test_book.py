"""A handbook as PDF: read back, it has its names, its words, its ways and its fonts, and nothing from outside."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pypdf
import pytest

from kocbook.base.texts import load_texts
from kocbook.model.community import Community
from kocbook.site.assemble.assembly import find_arts
from kocbook.site.book.page_text import BookPages, take_text
from kocbook.site.book.pdf import iter_books, render_book_html, render_pdf
from kocbook.site.views.book import BookView
from kocbook.site.views.context import SiteContext, make_contexts
from tests.site.built import AS_OF, ROOT

PAGES = BookPages("https://site.example/", {"guide/tyres/": "m-tyres", "guide/rain/": "m-rain"})


def taken(text: str, url: str = "guide/tyres/") -> str:
    page = f'<html><body><p>outside</p><div class="kb-text" lang="zh">{text}</div></body></html>'
    return take_text(page, url, PAGES, lambda address: f"film {address}")


@pytest.fixture(scope="module")
def context(living: Community) -> SiteContext:
    return make_contexts(living, AS_OF, {"zh": load_texts("zh")})["zh"]


@pytest.fixture(scope="module")
def book(context: SiteContext, living: Community) -> BookView:
    books = {one.id: one for one in iter_books(context, find_arts(ROOT, living))}
    return books["summer-road-trip"]


@pytest.fixture(scope="module")
def pdf(
    site: Path, context: SiteContext, book: BookView, tmp_path_factory: pytest.TempPathFactory
) -> pypdf.PdfReader:
    html = render_book_html(site, context, book)
    made = render_pdf(html, site)
    assert made == render_pdf(html, site), "the same document gives the same bytes"
    file = tmp_path_factory.mktemp("book") / "book.pdf"
    file.write_bytes(made)
    return pypdf.PdfReader(file)


def words(page: pypdf.PageObject) -> str:
    return "".join(page.extract_text().split())


def outline(entries: list[Any]) -> list[str]:
    return [t for e in entries for t in (outline(e) if isinstance(e, list) else [str(e.title)])]


def test_outline_and_contents_name_every_text(pdf: pypdf.PdfReader, book: BookView) -> None:
    titles = [
        t for chapter in book.chapters for t in (chapter.title, *(p.title for p in chapter.pages))
    ]
    assert outline(pdf.outline) == titles
    contents = words(pdf.pages[2])
    assert all("".join(title.split()) in contents for title in titles)
    assert pdf.metadata
    assert pdf.metadata.title == book.title


def test_everybody_who_signed_stands_on_the_page_of_signatures(
    pdf: pypdf.PdfReader, book: BookView
) -> None:
    signed = words(pdf.pages[1])
    for chapter in book.chapters:
        for page in chapter.pages:
            for part in page.authors:
                assert "".join(part.person.name.split()) in signed
    assert "".join(book.names.split()) in words(pdf.pages[0])


def test_words_can_be_copied_and_fonts_are_inside(pdf: pypdf.PdfReader, book: BookView) -> None:
    whole = "".join(words(page) for page in pdf.pages)
    assert "后备箱" in whole
    fonts = [
        found.get_object()
        for page in pdf.pages
        for font in page["/Resources"].get("/Font", {}).values()  # type: ignore[union-attr]
        for found in font.get_object()["/DescendantFonts"]
    ]
    assert fonts
    assert all({"/FontFile2", "/FontFile3"} & set(font["/FontDescriptor"]) for font in fonts)
    assert sum(len(chapter.pages) for chapter in book.chapters) + 4 < len(pdf.pages)


def test_pictures_are_inside_and_links_lead_within(pdf: pypdf.PdfReader) -> None:
    assert sum(len(page.images) for page in pdf.pages) > 5
    ways = [
        note.get_object()
        for page in pdf.pages
        for note in page.get("/Annots", [])
        if note.get_object()["/Subtype"] == "/Link"
    ]
    inner = [way for way in ways if "/Dest" in way or "/D" in way.get("/A", {})]
    outer = [str(way["/A"]["/URI"]) for way in ways if "/URI" in way.get("/A", {})]
    assert len(inner) > 10
    assert outer
    assert all(address.startswith(("https://", "http://")) for address in outer)


def test_links_between_texts_stay_in_the_book() -> None:
    text = '<p><a href="../rain/">雨</a><a href="../rain/#一">雨一</a><a href="#二">二</a></p>'
    made = taken(text + '<p><a href="../../board/">去</a><h2 id="二">二</h2></p>')
    assert 'href="#m-rain"' in made
    assert 'href="#m-rain-一"' in made
    assert 'href="#m-tyres-二"' in made
    assert 'id="m-tyres-二"' in made
    assert 'href="https://site.example/board/"' in made


def test_what_unfolds_or_plays_on_a_screen_stands_open_on_paper() -> None:
    made = taken(
        '<details><summary>看</summary><p>里</p></details><video poster="a.webp"></video>'
        '<p>功率 <math alttext="P=UI"><mi>P</mi><mo>=</mo><mi>U</mi><mi>I</mi></math> 千瓦</p><input>'
    )
    assert "<details open" in made
    assert "film https://site.example/guide/tyres/" in made
    assert 'src="site:///guide/tyres/a.webp"' in made
    assert "功率 <code>P=UI</code> 千瓦" in made
    assert "<input" not in made


@pytest.mark.parametrize(
    "source",
    [
        "http://127.0.0.1:1/a.png",
        "//127.0.0.1/a.png",
        "file:///etc/passwd",
        "../../../../../etc/passwd",
        "data:image/svg+xml,<svg/>",
    ],
)
def test_nothing_outside_the_site_is_read(tmp_path: Path, source: str) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "secret.png").write_bytes((ROOT / "tooling/images/home-phone.webp").read_bytes())
    raw = f'<p>字<img src="{source}"><img src="site:///../secret.png"></p>'
    for html in (raw, taken(raw)):
        page = f'<style>@import "{source}"; p {{ background: url("{source}") }}</style>{html}'
        file = tmp_path / "a.pdf"
        file.write_bytes(render_pdf(page, tmp_path / "site"))
        assert sum(len(one.images) for one in pypdf.PdfReader(file).pages) == 0

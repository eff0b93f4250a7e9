"""Handbooks as EPUB: a checker has nothing to say, and everything of the book is in it."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree as ET

import pytest

from kocbook.base.texts import load_texts
from kocbook.model.community import Community
from kocbook.site.assemble.assembly import find_arts
from kocbook.site.book.epub import make_epub
from kocbook.site.book.page_text import FILES
from kocbook.site.book.pdf import iter_books, render_book_html
from kocbook.site.views.book import BookView
from kocbook.site.views.context import SiteContext, make_contexts
from tests.site.built import AS_OF, ROOT

CHECKER = ROOT / "node_modules/@likecoin/epubcheck-ts/bin/epubcheck.js"
XHTML = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture(scope="module")
def context(living: Community) -> SiteContext:
    return make_contexts(living, AS_OF, {"zh": load_texts("zh")})["zh"]


@pytest.fixture(scope="module")
def books(context: SiteContext, living: Community) -> list[BookView]:
    return list(iter_books(context, find_arts(ROOT, living)))


@pytest.fixture(scope="module")
def made(site: Path, context: SiteContext, books: list[BookView]) -> dict[str, bytes]:
    return {book.id: make_epub(site, context, book) for book in books}


def read(packed: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pages(packed: bytes) -> dict[str, ET.Element]:
    files = read(packed)
    return {name: ET.fromstring(data) for name, data in files.items() if name.endswith(".xhtml")}


def test_the_checker_finds_nothing(made: Mapping[str, bytes], tmp_path: Path) -> None:
    assert made
    for name, packed in made.items():
        file = tmp_path / f"{name}.epub"
        file.write_bytes(packed)
        done = subprocess.run(
            ["node", str(CHECKER), "--fail-on-warnings", "--json", "-", str(file)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]


def test_the_checker_would_say_something(made: Mapping[str, bytes], tmp_path: Path) -> None:
    files = read(next(iter(made.values())))
    files["book/nav.xhtml"] = files["book/nav.xhtml"].replace(b"signatures.xhtml", b"nowhere.xhtml")
    file = tmp_path / "broken.epub"
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    assert subprocess.run(
        ["node", str(CHECKER), str(file)], capture_output=True, check=False
    ).returncode


def test_the_same_pages_make_the_same_bytes(
    site: Path, context: SiteContext, books: list[BookView], made: Mapping[str, bytes]
) -> None:
    assert all(make_epub(site, context, book) == made[book.id] for book in books)


def test_every_text_stands_in_it_whole(
    site: Path, context: SiteContext, books: list[BookView], made: Mapping[str, bytes]
) -> None:
    """The PDF's document is the measure: the same words, page by page."""
    for book in books:
        paper = re.sub(
            r"<[^<>]*>", "", render_book_html(site, context, book).partition("<body>")[2]
        )
        whole = "".join(paper.split())
        for name, page in pages(made[book.id]).items():
            if not name.startswith("book/m-"):
                continue
            body = page.find(f"{XHTML}body")
            assert body is not None
            for element in body.iter(f"{XHTML}p"):
                words = "".join("".join(element.itertext()).split())
                assert words.replace("&", "&amp;") in whole.replace("&amp;", "&").replace(
                    "&", "&amp;"
                )


def test_every_link_within_the_book_leads_somewhere(made: Mapping[str, bytes]) -> None:
    for packed in made.values():
        trees = pages(packed)
        names = {
            name: {one.get("id") for one in tree.iter() if one.get("id")}
            for name, tree in trees.items()
        }
        for name, tree in trees.items():
            for link in tree.iter(f"{XHTML}a"):
                parts = urlsplit(
                    urljoin(f"x:///{name}".replace("x:", "http:"), link.get("href", ""))
                )
                if parts.netloc:
                    continue
                target = parts.path.lstrip("/")
                assert target in names, link.get("href")
                assert not parts.fragment or unquote(parts.fragment) in names[target]


def test_whoever_signs_is_named_once_and_the_book_keeps_its_name(
    books: list[BookView], made: Mapping[str, bytes]
) -> None:
    dc = "{http://purl.org/dc/elements/1.1/}"
    for book in books:
        package = ET.fromstring(read(made[book.id])["book/package.opf"])
        creators = [one.text for one in package.iter(f"{dc}creator")]
        signed = {
            part.person.name for c in book.chapters for page in c.pages for part in page.authors
        }
        assert sorted(creators, key=str) == sorted(signed)
        (identifier,) = package.iter(f"{dc}identifier")
        assert (identifier.text or "").startswith("urn:uuid:")


def test_nothing_is_fetched_from_elsewhere(made: Mapping[str, bytes]) -> None:
    for packed in made.values():
        files = read(packed)
        for tree in pages(packed).values():
            for one in tree.iter():
                assert not one.tag.endswith(("script", "iframe", "video"))
                source = one.get("src")
                assert source is None or f"book/{source}" in files
        assert FILES.encode() not in b"".join(files.values())

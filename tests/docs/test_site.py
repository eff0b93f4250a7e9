"""The documentation as a site: built strictly in both languages, with every link leading somewhere."""

from __future__ import annotations

import posixpath
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

_SIGNS = r"^\|.*\||\*\*\S.*|\]\(|^#{1,6} .*|\\[-*_|~<>]"
ENGLISH_ALONE = {"architecture", "decisions"}


class Page(HTMLParser):
    """What a page links to, what it loads, and which places it has."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.loads: set[str] = set()
        self.ids: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.ids.add(values.get("id", ""))
        if tag == "a" and "href" in values:
            self.links.add(values["href"])
        elif "src" in values or tag == "link":
            self.loads.add(values.get("src") or values.get("href", ""))


@pytest.fixture(scope="module")
def pages(built: Path) -> dict[str, Page]:
    files = sorted(built.rglob("*.html"))
    return {str(f.relative_to(built)): Page(f.read_text("utf-8")) for f in files}


def leads_somewhere(name: str, link: str, built: Path, pages: dict[str, Page]) -> bool:
    """Return whether a link of a page leads to a file here, and to a place that it has."""
    address = urlsplit(link)
    if address.scheme or address.netloc:
        return True
    path, place = unquote(address.path), unquote(address.fragment)
    target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
    if not (built / target).is_file():
        return False
    return not place or target not in pages or place in pages[target].ids


def test_every_link_leads_to_a_page_and_to_a_place_in_it(
    built: Path, pages: dict[str, Page]
) -> None:
    lost = [
        (name, link)
        for name, page in pages.items()
        if posixpath.basename(name) != "404.html"  # its links begin at the address of the site
        for link in page.links | page.loads
        if not leads_somewhere(name, link, built, pages)
    ]
    assert lost == []


def test_nothing_is_loaded_from_another_host(pages: dict[str, Page]) -> None:
    loads = {load for page in pages.values() for load in page.loads}
    assert {load for load in loads if urlsplit(load).netloc} == set()


def test_both_languages_have_the_same_pages(pages: dict[str, Page]) -> None:
    english = {name.removeprefix("en/") for name in pages if name.startswith("en/")}
    chinese = {name for name in pages if not name.startswith("en/")}
    rest = {name for name in english if not name.startswith(tuple(ENGLISH_ALONE))}
    assert rest == chinese
    assert len(rest) > 25


def test_no_page_shows_signs_of_markdown(built: Path, pages: dict[str, Page]) -> None:
    """What one renderer of Markdown takes as a table or as bold, another may leave as it is."""
    odd = {}
    for name in pages:
        if name.endswith("reference/rules.html"):
            continue  # its sentences tell of such signs
        html = (built / name).read_text("utf-8")
        shown = re.sub(r"<(pre|code|script|style)\b.*?</\1>", "", html, flags=re.DOTALL)
        shown = re.sub(r"<[^>]+>", "\n", shown)
        if found := re.findall(_SIGNS, shown, re.MULTILINE):
            odd[name] = found[:5]
    assert odd == {}


def test_no_gap_stands_between_chinese_signs(built: Path, pages: dict[str, Page]) -> None:
    """A line end within a paragraph is a space on a page; Chinese has none."""
    sign = r"[\u3001-\u303f\u3400-\u9fff\uff01-\uffef]"
    gaps = {}
    for name in pages:
        html = (built / name).read_text("utf-8")
        shown = re.sub(r"<(pre|script|style)\b.*?</\1>", "", html, flags=re.DOTALL)
        if found := re.findall(rf".{{8}}{sign}\n+{sign}.{{8}}", shown):
            gaps[name] = found[:3]
    assert gaps == {}

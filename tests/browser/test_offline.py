"""The site as a ZIP: unpacked, it opens from a folder with the network closed, and leads everywhere."""

from __future__ import annotations

import re
import zipfile
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, ConsoleMessage, expect

from kocbook.site.publish.build import folder_name
from kocbook.site.publish.offline import name_file, write_offline
from tests.site.built import build_once


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = build_once(tmp_path_factory)
    folder = tmp_path_factory.mktemp("offline")
    write_offline(site, folder / "a.zip", "启程车主共创营")
    write_offline(site, folder / "b.zip", "启程车主共创营")
    assert (folder / "a.zip").read_bytes() == (folder / "b.zip").read_bytes()
    with zipfile.ZipFile(folder / "a.zip") as archive:
        assert archive.testzip() is None
        archive.extractall(folder)
    return folder / "启程车主共创营"


def test_every_link_of_every_page_names_a_file(unpacked: Path) -> None:
    lost = set()
    for page in unpacked.rglob("*.html"):
        for address in re.findall(r'\s(?:href|src|poster)="([^"]*)"', page.read_text("utf-8")):
            parts = urlsplit(unescape(address))
            if not parts.scheme and not parts.netloc and parts.path:
                target = (page.parent / unquote(parts.path)).resolve()
                if not target.is_file() and "admin" not in parts.path:
                    lost.add((str(page.relative_to(unpacked)), address))
    assert not lost, sorted(lost)[:10]


def test_it_is_read_from_a_folder_without_a_network(unpacked: Path, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, offline=True)
    page = context.new_page()
    faults: list[str] = []

    def note(said: ConsoleMessage) -> None:
        # The theme asks for the sitemap; a page of a disk may ask for nothing, and goes on without.
        about = f"{said.text} {said.location['url']}"
        if said.type == "error" and "sitemap.xml" not in about:
            faults.append(about)

    page.on("console", note)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto((unpacked / "index.html").as_uri())
    expect(page.locator(".kb-hero h1")).to_be_visible()
    background = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(background) != "rgba(0, 0, 0, 0)", "the styles are there"
    page.locator(".kb-volume h3 a").nth(0).click()
    page.locator(".kb-grid .kb-card__title a").first.click()
    expect(page.locator("h1")).to_be_visible()
    chinese = page.locator("h1").inner_text()
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("h1")).not_to_have_text(chinese)  # the title is there in English, too
    page.goto((unpacked / "new-owner-guide/first-setup/index.html").as_uri())
    captions = "() => document.querySelector('track').track"
    page.evaluate(f"({captions})().mode = 'showing'")
    page.wait_for_function(f"({captions})().cues?.length > 3")
    page.goto((unpacked / "new-owner-guide/hidden-storage/index.html").as_uri())
    picture = page.locator(".kb-text img").first
    picture.scroll_into_view_if_needed()
    page.wait_for_function("document.querySelector('.kb-text img').naturalWidth > 0")
    expect(page.locator("[data-kb-search]")).to_be_hidden()
    assert faults == []
    context.close()


@pytest.mark.parametrize(
    ("href", "named"),
    [
        ("../", "../index.html"),
        ("../..", "../../index.html"),
        (".", "./index.html"),
        ("a/b/#c", "a/b/index.html#c"),
        ("a.webp", "a.webp"),
        ("#a", "#a"),
        ("https://a.example/b/", "https://a.example/b/"),
        ("mailto:a@b.example", "mailto:a@b.example"),
    ],
)
def test_only_folders_of_the_site_get_a_file(href: str, named: str) -> None:
    assert name_file(href) == named


@given(st.text(max_size=80))
def test_any_name_of_a_community_makes_a_folder(name: str) -> None:
    folder = folder_name(name)
    assert folder
    assert not set(folder) & set('/\\:*?"<>|.\0\n')

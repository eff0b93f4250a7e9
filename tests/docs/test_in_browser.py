"""The documentation in Chromium: searched in both languages, and read on a phone."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

pytestmark = pytest.mark.browser


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (as inherited)
        pass


@pytest.fixture(scope="module")
def address(built: Path) -> Iterator[str]:
    handler = functools.partial(_Quiet, directory=str(built))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("start", "words", "found"),
    [
        ("en/index.html", "upgrade", "howto/upgrade.html"),
        ("en/index.html", "take-down", "howto/take-something-down.html"),
        ("index.html", "撤下", "howto/take-something-down.html"),
        ("index.html", "分几份生成", "howto/large-communities.html"),
    ],
)
def test_search_finds(start: str, words: str, found: str, browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(address + start, wait_until="networkidle")
    page.locator(".md-search__input").click()
    page.locator(".md-search__input").press_sequentially(words, delay=30)
    page.keyboard.press("End")
    results = page.locator(f'.md-search-result__item a[href*="{found}"]')
    expect(results.first).to_be_visible(timeout=20_000)
    page.close()


@pytest.mark.parametrize(
    "path", ["index.html", "tutorial.html", "en/manual.html", "en/architecture.html"]
)
def test_no_page_is_wider_than_a_phone(path: str, browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(address + path, wait_until="load")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.close()

"""A real Chromium, the built site behind a small server, and pages that remember what went wrong."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.site.built import ROOT, build_once

ARTEFACTS = ROOT / "tests" / "artefacts"
SIZES = {"phone": (390, 844), "desktop": (1280, 800)}


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (as inherited)
        pass


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    site = build_once(tmp_path_factory)
    handler = functools.partial(_Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


class Visit:
    """A page in a window of a given size, and everything on it that should not have happened."""

    def __init__(self, browser: Browser, address: str, size: str, scheme: str) -> None:
        width, height = SIZES[size]
        self.name = f"{size}-{scheme}"
        self.address = address
        self.context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,  # type: ignore[arg-type]
        )
        self.page: Page = self.context.new_page()
        self.faults: list[str] = []
        self.page.on(
            "console",
            lambda said: self._note(said.text) if said.type in ("error", "warning") else None,
        )
        self.page.on("pageerror", lambda error: self._note(str(error)))
        self.page.on("request", lambda asked: self._check_host(asked.url))
        self.page.on(
            "response",
            lambda got: self._note(f"{got.status} {got.url}") if got.status >= 400 else None,
        )

    def _note(self, fault: str) -> None:
        self.faults.append(fault)

    def _check_host(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "blob:")):
            self._note(f"outside: {url}")

    def go(self, path: str) -> Page:
        """Open a page of the site."""
        self.page.goto(self.address + path, wait_until="load")
        return self.page

    def see_charts(self) -> int:
        """Bring each chart into the window, for some are drawn as they come near; return how many."""
        boxes = self.page.locator(".kb-chart__picture, .kb-chart__drawing").all()
        for box in boxes:
            box.scroll_into_view_if_needed()
            expect(box.locator("svg").first).to_be_attached()
        return len(boxes)

    def keep(self, name: str) -> Path:
        """Keep a picture of the whole page among the artefacts."""
        ARTEFACTS.mkdir(parents=True, exist_ok=True)
        target = ARTEFACTS / f"{name}-{self.name}.png"
        self.page.screenshot(path=target, full_page=True)
        return target


@pytest.fixture
def visit(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Visit]:
    """A window as `phone-light` or `desktop-dark`, chosen by the test's parameter."""
    size, scheme = request.param.split("-")
    visit = Visit(browser, address, size, scheme)
    yield visit
    visit.context.close()


@pytest.fixture
def desktop(browser: Browser, address: str) -> Iterator[Visit]:
    visit = Visit(browser, address, "desktop", "light")
    yield visit
    visit.context.close()

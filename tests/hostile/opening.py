"""Opens built pages in a real Chromium, provokes them, and notes what happens that should not."""

from __future__ import annotations

import asyncio
import functools
import http.server
import shutil
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Browser, BrowserContext, Page, async_playwright
from playwright.async_api import Error as BrowserError

from tests.site.allowed import find_outside

HERE = Path(__file__).parent
PROBE, PROVOKE, SHAPE = (
    (HERE / name).read_text(encoding="utf-8").rstrip().removesuffix(";")
    for name in ("probe.js", "provoke.js", "shape.js")
)
WINDOWS = 3
SCREEN: Any = {"width": 1280, "height": 1}
"""Nothing is looked at, and so little is painted."""
SEARCHES = ("alert", "script", "img", "svg", "onerror", "javascript", "confirm", "x")
_SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-threaded-compositing",
    "--blink-settings=acceleratedCompositingEnabled=false",
    # No name but the site's own leads anywhere: a request is seen, and goes nowhere.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]


@dataclass(slots=True)
class Seen:
    """What one page did: scripts that ran, requests to elsewhere, parts outside the allow-list."""

    path: str
    executed: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    frame: set[str] = field(default_factory=set)
    scripts: int = 0
    failed: str = ""


class _Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves a site. `is_bare` leaves the theme's scripts and styles empty: pages open quickly."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *words: Any, is_bare: bool, **options: Any) -> None:
        self.is_bare = is_bare
        super().__init__(*words, **options)

    def handle(self) -> None:
        """Answer; a browser that goes away in the middle is nothing to tell of."""
        with suppress(ConnectionError):
            super().handle()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (as inherited)
        pass

    def do_GET(self) -> None:
        """Serve a file; the search, whose index is large, works on the home page alone."""
        asked_by = urlsplit(self.headers.get("Referer", "/")).path
        is_search = self.path.endswith("search_index.json") and asked_by not in ("/", "/en/")
        # What no file can be called, a payload may ask for.
        is_nowhere = is_search or "%00" in self.path
        if self.is_bare and self.path.partition("?")[0].endswith((".css", ".js")):
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif is_nowhere:
            self.send_error(404)
        else:
            super().do_GET()

    def end_headers(self) -> None:
        if self.path.startswith("/assets/"):
            self.send_header("Cache-Control", "max-age=3600, immutable")
        super().end_headers()


@contextmanager
def serve_folder(folder: Path, *, is_bare: bool = False) -> Iterator[str]:
    """Serve a built site; yield its address."""
    handler = functools.partial(_Quiet, directory=str(folder), is_bare=is_bare)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def open_pages(
    site: Path, paths: Sequence[str], *, shielded: bool = False, is_bare: bool = False
) -> list[Seen]:
    """Open every page of `paths`; `shielded` leaves the page's own Content-Security-Policy on.

    Without it the policy is off, so that what the sanitiser does is seen alone.
    """
    with serve_folder(site, is_bare=is_bare) as address:
        return asyncio.run(_open_all(address, list(paths), shielded))


async def _open_all(address: str, paths: list[str], shielded: bool) -> list[Seen]:
    executable = shutil.which("chromium") or shutil.which("chromium-browser")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=executable, args=_SWITCHES)
        waiting = list(reversed(paths))
        found: list[Seen] = []

        async def work() -> None:
            window = _Window(browser, address, shielded)
            while waiting:
                found.append(await window.visit(waiting.pop()))
            await window.close()

        await asyncio.gather(*(work() for _ in range(WINDOWS)))
        await browser.close()
    return sorted(found, key=lambda seen: seen.path)


class _Window:
    """One window, thrown away after a page that could not be opened."""

    def __init__(self, browser: Browser, address: str, shielded: bool) -> None:
        self.browser, self.address, self.shielded = browser, address, shielded
        self.context: BrowserContext | None = None
        self.page: Page | None = None
        self.seen = Seen("")

    async def close(self) -> None:
        if self.context is not None:
            # A page that hangs is left to the end of the browser.
            with suppress(BrowserError, TimeoutError):
                await asyncio.wait_for(self.context.close(), 10)
            self.context = self.page = None

    async def visit(self, path: str) -> Seen:
        """Open one page and provoke it; where it cannot be opened, once more in a new window."""
        seen = await self._visit_once(path)
        return await self._visit_once(path) if seen.failed else seen

    async def _visit_once(self, path: str) -> Seen:
        seen = self.seen = Seen(path)
        try:
            page = self.page or await self._open()
            await asyncio.wait_for(self._provoke(page, seen), 60)
        except (BrowserError, TimeoutError) as error:
            seen.failed = str(error).splitlines()[0] if str(error) else type(error).__name__
        if seen.failed:
            await self.close()
        return seen

    async def _open(self) -> Page:
        self.context = await self.browser.new_context(
            bypass_csp=not self.shielded, service_workers="block", viewport=SCREEN
        )
        await self.context.add_init_script(PROBE)
        # Of all windows and frames: what a payload opens asks in its own name.
        self.context.on("request", lambda asked: self._note_request(self.seen, asked.url))
        self.context.on("console", lambda said: self._note_script(self.seen, said.text))
        self.context.on("dialog", lambda dialog: asyncio.ensure_future(_dismiss(self.seen, dialog)))
        self.page = page = await self.context.new_page()
        return page

    def _note_script(self, seen: Seen, text: str) -> None:
        if text.startswith("kb-ran "):
            seen.executed.append(text.removeprefix("kb-ran "))

    def _note_request(self, seen: Seen, url: str) -> None:
        if not url.startswith((self.address, "data:", "blob:", "about:")):
            seen.requests.append(url[:200])

    async def _provoke(self, page: Page, seen: Seen) -> None:
        await page.goto(self.address + seen.path, wait_until="load")
        shape = await page.evaluate(f"({SHAPE.strip()})()")
        _judge_shape(seen, shape)
        await page.evaluate(f"({PROVOKE.strip()})()")
        if seen.path == "":
            await _search(page)
        await page.wait_for_timeout(25)
        if not page.url.startswith(self.address):
            seen.requests.append(f"left for {page.url[:200]}")


async def _dismiss(seen: Seen, dialog: Any) -> None:
    seen.executed.append(f"dialog {dialog.message[:60]}")
    await dialog.dismiss()


async def _search(page: Page) -> None:
    """Ask the search for words of payloads: results are made by a script, from other pages' words."""
    await page.wait_for_timeout(1500)
    for word in SEARCHES:
        await page.evaluate(
            """word => {
              const box = document.querySelector(".md-search__input")
              if (!box) return
              box.focus()
              box.value = word
              box.dispatchEvent(new Event("input", { bubbles: true }))
            }""",
            word,
        )
        await page.wait_for_timeout(400)
        await page.evaluate(f"({PROVOKE.strip()})()")


def _judge_shape(seen: Seen, shape: dict[str, Any]) -> None:
    """Note what stands in contributed text without being allowed, and what the page has around it."""
    seen.frame, seen.scripts = set(shape["outside"]), shape["scripts"]
    for tag, attributes in shape["inside"]:
        seen.outside += find_outside(tag, attributes)

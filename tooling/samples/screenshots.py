"""Take the screenshots of the README and of the guides from the built site.

Needs what `make site` and `make test` install: a site in `site/`, Playwright and Chromium. Run it
from the root of the repository: `.venv/bin/python tooling/samples/screenshots.py`.
"""

from __future__ import annotations

import functools
import http.server
import io
import shutil
import threading
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

SITE = Path("site")
IMAGES = Path("tooling/images")
GUIDES = Path("tooling/kocbook/site/theme/assets/guides")
# Name → (page, what to scroll to): what a guide tells of, as a phone shows it, in both languages.
GUIDE_SHOTS = {
    "board": ("board/", ".kb-tasks"),
    "claim": ("new-owner-guide/home-charger/", "#claim-writer"),
    "feedback": ("new-owner-guide/child-seat/", ".kb-feedback"),
    "questions": ("new-owner-guide/child-seat/", ".kb-exchange"),
    "desk": ("desk/", ".kb-section"),
    "byline": ("new-owner-guide/first-1000-km/", "h1"),
}
GUIDE_SIZE, GUIDE_SCALE = (390, 520), 1.5
# Name → (page, width, height); heights show the top of a page as a reader meets it.
SHOTS = {
    "home-phone": ("", 390, 780),
    "module-phone": ("new-owner-guide/first-1000-km/", 390, 780),
    "board-phone": ("board/", 390, 780),
    "cover-desktop": ("new-owner-guide/", 1280, 800),
}


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    """Serves the site without a line for every request."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def find_chromium() -> str:
    """Return the browser's path.

    Raises:
        SystemExit: there is none.
    """
    for name in ("chromium", "chromium-browser", "google-chrome"):
        path = shutil.which(name)
        if path:
            return path
    raise SystemExit("No Chromium found: `make test` installs it.")


def take_screenshots() -> None:
    """Write every picture of SHOTS as WebP."""
    handler = functools.partial(QuietHandler, directory=str(SITE))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        for name, (page_path, width, height) in SHOTS.items():
            page = browser.new_page(viewport={"width": width, "height": height})
            page.goto(f"http://127.0.0.1:{server.server_port}/{page_path}")
            page.wait_for_load_state("networkidle")
            picture = Image.open(io.BytesIO(page.screenshot()))
            picture.save(IMAGES / f"{name}.webp", quality=82, method=6)
            page.close()
        for folder, language in (("", "zh"), ("en/", "en")):
            for name, (page_path, place) in GUIDE_SHOTS.items():
                width, height = GUIDE_SIZE
                page = browser.new_page(
                    viewport={"width": width, "height": height},
                    device_scale_factor=GUIDE_SCALE,
                    color_scheme="light",
                )
                page.goto(f"http://127.0.0.1:{server.server_port}/{folder}{page_path}")
                page.wait_for_load_state("networkidle")
                page.locator(place).first.evaluate(
                    "place => scrollTo(0, place.getBoundingClientRect().top + scrollY - 110)"
                )
                page.wait_for_timeout(400)
                picture = Image.open(io.BytesIO(page.screenshot()))
                GUIDES.mkdir(exist_ok=True)
                picture.save(GUIDES / f"{name}-{language}.webp", quality=70, method=6)
                page.close()
        browser.close()
    server.shutdown()


if __name__ == "__main__":
    take_screenshots()

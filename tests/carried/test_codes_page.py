"""The page on which somebody without an account makes codes: in Chromium, on a phone."""

from __future__ import annotations

import functools
import http.server
import threading

from playwright.sync_api import Browser

from kocbook.insight.codes import MOST_CODES, find_number, follow_code, read_code
from tests.browser.conftest import Visit
from tests.carried.test_carried import AS_OF
from tests.conftest import Koc


def test_a_phone_makes_codes_that_open_their_lock(club: Koc, browser: Browser) -> None:
    site = club.folder.parent / "site"
    done = club("build", "--site-dir", str(site), *AS_OF)
    assert done.code == 0, done.out + done.err
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever).start()
        visit = Visit(browser, f"http://127.0.0.1:{server.server_port}/", "phone", "light")
        page = visit.go("contribute/")
        page.locator("[data-kb-make]").click()
        page.locator("[data-kb-made]").wait_for(state="visible")
        lock = read_code(page.locator("[data-kb-lock]").inner_text())
        lines = page.locator("[data-kb-list] li").all_inner_texts()
        codes = [read_code(line) for line in lines]
        fits = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.locator("#codes").screenshot(path=str(club.folder.parent / "codes.png"))
        server.shutdown()
    assert len(codes) == MOST_CODES
    assert follow_code(codes[0]) == lock
    assert [find_number(code, lock) for code in codes] == list(range(1, MOST_CODES + 1))
    assert fits
    assert visit.faults == []

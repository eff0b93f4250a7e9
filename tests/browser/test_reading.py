"""Reading in a real browser: light pictures, still pages, lists that remember."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser

SHIFT = """
new Promise(done => {
  let moved = 0
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) moved += entry.value
  }).observe({ type: "layout-shift", buffered: true })
  window.scrollTo(0, document.body.scrollHeight)
  setTimeout(() => done(moved), 600)
})
"""


@pytest.mark.parametrize("visit", ["phone-light"], indirect=True)
def test_a_phone_fetches_narrow_pictures(visit: Visit) -> None:
    fetched: list[str] = []
    visit.page.on("request", lambda asked: fetched.append(asked.url))
    page = visit.go("summer-road-trip/packing/")
    first = page.locator(".kb-text img").first
    first.scroll_into_view_if_needed()
    page.wait_for_function("document.querySelector('.kb-text img').complete")
    assert first.evaluate("image => image.currentSrc").endswith("-480.webp")
    assert not any(url.endswith("step1.webp") for url in fetched)
    assert not any("step6" in url for url in fetched), "pictures far below are fetched later"
    assert visit.faults == []


@pytest.mark.parametrize("visit", ["phone-light", "desktop-light"], indirect=True)
@pytest.mark.parametrize(
    "path", ["", "new-owner-guide/hidden-storage/", "new-owner-guide/", "board/"]
)
def test_nothing_moves_while_a_page_loads(visit: Visit, path: str) -> None:
    """On a slow telephone: the first picture is drawn before the page is read to its end."""
    slowly = visit.context.new_cdp_session(visit.page)
    slowly.send("Emulation.setCPUThrottlingRate", {"rate": 15})
    page = visit.go(path)
    assert page.evaluate(SHIFT) < 0.05
    expect(page.locator("h1")).to_have_count(1)

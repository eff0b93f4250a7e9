"""Reading in a real browser: light pictures, still pages, lists that remember."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

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


def test_ticks_are_remembered_on_this_device(desktop: Visit) -> None:
    page = desktop.go("summer-road-trip/pre-trip-check/")
    first = page.locator(".kb-text").get_by_role("checkbox").first
    bar = page.locator("[data-kb-ticks]")
    expect(bar.get_by_role("status")).to_contain_text("已勾 0 /")
    first.focus()
    page.keyboard.press("Space")
    expect(bar.get_by_role("status")).to_contain_text("已勾 1 /")
    page.reload()
    expect(first).to_be_checked()
    desktop.go("en/summer-road-trip/pre-trip-check/")  # the translation is a list of its own
    expect(first).not_to_be_checked()
    desktop.go("summer-road-trip/pre-trip-check/")
    bar.get_by_role("button", name="全部清空").click()
    expect(first).not_to_be_checked()
    bar.get_by_role("button", name="撤销清空").click()
    expect(first).to_be_checked()
    bar.get_by_role("button", name="全部清空").click()
    kept = page.evaluate("Object.keys(localStorage)")
    assert [key for key in kept if key.startswith("kb-ticks")] == []
    desktop.go("new-owner-guide/daily-check/")
    expect(page.locator(".kb-text input:checked")).to_have_count(0)
    assert desktop.faults == []


def test_boxes_can_be_ticked_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}new-owner-guide/daily-check/")
    box = page.get_by_role("checkbox", name="看地面").first
    box.check(force=True)
    expect(box).to_be_checked()
    expect(page.locator("[data-kb-ticks]")).not_to_be_visible()
    context.close()

"""Old addresses of a module lead to its page, in each language."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit

TITLES = {"": "找到车里藏着的六个储物格", "en/": "Six storage spaces you have not found yet"}


@pytest.mark.parametrize("visit", ["phone-light"], indirect=True)
@pytest.mark.parametrize("folder", ["", "en/"])
def test_an_old_address_leads_on(visit: Visit, folder: str) -> None:
    page = visit.go(f"{folder}new-owner-guide/storage-tips/")
    page.wait_for_url(f"**/{folder}new-owner-guide/hidden-storage/")
    expect(page.locator("h1")).to_have_text(TITLES[folder])
    lang = page.locator("html").get_attribute("lang")
    assert lang == ("en" if folder else "zh")
    assert visit.faults == []


@pytest.mark.parametrize("visit", ["phone-light"], indirect=True)
def test_an_old_address_takes_its_anchor_along(visit: Visit) -> None:
    page = visit.go("new-owner-guide/storage-tips/#四号扶手箱的夹层")
    page.wait_for_url("**/new-owner-guide/hidden-storage/#*")
    expect(page.locator("h2:target")).to_contain_text("四号")
    assert visit.faults == []

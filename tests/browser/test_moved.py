"""Old addresses of a module lead to its page, in each language."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit


@pytest.mark.parametrize("visit", ["phone-light"], indirect=True)
@pytest.mark.parametrize("folder", ["", "en/"])
def test_an_old_address_leads_on(visit: Visit, folder: str) -> None:
    page = visit.go(f"{folder}new-owner-guide/storage-tips/")
    page.wait_for_url(f"**/{folder}new-owner-guide/hidden-storage/")
    expect(page.locator("h1")).to_have_text("找到车里藏着的六个储物格")
    lang = page.locator("html").get_attribute("lang")
    assert lang == ("en" if folder else "zh")
    assert visit.faults == []

"""The visual editor on the built site: there for those who open it, and a burden to nobody else."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("language", "words"), [("", "使用 GitHub 登录"), ("en/", "Login with GitHub")]
)
def test_it_opens_in_the_readers_language_and_asks_no_other_host(
    desktop: Visit, language: str, words: str
) -> None:
    page = desktop.go(f"{language}admin/")
    expect(page.get_by_role("button", name=words)).to_be_visible(timeout=30_000)
    assert desktop.faults == []


def test_nobody_else_downloads_it_and_one_link_leads_there(desktop: Visit) -> None:
    asked: list[str] = []
    desktop.page.on("request", lambda request: asked.append(request.url))
    desktop.go("")
    page = desktop.go("contribute/")
    assert not [url for url in asked if "decap" in url]
    page.get_by_role("link", name="打开网页编辑器").click()
    page.wait_for_url("**/admin/**")
    expect(page.get_by_role("button", name="使用 GitHub 登录")).to_be_visible(timeout=30_000)
    assert len({url for url in asked if "decap" in url}) == 1
    assert desktop.faults == []

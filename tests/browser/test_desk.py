"""The staff desk in a real browser: no sideways scrolling, charts drawn, nothing private, no index."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import expect

from kocbook.insight.duties.duty import Desk
from kocbook.records.loader import load_community
from kocbook.records.tree import WorkingTree
from tests.browser.conftest import Visit
from tests.site.built import ROOT

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("visit", ["phone-light", "phone-dark", "desktop-light"], indirect=True)
@pytest.mark.parametrize("language", ["", "en/"])
def test_the_desk_fits_and_its_charts_are_drawn(visit: Visit, language: str) -> None:
    page = visit.go(f"{language}desk/")
    assert visit.see_charts() == 4
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    wide = page.evaluate(
        """[...document.querySelectorAll('.kb-duty')].filter(box =>
          box.scrollWidth > box.clientWidth + 1).map(box => box.textContent)"""
    )
    assert wide == []
    assert visit.faults == []
    visit.keep(f"{language.strip('/') or 'zh'}-desk")


def test_each_desk_has_its_section_and_the_tabs_lead_there(desktop: Visit) -> None:
    page = desktop.go("desk/")
    for desk in Desk:
        section = page.locator(f"#{desk}")
        assert section.locator(".kb-duty").count() > 0
        page.locator(f".kb-desks a[href='#{desk}']").click()
        expect(section.locator("h2")).to_be_in_viewport()


def test_search_engines_and_our_own_search_leave_it_out(desktop: Visit) -> None:
    page = desktop.go("desk/")
    assert page.locator("meta[name=robots]").get_attribute("content") == "noindex"
    # The search index: tests/site/test_search.py.
    text = page.request.get(f"{desktop.address}sitemap.xml").text()
    assert not re.search(r"(?<![\w-])desk/", text)
    page = desktop.go("")
    page.locator(".kb-foot a[href$='desk/']").click()
    expect(page.locator("h1")).to_contain_text("运营台")


def test_nothing_private_stands_on_it(desktop: Visit) -> None:
    community = load_community(WorkingTree(ROOT)).community
    assert community is not None
    hidden = [one.id for one in community.members.values() if one.visibility.hides_name]
    # Private recognition stands in the repository beside: tests/private.
    assert not [given for given in community.recognitions if given.private]
    assert hidden
    page = desktop.go("desk/")
    html = page.content()
    assert not [member for member in hidden if member in html]
    assert "¥" not in html
    assert json.dumps(community.settings.currency) not in html

"""Charts in a real browser: drawn, in the colours of the moment, in place, without eval."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser
PICTURE = ".kb-chart__picture svg"
POLICY = "script-src 'self' 'unsafe-inline'; object-src 'none'; worker-src 'self' blob:"


def with_policy(route: Route) -> None:
    """Answer with a Content-Security-Policy that forbids eval."""
    answer = route.fetch()
    route.fulfill(response=answer, headers={**answer.headers, "content-security-policy": POLICY})


@pytest.mark.parametrize("visit", ["phone-light", "desktop-dark"], indirect=True)
@pytest.mark.parametrize("language", ["", "en/"])
def test_the_skill_graph_is_drawn_without_eval(visit: Visit, language: str) -> None:
    visit.page.route("**/skills/", with_policy)
    page = visit.go(f"{language}skills/")
    assert visit.see_charts() == 2
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert visit.faults == []
    visit.keep(f"{language.strip('/') or 'zh'}-skills")


def test_only_a_page_with_a_chart_loads_the_library(desktop: Visit) -> None:
    asked: list[str] = []
    desktop.page.on("request", lambda request: asked.append(request.url))
    desktop.go("people/")
    assert not [url for url in asked if "echarts" in url]
    desktop.go("skills/")
    desktop.see_charts()
    assert len([url for url in asked if "echarts" in url]) == 1


def test_nothing_moves_when_a_chart_is_drawn(desktop: Visit) -> None:
    desktop.page.add_init_script(
        """window.moved = 0
        new PerformanceObserver(list => { for (const entry of list.getEntries()) window.moved += entry.value })
          .observe({ type: "layout-shift", buffered: true })"""
    )
    page = desktop.go("skills/")
    assert desktop.see_charts() == 2
    page.wait_for_timeout(300)
    assert page.evaluate("window.moved") < 0.02


def test_colours_follow_the_palette_switch(desktop: Visit) -> None:
    page = desktop.go("skills/")
    assert desktop.see_charts() == 2
    before = page.locator(PICTURE).first.inner_html()
    page.evaluate("document.body.setAttribute('data-md-color-scheme', 'slate')")
    page.wait_for_function(
        "before => document.querySelector('.kb-chart__picture svg').innerHTML !== before",
        arg=before,
    )
    ink = page.evaluate("getComputedStyle(document.body).getPropertyValue('--kb-ink').trim()")
    assert ink in page.locator(PICTURE).first.inner_html()


def test_a_chart_fits_a_window_that_changes(desktop: Visit) -> None:
    page = desktop.go("skills/")
    assert desktop.see_charts() == 2
    page.set_viewport_size({"width": 500, "height": 800})
    page.wait_for_function(
        """() => [...document.querySelectorAll('.kb-chart__picture')].every(box =>
          Math.abs(box.querySelector('svg').getBoundingClientRect().width - box.clientWidth) < 2)"""
    )


def test_the_table_stands_beside_the_chart(desktop: Visit) -> None:
    page = desktop.go("skills/")
    table = page.locator(".kb-chart table").first
    expect(table).to_be_hidden()
    page.locator(".kb-chart__table summary").first.click()
    expect(table).to_be_visible()


def test_a_chart_far_below_costs_nothing_until_it_comes_near(desktop: Visit) -> None:
    desktop.page.set_viewport_size({"width": 1280, "height": 260})
    page = desktop.go("skills/")
    last = page.locator(".kb-chart__picture").last
    assert last.evaluate("box => box.getBoundingClientRect().top") > 1.5 * page.evaluate(
        "innerHeight"
    )
    page.wait_for_timeout(300)
    assert last.locator("svg").count() == 0
    desktop.see_charts()
    assert desktop.faults == []


def test_what_nobody_touches_is_there_without_a_script(desktop: Visit) -> None:
    asked: list[str] = []
    desktop.page.on("request", lambda request: asked.append(request.url))
    for path in ("desk/", "new-owner-guide/winter-worries/", "new-owner-guide/winter-range/"):
        page = desktop.go(path)
        drawings = page.locator(".kb-chart__drawing svg, .kb-drawn svg").all()
        assert drawings, path
        assert all((drawing.bounding_box() or {"width": 0})["width"] > 8 for drawing in drawings)
    assert not [url for url in asked if "echarts" in url or url.endswith("charts.js")]
    assert desktop.faults == []


def test_every_chart_has_a_name(desktop: Visit) -> None:
    """A screen reader says the label in place of the picture, and can read the table beside it."""
    for path in ("skills/", "desk/", "new-owner-guide/winter-worries/"):
        page = desktop.go(path)
        desktop.see_charts()
        charts = page.locator(".kb-chart").all()
        assert charts, path
        for chart in charts:
            picture = chart.locator("[role=img]")
            expect(picture).to_have_role("img")
            name = str(picture.get_attribute("aria-label"))
            assert len(name) > 8, f"{path}: {name}"
            assert str(chart.locator("caption").text_content()).strip() == name

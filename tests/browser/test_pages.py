"""The site in a real browser: it looks whole on a phone and a desk, and asks nobody else."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser

PAGES = {
    "home": "",
    "cover": "new-owner-guide/",
    "article": "new-owner-guide/tyre-pressure/",
    "video": "new-owner-guide/first-setup/",
    "checklist": "new-owner-guide/daily-check/",
    "brief": "new-owner-guide/home-charger/",
    "gallery": "summer-road-trip/steering-wheel-wall/",
    "poll": "summer-road-trip/cover-poll/",
    "board": "board/",
    "people": "people/",
    "profile": "people/lin-xiaoman/",
    "skills": "skills/",
    "credits": "credits/",
    "contribute": "contribute/",
    "guide": "contribute/privacy/",
    "attribution": "attribution/",
    "missing": "404.html",
}
# Colours do not depend on the language: English pages are looked at in the light alone.
WINDOWS = [
    ("phone-light", ""),
    ("phone-dark", ""),
    ("desktop-light", ""),
    ("desktop-dark", ""),
    ("phone-light", "en/"),
    ("desktop-light", "en/"),
]


@pytest.mark.parametrize(("visit", "language"), WINDOWS, indirect=["visit"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_whole(visit: Visit, name: str, language: str) -> None:
    page = visit.go(language + PAGES[name])
    page.wait_for_function("document.fonts.status === 'loaded'")
    expect(page.locator("h1")).to_have_count(1)
    wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    visit.keep(f"{language.strip('/') or 'zh'}-{name}")
    assert wider <= 0, f"{wider} px wider than the window"
    assert visit.faults == []
    assert page.locator("html").get_attribute("lang") == (language.strip("/") or "zh")


@pytest.mark.parametrize("visit", ["phone-light"], indirect=True)
def test_a_page_loads_what_it_needs(visit: Visit) -> None:
    asked: list[str] = []
    visit.page.on("request", lambda request: asked.append(request.url.split("/")[-1]))
    page = visit.go("people/")
    page.wait_for_timeout(500)  # the theme's script is in no hurry
    assert len([name for name in asked if name.endswith(".css")]) == 3  # ours and the theme's two
    assert not {"sitemap.xml", "library.js", "gallery.js", "charts.js", "ticks.js"} & set(asked)
    assert not [name for name in asked if name.startswith("echarts")]
    assert visit.faults == []


@pytest.mark.parametrize("path", ["", "board/", "new-owner-guide/tyre-pressure/", "people/aynur/"])
def test_the_language_switch_stays_on_the_page(desktop: Visit, path: str) -> None:
    page = desktop.go(path)
    page.get_by_role("link", name="English", exact=True).click()
    expect(page).to_have_url(f"{desktop.address}en/{path}")
    page.get_by_role("link", name="中文", exact=True).click()
    expect(page).to_have_url(desktop.address + path)
    assert desktop.faults == []


def test_contributed_text_names_its_language(desktop: Visit) -> None:
    page = desktop.go("en/new-owner-guide/tyre-pressure/")
    assert page.locator(".kb-text").get_attribute("lang") == "zh"
    expect(page.locator(".kb-tongue")).to_contain_text("This article is in Chinese")


def test_the_filter_of_the_board(desktop: Visit) -> None:
    page = desktop.go("board/")
    tasks = page.locator(".kb-task:visible")
    everything = tasks.count()
    page.locator("[data-kb-form='bug-hunt']").click()
    expect(tasks).not_to_have_count(everything)
    assert {task.get_attribute("data-form") for task in tasks.all()} == {"bug-hunt"}
    page.locator("[data-kb-type='foundation']").click()
    expect(page.locator("[data-kb-none]")).to_be_visible()
    page.locator("[data-kb-form='']").click()
    page.locator("[data-kb-type='']").click()
    expect(tasks).to_have_count(everything)


def test_an_open_seat_leads_to_its_claim(desktop: Visit) -> None:
    page = desktop.go("board/")
    page.locator(".kb-slot--open a[href*='#claim-']").first.click()
    expect(page.locator(".kb-seat:target, .kb-seat[id]").first).to_be_in_viewport()
    assert "/issues/new?template=claim.yml&title=" in str(
        page.locator(".kb-seat .kb-button").first.get_attribute("href")
    )


@pytest.mark.parametrize(
    "path", ["new-owner-guide/daily-check/", "en/summer-road-trip/pre-trip-check/"]
)
def test_a_checklist_prints_on_one_sheet(desktop: Visit, path: str) -> None:
    paper = desktop.go(path).pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", paper)) == 1
    assert b"595" in paper or b"594.9" in paper  # A4: 595 points wide


def test_a_video_can_be_played(desktop: Visit) -> None:
    page = desktop.go("new-owner-guide/first-setup/")
    video = page.locator(".kb-text video")
    expect(video).to_have_attribute("poster", "director/poster.webp")
    assert video.locator("track").get_attribute("srclang") == "zh"
    assert desktop.faults == []


def test_a_script_in_a_page_does_not_run(desktop: Visit) -> None:
    page = desktop.go("new-owner-guide/tyre-pressure/")
    refused = page.evaluate(
        """() => new Promise(done => {
            document.addEventListener("securitypolicyviolation", (event) => done(event.effectiveDirective))
            const script = document.createElement("script")
            script.textContent = "window.ran = true"
            document.querySelector(".kb-text").append(script)
            setTimeout(() => done(null), 2000)
        })"""
    )
    assert refused == "script-src-elem"
    assert page.evaluate("window.ran") is None

"""For everybody: by keyboard alone, twice as large, without motion, in one's own language, from no other host."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Visit
from tests.browser.test_axe import KINDS

pytestmark = pytest.mark.browser

FOCUS = """() => {
  const seen = document.activeElement
  if (!seen || seen === document.body) return null
  // A box of the theme stands unseen under its label, which shows the focus for it.
  const beside = seen.matches(".md-option") ? [seen.nextElementSibling] : []
  const shown = [seen, ...(seen.labels ?? []), ...beside].filter(one => one.getClientRects().length)
  const isMarked = shown.some(one => {
    const all = [one, one.querySelector(".task-list-indicator"), one.parentElement?.querySelector(".task-list-indicator")]
    return all.filter(Boolean).some(box => [box, box, box].some((part, at) => {
      const style = getComputedStyle(part, [null, "::before", "::after"][at])
      return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || (part !== seen && style.boxShadow !== "none")
    }))
  })
  const inSight = shown.some(one => [...one.getClientRects()].some(box =>
    box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth && box.width * box.height > 1))
  return { what: seen.outerHTML.slice(0, 160), isMarked, inSight }
}"""
OVERFLOWING = """() => {
  const isScroller = element => {
    for (let one = element; one && one !== document.body; one = one.parentElement) {
      const style = getComputedStyle(one)
      if (["auto", "scroll"].includes(style.overflowX) || style.textOverflow === "ellipsis") return true
    }
    return false
  }
  const cut = []
  const walker = document.createTreeWalker(document.querySelector(".kb-page") ?? document.body, NodeFilter.SHOW_TEXT)
  const range = document.createRange()
  while (walker.nextNode()) {
    const text = walker.currentNode
    const element = text.parentElement
    if (!text.data.trim() || !element.checkVisibility?.({ visibilityProperty: true }) || element.closest("svg, script, style")) continue
    range.selectNodeContents(text)
    for (const box of range.getClientRects())
      if (box.right > innerWidth + 1 && !isScroller(element)) { cut.push(text.data.trim().slice(0, 60)); break }
  }
  return cut
}"""
FOREIGN = """() => {
  const wrong = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const text = walker.currentNode, element = text.parentElement
    if (!element.closest(".md-header, .md-tabs, .md-sidebar, .md-footer__inner, h1, .kb-text")) continue
    if (!/[\\u3400-\\u9fff]/.test(text.data) || element.closest("script, style, template, code, svg")) continue
    const language = element.closest("[lang]").lang
    if (!language.startsWith("zh")) wrong.push(`${element.tagName}.${element.className}: ${text.data.trim().slice(0, 40)}`)
  }
  return wrong
}"""
MOVING = """() => {
  const seconds = value => Math.max(...value.split(",").map(one => parseFloat(one) * (one.trim().endsWith("ms") ? 0.001 : 1)))
  const moving = [...document.querySelectorAll("*")].flatMap(one => [null, "::before", "::after"].map(part => getComputedStyle(one, part)))
    .filter(style => seconds(style.transitionDuration) > 0.01 || (style.animationName !== "none" && seconds(style.animationDuration) > 0.01))
  return moving.length + document.getAnimations().length
}"""


def walk(page: Page, steps: int) -> Iterator[dict[str, object]]:
    """Press Tab and yield what has the focus, until it leaves the page."""
    for _ in range(steps):
        page.keyboard.press("Tab")
        page.wait_for_timeout(20)
        seen = page.evaluate(FOCUS)
        if seen is None:
            return
        yield seen


@pytest.mark.parametrize("visit", ["phone-light", "desktop-light", "desktop-dark"], indirect=True)
@pytest.mark.parametrize("name", ["home", "board", "article", "photos", "checklist"])
def test_the_focus_is_always_seen(visit: Visit, name: str) -> None:
    page = visit.go(KINDS[name])
    page.emulate_media(reduced_motion="reduce")  # a page that glides is still on its way
    seen = list(walk(page, 60))
    assert len(seen) > 15
    lost = [one["what"] for one in seen if not (one["isMarked"] and one["inSight"])]
    assert lost == []
    assert visit.faults == []


@pytest.mark.parametrize("name", KINDS)
def test_the_first_stop_leads_past_the_menus(desktop: Visit, name: str) -> None:
    page = desktop.go(KINDS[name])
    page.keyboard.press("Tab")
    skip = page.locator(".md-skip")
    expect(skip).to_have_count(1)
    expect(skip).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.md-header, .md-tabs') === null")


def test_the_board_is_filtered_by_keyboard(desktop: Visit) -> None:
    page = desktop.go("board/")
    button = page.locator("[data-kb-form='bug-hunt']")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    tasks = page.locator(".kb-task:visible")
    assert {task.get_attribute("data-form") for task in tasks.all()} == {"bug-hunt"}
    page.locator("[data-kb-form='']").focus()
    page.keyboard.press("Space")
    expect(button).to_have_attribute("aria-pressed", "false")


@pytest.mark.parametrize(
    "path", ["new-owner-guide/hidden-storage/", "summer-road-trip/cover-poll/"]
)
def test_pictures_open_at_full_size_by_keyboard(desktop: Visit, path: str) -> None:
    page = desktop.go(path)
    links = page.locator("a.kb-zoom")
    links.first.focus()
    page.keyboard.press("Enter")
    dialog = page.locator("dialog.kb-lightbox")
    expect(dialog).to_be_visible()
    picture = dialog.locator("img")
    first = picture.get_attribute("src")
    page.keyboard.press("ArrowRight")
    expect(picture).not_to_have_attribute("src", str(first))
    page.keyboard.press("ArrowLeft")
    expect(picture).to_have_attribute("src", str(first))
    assert picture.get_attribute("alt")
    page.get_by_role("button", name="下一张").press("Enter")
    expect(picture).not_to_have_attribute("src", str(first))
    for _ in range(8):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "document.activeElement.closest('dialog') ?? document.activeElement === document.body"
        )
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(links.first).to_be_focused()
    links.first.press("Enter")
    page.get_by_role("button", name="关闭大图").press("Enter")
    expect(dialog).to_be_hidden()
    assert desktop.faults == []


@pytest.mark.parametrize("visit", ["phone-light"], indirect=True)
def test_menu_and_search_open_by_keyboard_where_the_window_is_narrow(visit: Visit) -> None:
    page = visit.go("board/")
    menu = page.locator(".md-sidebar--primary")
    expect(menu).to_have_attribute("inert", "")
    page.get_by_role("button", name="导航栏").press("Enter")
    expect(menu).not_to_have_attribute("inert", "")
    link = menu.get_by_role("link", name="共创者", exact=True).first
    link.focus()
    page.keyboard.press("Escape")
    expect(menu).to_have_attribute("inert", "")
    page.locator(".md-header__button[for=__search] [role=button]").press("Enter")
    expect(page.locator(".md-search__input")).to_be_focused()
    assert visit.faults == []


def test_the_language_is_switched_by_keyboard(desktop: Visit) -> None:
    page = desktop.go("board/")
    page.get_by_role("link", name="English", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{desktop.address}en/board/")


@pytest.mark.parametrize("name", [name for name in KINDS if name != "missing"])
def test_the_language_switch_stays_on_every_kind_of_page(desktop: Visit, name: str) -> None:
    page = desktop.go(KINDS[name])
    page.get_by_role("link", name="English", exact=True).click()
    expect(page).to_have_url(f"{desktop.address}en/{KINDS[name]}")
    assert page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("link", name="中文", exact=True).click()
    expect(page).to_have_url(desktop.address + KINDS[name])
    assert desktop.faults == []


@pytest.mark.parametrize("size", [(640, 400), (320, 640)], ids=["200 %", "320 px"])
@pytest.mark.parametrize("language", ["", "en/"], ids=["zh", "en"])
def test_twice_as_large_nothing_is_cut(
    browser: Browser, address: str, size: tuple[int, int], language: str
) -> None:
    """A desk at 200 %, and the narrowest window of WCAG 2.2 (1.4.10): no reading to and fro."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    page = context.new_page()
    outside: list[str] = []
    page.on(
        "request",
        lambda asked: (
            None if asked.url.startswith((address, "data:")) else outside.append(asked.url)
        ),
    )
    wide = {}
    for name, path in KINDS.items():
        page.goto(address + language + path)
        page.wait_for_function("document.fonts.status === 'loaded'")
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        cut = page.evaluate(OVERFLOWING)
        if over > 0 or cut:
            wide[name] = (over, cut[:5])
    context.close()
    assert wide == {}
    assert outside == []


def test_nothing_moves_for_who_asks_for_no_motion(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    page = context.new_page()
    moving = {}
    for name, path in KINDS.items():
        page.goto(address + path)
        page.wait_for_timeout(100)
        if found := page.evaluate(MOVING):
            moving[name] = found
    context.close()
    assert moving == {}


def test_chinese_titles_and_texts_on_english_pages_say_so(desktop: Visit) -> None:
    wrong = {}
    for name, path in KINDS.items():
        if found := desktop.go(f"en/{path}").evaluate(FOREIGN):
            wrong[name] = found[:6]
    assert wrong == {}


def test_every_kind_of_page_stands_with_the_network_closed(browser: Browser, address: str) -> None:
    """Whatever is not the site itself is refused before it leaves the machine."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    refused: list[str] = []
    context.route(
        lambda url: not url.startswith(address),
        lambda route: (refused.append(route.request.url), route.abort()),
    )
    page = context.new_page()
    for path in [*KINDS.values(), *(f"en/{path}" for path in KINDS.values())]:
        page.goto(address + path)
        expect(page.locator("h1")).to_have_count(1)
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.wait_for_timeout(300)
    context.close()
    assert refused == []

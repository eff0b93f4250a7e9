"""What readers get: summaries, translations, ways from article to article, a home that answers."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kocbook.base.texts import load_texts
from kocbook.insight.summary import MOST, first_sentences, summary_in
from kocbook.markdown.citations import find_citations
from kocbook.model.community import Community
from kocbook.site.assemble.pages import make_files
from kocbook.site.text.citations import link_citations
from kocbook.site.views.context import SiteContext, make_contexts
from kocbook.site.views.module import make_module_view
from tests.builders import FOLDER, base_files, load_files
from tests.site.test_built_site import read_page

KEY = FOLDER.removeprefix("modules/")
CONTENT = f"content/{KEY}"
ARTICLE = "new-owner-guide/rain-driving"


def contexts(files: dict[str, Any]) -> dict[str, SiteContext]:
    texts = {language: load_texts(language) for language in ("zh", "en")}
    return make_contexts(load_files(files), date(2026, 6, 1), texts)


def test_no_page_and_no_feed_tells_readers_the_order(site: Path, living: Community) -> None:
    """What a search engine shows of an article is what it says, never why it was ordered."""
    wishes = {module.brief.background.strip()[:20] for module in living.modules.values()}
    told = [text for page in site.rglob("index.html") for text in read_page(page).data]
    told += re.findall(r'<meta (?:name|property)="[^"]*description"[^>]*>', "".join(
        page.read_text("utf-8") for page in site.rglob("index.html")
    ))  # fmt: skip
    told += [feed.read_text("utf-8") for feed in site.rglob("feed.xml")]
    assert len(told) > 100
    assert [wish for wish in wishes if any(wish in text for text in told)] == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("## 题\n\n先看一遍。再说。\n", "先看一遍。再说。"),
        ("| a |\n| - |\n| b |\n", ""),
        ("# 只有标题\n", ""),
        ("Look first. Then drive.\n", "Look first. Then drive."),
        ("长" * 400, "长" * (MOST - 1) + "…"),
    ],
)
def test_first_sentences(text: str, said: str) -> None:
    assert first_sentences(text) == said


def test_a_summary_is_the_briefs_own_and_the_translators(living: Community) -> None:
    module = living.modules[ARTICLE]
    assert summary_in(module, "zh") == (module.brief.summary, "zh")
    assert summary_in(module, "en") == (module.translations["en"].summary, "en")


def test_a_translation_is_a_page_of_its_own(site: Path, living: Community) -> None:
    page = (site / "en" / ARTICLE / "index.html").read_text("utf-8")
    told = json.loads(read_page(site / "en" / ARTICLE / "index.html").data[0])
    record = living.modules[ARTICLE].translations["en"]
    assert (told["inLanguage"], told["name"]) == ("en", record.title)
    assert told["translator"]["name"] == "Aynur Tursun"
    assert f'<h1 lang="en">{record.title}' in page
    assert "The day I turned back" in page
    assert "那天我掉头了" not in page
    source = (site / ARTICLE / "index.html").read_text("utf-8")
    assert "那天我掉头了" in source
    assert record.title not in re.sub(r"<head>.*</head>", "", source, flags=re.DOTALL)


def test_what_is_not_translated_is_said_to_be_chinese(site: Path) -> None:
    address = "new-owner-guide/charging-basics"
    page = (site / "en" / address / "index.html").read_text("utf-8")
    assert json.loads(read_page(site / "en" / address / "index.html").data[0])["inLanguage"] == "zh"
    assert "nobody has translated it yet" in page
    assert re.search(r'<div class="kb-text" lang="zh">', page)
    maps = {name: (site / name / "sitemap.xml").read_text("utf-8") for name in (".", "en")}
    assert f"/{address}/" in maps["."]
    assert f"/{address}/" not in maps["en"]
    entry = next(one for one in maps["."].split("<url>") if f"/{address}/</loc>" in one)
    assert "hreflang" not in entry
    both = next(one for one in maps["."].split("<url>") if f"/{ARTICLE}/</loc>" in one)
    assert both.count("hreflang") == 2


def test_the_translator_is_credited(living: Community) -> None:
    lines = make_contexts(living, date(2026, 11, 20), {"en": load_texts("en")})["en"].credits
    assert ("aynur", "translation") in {(one.member, one.role) for one in lines[ARTICLE]}


def test_a_translation_is_stale_when_its_source_changes() -> None:
    files = base_files()
    files[f"{CONTENT}/index.md"] = "## 胎压\n\n冷车量。\n"
    files[f"{CONTENT}/en/index.md"] = "## Pressure\n\nMeasure it cold.\n"
    files[f"{FOLDER}/translations/en.yml"] = {
        "translator": "owner-a", "date": "2026-05-01", "of": "0" * 12, "title": "Tyres",
        "checked_by": "owner-b",
    }  # fmt: skip
    context = contexts(files)["en"]
    view = make_module_view(context, context.facts[KEY])
    assert view.translation
    assert view.translation.is_stale
    assert view.text
    assert view.text.language == "en"
    del files[f"{FOLDER}/translations/en.yml"]["checked_by"]
    unchecked = contexts(files)["en"]
    assert make_module_view(unchecked, unchecked.facts[KEY]).translation is None


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("看《胎压》。", [("胎压", "")]),
        ("看《胎压》里的“冷车”一节。", [("胎压", "冷车")]),
        ("另见“冷车”这一节。", [("", "冷车")]),
        ("他说“冷车”。", []),
        ("Read “Cold” in “Tyres”.", [("Tyres", "Cold")]),
        ("《道路交通安全法》第十条", [("道路交通安全法", "")]),
    ],
)
def test_what_may_name_an_article(words: str, named: list[tuple[str, str]]) -> None:
    assert [(one.title, one.section) for one in find_citations(words)] == named


def test_links_stand_on_the_authors_words_and_change_none() -> None:
    body = '<h2>《胎压》</h2><p>看《胎压》里“冷车”一节，<a href="x">《胎压》</a>。<code>《胎压》</code></p>'
    made = link_citations(body, {("胎压", ""): "a/", ("胎压", "冷车"): "a/#b"})
    assert re.sub(r'<a class="kb-cited"[^>]*>(.*?)</a>', r"\1", made) == body
    assert made.count("kb-cited") == 2
    assert (
        '《<a class="kb-cited" href="a/">胎压</a>》里“<a class="kb-cited" href="a/#b">冷车</a>”'
        in made
    )


def test_articles_lead_on(site: Path) -> None:
    check = (site / "summer-road-trip/pre-trip-check/index.html").read_text("utf-8")
    assert 'href="../../summer-road-trip/route-charging/#没有备选的时候"' in check
    target = (site / "summer-road-trip/route-charging/index.html").read_text("utf-8")
    assert 'id="没有备选的时候"' in target
    back = target[target.index('class="kb-onward"') :]
    assert "出发前三天的车辆检查单" in back[: back.index("</nav>")]
    page = (site / ARTICLE / "index.html").read_text("utf-8")
    onward = page[page.index('class="kb-onward"') :].partition("</nav>")[0]
    assert "winter-range/" in onward
    assert len(set(re.findall(r'href="([^"]+)"', onward))) >= 3


@pytest.mark.parametrize("language", [".", "en"])
def test_home_is_for_readers_first(site: Path, language: str) -> None:
    page = (site / language / "index.html").read_text("utf-8")
    places = [page.index(mark) for mark in ("kb-ask", "kb-asks", "kb-topics", "kb-writers")]
    assert places == sorted(places)
    asked = page[places[1] : page.index("</nav>", places[1])]
    targets = re.findall(r'href="([^"#]+)', asked)
    assert len(targets) >= 4
    assert all((site / language / one / "index.html").exists() for one in targets)
    assert page.count("kb-card__picture") >= 3


def test_a_renamed_handbook_leaves_its_addresses() -> None:
    files = base_files()
    files[f"{CONTENT}/index.md"] = "## 胎压\n\n冷车量。\n"
    files["modules/guide/handbook.yml"]["formerly"] = ["old-guide"]
    context = contexts(files)["zh"]
    made, _ = make_files(context, {})
    assert b'data-way="../guide/"' in bytes(made["old-guide/index.html"])
    moved = bytes(made[f"old-guide/{KEY.partition('/')[2]}/index.html"]).decode()
    assert f'data-way="../../{KEY}/"' in moved
    assert 'src="../../assets/moved.js"' in moved

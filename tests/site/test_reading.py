"""What stands around a text: words explained, boxes with names, tags, how a page came about, the feed."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kocbook.base.texts import load_texts
from kocbook.insight.names import public_name
from kocbook.insight.reading_time import reading_minutes
from kocbook.insight.timeline import StoryStep, module_story
from kocbook.markdown.sanitise import sanitise_html
from kocbook.model.community import Community
from kocbook.model.enums import Visibility
from kocbook.model.settings import GlossaryTerm, Text2
from kocbook.site.assemble.feed import make_feed
from kocbook.site.templates.render import finish_text
from kocbook.site.text.terms import explain_terms, holds_term
from kocbook.site.text.ticks import name_boxes
from kocbook.site.views.context import make_contexts
from kocbook.site.views.module import ContributedText
from kocbook.site.views.tags import make_tags_view, tag_anchor
from tests.site.built import AS_OF

ATOM = "{http://www.w3.org/2005/Atom}"
WORDS = {"快充": "直流充电", "直流桩": "直流充电", "SOC": "电量 <%>"}


def test_a_word_is_explained_where_it_is_first_used() -> None:
    text = '<h2>快充</h2><p><a href="x">快充</a>用快充，直流桩也是快充。iSOC 不是 SOC，SOC 是。</p>'
    explained = explain_terms(text, WORDS)
    assert explained.count("<abbr") == 2
    assert '用<abbr title="直流充电">快充</abbr>，直流桩' in explained
    assert 'iSOC 不是 <abbr title="电量 &lt;%&gt;">SOC</abbr>，SOC' in explained


def test_an_entity_is_no_word() -> None:
    assert explain_terms("<p>a &amp; b, amp</p>", {"amp": "x"}) == (
        '<p>a &amp; b, <abbr title="x">amp</abbr></p>'
    )


@given(st.text(max_size=200), st.text(min_size=1, max_size=6))
def test_explaining_changes_no_word(text: str, term: str) -> None:
    clean = sanitise_html(f"<p title='a > b'>{text}</p>")
    explained = explain_terms(clean, {term: "x"})
    assert re.sub(r'<abbr title="x">|(?<=.)</abbr>', "", explained, flags=re.DOTALL) in (
        clean,
        re.sub(r"</abbr>", "", clean),
    )


def test_a_text_is_explained_in_its_own_language() -> None:
    glossary = [GlossaryTerm(term="SOC", meaning=Text2(zh="电量", en="charge"))]
    for language, meaning in (("zh", "电量"), ("en", "charge")):
        text = ContributedText("看 SOC。", language, ())
        assert f'title="{meaning}"' in finish_text(glossary, load_texts("zh"), str, text)


@pytest.mark.parametrize(
    ("text", "term", "held"),
    [("用快充。", "快充", True), ("SOCs", "SOC", False), ("看SOC值", "SOC", True)],
)
def test_a_latin_word_stands_by_itself(text: str, term: str, held: bool) -> None:
    assert holds_term(text, term) is held


def test_boxes_are_named_after_their_lines() -> None:
    box = '<label class="task-list-control"><input type="checkbox"><span class="task-list-indicator"></span></label>'
    named = name_boxes(
        f'<li class="task-list-item">{box} 看 <b>"胎压"</b> &amp; 花纹<ul></ul></li>'
    )
    assert 'aria-label="看 &quot;胎压&quot; &amp; 花纹"' in named


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("", 1),
        ("字" * 330 * 3, 3),
        ("word " * 238 * 2, 2),
        ("字" * 330 + " word" * 238, 2),
        ("```\n" + "code " * 900 + "\n```\n字", 1),
        ("![图](" + "a" * 400 + ".jpg) <b>字</b>", 1),
    ],
)
def test_reading_takes_as_long_as_the_formula_says(text: str, minutes: int) -> None:
    assert reading_minutes(text) == minutes


@given(st.text(max_size=300), st.text(max_size=300))
def test_more_text_never_takes_less_time(text: str, more: str) -> None:
    assert reading_minutes("字" * len(text)) <= reading_minutes("字" * len(text + more))
    assert reading_minutes(text) >= 1


def test_a_story_tells_what_the_records_tell(living: Community) -> None:
    context = make_contexts(living, AS_OF, {"zh": load_texts("zh")})["zh"]
    for facts in context.facts.values():
        story = module_story(facts, AS_OF)
        assert [event.date for event in story] == sorted(event.date for event in story)
        signed = {name for e in story if e.step is StoryStep.SIGNED for name in e.members}
        assert signed <= set(facts.module.signoffs)
        if facts.state.is_on_site and facts.module.reviews:
            assert any(event.step is StoryStep.ACCEPTED for event in story), facts.module.key


@given(st.lists(st.text(min_size=1, max_size=8), unique=True, max_size=20))
def test_no_two_tags_share_a_place(tags: list[str]) -> None:
    anchors = [tag_anchor(tag) for tag in tags]
    assert len(set(anchors)) == len(tags)
    assert not any(re.search(r"[\s\"'<>&]", anchor) for anchor in anchors)


def test_every_tagged_module_is_found_and_chinese_comes_first(living: Community) -> None:
    context = make_contexts(living, AS_OF, {"zh": load_texts("zh")})["zh"]
    view = make_tags_view(context)
    listed = {(tag.name, module.url) for tag in view.tags for module in tag.modules}
    for key, facts in context.facts.items():
        if facts.state.is_on_site:
            assert {(tag, f"{key}/") for tag in facts.module.brief.tags} <= listed
    names = [tag.name for tag in view.tags]
    latin = [name for name in names if name.isascii()]
    assert names[len(names) - len(latin) :] == latin


def feed_of(community: Community, language: str = "zh") -> ET.Element:
    context = make_contexts(community, AS_OF, {language: load_texts(language)})[language]
    data = make_feed(context)
    assert data == make_feed(context)
    return ET.fromstring(data)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_feed_tells_what_is_new(living: Community, language: str) -> None:
    feed = feed_of(living, language)
    entries = feed.findall(f"{ATOM}entry")
    days = [entry.findtext(f"{ATOM}updated") or "" for entry in entries]
    assert len(entries) > 10
    assert days == sorted(days, reverse=True)
    assert feed.findtext(f"{ATOM}updated") == days[0]
    folder = "en/" if language == "en" else ""
    links = [link.get("href", "") for entry in entries for link in entry.iter(f"{ATOM}link")]
    assert all(link.startswith(f"https://kocbook.example/{folder}") for link in links)
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == len(entries)


def test_an_entry_is_whole_signed_by_each_person_and_keeps_its_id(living: Community) -> None:
    moved = replace(living.settings, site=replace(living.settings.site, url="https://b.example/x/"))
    elsewhere = feed_of(replace(living, settings=moved))
    feed = feed_of(living)
    ids = [one.findtext(f"{ATOM}id") for one in feed.findall(f"{ATOM}entry")]
    assert ids == [one.findtext(f"{ATOM}id") for one in elsewhere.findall(f"{ATOM}entry")]
    several = 0
    for entry in feed.findall(f"{ATOM}entry"):
        names = [one.text or "" for one in entry.iterfind(f"{ATOM}author/{ATOM}name")]
        assert names
        assert not any("、" in name for name in names)
        several += len(names) > 1
        content = entry.findtext(f"{ATOM}content")
        for address in re.findall(r'(?:src|href)="([^"]*)"', content or ""):
            assert re.match("https?:|mailto:|tel:", address), address
    assert several
    whole = "".join(one.findtext(f"{ATOM}content") or "" for one in feed.iter(f"{ATOM}entry"))
    assert "最后这 20% 比前面 70% 还久" in whole


def test_each_handbook_has_a_feed_of_its_own(site: Path) -> None:
    text = (site / "new-owner-guide/index.html").read_text("utf-8")
    addresses = re.findall(r'type="application/atom\+xml"[^>]*href="([^"]+)"', text)
    assert "feed.xml" in addresses
    feed = ET.fromstring((site / "new-owner-guide/feed.xml").read_bytes())
    links = [
        one.get("href", "")
        for entry in feed.iter(f"{ATOM}entry")
        for one in entry.iter(f"{ATOM}link")
    ]
    assert links
    assert all("/new-owner-guide/" in link for link in links)


def test_programs_are_told_what_there_is_to_read(site: Path) -> None:
    robots = (site / "robots.txt").read_text("utf-8")
    assert "Sitemap: https://kocbook.example/sitemap.xml" in robots
    assert "Disallow" not in robots
    lines = (site / "llms.txt").read_text("utf-8").splitlines()
    assert lines[0].startswith("# ")
    assert lines[2].startswith("> ")
    listed = [found[1] for line in lines if (found := re.match(r"- \[.+?\]\((\S+)\)", line))]
    assert len(listed) > 10
    for address in listed:
        assert (site / address.removeprefix("https://kocbook.example/") / "index.html").is_file()


def test_hidden_names_are_not_in_the_feed(living: Community) -> None:
    named = {entry.findtext(f"{ATOM}author/{ATOM}name") for entry in feed_of(living)}
    member = living.members["lin-xiaoman"]
    assert any(member.name in str(name) for name in named)
    members = {**living.members, member.id: replace(member, visibility=Visibility.ANONYMOUS)}
    hidden = replace(living, members=members)
    names = [entry.findtext(f"{ATOM}author/{ATOM}name") for entry in feed_of(hidden)]
    assert not any(member.name in str(name) for name in names)
    assert any(public_name(hidden, member.id, load_texts("zh")) in str(name) for name in names)


def test_an_empty_feed_asks_no_clock(living: Community) -> None:
    empty = replace(living, modules={}, handbooks={})
    assert feed_of(empty).findtext(f"{ATOM}updated") == f"{AS_OF}T00:00:00+00:00"


def test_every_page_names_the_feed_of_its_language(site: Path) -> None:
    for page in ("board/index.html", "en/new-owner-guide/tyre-pressure/index.html"):
        text = (site / page).read_text("utf-8")
        found = re.search(r'type="application/atom\+xml"[^>]*href="([^"]+)"', text)
        assert found
        target = ((site / page).parent / found[1]).resolve()
        language = "en" if page.startswith("en/") else "zh"
        assert f'xml:lang="{language}"' in target.read_text("utf-8")

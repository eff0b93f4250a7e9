"""Assembled pages: the same bytes whatever the order of files, safe fields, nobody forgotten."""

from __future__ import annotations

import html
import json
import re
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kocbook.base.errors import KocError
from kocbook.base.texts import load_texts
from kocbook.insight.credits import CreditState, all_credits
from kocbook.insight.names import public_name
from kocbook.insight.state import all_facts
from kocbook.markdown.document import read_document
from kocbook.markdown.visible import visible_words
from kocbook.model.community import Community
from kocbook.model.tree import Entry
from kocbook.records.loader import load_community
from kocbook.records.tree import MemoryTree, WorkingTree
from kocbook.site.assemble.assembly import assemble_site
from kocbook.site.assemble.pages import make_files
from kocbook.site.files.writer import Files
from kocbook.site.outline.addresses import relative_url
from kocbook.site.outline.outline import make_outline
from kocbook.site.templates.render import escape_address, escape_markdown
from kocbook.site.views.context import make_contexts
from kocbook.site.views.structured_data import script_json
from tests.builders import base_files, claim, load_files, review
from tests.site.built import AS_OF, ROOT


class ShuffledTree(WorkingTree):
    """The working tree, its files listed in another order each time."""

    def iter_entries(self):  # type: ignore[no-untyped-def]
        entries: list[Entry] = list(super().iter_entries())
        Random(len(entries)).shuffle(entries)
        return iter(entries)


def assemble(community: Community, language: str = "zh", day: date = AS_OF) -> Files:
    languages = {name: load_texts(name) for name in ("zh", "en")}
    return make_files(make_contexts(community, day, languages)[language], {})[0]


def text_of(files: Files, path: str) -> str:
    content = files[path]
    assert isinstance(content, bytes)
    return content.decode()


def finished_files() -> dict[str, Any]:
    return base_files() | {
        "modules/guide/tyres/claims/writer.yml": claim("owner-a", "2026-04-02"),
        "modules/guide/tyres/reviews/1-staff-a.yml": review("2026-04-08", "fully"),
        "content/guide/tyres/index.md": "冷车时看标牌。",
    }


def test_the_order_of_files_does_not_matter(living: Community) -> None:
    shuffled = load_community(ShuffledTree(ROOT)).community
    assert shuffled is not None
    for language in ("zh", "en"):
        assert assemble(living, language) == assemble(shuffled, language)


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_records_does_not_matter(random: Random) -> None:
    files = {
        path: yaml.safe_dump(value, allow_unicode=True) if isinstance(value, dict) else value
        for path, value in finished_files().items()
    }
    names = list(files)
    random.shuffle(names)
    tree = MemoryTree({name: files[name].encode() for name in names})
    community = load_community(tree).community
    assert community is not None
    assert assemble(community) == assemble(load_files(finished_files()))


def test_every_accepted_contributor_stands_in_the_credits(living: Community) -> None:
    facts = all_facts(living, AS_OF)
    for language in ("zh", "en"):
        page = text_of(assemble(living, language), "credits/index.md")
        for line in all_credits(living, facts):
            if line.state is not CreditState.PROPOSED:
                name = public_name(living, line.member, load_texts(language))
                assert str(escape_markdown(name)) in page, (line.member, language)


def test_members_who_hide_their_name_are_nowhere() -> None:
    files = finished_files()
    files["members/owner-a.yml"] |= {"name": "不愿露名", "visibility": "anonymous"}
    community = load_files(files)
    for language in ("zh", "en"):
        for path, content in assemble(community, language).items():
            assert "owner-a" not in path
            if isinstance(content, bytes):
                assert "不愿露名" not in content.decode(), path
                assert "owner-a" not in content.decode(), path
    rows = json.loads(text_of(assemble(community), "data/credits.json"))["rows"]
    assert [row["member"] for row in rows if row["seat"]] == [None]


def _alt(tag: re.Match[str]) -> str:
    found = re.search(r' alt="([^"]*)"', tag[0])
    return found[1] if found else ""


def test_every_word_of_a_contributed_text_is_on_its_page(living: Community) -> None:
    files = assemble(living)
    for facts in all_facts(living, AS_OF).values():
        if facts.state.is_on_site and facts.module.text:
            page = text_of(files, f"{facts.module.key}/index.md")
            words = re.sub(r"\s", "", html.unescape(re.sub(r"<[^<>]*>", _alt, page)))
            for line in visible_words(read_document(facts.module.text)).splitlines():
                assert re.sub(r"\s", "", line) in words, line


def test_cash_is_not_on_the_site() -> None:
    files = base_files()
    files["modules/guide/tyres/module.yml"]["reward"]["cash"] = 98765
    for content in assemble(load_files(files)).values():
        assert b"98765" not in content  # type: ignore[operator]


@pytest.mark.parametrize(
    "hostile",
    [
        '"><img src=x onerror=steal()>',
        "# [x](javascript:steal())",
        "</title><script>x()</script>",
        "*b* `c` {: .z } {{ 7*7 }} --- ~~x~~",
        "<!-- kocbook:text 0 zh -->",
    ],
)
def test_hostile_fields_are_words(hostile: str) -> None:
    files = finished_files()
    brief = files["modules/guide/tyres/module.yml"]
    brief["title"] = brief["background"] = brief["goals"][0]["text"] = hostile
    files["modules/guide/handbook.yml"]["title"] = hostile
    files["members/owner-a.yml"] |= {"name": hostile, "intro": hostile}
    seen = 0
    for path, content in assemble(load_files(files)).items():
        if not path.endswith(".md"):
            continue
        _, matter, body = content.decode().split("---\n", 2)  # type: ignore[union-attr]
        assert hostile not in body, path
        seen += str(escape_markdown(hostile)) in body
        values = yaml.safe_load(matter)
        assert "<" not in values["title"] + values["description"], path
        assert "</" not in str(values.get("data", "")), path
    assert seen > 5


@given(st.text(max_size=60))
def test_no_mark_of_markdown_or_html_survives_escaping(text: str) -> None:
    escaped = str(escape_markdown(text))
    bare = escaped.replace("&#", "")
    assert not set("<>\"'`*_[](){}|~^=\\$\n") & set(bare)


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://a.example/?x=1&y", "https://a.example/?x=1&amp;y"),
        ("javascript:steal()", "#"),
        (" JaVaScRiPt:steal()", "#"),
        ("data:text/html,x", "#"),
        ("java\nscript:steal()", "#"),
        ("https://a.example/\n\n~~~\nx `y`", "https://a.example/~~~x%20%60y%60"),
        ("../a/#claim-b", "../a/#claim-b"),
        ("mailto:a@b.example", "mailto:a@b.example"),
    ],
)
def test_addresses_cannot_run_scripts(address: str, kept: str) -> None:
    assert escape_address(address) == kept


def test_structured_data_cannot_end_its_script() -> None:
    text = script_json({"name": "</script><script>x & y\u2028"})
    assert "<" not in text
    assert json.loads(text)["name"] == "</script><script>x & y\u2028"


def test_ways_between_pages() -> None:
    assert relative_url("board/", "") == "board/"
    assert relative_url("board/", "guide/tyres/") == "../../board/"
    assert relative_url("", "board/") == "../"
    assert relative_url("", "") == "./"


def test_drafts_have_no_page_and_the_outline_is_the_same_in_both_languages(
    living: Community,
) -> None:
    facts = all_facts(living, AS_OF)
    zh, en = (make_outline(living, facts, load_texts(name)) for name in ("zh", "en"))
    assert [page.url for page in zh.pages] == [page.url for page in en.pages]
    urls = {page.url for page in zh.pages}
    for key, fact in facts.items():
        assert (f"{key}/" in urls) == (fact.state != "draft")


def test_assembling_again_touches_nothing_and_removes_what_is_gone(
    living: Community, tmp_path: Path
) -> None:
    out = tmp_path / "docs"
    first = assemble_site(ROOT, living, AS_OF, out)
    stray = out / "zh" / "old" / "index.md"
    stray.parent.mkdir()
    stray.write_text("gone")
    times = {path: path.stat().st_mtime_ns for path in out.rglob("*") if path.is_file()}
    second = assemble_site(ROOT, living, AS_OF, out)
    assert (second.written, second.removed) == (0, 1)
    assert second.unchanged == first.written
    assert not stray.parent.exists()
    assert all(path.stat().st_mtime_ns == times[path] for path in times if path.exists())


def test_a_folder_of_somebody_else_is_left_alone(living: Community, tmp_path: Path) -> None:
    (tmp_path / "zh").mkdir()
    (tmp_path / "zh" / "diary.md").write_text("mine")
    with pytest.raises(KocError):
        assemble_site(ROOT, living, AS_OF, tmp_path)
    assert (tmp_path / "zh" / "diary.md").read_text() == "mine"

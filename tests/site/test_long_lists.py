"""A community whose lists are too long for a page: all of it is found, sheet by sheet, and no page is long."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kocbook.base.texts import load_texts
from kocbook.model.community import Community
from kocbook.model.enums import ModuleForm
from kocbook.model.work import Response
from kocbook.records.loader import load_community
from kocbook.records.tree import WorkingTree
from kocbook.site.assemble.listing import whole_outline
from kocbook.site.assemble.pages import make_files
from kocbook.site.outline.addresses import relative_url
from kocbook.site.outline.outline import PageKind
from kocbook.site.outline.shard import Shard, Shards
from kocbook.site.views.context import SiteContext, make_contexts
from tests.bench.communities import AS_OF, iter_files

MODULES = 310
LONGEST = 90_000
"""Bytes of a page's Markdown; 5,000 members on one roster were three million."""
_WAY = re.compile(r'href="([^"#:]*)(?:#[^"]*)?"')


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> SiteContext:
    root = tmp_path_factory.mktemp("large")
    for path, text in iter_files(MODULES, in_a_handbook=70):
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    community = load_community(WorkingTree(root)).community
    assert community is not None
    return make_contexts(_with_check_in(community), AS_OF, {"zh": load_texts("zh")})["zh"]


def _with_check_in(community: Community) -> Community:
    """Let everybody check in where a module is open to all."""
    key = max(key for key, module in community.modules.items() if not module.claims)
    module = community.modules[key]
    responses = {
        member: Response(
            f"modules/{key}/responses/{member}.yml",
            member,
            AS_OF - timedelta(days=number % 90),
            text=f"第 {number} 天，出发。",
        )
        for number, member in enumerate(sorted(community.members))
    }
    brief = replace(module.brief, form=ModuleForm.CHECK_IN, seats=())
    changed = replace(module, brief=brief, responses=responses)
    return replace(community, modules={**community.modules, key: changed})


@pytest.fixture(scope="module")
def pages(context: SiteContext) -> dict[str, str]:
    files, _ = make_files(context, {})
    return {
        name: content.decode()
        for name, content in files.items()
        if name.endswith(".md") and isinstance(content, bytes)
    }


def linked(pages: dict[str, str], under: str) -> set[str]:
    """Return where the pages below an address lead, as addresses from the root."""
    found = set()
    for name, text in pages.items():
        if name.startswith(under):
            up = relative_url("", name.removesuffix("index.md"))
            found |= {way.removeprefix(up) for way in _WAY.findall(text)}
    return found


def test_no_page_is_long(pages: dict[str, str]) -> None:
    assert max(len(text.encode()) for text in pages.values()) < LONGEST


def test_every_way_leads_to_a_page(pages: dict[str, str]) -> None:
    known = {name.removesuffix("index.md") for name in pages}
    for name, text in pages.items():
        up = relative_url("", name.removesuffix("index.md"))
        for way in _WAY.findall(text):
            target = way.removeprefix(up if up != "./" else "")
            if "." not in Path(target).name.removeprefix("p."):
                assert target in known | {"", "./"}, (name, way)


def test_every_member_stands_on_a_sheet_of_the_roster(
    context: SiteContext, pages: dict[str, str]
) -> None:
    owners = {one.id for one in context.community.members.values() if not one.is_staff}
    assert "people/p.2/index.md" in pages
    by_letter = {name: text for name, text in pages.items() if name.startswith("people/p.")}
    assert {f"people/{owner}/" for owner in owners} <= linked(by_letter, "people/p.")


def test_who_helped_with_very_much_is_told_of_all_of_it(
    context: SiteContext, pages: dict[str, str]
) -> None:
    member, done = max(context.lines_by_member.items(), key=lambda item: len(item[1]))
    assert f"people/{member}/p.2/index.md" in pages
    assert {f"{key}/" for key in done} <= linked(pages, f"people/{member}/")


def test_every_module_stands_on_a_sheet_of_its_cover(
    context: SiteContext, pages: dict[str, str]
) -> None:
    for handbook in context.community.handbooks:
        sheets = {
            name: text
            for name, text in pages.items()
            if name == f"{handbook}/index.md" or name.startswith(f"{handbook}/p.")
        }
        assert len(sheets) > 1
        own = {f"{key}/" for key in context.facts if key.startswith(f"{handbook}/")}
        assert own <= linked(sheets, handbook)


def test_everybody_who_checked_in_is_quoted_once(
    context: SiteContext, pages: dict[str, str]
) -> None:
    said = [line for text in pages.values() for line in re.findall(r">(第 \d+ 天，出发。)<", text)]
    assert sorted(said) == sorted(
        f"第 {n} 天，出发。" for n in range(len(context.community.members))
    )


def test_everybody_with_a_credit_is_named_in_the_credits(
    context: SiteContext, pages: dict[str, str]
) -> None:
    named = linked(pages, "credits/")
    assert len([name for name in pages if name.startswith("credits/")]) > len(
        context.community.handbooks
    )
    for line in context.all_lines():
        assert f"people/{line.member}/" in named


def test_every_module_with_a_long_tag_is_listed_under_it(
    context: SiteContext, pages: dict[str, str]
) -> None:
    tags = [page for page in whole_outline(context).pages if page.kind is PageKind.TAG]
    assert tags
    for tag in {page.subject for page in tags}:
        (first,) = [page for page in tags if page.subject == tag and page.sheet == 1]
        bearing = {f"{key}/" for key, one in context.facts.items() if tag in one.module.brief.tags}
        assert bearing <= linked(pages, first.url)


def test_shards_hold_every_sheet_once(context: SiteContext, pages: dict[str, str]) -> None:
    shards = Shards.of(context.community)
    found: list[str] = []
    for name in shards.names:
        files, _ = make_files(context, {}, shard=Shard(shards, name))
        found += [source for source in files if source.endswith(".md")]
    assert sorted(found) == sorted(pages)


def test_an_author_is_typed_where_there_are_too_many_to_pick_from(pages: dict[str, str]) -> None:
    library = pages["library/index.md"]
    assert '<input name="author" type="search"' in library
    assert '<select name="author"' not in library

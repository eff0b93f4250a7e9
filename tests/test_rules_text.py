"""How rules read delivered texts: links and tags with their places, private numbers, hostile files."""

from __future__ import annotations

import re
import time
from datetime import date
from pathlib import Path

import pytest

from kocbook.records.loader import load_community
from kocbook.records.tree import MemoryTree, WorkingTree
from kocbook.rules.content import find_scheme, leaves_folder
from kocbook.rules.engine import check_community
from kocbook.rules.page import Page, read_page
from kocbook.rules.privacy import (
    EMAIL,
    IDENTITY,
    LANDLINE,
    MOBILE,
    find_private,
    is_identity_number,
    mask,
)
from kocbook.rules.site_config import check_site_config
from tests.rules_overlays import FOLDER

BASE = WorkingTree(FOLDER / "_base")
DAY = date(2026, 6, 30)


def places(text: str) -> list[tuple[str, int | None, int | None]]:
    page = read_page("index.md", text)
    return [(link.target, link.where.line, link.where.column) for link in page.links]


def tags(text: str) -> list[tuple[str, int | None, int | None]]:
    page = read_page("index.md", text)
    return [(tag.name, tag.line, tag.column) for tag in page.tags if not tag.is_closing]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("看![图](a.png)和![图](a.png)", [("a.png", 1, 7), ("a.png", 1, 19)]),
        ("第一行\n第二行 [字](b.md)", [("b.md", 2, 9)]),
        (
            "| 甲 | 乙 |\n|---|---|\n| ![x](a.png) | ![y](a.png) |",
            [("a.png", 3, 8), ("a.png", 3, 22)],
        ),
        ("> [!NOTE]\n> 先看\n> ![x](in-note.png)", [("in-note.png", 3, 8)]),
        ("- 甲\n    - ![x](deep.png)", [("deep.png", 2, 12)]),
        ("[字][引]\n\n[引]: far.png", [("far.png", 3, 6)]),
        ("![中文名](图%20片.png)", [("图%20片.png", 1, 8)]),
        ("```\n![x](code.png)\n```\n`![x](span.png)`", []),
        ("词[^1]\n\n[^1]: 脚注不是链接", []),
        ("<https://club.example/>", []),
        ('<img src="raw.png" alt="图">', [("raw.png", 1, 1)]),
        ("<!-- ![x](comment.png) <img src=c.png> -->", []),
    ],
)
def test_links_have_places(text: str, expected: list[tuple[str, int, int]]) -> None:
    assert places(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一 < 二，三 > 二", []),
        ("字<script>x</script>", [("script", 1, 2)]),
        ("<IMG\n  onerror = 'x > y'\n/>", [("img", 1, 1)]),
        ("`<script>`", []),
        ("``a ` <script>``", []),
        ("~~~\n<script>\n~~~", []),
        ('<a title="<script>">', [("a", 1, 1)]),
    ],
)
def test_tags_have_places(text: str, expected: list[tuple[str, int, int]]) -> None:
    assert tags(text) == expected


def test_attributes_are_read_as_a_browser_reads_them() -> None:
    page = read_page("index.md", "<a HREF=java&#115;cript:x onClick='y' href=second>")
    assert page.tags[0].attributes == {"href": "javascript:x", "onclick": "y"}


def test_headings_of_both_kinds_are_titles() -> None:
    page: Page = read_page("index.md", "# 一\n\n二\n===\n\n<h1>三</h1>\n\n## 四")
    assert [where.line for where in page.titles] == [1, 3, 6]


@pytest.mark.parametrize(
    ("target", "scheme"),
    [
        ("javascript:x", "javascript"),
        (" JAVA\tSCRIPT:x", "javascript"),
        ("https://club.example", "https"),
        ("a.png", None),
        ("图:1.png", None),
    ],
)
def test_schemes_are_seen_through_white_space(target: str, scheme: str | None) -> None:
    assert find_scheme(target) == scheme


@pytest.mark.parametrize("target", ["../a", "a/../../b", "/a", "\\a", "a\\..\\b"])
def test_paths_that_climb_out_are_seen(target: str) -> None:
    assert leaves_folder(target)


def test_dots_in_a_name_do_not_climb() -> None:
    assert not leaves_folder("first..second.png")


def matches(pattern: re.Pattern[str], text: str) -> list[str]:
    return [number for _, number in find_private(pattern, text)]


@pytest.mark.parametrize(
    "text",
    [
        "13800138000",
        "电话：138-0013-8000。",
        "+86 138 0013 8000",
        "（１３８００１３８０００）",
        "手机13800138000",
    ],
)
def test_mobile_numbers_are_found(text: str) -> None:
    assert len(matches(MOBILE, text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "12800138000",
        "138001380001",
        "续航 13800.138000",
        "https://club.example/13800138000",
        "?id=13800138000",
        "VIN LSV13800138000X",
        "2026-06-30 08:00",
        "12122",
        "400-000-1234",
    ],
)
def test_other_numbers_are_no_mobile_numbers(text: str) -> None:
    assert matches(MOBILE, text) == []


def test_landlines_need_their_area_code() -> None:
    assert len(matches(LANDLINE, "010-88886666 或（0755）88886666")) == 2
    assert matches(LANDLINE, "88886666，2026-0630，0.5-1234567") == []


def test_identity_numbers_need_birthday_and_check_digit() -> None:
    assert matches(IDENTITY, "证 11010519491231002X。") == ["11010519491231002X"]
    assert is_identity_number("11010519491231002x")
    assert not is_identity_number("110105194912310021")
    assert not is_identity_number("11010519491331002X")


def test_email_addresses_are_found() -> None:
    assert matches(EMAIL, "写信到moli@mail.example，或a.b+c@x.y.example") == [
        "moli@mail.example",
        "a.b+c@x.y.example",
    ]
    assert matches(EMAIL, "第@张图，@某人") == []


def test_findings_do_not_repeat_the_number() -> None:
    assert mask("13800138000") == "138****00"


HOSTILE = {
    "brackets": "[a" * 5_000,
    "open tags": "<a " * 80_000,
    "open tags in lines": "<a\n" * 80_000,
    "open quotes": '<a b="' * 40_000,
    "comments": "<!--" * 60_000,
    "closed comments": "<!---->" * 30_000,
    "backticks": "`a``" * 40_000,
    "quotes": ">" * 20_000,
    "nested lists": "* " * 5_000,
    "references": "[a]: b\n" * 20_000,
    "attribute lists": "{a" * 60_000,
    "digits": "1" * 200_000,
    "spaced digits": "138 " * 60_000,
    "e-mail": "a." * 60_000 + "@",
    "e-mails": "a@a." * 60_000,
    "front matter": "---\n" + "a\n" * 60_000,
    "lines": "\n" * 200_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_cost_seconds_at_most(name: str) -> None:
    text = HOSTILE[name].encode()
    files = {entry.path: BASE.read(entry.path, 10**6) for entry in BASE.iter_entries()}
    started = time.process_time()
    result = load_community(MemoryTree({**files, "content/guide/first-day/index.md": text}))
    assert result.community is not None
    check_community(result.community, DAY)
    # A bound against blow-up, not a benchmark: the worst of these takes two seconds.
    assert time.process_time() - started < 20


@pytest.mark.parametrize("root", [FOLDER / "_base", FOLDER.parent.parent], ids=["base", "sample"])
def test_one_broken_file_makes_no_other_findings(root: Path) -> None:
    tree = WorkingTree(root)
    files = {entry.path: tree.read(entry.path, 10**6) for entry in tree.iter_entries()}
    files.pop("mkdocs.yml", None)
    before = found(files)
    broken = [path for path in sorted(files) if path != "community.yml"]
    for path in broken if len(broken) < 50 else broken[::7]:
        new = found({**files, path: b"a: [\n" if path.endswith(".yml") else b"\xff\xfe"}) - before
        assert {where for _, where in new} <= {path}, new


@pytest.mark.parametrize("root", [FOLDER / "_base", FOLDER.parent.parent], ids=["base", "sample"])
def test_no_missing_file_and_no_date_stops_a_check(root: Path) -> None:
    tree = WorkingTree(root)
    files = {entry.path: tree.read(entry.path, 10**6) for entry in tree.iter_entries()}
    broken = [path for path in sorted(files) if path != "community.yml"]
    for path in broken if len(broken) < 50 else broken[::11]:
        found({name: data for name, data in files.items() if name != path})
    for year in (2020, 2026, 2030):
        found(files, date(year, 6, 30))


def found(files: dict[str, bytes], day: date = DAY) -> set[tuple[str, str]]:
    result = load_community(MemoryTree(files))
    assert result.community is not None
    findings = [*result.findings, *check_community(result.community, day)]
    return {(finding.rule, finding.location.path) for finding in findings}


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("plugins:\n  - kocbook-sanitise\n", []),
        ("plugins:\n  kocbook-sanitise: {}\n  search: {}\n", []),
        ("plugins:\n  - search\n  - kocbook-sanitise:\n      strict: true\n", []),
        ("x: !!python/name:a.b\nplugins: [kocbook-sanitise]\n", []),
        ("site_name: x\nplugins: []\n", [2]),
        ("site_name: x\n", [1]),
        ("", [1]),
        ("a: [\n", [2]),
        ("[" * 5_000, [1]),
    ],
)
def test_the_site_needs_its_sanitiser(text: str, lines: list[int]) -> None:
    assert [finding.location.line for finding in check_site_config(text)] == lines

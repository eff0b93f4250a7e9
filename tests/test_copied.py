"""A text that was copied is warned of once, and every partial reader says so as a whole check does."""

from __future__ import annotations

import copy
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kocbook.base.finding import Finding
from kocbook.model.community import Community, Content, Module
from kocbook.model.work import Claim, Reuse
from kocbook.policy.request import open_request
from kocbook.rules.engine import check_community
from kocbook.rules.registry import tree_rules
from tests.builders import base_files, load_files
from tests.policy.people import ACCOUNTS, Files
from tests.policy.test_scope import first_seat, hold, wide_community
from tests.prose_of_chance import Chance
from tests.records.test_git_tree import commit, git, repository

__all__ = ["repository"]

CHANCE = Chance(9)
PROSE = [CHANCE.sentence() for _ in range(40)]
DAY = date(2026, 6, 1)
RULE = [rule for rule in tree_rules() if rule.id == "content-copied"]
NAMES = "abcdefgh"


@cache
def plain() -> tuple[Community, Module]:
    community = load_files(base_files())
    return community, next(iter(community.modules.values()))


def make_module(name: str, text: str, day: int | None) -> Module:
    """Return a module whose text was delivered on the day with this number, or never claimed."""
    _, model = plain()
    folder = f"content/{model.handbook}/{name}"
    path = f"modules/{model.handbook}/{name}/claims/writer.yml"
    when = DAY + timedelta(days=day or 0)
    claim = Claim(path=path, seat="writer", member="a", claimed=when, terms="", delivered=when)
    return Module(
        model.handbook,
        name,
        replace(model.brief, title=f"第 {name} 篇"),
        claims={} if day is None else {"writer": claim},
        content=Content(folder, {"": text}, {}),
    )


def make_community(*modules: Module) -> Community:
    return replace(plain()[0], modules={module.key: module for module in modules})


def copies(community: Community) -> dict[str, str]:
    """Return which module's text was copied from which."""
    found = check_community(community, DAY, RULE)
    return {one.location.path.split("/")[2]: str(one.data["module"]).split("/")[1] for one in found}


LONG = "".join(PROSE[:10])
OTHER = "".join(PROSE[10:20])


def test_the_later_text_is_the_copy() -> None:
    a, b = make_module("a", LONG, 9), make_module("b", OTHER + LONG, 2)
    assert copies(make_community(a, b)) == {"a": "b"}
    assert copies(make_community(a, make_module("b", LONG, 12))) == {"b": "a"}
    assert copies(make_community(a, make_module("b", LONG, 9))) == {"b": "a"}


def test_what_was_there_before_anybody_claimed_it_is_no_copy() -> None:
    assert copies(make_community(make_module("a", LONG, 1), make_module("b", LONG, None))) == {
        "a": "b"
    }


def test_the_copy_of_a_copy_is_the_firsts() -> None:
    modules = [
        make_module(name, LONG, day)
        for name, day in zip("abcdefg", (7, 1, 5, 3, 2, 4, 6), strict=True)
    ]
    assert copies(make_community(*modules)) == dict.fromkeys("acdefg", "b")


def test_of_two_sources_the_nearer_one_is_told() -> None:
    a, b = make_module("a", "".join(PROSE[:7]), 1), make_module("b", LONG, 2)
    third = make_module("c", LONG, 3)
    assert copies(make_community(a, b, third)) == {"b": "a", "c": "a"}
    part = make_module("a", "".join((*PROSE[:6], *PROSE[10:14])), 1)
    assert copies(make_community(part, b, third)) == {"b": "a", "c": "b"}


@pytest.mark.parametrize(
    ("title", "url"), [("第 b 篇", None), ("别的", "https://club.example/guide/b/")]
)
def test_a_record_of_reuse_is_an_excuse(title: str, url: str | None) -> None:
    a, b = make_module("a", LONG, 1), make_module("b", LONG, 2)
    reuse = Reuse("x.yml", DAY, "官网", title, ("a",), url)
    assert copies(make_community(replace(a, reuse=(reuse,)), b)) == {}
    assert copies(make_community(a, replace(b, reuse=(reuse,)))) == {"b": "a"}
    other = replace(reuse, title="别的", url="https://club.example/guide/bb/")
    assert copies(make_community(replace(a, reuse=(other,)), b)) == {"b": "a"}


def test_who_takes_a_modules_place_may_take_its_words() -> None:
    a, b = make_module("a", LONG, 1), make_module("b", LONG, 2)
    gone = replace(a, brief=replace(a.brief, superseded_by=b.key))
    assert copies(make_community(gone, b)) == {}


def test_a_template_of_both_briefs_is_nobodys_words() -> None:
    template = "".join(PROSE[20:32])
    modules = [
        make_module("a", template + "".join(PROSE[:4]), 1),
        make_module("b", template + "".join(PROSE[5:9]), 2),
    ]
    assert copies(make_community(*modules)) == {"b": "a"}
    given_to = [replace(one, brief=replace(one.brief, background=template)) for one in modules]
    assert copies(make_community(*given_to)) == {}


def test_parts_of_one_page_are_not_compared() -> None:
    a = make_module("a", LONG, 1)
    assert a.content
    parts = replace(a, content=replace(a.content, texts={"one": LONG, "two": LONG}))
    assert copies(make_community(parts)) == {}


words = st.lists(st.sampled_from(PROSE), max_size=9, unique=True).map("".join)
modules = st.lists(
    st.tuples(words, st.none() | st.integers(0, 4)), min_size=len(NAMES), max_size=len(NAMES)
).map(lambda rows: [make_module(name, *row) for name, row in zip(NAMES, rows, strict=True)])


def caused(root: Path, is_whole: bool) -> tuple[set[str], int]:
    """Return what a request makes the rule find that it did not find before, and what was read."""
    accounts = None if is_whole else [ACCOUNTS["member"]]
    with open_request(root, "main", "topic", accounts) as request:
        sides: list[list[Finding]] = []
        for side in (request.base, request.head):
            assert side.community is not None
            sides.append(check_community(side.community, DAY, RULE))
        assert request.is_whole == is_whole
        return set(map(repr, sides[1])) - set(map(repr, sides[0])), request.head.records


days = st.none() | st.integers(1, 4)
proposals = st.dictionaries(
    st.sampled_from(NAMES),
    st.tuples(st.just("text"), words)
    | st.tuples(st.just("claim"), days)
    | st.tuples(st.just("reuse"), st.just("")),
    min_size=1,
    max_size=2,
)


def write(files: Files, name: str, what: str, value: object) -> Files:
    """Return the file that gives a module a text, a delivery on a day, or a record of its reuse."""
    folder = f"modules/guide/far-{name}"
    if what == "text":
        return {f"content/guide/far-{name}/index.md": str(value).encode()}
    if what == "claim":
        delivered = {"delivered": str(DAY + timedelta(days=int(str(value))))} if value else {}
        return {first_seat(files, folder): {**hold(files, folder, "passer-by"), **delivered}}
    title = files[f"{folder}/module.yml"]["title"]
    reuse = {"date": str(DAY), "channel": "官网", "title": title, "authors": ["passer-by"]}
    return {f"{folder}/reuse/{DAY}-web.yml": reuse}


@given(
    st.lists(st.tuples(words, st.just(0) | days), min_size=len(NAMES), max_size=len(NAMES)),
    proposals,
)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_request_is_judged_as_by_a_whole_check(
    repository: Path, there: list[tuple[str, int | None]], new: dict[str, tuple[str, object]]
) -> None:
    files = copy.deepcopy(wide_community())
    before = dict(files)
    for name, (text, day) in zip(NAMES, there, strict=True):
        before |= write(files, name, "text", text)
        before |= write(files, name, "claim", day) if day != 0 else {}
    git(repository, "checkout", "-q", "-B", "main")
    git(repository, "rm", "-rqf", "--ignore-unmatch", "modules", "content")
    commit(repository, before)
    git(repository, "checkout", "-q", "-B", "topic")
    changes: Files = {}
    for name, (what, value) in new.items():
        changes |= write(files, name, what, value)
    commit(repository, changes)
    found, _ = caused(repository, is_whole=False)
    whole, _ = caused(repository, is_whole=True)
    assert found == whole


@pytest.mark.parametrize(
    ("what", "value", "wanted"),
    [
        ("claim", 4, [("far-a", "guide/far-b")]),
        ("claim", 2, [("far-b", "guide/far-a")]),
        ("text", OTHER, []),
        ("reuse", "", []),
    ],
)
def test_what_moves_the_warning_of_another_text_is_seen(
    repository: Path, what: str, value: object, wanted: list[tuple[str, str]]
) -> None:
    files = wide_community()
    before = dict(files)
    for name, day in (("a", 1), ("b", 3)):
        before |= {**write(files, name, "text", LONG), **write(files, name, "claim", day)}
    commit(repository, before)
    git(repository, "checkout", "-q", "-b", "topic")
    commit(repository, write(files, "a", what, value))
    for accounts in ([ACCOUNTS["member"]], None):
        with open_request(repository, "main", "topic", accounts) as request:
            assert request.head.community
            found = check_community(request.head.community, DAY, RULE)
            told = [(one.location.path.split("/")[2], one.data["module"]) for one in found]
            assert told == wanted
            assert request.is_whole == (accounts is None)


def test_a_claim_on_a_task_without_text_reads_no_texts(repository: Path) -> None:
    files = wide_community()
    commit(
        repository, {**files, **write(files, "a", "text", LONG), **write(files, "b", "text", LONG)}
    )
    git(repository, "checkout", "-q", "-b", "topic")
    commit(repository, write(files, "c", "claim", None))
    with open_request(repository, "main", "topic", [ACCOUNTS["member"]]) as request:
        assert request.head.community
        assert "guide/far-a" not in request.head.community.modules


def test_a_request_reads_what_its_text_is_like_and_no_more(repository: Path) -> None:
    files = wide_community()
    texts = {f"content/guide/far-{name}/index.md": "" for name in NAMES}
    for number, path in enumerate(texts):
        texts[path] = "".join(PROSE[number * 5 : number * 5 + 5])
    commit(repository, {**files, **{path: text.encode() for path, text in texts.items()}})
    git(repository, "checkout", "-q", "-b", "topic")
    commit(
        repository, {"content/guide/far-c/index.md": texts["content/guide/far-a/index.md"].encode()}
    )
    found, records = caused(repository, is_whole=False)
    assert len(found) == 1
    whole, everything = caused(repository, is_whole=True)
    assert found == whole
    assert records < everything

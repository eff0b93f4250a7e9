"""A check of new words alone finds what a whole check finds, whatever the words are."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from kocbook.base.finding import Finding
from kocbook.insight.fingerprint import text_fingerprint
from kocbook.model.community import Community, Module
from kocbook.records.loader import load_community
from kocbook.records.tree import WorkingTree
from kocbook.rules.engine import check_community, check_words
from tests.bench.communities import AS_OF
from tests.conftest import SAMPLE

ROOT = Path(__file__).parents[1]
PIECES = [
    "雨天先看胎压。",
    "# 一级标题",
    "## 胎压",
    "看[胎压](#胎压)。",
    "看[别处](#没有的标题)。",
    "[文件](missing.webp)",
    "[外面](../other/index.md)",
    "[那天](../first-day/index.md#胎压)",
    "[那天](../../guide/first-day/index.md#交车)",
    "[洗车](../car-wash/index.md#胎压)",
    "[车机](../first-setup/index.md#胎压)",
    "[储物](../hidden-storage/index.md#一级标题)",
    "[自己](../tyre-check/index.md#胎压)",
    "![](gauge.webp)",
    "打 138 1234 5678 找我",
    "沪A·12345 与粤B·F7K92",
    "owner@club.example",
    "<script>alert(1)</script>",
    "[点](javascript:alert(1))",
    "{onclick=x}",
    "---\ntitle: 我的\n---",
    " ",
]


@cache
def bases() -> tuple[tuple[Community, list[Finding]], ...]:
    """Our own community and that of the tests, each with what a whole check finds."""
    found = []
    for root in (ROOT, SAMPLE):
        community = load_community(WorkingTree(root)).community
        assert community is not None
        found.append((community, check_community(community, AS_OF)))
    return tuple(found)


@st.composite
def rewritten(draw: st.DrawFn, module: Module) -> Module:
    """Give a module other words, signed anew by some of who signed before."""
    assert module.content
    pieces = draw(st.lists(st.sampled_from([*PIECES, module.text or ""]), max_size=6))
    text = "\n\n".join(pieces)
    marks = st.sampled_from([text_fingerprint(text), text_fingerprint("别的"), "13812345678"])
    signoffs = {
        person: replace(signoff, text=draw(marks)) for person, signoff in module.signoffs.items()
    }
    return replace(
        module,
        content=replace(module.content, texts={**module.content.texts, "": text}),
        signoffs=signoffs,
    )


@given(st.data())
@settings(max_examples=60)
def test_new_words_are_judged_as_by_a_whole_check(data: st.DataObject) -> None:
    community, known = data.draw(st.sampled_from(bases()))
    with_text = [key for key, module in community.modules.items() if module.text is not None]
    keys = data.draw(st.sets(st.sampled_from(with_text), min_size=1, max_size=3))
    modules = {key: data.draw(rewritten(community.modules[key])) for key in sorted(keys)}
    signed = [signoff.path for module in modules.values() for signoff in module.signoffs.values()]
    numbered = data.draw(st.sets(st.sampled_from(signed))) if signed else set()
    after = replace(
        community,
        modules={**community.modules, **modules},
        numbered=community.numbered - set(signed) | numbered,
    )

    found = check_words(known, community, after, keys, AS_OF)

    whole = check_community(after, AS_OF)
    assert sorted(found, key=repr) == sorted(whole, key=repr)


def test_the_pieces_are_found_at_all() -> None:
    """Otherwise the test above would compare nothing with nothing."""
    community, known = bases()[0]
    key, module = next(
        (key, module)
        for key, module in community.modules.items()
        if module.text and module.signoffs and module.content and module.content.media
    )
    assert module.content
    text = "\n\n".join(PIECES)
    after = replace(
        module, content=replace(module.content, texts={**module.content.texts, "": text})
    )
    both = replace(community, modules={**community.modules, key: after})
    rules = {finding.rule for finding in check_words(known, community, both, [key], AS_OF)}
    assert rules >= {
        "content-title",
        "content-unsafe",
        "image-without-alt",
        "link-leaves-folder",
        "link-missing-anchor",
        "link-missing-file",
        "media-unused",
        "privacy-email",
        "privacy-mobile",
        "privacy-plate",
        "signoff-outdated",
    }

"""Every rule looks no further than it says, on communities where all that lies beyond is a trap."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kocbook.base.finding import Severity, at
from kocbook.model.community import Community
from kocbook.model.paths import RecordKind, parse_record_path
from kocbook.records.loader import load_community
from kocbook.records.tree import WorkingTree
from kocbook.rules.context import Context
from kocbook.rules.registry import Hit, Reach, Rule, Sight, tree_rules
from tests.bench.communities import AS_OF
from tests.conftest import SAMPLE
from tests.rules_overlays import FOLDER, LockedTree, make_files
from tests.rules_traps import TrapError, find_all, find_in_units, without_words

ROOT = Path(__file__).parents[1]
RULES = {rule.id: rule for rule in tree_rules() if rule.check is not None}


@dataclass(frozen=True)
class Case:
    """A community with what it is asked for: everything, and everything but delivered words."""

    community: Community
    whole: Context
    silent: Context


def make_case(community: Community) -> Case:
    as_of = community.settings.as_of or AS_OF
    return Case(community, Context(community, as_of), without_words(community, as_of))


@cache
def read(root: Path) -> Case:
    community = load_community(WorkingTree(root)).community
    assert community is not None
    return make_case(community)


@cache
def overlay(rule_id: str, side: str) -> Case | None:
    """Return the community of an example; None where its settings cannot be read."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "community"
        shutil.copytree(FOLDER / "_base", root)
        if (FOLDER / rule_id / side).exists():
            shutil.copytree(FOLDER / rule_id / side, root, dirs_exist_ok=True)
        community = load_community(LockedTree(root, make_files(root, rule_id, side))).community
    return make_case(community) if community else None


def cases(rule_id: str) -> list[Case]:
    """List the rule's own examples, our own community and that of the tests."""
    examples = [overlay(rule_id, side) for side in ("bad", "good")]
    return [*filter(None, examples), read(ROOT), read(SAMPLE)]


@pytest.mark.parametrize("rule_id", RULES)
def test_no_rule_looks_further_than_it_says(rule_id: str) -> None:
    rule = RULES[rule_id]
    for case in cases(rule_id):
        if rule.sight.is_wide and rule.sight.is_wide(case.community):
            continue  # there it says that it looks at everything
        whole = find_all(rule, case.whole)
        assert find_in_units(rule, case.community, case.whole.as_of) == whole


@pytest.mark.parametrize(
    "rule_id", [name for name, rule in RULES.items() if rule.sight.reach.leaves_module]
)
def test_who_says_it_looks_far_has_an_example_for_it(rule_id: str) -> None:
    """Otherwise the test above would prove little of such a rule, and partial readers read too much."""
    rule, case = RULES[rule_id], overlay(rule_id, "bad")
    assert case is not None
    near = replace(rule, sight=replace(rule.sight, reach=Reach.MODULE, find_related=None))
    with contextlib.suppress(TrapError):
        assert find_in_units(near, case.community, case.whole.as_of) != find_all(near, case.whole)


@pytest.mark.parametrize("rule_id", [name for name, rule in RULES.items() if not rule.sight.words])
def test_who_looks_at_no_words_does_not(rule_id: str) -> None:
    rule = RULES[rule_id]
    for case in cases(rule_id):
        assert find_all(rule, case.silent) == find_all(rule, case.whole)


def without_each_record(community: Community) -> Iterator[tuple[str, RecordKind, Community]]:
    """Yield the community without one record of a module, with the module's key and the kind."""
    for key, module in community.modules.items():
        for name in (one.name for one in fields(module)):
            held = getattr(module, name)
            items = held.values() if isinstance(held, Mapping) else held
            for item in items if isinstance(held, Mapping | tuple) else ():
                where = parse_record_path(item.path)
                assert where is not None
                kept: Any = (
                    {name: one for name, one in held.items() if one is not item}
                    if isinstance(held, Mapping)
                    else tuple(one for one in held if one is not item)
                )
                changed = replace(module, **{name: kept})
                yield (
                    key,
                    where.kind,
                    replace(community, modules={**community.modules, key: changed}),
                )


@pytest.mark.parametrize(
    "rule_id", [name for name, rule in RULES.items() if rule.sight.reach.leaves_module]
)
def test_what_a_rule_does_not_name_moves_it_in_its_own_module_alone(rule_id: str) -> None:
    rule = RULES[rule_id]
    for case in cases(rule_id):
        whole = find_all(rule, case.whole)
        for key, kind, community in without_each_record(case.community):
            if rule.sight.felt(kind).leaves_module:
                continue
            now = find_all(rule, Context(community, case.whole.as_of))
            handbook = key.partition("/")[0]
            own = (f"modules/{key}/", f"content/{key}/", f"modules/{handbook}/payouts/")
            assert all(found[0].startswith(own) for found in whole ^ now), (key, kind)


def test_who_looks_at_a_page_alone_has_a_check_for_it() -> None:
    for rule in RULES.values():
        assert rule.check_page or rule.sight.reach is not Reach.PAGE


def ask(check: Callable[[Context], Iterator[Hit]], **sight: object) -> Rule:
    return Rule("a-rule", Severity.ERROR, "any", "", check, sight=Sight(**sight))  # type: ignore[arg-type]


def other_text(context: Context) -> Iterator[Hit]:
    for module in context.modules:
        yield from (
            (at(module.path), {})
            for other in ("guide/first-day", "guide/car-wash")
            if other != module.key and context.community.modules[other].text
        )


def other_page(context: Context) -> Iterator[Hit]:
    for module in context.modules:
        if module.key != "guide/first-day" and context.module_pages["guide/first-day"]:
            yield at(module.path), {}


def other_standing(context: Context) -> Iterator[Hit]:
    for name in sorted(context.standings):
        yield at(f"members/{name}.yml"), {}


def twice(context: Context) -> Iterator[Hit]:
    titles = [module.brief.form for module in context.modules]
    for module in context.modules:
        if titles.count(module.brief.form) > 1:
            yield at(module.path), {}


def names_of_staff(context: Context) -> Iterator[Hit]:
    for module in context.modules:
        yield at(module.path), {"staff": context.community.find_staff()}


@pytest.mark.parametrize(
    ("check", "reach"),
    [
        (other_text, Reach.MODULE),
        (other_page, Reach.MODULE),
        (other_standing, Reach.HANDBOOK),
        (twice, Reach.MODULE),
        (names_of_staff, Reach.HANDBOOK),
    ],
)
def test_who_looks_too_far_is_caught(
    check: Callable[[Context], Iterator[Hit]], reach: Reach
) -> None:
    """Otherwise the tests above would prove nothing."""
    case = read(SAMPLE)
    rule, as_of = ask(check, reach=reach), case.whole.as_of
    whole = find_all(rule, case.whole)
    assert whole
    with contextlib.suppress(TrapError):
        assert find_in_units(rule, case.community, as_of) != whole
    far = replace(rule, sight=Sight(Reach.COMMUNITY))
    assert find_in_units(far, case.community, as_of) == whole


def test_words_are_a_trap_for_who_says_none() -> None:
    with pytest.raises(TrapError):
        find_all(ask(other_text), read(SAMPLE).silent)


def test_a_rule_that_compares_texts_has_to_say_which() -> None:
    with pytest.raises(ValueError, match="related"):
        Sight(Reach.COMMUNITY, words=True)


def test_what_a_rule_does_not_say_is_felt_everywhere() -> None:
    for kind in RecordKind:
        assert Sight(Reach.COMMUNITY).felt(kind) is Reach.COMMUNITY
        assert Sight().felt(kind) is Reach.MODULE

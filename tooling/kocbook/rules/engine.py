"""Asks every rule about a community and collects what it finds."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

from kocbook.base.finding import Finding
from kocbook.model.community import Community
from kocbook.rules.context import Context
from kocbook.rules.page import read_page
from kocbook.rules.registry import Rule, Texts, tree_rules


def check_community(
    community: Community, as_of: date, rules: Iterable[Rule] | None = None
) -> list[Finding]:
    """Return what all rules, or these, find in `community` on the day `as_of`, in their order."""
    context = Context(community, as_of)
    return [
        Finding(rule.id, rule.severity, location, data)
        for rule in (tree_rules() if rules is None else rules)
        if rule.check is not None
        for location, data in rule.check(context)
    ]


def find_related(before: Texts, after: Texts, keys: Collection[str]) -> set[str]:
    """Return the modules to look at beside `keys`, whose texts change, for what any rule finds."""
    finders = [rule.sight.find_related for rule in tree_rules()]
    return {key for find in finders if find for key in find(before, after, keys)}


def list_texts(community: Community) -> dict[str, str]:
    """Return all delivered texts of a community by path."""
    return {
        content.text_path(part): text
        for module in community.modules.values()
        if (content := module.content)
        for part, text in content.texts.items()
    }


def check_text(path: str, text: str, not_phones: frozenset[str] = frozenset()) -> list[Finding]:
    """Return what the rules find that look at nothing but a text, before it stands anywhere.

    `not_phones` are the digits of the numbers that its brief says are no phone's.
    """
    page = read_page(path, text)
    page.not_phones = not_phones
    return [
        Finding(rule.id, rule.severity, location, data)
        for rule in tree_rules()
        if rule.check_page is not None
        for location, data in rule.check_page(page)
    ]


def check_words(
    findings: Iterable[Finding],
    before: Community,
    after: Community,
    keys: Collection[str],
    as_of: date,
) -> list[Finding]:
    """Return what stands in `findings` of `before`, less what is mended in `after`, and what is new.

    The two differ in the texts of the modules `keys`, and in which of them was signed. So the rules
    that look at words are asked about these and those related to them, before and after, and what they say
    of both does not count. `tests/test_check_words.py` holds that against a whole check.
    """
    keys = {
        *keys,
        *find_related(list_texts(before), list_texts(after), keys),
    } & after.modules.keys()
    folders = tuple(f"{top}/{key}/" for key in keys for top in ("modules", "content"))
    rules = [rule for rule in tree_rules() if rule.sight.words]
    wide = [rule for rule in rules if rule.sight.is_wide and rule.sight.is_wide(after)]
    near = [rule for rule in rules if rule not in wide]

    def ask(community: Community) -> list[Finding]:
        found = check_community(_narrow(community, keys, folders), as_of, near)
        own = [finding for finding in found if finding.location.path.startswith(folders)]
        return own + (check_community(community, as_of, wide) if wide else [])

    then, now = ask(before), ask(after)
    mended = [finding for finding in then if finding not in now]
    new = [finding for finding in now if finding not in then]
    return [*(finding for finding in findings if finding not in mended), *new]


def _narrow(community: Community, keys: Collection[str], folders: tuple[str, ...]) -> Community:
    """Return the community with these modules alone; the others still stand elsewhere."""
    modules = {key: community.modules[key] for key in sorted(keys)}
    numbered = frozenset(path for path in community.numbered if path.startswith(folders))
    others = frozenset(module.path for module in community.modules.values())
    return replace(community, modules=modules, numbered=numbered, elsewhere=others)

"""Asks every rule about a community and collects what it finds."""

from __future__ import annotations

from collections.abc import Collection, Iterable
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
        for part, text in (*content.texts.items(), *content.translations.items())
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

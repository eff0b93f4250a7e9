"""Asks every rule about a community and collects what it finds."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

from kocbook.base.finding import Finding
from kocbook.model.community import Community
from kocbook.rules.context import Context
from kocbook.rules.module_links import find_linking
from kocbook.rules.page import read_page
from kocbook.rules.registry import all_rules


def check_community(
    community: Community, as_of: date, whole: Community | None = None
) -> list[Finding]:
    """Return what all rules find in `community` on the day `as_of`, in the order of the rules.

    Where it is a part of a `whole`, the texts that it links to are read there.
    """
    context = Context(community, as_of, whole)
    return [
        Finding(rule.id, rule.severity, location, data)
        for rule in all_rules()
        if rule.check is not None
        for location, data in rule.check(context)
    ]


def check_text(path: str, text: str, not_phones: frozenset[str] = frozenset()) -> list[Finding]:
    """Return what the rules find that look at nothing but a text, before it stands anywhere.

    `not_phones` are the digits of the numbers that its brief says are no phone's.
    """
    page = read_page(path, text)
    page.not_phones = not_phones
    return [
        Finding(rule.id, rule.severity, location, data)
        for rule in all_rules()
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

    The two differ in the texts of the modules `keys`, and in which of them was signed. No rule
    compares the words of two modules, but for links to parts of another text; so each is asked about
    these and those that link to them alone, before and after, and what it says of both does not
    count. `tests/test_check_words.py` holds that against a whole check.
    """
    keys = {*keys, *find_linking(after, keys)}
    folders = tuple(f"{top}/{key}/" for key in keys for top in ("modules", "content"))

    def ask(community: Community) -> list[Finding]:
        found = check_community(_narrow(community, keys, folders), as_of, community)
        return [finding for finding in found if finding.location.path.startswith(folders)]

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

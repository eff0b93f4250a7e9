"""The list of all rules, filled by decorators in the files beside this one."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kocbook.base.finding import Location, Severity

if TYPE_CHECKING:
    from kocbook.rules.context import Context
    from kocbook.rules.page import Page

Hit = tuple[Location, Mapping[str, object]]
"""Where a rule found a fault, and the values that fill its sentences."""

Check = Callable[["Context"], Iterator[Hit]]
PageCheck = Callable[["Page"], Iterator[Hit]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `record` is the kind of record it looks at, or "any", "content", "media" or "file".

    `check` is None for what the reader itself reports while it loads files. `doc` is one sentence
    of fact; the sentences for readers stand in the locale files under `rules.<id>`.
    """

    id: str
    severity: Severity
    record: str
    doc: str
    check: Check | None
    check_page: PageCheck | None = None
    """The check of a rule that looks at one text and at nothing else."""


_RULES: dict[str, Rule] = {}


def add_rule(rule: Rule) -> None:
    """Add a rule to the list.

    Raises:
        ValueError: there is a rule with this id already.
    """
    if rule.id in _RULES:
        raise ValueError(rule.id)
    _RULES[rule.id] = rule


def rules_for(record: str) -> Callable[[str, Severity], Callable[[Check], Check]]:
    """Return the decorator `@rule(id, severity)` for rules that look at `record`."""

    def rule(rule_id: str, severity: Severity) -> Callable[[Check], Check]:
        def register(check: Check) -> Check:
            add_rule(Rule(rule_id, severity, record, (check.__doc__ or "").strip(), check))
            return check

        return register

    return rule


def page_rule(rule_id: str, severity: Severity) -> Callable[[PageCheck], PageCheck]:
    """Return a decorator for a rule that looks at one text and at nothing else."""

    def register(check_page: PageCheck) -> PageCheck:
        def check(context: Context) -> Iterator[Hit]:
            for page in context.pages.values():
                yield from check_page(page)

        doc = (check_page.__doc__ or "").strip()
        add_rule(Rule(rule_id, severity, "content", doc, check, check_page))
        return check_page

    return register


def all_rules() -> tuple[Rule, ...]:
    """List all rules, sorted by id."""
    from kocbook.rules.catalogue import load_rules

    load_rules()
    return tuple(_RULES[rule_id] for rule_id in sorted(_RULES))


def near_rules(rule_id: str, rules: Iterable[Rule]) -> list[str]:
    """List the ids of `rules` that look most like an unknown one, best first."""
    known = [rule.id for rule in rules]
    close = difflib.get_close_matches(rule_id, known, n=5, cutoff=0.5)
    return close + [name for name in known if rule_id and rule_id in name and name not in close][:5]


def reference_path(language: str) -> str:
    """Return where the page in `language` stands in the repository."""
    return f"tooling/reference/rules.{language}.md"


def reference_anchor(rule_id: str, language: str) -> str:
    """Return where a rule stands in the reference: the page and the rule's anchor."""
    return f"{reference_path(language)}#{rule_id}"

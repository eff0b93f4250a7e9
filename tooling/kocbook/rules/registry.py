"""The one list of rules: those with a check, by decorators, and those that others report.

The decorators stand in the files beside this one, the others in `declared.yml`.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kocbook.base.compiled import compile_once
from kocbook.base.finding import Location, Severity

if TYPE_CHECKING:
    from kocbook.model.community import Community
    from kocbook.model.paths import RecordKind
    from kocbook.rules.context import Context
    from kocbook.rules.page import Page

_DECLARED = Path(__file__).parent / "declared.yml"
Hit = tuple[Location, Mapping[str, object]]
"""Where a rule found a fault, and the values that fill its sentences."""

Check = Callable[["Context"], Iterator[Hit]]
PageCheck = Callable[["Page"], Iterator[Hit]]


class Origin(StrEnum):
    """Who finds what a rule is about."""

    CHECK = "check"
    """A function in this folder, which looks at a community or a text."""
    READING = "reading"
    """The reader, while it loads files."""
    CHANGE = "change"
    """The policy, which judges a change."""
    HISTORY = "history"
    """The audit, a release, or a comparison with generated files."""


class Reach(StrEnum):
    """How far a rule looks from the text or record in which it finds a fault.

    However short the reach, a rule may ask for a member by id, and whether a name exists.
    """

    PAGE = "page"
    """One text, and nothing else."""
    MODULE = "module"
    """One record, or one module with all that belongs to it and its handbook's own record."""
    HANDBOOK = "handbook"
    """One handbook: all its modules and payments."""
    MEMBER = "member"
    """All that one member does, wherever it stands, and whoever has the same id, name or account."""
    COMMUNITY = "community"
    """Everything."""

    @property
    def leaves_module(self) -> bool:
        """True where the module in which a fault stands is not all that is looked at."""
        return self not in (Reach.PAGE, Reach.MODULE)


Texts = Mapping[str, str]
"""Delivered texts by path; a text that is not there, or cannot be read, is left out."""

FindRelated = Callable[[Texts, Texts, Collection[str]], set[str]]
"""From all texts before and after a change, and the keys of the modules that it changes, to the keys
of the modules that have to be looked at beside them."""


@dataclass(frozen=True, slots=True)
class Sight:
    """How far a rule looks, and what for. Whoever reads a community in part asks this.

    `moved_by` says for a rule that looks beyond a module how far a change of each kind of record is
    felt; a kind that it does not name is felt in its own module alone. Without it, each is felt
    everywhere. `words` is true where delivered texts are looked at; then a rule that looks beyond
    the module has `find_related`, which is asked where a text changes, or a record that `moved_by` names. `tells` is true where the sentence of a finding names others of the
    community to choose from. `is_wide` is for a rule that looks beyond its reach in some communities.
    """

    reach: Reach = Reach.MODULE
    words: bool = False
    tells: bool = False
    moved_by: Mapping[RecordKind, Reach] | None = None
    find_related: FindRelated | None = None
    is_wide: Callable[[Community], bool] | None = None

    def __post_init__(self) -> None:
        """Refuse a sight with which no partial reader could know what to read.

        Raises:
            ValueError: the rule compares texts and does not say which.
        """
        if self.words and self.reach.leaves_module and self.find_related is None:
            raise ValueError("a rule that compares texts of modules has to find the related ones")

    def felt(self, kind: RecordKind) -> Reach:
        """Return how far a change of a record of this kind is felt by what the rule finds."""
        if self.moved_by is None:
            return self.reach
        return self.moved_by.get(kind, Reach.MODULE)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `record` is the kind of record it looks at, or "any", "content", "media" or "file".

    `check` is None where others report (`origin`). `doc` is one sentence of fact; the sentences for
    readers stand in the locale files under `rules.<id>`.
    """

    id: str
    severity: Severity
    record: str
    doc: str
    check: Check | None
    check_page: PageCheck | None = None
    """The check of a rule that looks at one text and at nothing else."""
    sight: Sight = Sight()
    origin: Origin = Origin.CHECK


_TELLING = Sight(tells=True)
_RULES: dict[str, Rule] = {}


def add_rule(rule: Rule) -> None:
    """Add a rule to the list.

    Raises:
        ValueError: there is a rule with this id already.
    """
    if rule.id in _RULES:
        raise ValueError(rule.id)
    _RULES[rule.id] = rule


def rules_for(record: str) -> Callable[..., Callable[[Check], Check]]:
    """Return the decorator `@rule(id, severity, reach)` for rules that look at `record`.

    What else it takes are the properties of `Sight`.
    """

    def rule(
        rule_id: str, severity: Severity, reach: Reach, **sight: Any
    ) -> Callable[[Check], Check]:
        def register(check: Check) -> Check:
            doc = (check.__doc__ or "").strip()
            add_rule(Rule(rule_id, severity, record, doc, check, sight=Sight(reach, **sight)))
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
        sight = Sight(Reach.PAGE, words=True)
        add_rule(Rule(rule_id, severity, "content", doc, check, check_page, sight))
        return check_page

    return register


def tree_rules() -> tuple[Rule, ...]:
    """List the rules that a tree of files alone can break, sorted by id."""
    from kocbook.rules.catalogue import load_rules

    load_rules()
    reading = {rule.id: rule for rule in rules_of(Origin.READING)}
    return _sort(_RULES | reading)


def rules_of(origin: Origin) -> tuple[Rule, ...]:
    """List the rules that others report than the checks of this folder, sorted by id."""
    return _sort({rule.id: rule for rule in _declared().values() if rule.origin is origin})


def all_rules() -> tuple[Rule, ...]:
    """List every rule that there is, sorted by id."""
    return _sort({rule.id: rule for rule in tree_rules()} | _declared())


def find_declared(rule_id: str) -> Rule | None:
    """Return a rule that others report than the checks of this folder; None where it is none."""
    return _declared().get(rule_id)


def severity_of(rule_id: str) -> Severity:
    """Return how much a rule weighs that others report.

    Raises:
        KeyError: there is no such rule.
    """
    return _declared()[rule_id].severity


def _sort(rules: Mapping[str, Rule]) -> tuple[Rule, ...]:
    return tuple(rules[rule_id] for rule_id in sorted(rules))


@cache
def _declared() -> dict[str, Rule]:
    rows = compile_once("declared-rules", [_DECLARED], _read_declared)
    return {
        rule_id: Rule(
            rule_id,
            Severity(severity),
            record,
            fact,
            None,
            sight=_TELLING if tells else Sight(),
            origin=Origin(origin),
        )
        for rule_id, origin, severity, record, fact, tells in rows
    }


def _read_declared() -> list[list[object]]:
    import yaml

    groups = yaml.load(_DECLARED.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return [
        [rule_id, origin, row["severity"], row["record"], row["fact"], row.get("tells", False)]
        for origin, rules in groups.items()
        for rule_id, row in rules.items()
    ]


def near_rules(rule_id: str, rules: Iterable[Rule]) -> list[str]:
    """List the ids of `rules` that look most like an unknown one, best first."""
    known = [rule.id for rule in rules]
    close = difflib.get_close_matches(rule_id, known, n=5, cutoff=0.5)
    return close + [name for name in known if rule_id and rule_id in name and name not in close][:5]


def reference_path(language: str) -> str:
    """Return where the page in `language` stands in the repository."""
    return f"tooling/docs/{language}/reference/rules.md"


def reference_anchor(rule_id: str, language: str) -> str:
    """Return where a rule stands in the reference: the page and the rule's anchor."""
    return f"{reference_path(language)}#{rule_id}"

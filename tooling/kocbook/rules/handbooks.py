"""Rules about blueprints: chapters, budget and cover."""

from __future__ import annotations

from collections.abc import Iterator

from kocbook.base.finding import Location, Pointer, Severity, at
from kocbook.insight.budget import promised_cash
from kocbook.model.community import Module
from kocbook.model.enums import StaffRole, State
from kocbook.model.handbook import Handbook
from kocbook.model.paths import RESERVED_HANDBOOKS, RecordKind
from kocbook.rules.context import Context
from kocbook.rules.references import near
from kocbook.rules.registry import Hit, Reach, rules_for

rule = rules_for("handbook")

PLANS = dict.fromkeys(
    (RecordKind.HANDBOOK, RecordKind.MODULE, RecordKind.BUDGET, RecordKind.CASH), Reach.HANDBOOK
)
"""What moves the sums of a handbook."""


def _places(handbook: Handbook) -> Iterator[tuple[Pointer, str]]:
    """Yield every place in the chapters that names a module."""
    for number, chapter in enumerate(handbook.chapters):
        for index, module in enumerate(chapter.modules):
            yield ("chapters", number, "modules", index), module


def _modules_of(context: Context, handbook: Handbook) -> list[Module]:
    return context.modules_by_handbook.get(handbook.id, [])


def _in_budget(context: Context, handbook: Handbook, *names: str) -> Location:
    """Return a place in the budget: in a record of its own, or in the blueprint."""
    path, pointer = context.community.locate_budget(handbook)
    return at(path, *pointer, *names)


@rule("handbook-reserved-id", Severity.ERROR, Reach.MODULE)
def handbook_reserved_id(context: Context) -> Iterator[Hit]:
    """A handbook's id is the name of one of the site's own pages."""
    for handbook in context.community.handbooks.values():
        if handbook.id in RESERVED_HANDBOOKS:
            yield at(handbook.path), {"handbook": handbook.id}


@rule(
    "chapter-unknown-module",
    Severity.ERROR,
    Reach.HANDBOOK,
    moved_by={RecordKind.HANDBOOK: Reach.HANDBOOK, RecordKind.MODULE: Reach.HANDBOOK},
)
def chapter_unknown_module(context: Context) -> Iterator[Hit]:
    """A chapter names a module that does not exist."""
    for handbook in context.community.handbooks.values():
        known = [module.id for module in _modules_of(context, handbook)]
        for pointer, module in _places(handbook):
            if not context.community.knows_module(f"{handbook.id}/{module}"):
                data = {"module": module, "handbook": handbook.id, "near": near(module, known)}
                yield at(handbook.path, *pointer), data


@rule("module-in-two-chapters", Severity.ERROR, Reach.MODULE)
def module_in_two_chapters(context: Context) -> Iterator[Hit]:
    """A module stands twice in the chapters of its handbook."""
    for handbook in context.community.handbooks.values():
        seen: dict[str, str] = {}
        for pointer, module in _places(handbook):
            title = handbook.chapters[int(pointer[1])].title
            if module in seen:
                data = {"module": module, "chapter": title, "other": seen[module]}
                yield at(handbook.path, *pointer), data
            seen.setdefault(module, title)


@rule("chapter-level-skipped", Severity.WARNING, Reach.MODULE)
def chapter_level_skipped(context: Context) -> Iterator[Hit]:
    """A chapter stands deeper than inside the chapter before it."""
    for handbook in context.community.handbooks.values():
        before = 0
        for number, chapter in enumerate(handbook.chapters):
            if chapter.level > before + 1:
                data = {"chapter": chapter.title, "level": chapter.level, "wanted": before + 1}
                yield at(handbook.path, "chapters", number, "level"), data
            before = chapter.level


@rule("module-in-no-chapter", Severity.ERROR, Reach.MODULE)
def module_in_no_chapter(context: Context) -> Iterator[Hit]:
    """A module that is neither withdrawn nor superseded stands in no chapter."""
    for handbook in context.community.handbooks.values():
        listed = set(handbook.module_ids)
        for module in _modules_of(context, handbook):
            gone = module.brief.withdrawn or module.brief.superseded_by
            if module.id not in listed and not gone:
                data = {"module": module.id, "title": module.brief.title, "path": handbook.path}
                yield at(module.path), data


@rule(
    "budget-exceeded",
    Severity.ERROR,
    Reach.HANDBOOK,
    moved_by=PLANS,
)
def budget_exceeded(context: Context) -> Iterator[Hit]:
    """The briefs of a handbook promise more cash than its budget has."""
    hidden = context.community.hides_amounts and not context.community.settings.shows("budgets")
    for handbook in context.community.handbooks.values():
        modules = _modules_of(context, handbook)
        promised = promised_cash(modules)
        budget = handbook.budget
        if budget is None and hidden:
            continue  # it stands where this check does not see it
        if promised > (budget.cash if budget else 0):
            data = {
                "variant": "" if budget else "none",
                "promised": promised,
                "cash": budget.cash if budget else 0,
                "over": promised - (budget.cash if budget else 0),
                "currency": budget.currency if budget else context.community.settings.currency,
            }
            yield _in_budget(context, handbook, "cash"), data


@rule("budget-not-approved", Severity.ERROR, Reach.MODULE)
def budget_not_approved(context: Context) -> Iterator[Hit]:
    """Cash is promised out of a budget that nobody has approved yet."""
    for handbook in context.community.handbooks.values():
        modules = _modules_of(context, handbook)
        promised = promised_cash(modules)
        budget = handbook.budget
        if promised and budget and not (budget.approved_by and budget.approved):
            data = {"promised": promised, "currency": budget.currency}
            yield _in_budget(context, handbook), data


@rule("cash-without-seats", Severity.ERROR, Reach.MODULE)
def cash_without_seats(context: Context) -> Iterator[Hit]:
    """A module promises cash, but has no seats whose shares would say who gets it."""
    for module in context.modules:
        if module.brief.reward.pays_cash and not module.brief.seats:
            data = {"cash": module.brief.reward.cash or "…", "title": module.brief.title}
            name = "sealed" if module.brief.reward.sealed else "cash"
            yield at(module.path, "reward", name), data


@rule("budget-other-currency", Severity.ERROR, Reach.MODULE)
def budget_other_currency(context: Context) -> Iterator[Hit]:
    """A budget is in another currency than the community's rewards."""
    wanted = context.community.settings.currency
    for handbook in context.community.handbooks.values():
        if handbook.budget and handbook.budget.currency != wanted:
            data = {"currency": handbook.budget.currency, "wanted": wanted}
            yield at(handbook.path, "budget", "currency"), data


@rule("budget-approver-not-lead", Severity.ERROR, Reach.MODULE, tells=True)
def budget_approver_not_lead(context: Context) -> Iterator[Hit]:
    """A budget is approved by a member of the staff who is no project lead."""
    for handbook in context.community.handbooks.values():
        name = handbook.budget.approved_by if handbook.budget else None
        approver = context.community.members.get(name or "")
        # Somebody unknown, or outside the staff, is found by the rules for that.
        if approver and approver.is_staff and StaffRole.PROJECT_LEAD not in approver.staff:
            leads = context.community.find_staff(StaffRole.PROJECT_LEAD)
            yield _in_budget(context, handbook, "approved_by"), {"member": name, "leads": leads}


@rule("handbook-archived-busy", Severity.WARNING, Reach.MODULE)
def handbook_archived_busy(context: Context) -> Iterator[Hit]:
    """A handbook is closed while somebody still works on one of its modules."""
    for handbook in context.community.handbooks.values():
        if handbook.archived is None or handbook.archived > context.as_of:
            continue
        for module in _modules_of(context, handbook):
            facts = context.facts[module.key]
            busy = facts.state is State.WITHDRAWN and not module.brief.withdrawn
            if busy and facts.authors and not context.is_unreadable_below(module.folder):
                data = {"members": list(facts.authors), "title": module.brief.title}
                yield at(handbook.path, "archived"), data


@rule("cover-missing", Severity.ERROR, Reach.MODULE)
def cover_missing(context: Context) -> Iterator[Hit]:
    """A blueprint names a cover picture that is not there."""
    for handbook in context.community.handbooks.values():
        path = f"content/{handbook.id}/{handbook.cover}"
        exists = path in context.community.covers or path in context.community.unreadable
        if handbook.cover and not exists:
            yield at(handbook.path, "cover"), {"name": handbook.cover, "path": path}


@rule(
    "handbook-formerly-taken",
    Severity.ERROR,
    Reach.COMMUNITY,
    moved_by={RecordKind.HANDBOOK: Reach.COMMUNITY},
)
def handbook_formerly_taken(context: Context) -> Iterator[Hit]:
    """An earlier id of a handbook is another's, now or before, its own of today, or a page of the site."""
    claimed: dict[str, str] = {}
    for handbook in context.community.handbooks.values():
        for index, old in enumerate(handbook.formerly):
            is_taken = context.community.knows_handbook(old) or old in RESERVED_HANDBOOKS
            if is_taken or old in claimed:
                yield at(handbook.path, "formerly", index), {"handbook": old}
            claimed.setdefault(old, handbook.id)

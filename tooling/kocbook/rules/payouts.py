"""Rules about payments: to the right person, for accepted work, no more than is due, once."""

from __future__ import annotations

from collections.abc import Iterator

from kocbook.base.finding import Severity, at
from kocbook.base.money import plain_money
from kocbook.insight.rewards import owed_now
from kocbook.insight.state import accepted_on
from kocbook.model.community import Module
from kocbook.model.enums import StaffRole
from kocbook.model.paths import RecordKind
from kocbook.model.payout import Payout, PayoutLine
from kocbook.rules.context import Context
from kocbook.rules.references import near
from kocbook.rules.registry import Hit, Reach, rules_for

rule = rules_for("payout")

PAYMENTS = {RecordKind.PAYOUT: Reach.COMMUNITY}
"""What of a module a payment relies on is judged by that module and its handbook's payments alone."""


def _lines(context: Context) -> Iterator[tuple[Payout, int, PayoutLine, Module | None]]:
    """Yield every line with its number, and its module if there is one.

    What a module owes is unknown while a record of it cannot be read.
    """
    for payout in context.community.payouts:
        for index, line in enumerate(payout.lines):
            module = context.community.modules.get(f"{payout.handbook}/{line.module}")
            if module is None or not context.is_unreadable_below(module.folder):
                yield payout, index, line, module


@rule("payout-unknown-seat", Severity.ERROR, Reach.HANDBOOK, moved_by=PAYMENTS)
def payout_unknown_seat(context: Context) -> Iterator[Hit]:
    """A payment names a module or seat that its handbook does not have, or not who holds it."""
    for payout, index, line, module in _lines(context):
        key = f"{payout.handbook}/{line.module}"
        if module is None:
            if not context.community.knows_module(key):
                names = [one.id for one in context.modules if one.handbook == payout.handbook]
                data = {"module": line.module, "near": near(line.module, names)}
                yield at(payout.path, "lines", index, "module"), data
            continue
        claim = module.claims.get(line.seat)
        if module.brief.find_seat(line.seat) is None:
            seats = [seat.id for seat in module.brief.seats]
            data = {"variant": "seat", "seat": line.seat, "seats": seats}
            yield at(payout.path, "lines", index, "seat"), data
        elif claim is None or claim.member != line.member:
            holder = claim.member if claim else None
            data = {"variant": "member" if claim else "nobody", "member": line.member}
            yield at(payout.path, "lines", index, "member"), {**data, "holder": holder}


@rule("payout-before-acceptance", Severity.ERROR, Reach.HANDBOOK, moved_by=PAYMENTS)
def payout_before_acceptance(context: Context) -> Iterator[Hit]:
    """Work is paid that was not accepted by the day of the payment."""
    for payout, index, line, module in _lines(context):
        # A seat that nobody holds is found by the rule for that.
        if (
            module is not None
            and line.seat in module.claims
            and accepted_on(module, payout.date) is None
        ):
            data = {"module": module.key, "title": module.brief.title, "date": payout.date}
            yield at(payout.path, "lines", index, "module"), data


@rule("payout-over-due", Severity.ERROR, Reach.HANDBOOK, moved_by=PAYMENTS)
def payout_over_due(context: Context) -> Iterator[Hit]:
    """A seat is paid more than it was owed on that day."""
    currency = context.community.settings.currency
    earlier: dict[str, list[Payout]] = {}
    for payout in context.community.payouts:
        for key in sorted({f"{payout.handbook}/{line.module}" for line in payout.lines}):
            module = context.community.modules.get(key)
            if module is None or accepted_on(module, payout.date) is None:
                continue
            if context.is_unreadable_below(module.folder):
                continue
            owed = owed_now(context.community, module, earlier.get(key, ()), payout.date)
            for index, line in enumerate(payout.lines):
                due = owed.get(line.seat)
                if line.module == module.id and due is not None and line.cash_minor > due:
                    amounts = {"cash": line.cash_minor, "owed": due}
                    shown = {name: plain_money(n, currency) for name, n in amounts.items()}
                    data = {"seat": line.seat, "member": line.member, "currency": currency}
                    yield at(payout.path, "lines", index, "cash_minor"), {**data, **shown}
            earlier.setdefault(key, []).append(payout)


@rule("payout-twice", Severity.ERROR, Reach.COMMUNITY, moved_by=PAYMENTS)
def payout_twice(context: Context) -> Iterator[Hit]:
    """Two payments have one reference, or one payment has two lines for one seat."""
    seen: dict[str, str] = {}
    for payout in context.community.payouts:
        if payout.reference in seen:
            data = {"reference": payout.reference, "other": seen[payout.reference]}
            yield at(payout.path, "reference"), data
        seen.setdefault(payout.reference, payout.path)
        seats: set[tuple[str, str]] = set()
        for index, line in enumerate(payout.lines):
            if (line.module, line.seat) in seats:
                data = {"variant": "line", "seat": line.seat, "module": line.module}
                yield at(payout.path, "lines", index, "seat"), data
            seats.add((line.module, line.seat))


@rule("payout-other-currency", Severity.ERROR, Reach.MODULE)
def payout_other_currency(context: Context) -> Iterator[Hit]:
    """A payment is in another currency than the community's rewards."""
    wanted = context.community.settings.currency
    for payout in context.community.payouts:
        if payout.currency != wanted:
            data = {"currency": payout.currency, "wanted": wanted}
            yield at(payout.path, "currency"), data


@rule("payout-to-oneself", Severity.ERROR, Reach.MODULE)
def payout_to_oneself(context: Context) -> Iterator[Hit]:
    """Who pays, or approves, is paid in it, or one person does both."""
    for payout in context.community.payouts:
        paid = {line.member for line in payout.lines}
        for key in ("by", "approved_by"):
            name = getattr(payout, key)
            if name in paid:
                yield at(payout.path, key), {"member": name}
        if payout.approved_by == payout.by:
            data = {"variant": "both", "member": payout.by}
            yield at(payout.path, "approved_by"), data


@rule("payout-not-by-lead", Severity.ERROR, Reach.MODULE, tells=True)
def payout_not_by_lead(context: Context) -> Iterator[Hit]:
    """A payment is made by a member of the staff who is no project lead."""
    for payout in context.community.payouts:
        payer = context.community.members.get(payout.by)
        # Somebody unknown, or outside the staff, is found by the rules for that.
        if payer and payer.is_staff and StaffRole.PROJECT_LEAD not in payer.staff:
            leads = context.community.find_staff(StaffRole.PROJECT_LEAD)
            yield at(payout.path, "by"), {"member": payer.id, "leads": leads}

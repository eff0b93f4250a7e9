"""The record of a payment: everything that a handbook owes on a day, seat by seat."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from kocbook.base.errors import UsageError
from kocbook.git.commit_draft import Files
from kocbook.insight.pins import amounts_fingerprint
from kocbook.insight.rewards import EarnedReward
from kocbook.intake.acts.staff_records import free_path
from kocbook.model.community import Community
from kocbook.model.paths import RecordKind
from kocbook.model.payout import Payout, PayoutLine
from kocbook.model.people import Member
from kocbook.records.record_text import render_record


def payout_files(
    root: Path,
    community: Community,
    by: Member,
    owed: Iterable[EarnedReward],
    values: Mapping[str, Any],
) -> tuple[Files, list[EarnedReward]]:
    """Return the record, and what it pays; `values` are handbook, date, reference and so on.

    Raises:
        UsageError: the handbook owes nobody anything that day.
    """
    handbook, day = values["handbook"], values["date"]
    due = [one for one in owed if one.handbook == handbook and one.seat and one.balance > 0]
    if not due:
        raise UsageError("errors.payout-nothing", handbook=handbook, day=day)
    start = f"modules/{handbook}/payouts/{day.isoformat()}-"
    path = free_path(root, start, values["slug"])
    record = {
        "date": day,
        "by": by.id,
        "approved_by": values["approved-by"],
        "reference": values["reference"],
        "currency": community.settings.currency,
        "lines": [
            {
                "module": one.module,
                "seat": one.seat,
                "member": one.member,
                "cash_minor": one.balance,
            }
            for one in due
        ],
        "note": values.get("note"),
    }
    lines = tuple(
        PayoutLine(str(one.module), str(one.seat), one.member, one.balance) for one in due
    )
    reference, currency = str(values["reference"]), community.settings.currency
    paid = Payout(handbook, path, day, by.id, reference, currency, lines)
    record["amounts"] = amounts_fingerprint(paid)
    return {path: render_record(RecordKind.PAYOUT, path, record).encode()}, due

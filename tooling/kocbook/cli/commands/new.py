"""`koc new`: the operators' wizards, one for each kind of record."""

from __future__ import annotations

import click

from kocbook.base.errors import UsageError
from kocbook.cli.ui.command import KocGroup

KINDS = {
    "new": [
        "new_handbook:handbook",
        "new_module:module",
        "new_review:review",
        "new_campaign:campaign",
        "new_judging:judging",
        "new_recognition:recognition",
        "new_gift:gift",
        "new_offer:offer",
        "new_outcome:outcome",
        "new_reuse:reuse",
        "new_reach:reach",
        "new_payout:payout",
        "new_credit:credit",
        "new_service:service",
        "new_triage:triage",
        "new_waiver:waiver",
        "new_staff:staff",
        "new_budget:budget",
        "new_event:event",
        "new_attendance:attendance",
        "new_recap:recap",
        "new_equipment:equipment",
        "new_handover:handover",
        "new_return:return_",
        "new_loan_details:loan_details",
    ]
}


@click.group(cls=KocGroup, sections=KINDS, prefix="new-", invoke_without_command=True)
@click.pass_context
def new(ctx: click.Context) -> None:
    """Ask which kind of record is meant, unless it was named."""
    if ctx.invoked_subcommand is None:
        raise UsageError("errors.new-what", kinds=new.list_commands(ctx))

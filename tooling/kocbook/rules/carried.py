"""Rules about members without an account, and the codes that only they have."""

from __future__ import annotations

from collections.abc import Iterator

from kocbook.base.finding import Severity, at
from kocbook.insight.codes import find_number
from kocbook.rules.context import Context
from kocbook.rules.registry import Hit, Reach, rules_for

rule = rules_for("confirmation")


@rule("confirmation-code", Severity.ERROR, Reach.MODULE)
def confirmation_code(context: Context) -> Iterator[Hit]:
    """A code does not open its member's lock, or is another than its file's name says."""
    for said in context.community.confirmations:
        member = context.community.members.get(said.member)
        if member is None or member.has_left:
            continue  # that nobody has that name is told elsewhere
        lock = member.reached.lock if member.reached else None
        if lock is None or find_number(said.code, lock) != said.number:
            yield at(said.path, "code"), {"member": member.name, "number": said.number}

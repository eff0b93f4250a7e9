"""Rules about proposals: briefs that name one which is there, and credit who had the idea."""

from __future__ import annotations

from collections.abc import Iterator

from kocbook.base.finding import Severity, at
from kocbook.model.community import Community, Module
from kocbook.model.paths import split_report
from kocbook.rules.context import Context
from kocbook.rules.registry import Hit, Reach, rules_for

rule = rules_for("proposal")


@rule("proposal-unknown", Severity.ERROR, Reach.MODULE)
def proposal_unknown(context: Context) -> Iterator[Hit]:
    """A brief says that it was made of a proposal which is not there."""
    for module in context.modules:
        name = module.brief.proposal
        if name is not None and not context.community.knows_proposal(name):
            yield at(module.path, "proposal"), {"name": name}


@rule("proposal-uncredited", Severity.ERROR, Reach.MODULE)
def proposal_uncredited(context: Context) -> Iterator[Hit]:
    """A brief was made of a member's proposal and credits them for nothing."""
    for module in context.modules:
        name = module.brief.proposal
        if context.is_unreadable_below(module.folder):
            continue
        if name is not None and not _is_credited(context.community, module, name):
            member = context.community.find_person(split_report(name)[0])
            yield at(module.path, "proposal"), {"member": member, "title": module.brief.title}


def _is_credited(community: Community, module: Module, proposal: str) -> bool:
    member = community.find_person(split_report(proposal)[0])
    waived = any(waiver.candidate == member for waiver in module.waivers)
    return waived or any(credit.member == member for credit in module.credits)


@rule("advice-without-proposal", Severity.ERROR, Reach.MODULE)
def advice_without_proposal(context: Context) -> Iterator[Hit]:
    """Advice stands there for a proposal which does not."""
    for advice in context.community.advice:
        if not context.community.knows_proposal(advice.proposal):
            yield at(advice.path), {"name": advice.proposal}

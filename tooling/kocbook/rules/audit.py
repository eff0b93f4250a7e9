"""Findings of the audit: who had a hand in a page and is not credited, and what to write down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from kocbook.base.finding import Finding, at
from kocbook.insight.audit import Audit, Gap
from kocbook.model.community import Community
from kocbook.rules.registry import severity_of

_USUAL_ROLE = "reviewing"
_MOST_EVIDENCE = 5


def iter_audit_findings(community: Community, audit: Audit, as_of: date) -> Iterator[Finding]:
    """Yield a finding for each person who is missing from a page."""
    for gap in audit.gaps:
        rule = "audit-uncredited" if gap.candidate.member else "audit-stranger"
        data = {**_base_data(community, gap, as_of), "variant": _variant(gap)}
        yield Finding(rule, severity_of(rule), at(_record_of(community, gap.page)), data)


def _record_of(community: Community, page: str) -> str:
    module = community.modules.get(page)
    return module.path if module else f"modules/{page}/handbook.yml"


def _variant(gap: Gap) -> str:
    if gap.candidate.member:
        return "proposed" if gap.proposal else ""
    if gap.candidate.login is None and gap.candidate.email_hash is None:
        return "nobody"
    return "address" if gap.candidate.email_hash else ""


def _base_data(community: Community, gap: Gap, as_of: date) -> dict[str, object]:
    person, folder = gap.candidate, folder_of(community, gap.page)
    module = community.modules.get(gap.page)
    credited, role = person.member or "ID", usual_role(community)
    numbers = [int(waiver.number) for waiver in module.waivers] if module else []
    return {
        "page": gap.page,
        "name": person.name or person.key,
        "key": person.key,
        "login": person.login,
        "hash": person.email_hash,
        "evidence": shorten_evidence(gap.evidence),
        "proposal": gap.proposal,
        "credit": credit_path(community, gap),
        "record": f"member: {credited} · role: {role} · date: {as_of} · evidence: …",
        "waiver": f"{folder}/waivers/{max(numbers, default=0) + 1}.yml",
    }


def folder_of(community: Community, page: str) -> str:
    """Return the folder for new records; a cover has none, so its handbook's first module's."""
    if page in community.modules:
        return community.modules[page].folder
    modules = community.iter_chapter_modules(page)
    return modules[0].folder if modules else f"modules/{page}/MODULE"


def usual_role(community: Community) -> str:
    """Return the role that those who mend a text usually have; staff choose what fits."""
    roles = [role.id for role in community.settings.roles]
    return _USUAL_ROLE if _USUAL_ROLE in roles else roles[0]


def credit_path(community: Community, gap: Gap) -> str:
    """Return where the credit of somebody who is missing stands once it is written."""
    credited, role = gap.candidate.member or "ID", usual_role(community)
    return f"{folder_of(community, gap.page)}/credits/{credited}--{role}.yml"


def shorten_evidence(evidence: Sequence[str]) -> list[str]:
    """Return the first of what speaks for somebody: paths, and commits' ids as people write them."""
    return [one if "/" in one else one[:8] for one in evidence[:_MOST_EVIDENCE]]

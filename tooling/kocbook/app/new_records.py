"""What staff write down: blueprints, scores, recognitions, outcomes, reuses and payments.

Each takes the answers to the questions of its wizard (`koc new …`), by their names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from kocbook.app.write import ActDraft, Writer
from kocbook.base.errors import UsageError

if TYPE_CHECKING:
    from kocbook.git.commit_draft import Files
    from kocbook.model.people import Member


def draft_handbook(writer: Writer, values: Mapping[str, Any]) -> ActDraft:
    """Draft a blueprint with its chapters; who is at work approves its budget.

    Raises:
        UsageError: there is such a handbook, or no private repository for an amount.
    """
    from kocbook.intake.acts.private import budget_files
    from kocbook.intake.acts.staff_records import handbook_files
    from kocbook.model.handbook import Budget

    session, name, cash = writer.session, values["handbook"], values["cash"]
    approval = {"approved_by": writer.member.id, "approved": session.day}
    currency = session.community.settings.currency
    budget = {"cash": cash, "currency": currency, **approval} if cash is not None else None
    language = None if values["language"] == "zh" else values["language"]
    private: Files = {}
    if budget and not session.community.settings.shows("budgets"):
        session.private_folder  # noqa: B018 (refuses before anything is written)
        private, budget = budget_files(name, Budget(**budget)), None
    record = {**values, "budget": budget, "language": language}
    files = handbook_files(name, values["chapter"], record)
    data = {"handbook": name, "title": values["title"]}
    return ActDraft(f"new/{name}", files, data, private=private)


def draft_judging(writer: Writer, values: Mapping[str, Any]) -> ActDraft:
    """Draft the scores of a judge, entry by entry.

    Raises:
        UsageError: there is no such module.
    """
    from kocbook.intake.acts.judging import judging_files

    session, by = writer.session, writer.member
    found = session.find_module(values["module"])
    files = judging_files(found, by, session.day, values["entry"])
    data = {"module": found.key, "title": found.brief.title}
    return ActDraft(f"judging/{found.handbook}-{found.id}-{by.id}", files, data)


def draft_recognition(writer: Writer, values: Mapping[str, Any]) -> ActDraft:
    """Draft praise, coaching, access or an honour for a member.

    Raises:
        UsageError: it is private, and gives points, or there is no private repository.
    """
    from kocbook.intake.acts.staff_records import recognition_files

    session, member = writer.session, values["to"]
    record, is_private = {**values, "member": member}, bool(values["private"])
    if is_private and values["points"]:
        raise UsageError("errors.private-points")
    home = session.private_folder if is_private else session.folder
    files = recognition_files(home, writer.member, session.day, values["slug"], record)
    data = {"member": member, "name": session.community.members[member].name}
    branch = f"recognition/{session.day}-{member}"
    return _place(ActDraft(branch, files, data), is_private)


def _place(act: ActDraft, is_private: bool) -> ActDraft:
    """Return an act whose files go into the private repository, where that is so."""
    return replace(act, files={}, private=act.files) if is_private else act


def draft_outcome(writer: Writer, values: Mapping[str, Any]) -> ActDraft:
    """Draft what came of an activity: what was decided, why, and what happens next.

    With the answer `close` an activity that still runs has its last day today.

    Raises:
        UsageError: there is no such module.
    """
    from kocbook.intake.acts.leading import close_files
    from kocbook.intake.acts.staff_records import outcome_files

    facts, session = writer.facts(values["module"]), writer.session
    found = facts.module
    files = outcome_files(found, writer.member, session.day, values)
    if values.get("close") and facts.state.is_claimable:
        files = {**close_files(session.folder, found, session.day), **files}
    data = {"module": found.key, "title": found.brief.title}
    return ActDraft(f"outcome/{found.handbook}-{found.id}", files, data)


def draft_shipped(writer: Writer, module: str, version: str, reference: str | None) -> ActDraft:
    """Draft that what an activity decided is there for everybody, in a version.

    Raises:
        UsageError: there is no such module, nothing was decided there, or it is told already.
    """
    from kocbook.intake.acts.staff_records import shipped_files

    session, by = writer.session, writer.member
    found = session.find_module(module)
    files = shipped_files(session.folder, found, by, session.day, version, reference)
    data = {"module": found.key, "title": found.brief.title, "version": version}
    data["n"] = str(len(found.responses))
    return ActDraft(f"ship/{found.handbook}-{found.id}", files, data)


@dataclass(frozen=True, slots=True)
class ReuseDraft:
    """A reuse to be written down, and the names of the authors whom it credits."""

    act: ActDraft
    authors: Sequence[str]


def draft_reuse(writer: Writer, values: Mapping[str, Any]) -> ReuseDraft:
    """Draft the record of a module's use elsewhere, with all of its authors.

    Raises:
        UsageError: there is no such module.
    """
    from kocbook.intake.acts.staff_records import reuse_authors, reuse_files

    session, facts = writer.session, writer.facts(values["module"])
    found, day, slug = facts.module, values["date"], values["slug"]
    authors = reuse_authors(session.community, facts)
    record = {**values, "authors": authors}
    files = reuse_files(session.folder, found, writer.member, day, slug, record)
    data = {"module": found.key, "title": values["title"], "channel": values["channel"]}
    act = ActDraft(f"reuse/{found.handbook}-{found.id}-{day}-{slug}", files, data)
    return ReuseDraft(act, [session.community.members[one].name for one in authors])


@dataclass(frozen=True, slots=True)
class PayoutDraft:
    """A payment to be written down: to how many, how much (in words), and who has to approve it."""

    act: ActDraft
    lines: int
    total: str
    second: Member


def draft_payout(writer: Writer, values: Mapping[str, Any]) -> PayoutDraft:
    """Draft the payment of everything that a handbook owes on a day.

    Raises:
        UsageError: it owes nobody anything that day, or there is no private repository.
    """
    from kocbook.base.money import show_money
    from kocbook.insight.rewards import list_rewards
    from kocbook.insight.state import all_facts
    from kocbook.intake.acts.payout import payout_files

    session, handbook, day = writer.session, values["handbook"], values["date"]
    is_private = not session.community.settings.shows("payouts")
    if is_private:
        session = session.with_private()
    community, home = session.community, session.private_folder if is_private else session.folder
    owed = list_rewards(community, all_facts(community, day), day)
    files, lines = payout_files(home, community, writer.member, owed, values)
    amount = sum(line.balance for line in lines)
    total = show_money(amount, community.settings.currency, session.language)
    second = community.members[values["approved-by"]]
    data = {"handbook": community.handbooks[handbook].title, "total": total, "name": second.name}
    branch = f"payout/{handbook}-{day}-{values['slug']}"
    act = _place(ActDraft(branch, files, data, [second]), is_private)
    return PayoutDraft(act, len(lines), total, second)

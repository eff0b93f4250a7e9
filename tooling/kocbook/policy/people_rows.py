"""Who may write member records and recognition."""

from __future__ import annotations

from collections.abc import Iterator

from kocbook.base.finding import Finding
from kocbook.model.enums import Visibility
from kocbook.model.people import Member, Recognition
from kocbook.policy.actor import Account
from kocbook.policy.case import Case
from kocbook.policy.judgement import Need

_LEAD_FIELDS = frozenset({"staff", "github_id", "same_as"})


def judge_member(case: Case) -> Iterator[Finding]:
    """A member's record: joins with its own account, is edited by its owner, removed by the lead."""
    if case.is_new:
        yield from _judge_join(case, case.after)
    elif case.is_gone:
        if not case.actor.is_lead:
            yield case.refuse("policy-lead-only", variant="member")
    elif case.actor.id == case.before.id:
        yield from _judge_own(case, case.after)
    elif case.actor.is_lead:
        yield from _judge_by_lead(case, case.after)
    else:
        yield case.refuse("policy-not-yours", variant="member", owner=case.before.name)


def _judge_join(case: Case, after: Member) -> Iterator[Finding]:
    actor = case.actor
    if actor.member is not None:
        yield case.refuse("policy-join-twice", variant="member", member=actor.member.name)
        return
    if case.path != case.situation.first_join:
        other = case.situation.first_join
        yield case.refuse("policy-join-twice", variant="files", other=other)
        return
    for name in _foreign_fields(after, actor.account):
        yield _refuse_account(case, name)
    if after.staff:
        yield case.refuse("policy-field", "staff", field="staff", variant="staff")
    if after.same_as:
        yield case.refuse("policy-field", "same_as", field="same_as", variant="same-as")


def _foreign_fields(member: Member, account: Account) -> Iterator[str]:
    """Yield the properties of a member record that are not those of the account."""
    if member.github.casefold() != account.login.casefold():
        yield "github"
    if account.number is not None and member.github_id != account.number:
        yield "github_id"


def _judge_own(case: Case, after: Member) -> Iterator[Finding]:
    lead = case.actor.is_lead
    for name in case.changed_fields():
        if name == "joined" or (name in _LEAD_FIELDS and not lead):
            yield case.refuse("policy-field", name, field=name, variant=_variant(name))
        elif name == "github" and not lead and name in _foreign_fields(after, case.actor.account):
            yield _refuse_account(case, name)


def _refuse_account(case: Case, name: str) -> Finding:
    account = case.actor.account
    variant = "login" if account.number is None else ""
    data = {"login": account.login, "number": account.number, "variant": variant}
    return case.refuse("policy-join-account", name, **data)


def _judge_by_lead(case: Case, after: Member) -> Iterator[Finding]:
    """The lead appoints staff, mends accounts, and clears the record of somebody who leaves."""
    leaves = after.visibility is Visibility.WITHDRAWN
    allowed = _LEAD_FIELDS | {"github", "visibility"}
    for name in case.changed_fields():
        if name == "joined" or (name not in allowed and not leaves):
            variant = "joined" if name == "joined" else "others"
            owner = case.before.name
            yield case.refuse("policy-field", name, field=name, owner=owner, variant=variant)


def _variant(name: str) -> str:
    return name.replace("_", "-")


def judge_recognition(case: Case) -> Iterator[Finding | Need]:
    """Recognition is given by staff, each in their own name; titles are the project lead's.

    Whoever is praised may take the praise out of the public.
    """
    if not case.is_gone and _takes_out_of_public(case):
        return
    yield from judge_staff_record(case, "by")
    titles = {one.title for one in (case.before, case.after) if one is not None and one.title}
    if titles and case.actor.is_staff and not case.actor.is_lead:
        yield case.refuse(
            "policy-lead-only", *(() if case.is_gone else ("title",)), variant="title"
        )


def _takes_out_of_public(case: Case) -> bool:
    before: Recognition | None = case.before
    if before is None or before.member != case.actor.id or before.private:
        return False
    return case.after.private and case.changed_fields() == ["private"]


def judge_staff_record(case: Case, author: str) -> Iterator[Finding | Need]:
    """A record that staff write; the property `author` names the one who writes it.

    Where it goes on naming a colleague, the colleague has to agree to what changes.
    """
    if not case.actor.is_staff:
        yield case.refuse("policy-staff-only")
        return
    if case.is_gone:
        return
    named = getattr(case.after, author)
    kept = getattr(case.before, author) if case.before is not None else None
    if named not in (None, kept, case.actor.id):
        yield case.refuse("policy-other-name", author, field=author, member=named)
    elif named not in (None, case.actor.id) and case.changed_fields():
        yield case.need(named, "policy-needs-agreement", variant="record")

"""Who may write member records and recognition."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from kocbook.base.finding import Finding
from kocbook.model.enums import Visibility
from kocbook.model.people import Member, Recognition
from kocbook.policy.actor import Account
from kocbook.policy.case import Case
from kocbook.policy.days import JOIN_WAIT, judge_day
from kocbook.policy.join_rows import judge_addresses, judge_id, judge_name
from kocbook.policy.judgement import Need

POINTS_WINDOW = timedelta(days=31)
"""Within so many days, recognition of one member by one colleague counts together."""

_LEAD_FIELDS = frozenset({"staff", "github_id", "same_as"})


def judge_member(case: Case) -> Iterator[Finding]:
    """A member's record: joins with its own account or is taken in by the lead, is edited by its owner."""
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
    if after.is_carried:
        yield from _judge_joining(case, after)
        if actor.is_staff:
            yield from _judge_newcomer(case, after)
        return
    if actor.is_lead:
        yield from _judge_roster(case, after)
        return
    if actor.member is not None:
        yield case.refuse("policy-join-twice", variant="member", member=actor.member.name)
        return
    if case.path != case.situation.first_join:
        other = case.situation.first_join
        yield case.refuse("policy-join-twice", variant="files", other=other)
        return
    for name in _foreign_fields(after, actor.account):
        yield _refuse_account(case, name)
    yield from _judge_newcomer(case, after)


def _judge_joining(case: Case, after: Member) -> Iterator[Finding]:
    """Staff take in somebody without an account who said yes, in their own name and with proof."""
    by = after.reached.by if after.reached else None
    if not case.actor.is_staff:
        yield case.refuse("policy-carried", "reached")
    elif by != case.actor.id:
        yield case.refuse("policy-other-name", "reached", "by", field="by", member=by)


def _judge_roster(case: Case, after: Member) -> Iterator[Finding]:
    """The lead takes in people who said yes elsewhere: from today on, and with nothing but a name."""
    for record, member in case.situation.base.iter_accounts():
        if after.github_id is not None and record.github_id == after.github_id:
            yield case.refuse("policy-join-twice", variant="member", member=member.name)
            return
    yield from _judge_newcomer(case, after)


def _judge_newcomer(case: Case, after: Member) -> Iterator[Finding]:
    """Nobody begins with a role, as somebody else, on a day long ago, or under another's name."""
    if after.staff:
        yield case.refuse("policy-field", "staff", field="staff", variant="staff")
    if after.same_as:
        yield case.refuse("policy-field", "same_as", field="same_as", variant="same-as")
    yield from judge_day(case, "joined", wait=JOIN_WAIT)
    yield from judge_id(case)
    yield from judge_name(case, after)
    yield from judge_addresses(case, after)


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
        elif name in ("name", "names"):
            yield from judge_name(case, after)
        elif name == "commit_emails":
            yield from judge_addresses(case, after)


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
    """Recognition is given by staff, each in their own name; titles, and many points, are the project lead's.

    What somebody was given is not taken away, or made less, without their yes. Whoever is praised
    may take the praise out of the public.
    """
    if not case.is_gone and _takes_out_of_public(case):
        return
    yield from judge_staff_record(case, "by")
    if not case.actor.is_staff:
        return
    before, after = case.before, None if case.is_gone else case.after
    titles = {one.title for one in (before, after) if one is not None and one.title}
    if titles and not case.actor.is_lead:
        yield case.refuse("policy-lead-only", *(("title",) if after else ()), variant="title")
    is_title = bool(before is not None and before.title and not before.points)
    if before is not None and (after is None or _is_less(before, after)) and not is_title:
        yield from judge_loss(case, before.member, before.by)
    if after is not None:
        yield from judge_day(case, "date")
        yield from _judge_points(case, after)


def _is_less(before: Recognition, after: Recognition) -> bool:
    """True where a recognition goes to somebody else, says less, or gives less."""
    kept = (before.member, before.kind, before.title, before.year)
    gone = kept != (after.member, after.kind, after.title, after.year)
    return gone or after.points < before.points


def _judge_points(case: Case, after: Recognition) -> Iterator[Finding]:
    """More points than the community allows are given with a project lead's yes, in how many parts ever."""
    most = case.situation.base.settings.limits.recognition_points
    old = case.before.points if case.before is not None else 0
    if after.points <= old or case.situation.has_lead_agreed:
        return
    given = after.points + sum(
        one.points
        for one in _recognitions_beside(case)
        if one.member == after.member
        and one.by == after.by
        and abs(one.date - after.date) < POINTS_WINDOW
    )
    if given > most:
        data = {"points": given, "most": most, "variant": "points"}
        yield case.refuse("policy-lead-only", "points", **data)


def _recognitions_beside(case: Case) -> Iterator[Recognition]:
    """Yield the other recognitions that will stand there."""
    situation = case.situation
    stay = (one for one in situation.base.recognitions if one.path not in situation.changes)
    new = (situation.outcome.record(path) for path in situation.changes if path != case.path)
    yield from (one for one in (*stay, *new) if isinstance(one, Recognition))


def judge_loss(case: Case, member: str, by: str) -> Iterator[Need]:
    """Ask whoever loses something for their yes, and the colleague who gave or confirmed it."""
    members = case.situation.base.members
    if member == case.actor.id:
        return  # everybody may give back what is theirs
    for person, variant in ((member, "loss"), (by, "record")):
        known = members.get(person)
        if known is not None and not known.has_left and person != case.actor.id:
            yield case.need(person, "policy-needs-agreement", variant=variant)


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

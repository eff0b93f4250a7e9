"""Who somebody says they are: an id, a name that is shown, and the addresses of their commits."""

from __future__ import annotations

from collections.abc import Iterator

from kocbook.base.finding import Finding
from kocbook.base.fold import fold_name
from kocbook.insight.accounts import EMPTY_ADDRESS, hash_email
from kocbook.model.forges import PrivateMail
from kocbook.model.paths import RESERVED_MEMBERS
from kocbook.model.people import Member
from kocbook.policy.case import Case
from kocbook.records.departure import NEW_ID


def judge_id(case: Case) -> Iterator[Finding]:
    """Refuse an id that means something else: somebody who left, or an ordinary picture's name."""
    member = case.parts["member"]
    if NEW_ID.fullmatch(member):
        yield case.refuse("policy-join-id", id=member, variant="former")
    elif member in RESERVED_MEMBERS:
        yield case.refuse("policy-join-id", id=member)


def judge_name(case: Case, after: Member) -> Iterator[Finding]:
    """Tell the staff of a name that is shown for somebody else, or for the brand."""
    settings = case.situation.base.settings
    brand = (settings.brand.zh, settings.brand.en, settings.name.zh, settings.name.en)
    mine = {fold_name(name) for name in _names(after)}
    if mine & {fold_name(name) for name in brand}:
        yield case.refuse("policy-join-name", "name", name=after.name, variant="brand")
        return
    for _, member in sorted(case.situation.base.members.items()):
        if member.visibility.hides_name:
            continue
        if member.id != case.actor.id and mine & {fold_name(name) for name in _names(member)}:
            variant = "staff" if member.is_staff else ""
            data = {"name": after.name, "member": member.id, "variant": variant}
            yield case.refuse("policy-join-name", "name", **data)
            return


def _names(member: Member) -> list[str]:
    english = member.names.en if member.names else None
    return [name for name in (member.name, english) if name]


def judge_addresses(case: Case, after: Member) -> Iterator[Finding]:
    """An address under which commits stand is one's own if this very change was committed under it.

    The address by which the service names the account is, too. Everything else a project lead
    confirms, and nobody has the empty address.
    """
    old = case.before.commit_emails if case.before is not None else ()
    account, situation = case.actor.account, case.situation
    mail = PrivateMail.of(situation.base.settings.site.repository)
    own = {hash_email(mail.write(account.login, account.number))}
    for index, address in enumerate(after.commit_emails):
        where = ("commit_emails", index)
        if address == EMPTY_ADDRESS:
            yield case.refuse("policy-join-address", *where, variant="empty")
        elif address in old or address in own or address in situation.addresses:
            continue
        elif not situation.has_lead_agreed:
            yield case.refuse("policy-join-address", *where)

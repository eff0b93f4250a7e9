"""Forms for what a member does after joining: with a seat, a credit, their profile, their leaving."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kocbook.git.commit_draft import Files
from kocbook.insight.state import ModuleFacts, due_date
from kocbook.insight.team import clock_start
from kocbook.intake.acts.exchange import choose_offer, request_files, require_points
from kocbook.intake.acts.forget import choose_new_id, forget_files, require_may_leave
from kocbook.intake.acts.gifts import choose_arrived, receipt_files
from kocbook.intake.acts.invitations import decline_files, find_own_invitation
from kocbook.intake.acts.seats import choose_claim, extend_files, read_text, release_files
from kocbook.intake.acts.signoff import signoff_files
from kocbook.intake.forms.answers import Ask, FormAnswers
from kocbook.intake.forms.records import AskError, Draft, FormContext
from kocbook.model.forms import FORMS, FormName, choice_label
from kocbook.model.paths import RecordKind
from kocbook.model.people import Member
from kocbook.records.record_text import render_record, set_field

if TYPE_CHECKING:
    from kocbook.model.work import Claim


def draft_extension(desk: FormContext, answers: FormAnswers, member: Member, branch: str) -> Draft:
    """Return the extension of a claim.

    Raises:
        AskError: it is not told which task is meant.
        UsageError: there is no such claim, or it cannot be extended.
    """
    facts, claim = _own_claim(desk, answers, member)
    files = extend_files(desk.root, facts, claim, desk.day)
    start = clock_start(facts.module, claim) or claim.claimed
    due = due_date(facts.module.brief, replace(claim, extended=desk.day), start)
    return _draft(FormName.EXTEND, branch, files, facts, seat=claim.seat, due=due.isoformat())


def draft_release(desk: FormContext, answers: FormAnswers, member: Member, branch: str) -> Draft:
    """Return the release of a seat.

    Raises:
        AskError: it is not told which task is meant.
        UsageError: there is no such claim, or its work is accepted.
    """
    facts, claim = _own_claim(desk, answers, member)
    files = release_files(desk.root, facts, claim, desk.day)
    return _draft(FormName.RELEASE, branch, files, facts, seat=claim.seat)


def draft_signoff(desk: FormContext, answers: FormAnswers, member: Member, branch: str) -> Draft:
    """Return an author's yes to the words that stand there now.

    Raises:
        AskError: it is not told which task is meant, or these words were agreed to before.
        UsageError: there is no text, or the member wrote nothing here.
    """
    facts = desk.facts[desk.find_module(answers).key]
    files = signoff_files(desk.root, facts.module, member, desk.day)
    if not files:
        raise AskError(Ask("signed-before"))
    return _draft(FormName.SIGN, branch, files, facts)


def draft_refusal(desk: FormContext, answers: FormAnswers, member: Member, branch: str) -> Draft:
    """Return that somebody invited cannot come.

    Raises:
        AskError: it is not told which task is meant.
        UsageError: no invitation of theirs waits there.
    """
    facts, limits = desk.facts[desk.find_module(answers).key], desk.community.settings.limits
    found = find_own_invitation(facts, member, answers.seat(), limits, desk.day)
    files = decline_files(desk.root, found, desk.day)
    return _draft(FormName.DECLINE, branch, files, facts, seat=found.seat)


def draft_credit(desk: FormContext, answers: FormAnswers, member: Member, branch: str) -> Draft:
    """Return a member's proposal to be credited, which staff confirm.

    Raises:
        AskError: it is not told which task or role is meant, or the credit is confirmed already.
    """
    facts = desk.facts[desk.find_module(answers).key]
    role = desk.find_role(answers)
    path = f"{facts.module.folder}/credits/{member.id}--{role}.yml"
    if any(one.path == path and one.confirmed_by for one in facts.module.credits):
        raise AskError(Ask("credited-before"))
    evidence = (answers.words.get("evidence") or "").strip()
    record = {"member": member.id, "role": role, "date": desk.day, "evidence": evidence}
    files = {path: render_record(RecordKind.CREDIT, path, record).encode()}
    return _draft(FormName.CREDIT, branch, files, facts)


def draft_profile(desk: FormContext, answers: FormAnswers, member: Member, branch: str) -> Draft:
    """Return a member's record with what they filled in; what they left empty stays as it is.

    Raises:
        AskError: nothing was filled in.
    """
    skills = {choice_label(skill): skill.id for skill in desk.community.settings.skills}
    values: dict[str, object] = {key: answers.line(key) for key in ("name", "city", "product")}
    values["intro"] = (answers.words.get("intro") or "").strip()
    for key in ("skills", "wants"):
        values[key] = [skills[one] for one in answers.chosen.get(key, ()) if one in skills]
    values["visibility"] = answers.option(FORMS[FormName.PROFILE], "visibility")
    said = {key: value for key, value in values.items() if value}
    if not said:
        raise AskError(Ask("nothing-changed"))
    text = read_text(desk.root, member.path)
    for key, value in said.items():
        text = set_field(text, key, value)
    data = {"name": said.get("name", member.name), "renamed": "name" in said}
    return Draft(FormName.PROFILE, branch, {member.path: text.encode()}, data)


def draft_leaving(desk: FormContext, answers: FormAnswers, member: Member, branch: str) -> Draft:
    """Return what is written when a member leaves: nothing in the tree tells who it was.

    Raises:
        UsageError: the member holds something that somebody must take over first.
    """
    del answers  # the tick is the yes
    community, facts = desk.community, desk.facts
    require_may_leave(community, facts, member, member)
    new = choose_new_id(community)
    files = forget_files(desk.root, community, facts, member, new, desk.day)
    return Draft(FormName.LEAVE, branch, files, {"id": new})


def draft_receipt(desk: FormContext, answers: FormAnswers, member: Member, branch: str) -> Draft:
    """Return a member's word that a gift has arrived.

    Raises:
        UsageError: nothing was sent to them, or several things were and none is named.
    """
    gift = choose_arrived(desk.community, member, answers.line("gift") or None, desk.day)
    files = receipt_files(desk.root, gift, desk.day)
    return Draft(FormName.RECEIVED, branch, files, {"what": gift.what})


def draft_exchange(desk: FormContext, answers: FormAnswers, member: Member, branch: str) -> Draft:
    """Return a member's request for what points buy.

    Raises:
        UsageError: there is no such offer now, or too few points are left.
    """
    offer = choose_offer(desk.community, answers.line("offer") or "", desk.day)
    require_points(desk.community, desk.facts, member, offer, desk.day)
    files = request_files(desk.root, member, offer, desk.day)
    data = {"what": offer.name.zh, "points": offer.points}
    return Draft(FormName.EXCHANGE, branch, files, data)


def _own_claim(
    desk: FormContext, answers: FormAnswers, member: Member
) -> tuple[ModuleFacts, Claim]:
    facts = desk.facts[desk.find_module(answers).key]
    return facts, choose_claim(facts, member, answers.seat())


def _draft(form: FormName, branch: str, files: Files, facts: ModuleFacts, **more: object) -> Draft:
    data = {"module": facts.module.key, "title": facts.module.brief.title, **more}
    return Draft(form, branch, files, data)

"""Taking back one's own: a response, a question, a picture, a delivery, a proposal, publicity."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from enum import StrEnum
from pathlib import Path

from kocbook.base.errors import UsageError
from kocbook.git.commit_draft import Files
from kocbook.insight.parts import find_maker, is_delivered, is_joint, part_folder, part_of
from kocbook.insight.redaction import is_named_after
from kocbook.insight.state import ModuleFacts
from kocbook.insight.team import is_team
from kocbook.intake.acts.seats import edit_file, find_own_claims, read_text
from kocbook.intake.acts.takedown import TakedownOrder, response_text, takedown_files
from kocbook.model.community import Community, Module
from kocbook.model.paths import split_report
from kocbook.model.people import Member
from kocbook.model.takedown import MARK, TakedownReason
from kocbook.model.work import Response
from kocbook.records.record_text import drop_field, set_field


class Withdrawn(StrEnum):
    """What a member takes back."""

    RESPONSE = "response"
    QUESTION = "question"
    PHOTO = "photo"
    DELIVERY = "delivery"
    CREDIT = "credit"
    PRAISE = "praise"


def withdraw_praise(root: Path, community: Community, member: Member, name: str) -> Files:
    """Return the record of a recognition that is public no longer.

    Raises:
        UsageError: there is no such recognition of this member, or it is private already.
    """
    named = name.rpartition("/")[2].removesuffix(".yml")
    own = [one for one in community.recognitions if one.member == member.id and not one.private]
    found = [one for one in own if named in (one.id, one.date.isoformat())]
    if len(found) != 1:
        raise UsageError("errors.withdraw-which", known=[one.id for one in own])
    return edit_file(root, found[0].path, "private", True)


def withdraw_files(
    root: Path,
    community: Community,
    facts: ModuleFacts,
    member: Member,
    day: date,
    what: Withdrawn,
    name: str | None,
) -> Files:
    """Return what a withdrawal writes. What others' credit rests on is emptied instead of removed.

    Raises:
        UsageError: there is nothing to take back, or several and none was named.
    """
    module = facts.module
    match what:
        case Withdrawn.RESPONSE:
            return _response(root, module, _find_response(module, member, name))
        case Withdrawn.QUESTION:
            return _question(root, module, member, name)
        case Withdrawn.PHOTO:
            return _photo(root, community, module, member, day, name)
        case Withdrawn.CREDIT:
            own = {
                credit.role: credit.path
                for credit in module.credits
                if credit.member == member.id and credit.confirmed_by is None
            }
            return {own[_choose(list(own), name)]: None}
        case Withdrawn.DELIVERY:
            return _delivery(root, facts, member)
        case Withdrawn.PRAISE:
            raise UsageError("errors.withdraw-which", known=[])


def _choose(known: list[str], name: str | None) -> str:
    """Return what is meant: the one that was named, else the only one there is."""
    fitting = [one for one in known if name in (None, one)]
    if name is not None and not fitting:
        fitting = [one for one in known if one.startswith(name)]
    if len(fitting) != 1:
        raise UsageError("errors.withdraw-which", known=known)
    return fitting[0]


def _find_response(module: Module, member: Member, name: str | None) -> str:
    own = sorted(one for one in module.responses if split_report(one)[0] == member.id)
    if name and name.isdecimal():
        name = member.id if int(name) == 1 else f"{member.id}--{name}"
        return _choose([one for one in own if one == name], name)
    return _choose(own, name.removesuffix(".yml") if name else None)


def _response(root: Path, module: Module, key: str) -> Files:
    response = module.responses[key]
    files: dict[str, bytes | None] = {
        f"content/{module.key}/{name}": None
        for name in response.media
        if (root / f"content/{module.key}/{name}").is_file()
    }
    if not _is_relied_on(module, key):
        return {**files, response.path: None}
    said = replace(response, text=MARK, reason=None, media=(), alt=())
    return {**files, response.path: _emptied(root, said)}


def _is_relied_on(module: Module, key: str) -> bool:
    """True where staff or others spoke of a response: what they did stays theirs."""
    others = any(triage.duplicate_of == key for triage in module.triage.values())
    return others or key in module.triage or any(key in one.entries for one in module.judgings)


def _emptied(root: Path, response: Response) -> bytes:
    text = response_text(root, response).decode()
    earlier = dict.fromkeys(response.earlier, MARK)
    return (set_field(text, "earlier", earlier) if earlier else text).encode()


def _question(root: Path, module: Module, member: Member, name: str | None) -> Files:
    own = [key for key, asked in module.questions.items() if asked.member == member.id]
    question = module.questions[_choose(sorted(own), name)]
    if question.name in module.answers:
        return edit_file(root, question.path, "text", MARK)
    return {question.path: None}


def _photo(
    root: Path, community: Community, module: Module, member: Member, day: date, name: str | None
) -> Files:
    media = sorted(module.content.media) if module.content else []
    shown = {one: r.member for r in module.responses.values() for one in r.media}
    authors = {claim.member for claim in (*module.claims.values(), *module.past_claims)}
    alone = authors == {member.id}

    def is_own(name: str) -> bool:
        if seat := part_of(module, name):
            return find_maker(module, seat) == member.id
        if name in shown:
            return shown[name] == member.id
        return alone or (member.id in authors and is_named_after(name, member.id))

    own = [name for name in media if is_own(name)]
    chosen = _choose(own, name)
    order = TakedownOrder(f"content/{module.key}/{chosen}", TakedownReason.WITHDRAWN)
    return takedown_files(root, community, member, day, order)[0]


def _delivery(root: Path, facts: ModuleFacts, member: Member) -> Files:
    """Return a delivery's removal: the claim waits again, and the text goes with its pictures."""
    module = facts.module
    claims = [one for one in find_own_claims(facts, member) if is_delivered(module, one)]
    if facts.state.counts_as_work:
        raise UsageError("errors.delivered-accepted", module=module.key)
    if not claims or module.content is None:
        raise UsageError("errors.withdraw-which", known=[])
    authors = {claim.member for claim in (*module.claims.values(), *module.past_claims)}
    if (is_joint(module) and is_team(module)) or (not is_team(module) and authors != {member.id}):
        raise UsageError("errors.withdraw-team", module=module.key)
    files: dict[str, bytes | None] = {}
    for claim in claims:
        folder = part_folder(module, claim.seat)
        names = [name for name in module.content.media if part_of(module, name) == folder]
        files |= {f"content/{module.key}/{name}": None for name in names}
        if folder in module.content.texts:
            files[module.content.text_path(folder)] = None
        text = read_text(root, claim.path)
        for key in ("delivered", "first_delivered"):
            text = drop_field(text, key) if getattr(claim, key) else text
        files[claim.path] = text.encode()
    if member.id in module.signoffs:
        files[module.signoffs[member.id].path] = None
    return files

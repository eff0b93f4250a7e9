"""Carry what members without an account do: take them in, and write down the codes that they say."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kocbook.app.write import ActDraft, Writer
from kocbook.base.errors import UsageError
from kocbook.model.enums import Channel, CodeVerdict

if TYPE_CHECKING:
    from kocbook.base.texts import Texts
    from kocbook.model.people import Member
    from kocbook.model.work import Consent

_PICTURES = frozenset({"png", "jpg", "jpeg", "webp"})
_LOCK = re.compile(r"[A-Z2-7]{16}")


@dataclass(frozen=True, slots=True)
class WhoJoins:
    """Somebody without an account, as staff wrote it down; what is not known is None.

    `values` are properties of a member's record. `said` is their yes in their own words, `proof` a
    picture of it.
    """

    values: Mapping[str, Any]
    through: Channel
    address: str
    said: str | None
    proof: Path | None = None
    member: str | None = None
    lock: str | None = None


def words_to_show(texts: Texts, name: str) -> str:
    """Return what somebody is shown before they join without an account, to send as it is."""
    return texts("carry.shown", community=name)


def draft_joining(writer: Writer, who: WhoJoins) -> ActDraft:
    """Draft the records of somebody who joins: public, and private with the proof of their yes.

    Raises:
        UsageError: there is no private repository here, no yes is told, the id is taken, or what was
            given as a lock or picture is none.
    """
    from kocbook.intake.acts.carrying import Joining, Proof, joining_files, keep_proof

    session = writer.session
    session.private_folder  # noqa: B018 (refuses at once)
    if not (who.said or who.proof):
        raise UsageError("errors.carry-no-yes")
    shown = words_to_show(session.texts, _name_of(writer))
    said = who.said or ""
    pictures = [read_picture(who.proof)] if who.proof else []
    proof = keep_proof(Proof(shown, said, str(who.through), session.day, pictures))
    member = who.member or suggest_member(writer, str(who.values["name"]))
    joining = Joining(member, who.values, who.through, who.address, _read_lock(who.lock))
    community = session.community
    public, private = joining_files(community, joining, writer.member, session.day, proof)
    data = {"id": member, "name": who.values["name"]}
    return ActDraft(f"join/{member}", public, data, private=private)


def _name_of(writer: Writer) -> str:
    return writer.session.community.settings.name.in_language(writer.session.texts.language)


def suggest_member(writer: Writer, name: str) -> str:
    """Return a free id for somebody of that name, as it sounds."""
    from kocbook.intake.acts.spell_id import free_member_id

    return free_member_id(name, writer.session.community.members)


def read_picture(path: Path) -> tuple[str, bytes]:
    """Return a picture's suffix and bytes: it stays as it is, for it is proof.

    Raises:
        UsageError: there is none.
    """
    suffix = path.suffix.lower().removeprefix(".")
    if not path.is_file():
        raise UsageError("errors.no-file", path=path)
    if suffix not in _PICTURES or path.stat().st_size > 25 << 20:
        raise UsageError("errors.carry-no-picture", name=path.name)
    return suffix, path.read_bytes()


def _read_lock(text: str | None) -> str | None:
    from kocbook.insight.codes import read_code

    if text is None:
        return None
    lock = read_code(text)
    if not _LOCK.fullmatch(lock):
        raise UsageError("errors.carry-no-lock", lock=text)
    return lock


def draft_code(
    writer: Writer, member: Member, code: str, verdict: CodeVerdict, of: Sequence[str]
) -> ActDraft:
    """Draft the record of a code: what it confirms, or takes back. Without `of`, all that is open.

    Raises:
        UsageError: there is nothing to confirm, something named is no yes of theirs, or the code is none.
    """
    from kocbook.intake.acts.carrying import confirmation_files, revoked_files

    session, community = writer.session, writer.session.community
    meant = _find_yeses(writer, member, of)
    if verdict is CodeVerdict.REVOKED and not of:
        raise UsageError("errors.carry-revoke-what", known=[one.path for one in meant])
    named = [one.path for one in meant]
    if not of and not _is_confirmed(writer, member.path):
        named.insert(0, member.path)
    if not named:
        raise UsageError("errors.carry-nothing-open", member=member.name)
    files = confirmation_files(community, member, writer.member, session.day, code, verdict, named)
    if verdict is CodeVerdict.REVOKED:
        files = {**files, **revoked_files(community, meant)}
    data = {"name": member.name, "n": len(named), "verdict": str(verdict)}
    number = next(iter(files)).rpartition("--")[2].removesuffix(".yml")
    return ActDraft(f"code/{member.id}-{number}", files, {**data, "number": number})


def _find_yeses(writer: Writer, member: Member, of: Sequence[str]) -> list[Consent]:
    from kocbook.intake.acts.carrying import list_yeses

    yeses = list_yeses(writer.session.community, member.id)
    if not of:
        return [one for one in yeses if not _is_confirmed(writer, one.path)]
    known = {one.path: one for one in yeses}
    for path in of:
        if path not in known:
            raise UsageError("errors.carry-no-such-yes", path=path, known=list(known))
    return [known[path] for path in of]


def _is_confirmed(writer: Writer, path: str) -> bool:
    return any(path in one.of for one in writer.session.community.confirmations)


def make_code_list() -> tuple[str, list[str]]:
    """Return a lock and the codes that open it, made of what nobody knows and nothing keeps."""
    import secrets

    from kocbook.insight.codes import make_codes, show_code

    lock, codes = make_codes(secrets.token_bytes(32))
    return show_code(lock), [show_code(code) for code in codes]

"""Seats that somebody wants, holds or gives back, and the records that say so."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kocbook.base.errors import UsageError
from kocbook.git.commit_draft import Files
from kocbook.insight.claim_record import claim_path, claim_values
from kocbook.insight.fingerprint import terms_fingerprint
from kocbook.insight.state import ModuleFacts, SeatFacts
from kocbook.insight.team import (
    clock_start,
    first_complete_day,
    missing_seats,
    outdated_claims,
)
from kocbook.model.community import Module
from kocbook.model.enums import State
from kocbook.model.paths import RecordKind
from kocbook.model.people import Member
from kocbook.model.work import Claim
from kocbook.records.record_text import move_record, render_record, set_field
from kocbook.records.yaml_reader import MAX_BYTES


def find_free_seat(facts: ModuleFacts, wanted: str | None, member: Member) -> SeatFacts | None:
    """Return the seat that `member` may claim; None where several are free and none was named.

    Raises:
        UsageError: there is no such seat, the member holds it already, or nothing is free.
        SeatHeldError: somebody else holds what was wanted.
    """
    key, state = facts.module.key, facts.state
    seats = {seat.seat.id: seat for seat in facts.seats}
    if not seats:
        raise UsageError("errors.module-without-seats", module=key)
    if wanted is not None and wanted not in seats:
        raise UsageError("errors.no-seat", seat=wanted, module=key, seats=list(seats))
    free = [seat for seat in seats.values() if seat.state.is_claimable]
    asked = [seats[wanted]] if wanted else list(seats.values())
    mine = [seat for seat in asked if _is_held_by(seat, member)]
    if mine and (wanted or not free):
        raise UsageError("errors.seat-yours", seat=mine[0].seat.id, module=key)
    if not (state.is_claimable or state.is_under_way):
        raise UsageError("errors.module-not-claimable", module=key)
    if wanted and not seats[wanted].state.is_claimable:
        raise SeatHeldError("errors.seat-held", seats[wanted])
    if not free:
        raise SeatHeldError("errors.seat-held", asked[0])
    return seats[wanted] if wanted else free[0] if len(free) == 1 else None


class SeatHeldError(UsageError):
    """Somebody else holds the seat that was wanted."""

    def __init__(self, key: str, seat: SeatFacts) -> None:
        """Keep the seat, so that its holder and due date can be told."""
        super().__init__(key)
        self.seat = seat


def find_own_claims(facts: ModuleFacts, member: Member) -> list[Claim]:
    """List the live claims of a member in a module, in seat order.

    Raises:
        UsageError: there is none.
    """
    own = [seat.claim for seat in facts.seats if seat.claim and seat.claim.member == member.id]
    if not own:
        raise UsageError("errors.no-claim", module=facts.module.key, member=member.id)
    return own


def choose_claim(
    facts: ModuleFacts, member: Member, seat: str | None, staff_too: bool = False
) -> Claim:
    """Return the claim that is meant: the one on `seat`, else the only one of the member.

    With `staff_too`, staff may name a seat that somebody else holds.

    Raises:
        UsageError: there is none, or several and no seat was named.
    """
    if seat is not None and staff_too and member.is_staff:
        held = facts.module.claims.get(seat)
        if held is not None:
            return held
    own = find_own_claims(facts, member)
    fitting = [claim for claim in own if seat in (None, claim.seat)]
    if not fitting:
        raise UsageError("errors.not-your-seat", seat=seat, module=facts.module.key)
    if len(fitting) > 1:
        seats = [claim.seat for claim in fitting]
        raise UsageError("errors.which-seat", module=facts.module.key, seats=seats)
    return fitting[0]


def claim_files(
    root: Path, module: Module, seat: str, member: Member, day: date, note: str | None
) -> Files:
    """Return the records of a new claim; a lapsed one before it is kept among the past claims."""
    path = claim_path(module, seat)
    values = claim_values(module, member.id, day, note)
    files = {path: render_record(RecordKind.CLAIM, path, values).encode()}
    before = module.claims.get(seat)
    return {**(_past_files(root, module, before, day) if before else {}), **files}


def release_files(root: Path, facts: ModuleFacts, claim: Claim, day: date) -> Files:
    """Return the records of a release: the claim moves to the past ones, with its day.

    Raises:
        UsageError: the work was accepted, so that the claim belongs to its history.
    """
    if facts.state.counts_as_work:
        raise UsageError("errors.claim-settled", module=facts.module.key)
    return {claim.path: None, **_past_files(root, facts.module, claim, day)}


def extend_files(root: Path, facts: ModuleFacts, claim: Claim, day: date) -> Files:
    """Return the record of an extension.

    Raises:
        UsageError: it was extended before, has lapsed, or there is nothing to extend.
    """
    seat = next(seat for seat in facts.seats if seat.claim is claim)
    data = {"seat": claim.seat, "module": facts.module.key}
    if claim.extended:
        raise UsageError("errors.extended-before", **data, day=claim.extended)
    if seat.state is State.LAPSED:
        raise UsageError("errors.claim-lapsed", **data, due=seat.due)
    if seat.state is not State.CLAIMED:
        raise UsageError("errors.nothing-to-extend", **data)
    if clock_start(facts.module, claim) is None:
        raise UsageError("errors.team-no-clock", **data)
    return edit_file(root, claim.path, "extended", day)


def renew_files(root: Path, facts: ModuleFacts, claim: Claim) -> Files:
    """Return the record of a claim that agrees to the terms as they stand now.

    Raises:
        UsageError: it does so already.
    """
    wanted = terms_fingerprint(facts.module.brief)
    if claim.terms == wanted:
        raise UsageError("errors.terms-current", seat=claim.seat, module=facts.module.key)
    return edit_file(root, claim.path, "terms", wanted)


def require_team(module: Module) -> None:
    """Refuse a delivery before everybody of the team has agreed to the same terms.

    Raises:
        UsageError: a seat is free, or somebody has yet to agree to changed terms.
    """
    free, old = missing_seats(module), outdated_claims(module)
    if len(module.brief.seats) > 1 and first_complete_day(module) is None and free:
        raise UsageError("errors.team-incomplete", module=module.key, seats=list(free))
    if old:
        members = list(dict.fromkeys(claim.member for claim in old))
        raise UsageError("errors.team-disagrees", module=module.key, members=members)


def edit_file(root: Path, path: str, key: str, value: object) -> dict[str, bytes]:
    """Return the record at `path` with one value replaced or added."""
    return {path: set_field(read_text(root, path), key, value).encode()}


def delivered_files(root: Path, claim: Claim, day: date) -> dict[str, bytes]:
    """Return a claim's record with the day of a delivery; that of the first one is kept beside it."""
    text = set_field(read_text(root, claim.path), "delivered", day)
    if claim.delivered is not None and claim.first_delivered is None and claim.delivered != day:
        text = set_field(text, "first_delivered", claim.delivered)
    return {claim.path: text.encode()}


def read_text(root: Path, path: str) -> str:
    """Return the text of a record that has been read without a fault before."""
    with (root / path).open("rb") as file:
        return file.read(MAX_BYTES).decode("utf-8-sig").replace("\r\n", "\n")


def _past_files(root: Path, module: Module, claim: Claim, day: date) -> dict[str, bytes]:
    number = 1
    while (root / f"{module.folder}/claims/past/{claim.seat}-{number}.yml").exists():
        number += 1
    path = f"{module.folder}/claims/past/{claim.seat}-{number}.yml"
    text = move_record(read_text(root, claim.path), RecordKind.CLAIM, path)
    return {path: set_field(text, "released", day).encode()}


def _is_held_by(seat: SeatFacts, member: Member) -> bool:
    held = seat.claim is not None and seat.claim.member == member.id
    return held and not seat.state.is_claimable

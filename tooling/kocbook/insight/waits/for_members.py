"""What waits for those who hold seats: their claims, changes, sign-offs, invitations."""

from __future__ import annotations

from collections.abc import Iterator

from kocbook.insight.invitations import (
    InvitationState,
    ends,
    find_waiting,
    invitation_state,
    last_day,
)
from kocbook.insight.state import ModuleFacts, SeatFacts, latest_reviews
from kocbook.insight.waits.wait import Wait, WaitKind, WaitScene
from kocbook.model.enums import State
from kocbook.model.forms import FormName


def find_claims(scene: WaitScene, facts: ModuleFacts) -> Iterator[Wait]:
    """Yield each claim whose clock runs, and each that changes are asked of."""
    for seat in facts.seats:
        claim = seat.claim
        if claim is None or seat.due is None:
            continue
        asked = seat.state is State.CHANGES_REQUESTED
        reviews = latest_reviews(facts.module, scene.as_of) if asked else []
        since = max((review.date for review in reviews), default=claim.claimed)
        yield scene.wait(
            WaitKind.CHANGES if asked else WaitKind.CLAIM,
            facts.module,
            (claim.member,),
            since,
            _claim_command(facts, seat),
            due=seat.due,
            seat=seat.seat.id,
            path=claim.path,
            what=str(seat.state),
            form=FormName.DELIVER,
        )


def _claim_command(facts: ModuleFacts, seat: SeatFacts) -> str:
    if seat.state is State.LAPSED:
        return f"koc claim {facts.module.key} {seat.seat.id}"
    return f'koc deliver {facts.module.key} "…" --seat {seat.seat.id}'


def find_signoffs(scene: WaitScene, facts: ModuleFacts) -> Iterator[Wait]:
    """Yield the authors of accepted work who have not agreed to its words, and who waits for them."""
    module = facts.module
    if facts.state is not State.ACCEPTED or facts.finished is None or not facts.unsigned:
        return
    for member in facts.unsigned:
        path = f"{module.folder}/signoffs/{member}.yml"
        command, day = f"koc sign {module.key}", facts.finished
        yield scene.wait(WaitKind.SIGNOFF, module, (member,), day, command, path=path)
    whom = [one for one in (scene.responsible(module),) if one not in facts.unsigned]
    if whom:
        place = (WaitKind.SIGNOFFS_MISSING, module, whom, facts.finished)
        command = f"koc words {module.key}"
        yield scene.wait(*place, command, about=facts.unsigned, figure=len(facts.unsigned))


def find_invitations(scene: WaitScene, facts: ModuleFacts) -> Iterator[Wait]:
    """Yield what was offered and not answered, and what was declined or lapsed with nobody asked since."""
    limits, module = scene.community.settings.limits, facts.module
    latest = {one.seat: one for one in sorted(module.invitations, key=lambda one: int(one.number))}
    for invitation in module.invitations:
        seat = next((one for one in facts.seats if one.seat.id == invitation.seat), None)
        if invitation.date > scene.as_of or seat is None or not seat.state.is_claimable:
            continue
        state = invitation_state(module, invitation, limits, scene.as_of)
        if state is InvitationState.WAITING:
            yield scene.wait(
                WaitKind.INVITATION,
                module,
                (invitation.member,),
                invitation.date,
                f"koc claim {module.key} {invitation.seat}",
                due=last_day(invitation, limits),
                seat=invitation.seat,
                about=(invitation.by,),
                path=invitation.path,
                form=FormName.CLAIM,
            )
        elif (
            state in (InvitationState.DECLINED, InvitationState.LAPSED)
            and latest[invitation.seat] is invitation
            and find_waiting(module, invitation.seat, limits, scene.as_of) is None
        ):
            yield scene.wait(
                WaitKind.INVITATION_OVER,
                module,
                (invitation.by,),
                ends(module, invitation, limits),
                f"koc match {module.key}",
                seat=invitation.seat,
                about=(invitation.member,),
                path=invitation.path,
                what=str(state),
            )

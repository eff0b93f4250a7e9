"""What waits of gifts that are tracked: to be handed over by staff, and confirmed by the member."""

from __future__ import annotations

from collections.abc import Iterator

from kocbook.insight.gifts import gift_state
from kocbook.insight.waits.wait import Wait, WaitKind, WaitScene, is_here
from kocbook.model.enums import GiftState, StaffRole
from kocbook.model.forms import FormName
from kocbook.model.gifts import Gift


def find_tracked_gifts(scene: WaitScene) -> Iterator[Wait]:
    """Yield each promise that was not kept yet, and each gift without a receipt."""
    for gift in scene.community.gifts:
        state = gift_state(gift, scene.as_of)
        if gift.date > scene.as_of or not is_here(scene, gift.member):
            continue
        if state is GiftState.ASKED:
            yield _to_answer(scene, gift)
        elif state is GiftState.PROMISED:
            yield _to_hand_over(scene, gift)
        elif state is GiftState.GIVEN:
            yield _to_confirm(gift)


def _to_answer(scene: WaitScene, gift: Gift) -> Wait:
    leads = scene.community.find_staff(StaffRole.PROJECT_LEAD)
    return Wait(
        WaitKind.EXCHANGE,
        tuple(one for one in leads if one != gift.member),
        gift.date,
        gift.path,
        f"koc grant {gift.id}",
        about=(gift.member,),
        name=gift.id,
        what=gift.what,
        figure=gift.points,
    )


def _to_hand_over(scene: WaitScene, gift: Gift) -> Wait:
    return Wait(
        WaitKind.PROMISED,
        (_giver(scene, gift),),
        gift.agreed or gift.date,
        gift.path,
        f"koc give {gift.id}",
        due=gift.due,
        about=(gift.member,),
        name=gift.id,
        what=gift.what,
    )


def _to_confirm(gift: Gift) -> Wait:
    return Wait(
        WaitKind.RECEIPT,
        (gift.member,),
        gift.given or gift.date,
        gift.path,
        f"koc received {gift.id}",
        about=(str(gift.given_by or gift.by),),
        name=gift.id,
        what=gift.what,
        form=FormName.RECEIVED,
    )


def _giver(scene: WaitScene, gift: Gift) -> str:
    """Return who promised, or a project lead once that one has left the staff or is away."""
    promised = str(gift.by)
    person = scene.community.members.get(promised)
    is_staff = person is not None and person.is_staff and not person.has_left
    if is_staff and (not person.away_until or person.away_until <= scene.as_of):  # type: ignore[union-attr]  # asked above
        return promised
    others = [one for one in scene.community.find_staff(StaffRole.PROJECT_LEAD) if one != promised]
    return others[0] if others else promised

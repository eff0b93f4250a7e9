"""What records rely on, and the fingerprints by which they hold it: one table, one function a kind.

A pin is a property of 12 hex digits in the record of the one who relied on something. What is
pinned changes only together with the pin, and so with the yes of the one whose record it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kocbook.base.finding import Pointer
from kocbook.insight.fingerprint import (
    digest_of,
    earlier_terms_fingerprint,
    measure_of,
    page_fingerprint,
    reward_terms,
    terms_fingerprint,
)
from kocbook.insight.invitations import InvitationState, invitation_state
from kocbook.insight.redaction import with_earlier
from kocbook.insight.sealed import seal_of
from kocbook.model.brief import Brief, Rubric
from kocbook.model.community import Community, MediaFile, Module
from kocbook.model.enums import ModuleForm
from kocbook.model.payout import Payout
from kocbook.model.settings import Limits
from kocbook.model.takedown import MARK
from kocbook.model.work import Response, Review

_CLAIMED = (
    *("seats.id", "seats.role", "seats.share", "seats.duty", "reward", "terms", "days"),
    *("goals", "size", "type", "form", "scope", "reply_within_days", "language", "paid_services"),
)
PINNED: Mapping[str, tuple[str, ...]] = {
    "claim.terms": _CLAIMED,
    "invitation.terms": _CLAIMED,
    "response.terms": ("form", "reward", "terms", "options", "choices", "rubric", "title"),
    "review.yardstick": ("goals", "size", "type", "form", "scope"),
    "review.text": (),
    "signoff.text": (),
    "judging.yardstick": ("rubric",),
    "judging.entries.entry": (),
    "payout.amounts": (),
}
"""Each pin, and the properties of the brief that it covers; the reference page says the rest."""

FREE = (
    *("title", "access", "background", "contact", "opened", "closes", "invited", "pool"),
    *("resources", "tags", "withdrawn", "superseded_by", "formerly", "seats.skills"),
    *("not_phones", "inherited", "summary", "names", "applies_to", "check_again"),
    *("campaign", "proposal"),
)
"""What of a brief may change at any time; `pins.free` in the locales says why."""


@dataclass(frozen=True, slots=True)
class Pin:
    """One record's hold on what it relied on.

    `name` is one of PINNED, `member` the one who pinned it on the day `day`. `value` stands in the
    record (None in one from before there were pins), `wanted` is what it would say today; None
    where nobody can tell, because what was relied on is not there.
    """

    name: str
    path: str
    pointer: Pointer
    member: str
    day: date
    value: str | None
    wanted: str | None
    earlier: str | None = None
    """What a claim from before days and goals were pinned would say."""

    @property
    def is_earlier(self) -> bool:
        """True for a claim that holds what claims held before, and that is still there."""
        return self.value is not None and self.value == self.earlier

    @property
    def is_broken(self) -> bool:
        """True where what was relied on is not what is there."""
        known = (self.wanted, self.earlier)
        return None not in (self.value, self.wanted) and self.value not in known


def yardstick_fingerprint(brief: Brief) -> str:
    """Return the fingerprint of what a review measures by: goals, size, type, form and scope."""
    return digest_of(measure_of(brief))


def rubric_fingerprint(rubric: Rubric) -> str:
    """Return the fingerprint of criteria, weights and prizes."""
    return digest_of(rubric)


def response_terms(module: Module) -> str | None:
    """Return the fingerprint of what a response relies on: what is asked, promised, and how it is judged.

    Options count with their pictures' bytes, whatever the files are called. In a poll the title is
    the question. None where a picture is missing.
    """
    brief, options = module.brief, []
    for option in brief.options:
        digest = _digest(module, option.picture) if option.picture else None
        if option.picture and digest is None:
            return None
        options.append({"id": option.id, "text": option.text, "alt": option.alt, "picture": digest})
    return digest_of(
        {
            "form": brief.form,
            "reward": reward_terms(brief.reward),
            "terms": brief.terms,
            "options": options,
            "choices": brief.choices,
            "rubric": brief.rubric,
            "title": brief.title if brief.form is ModuleForm.POLL else None,
        }
    )


def entry_fingerprint(module: Module, response: Response) -> str | None:
    """Return the fingerprint of an entry as judges see it: words, pictures and their descriptions.

    None where a picture is missing.
    """
    digests = [_digest(module, name) for name in response.media]
    if None in digests:
        return None
    said = (response.choice, response.reason, response.text, response.alt)
    return digest_of({"said": said, "media": digests})


def differing_entries(before: Module, after: Module) -> Iterator[tuple[str | None, str | None]]:
    """Yield the fingerprints before and after of each entry that was scored and now differs."""
    scored = {name for judging in before.judgings for name in judging.entries}
    for name in sorted(scored & before.responses.keys() & after.responses.keys()):
        told = tuple(entry_fingerprint(side, side.responses[name]) for side in (before, after))
        if told[0] != told[1]:
            yield told[0], told[1]


def _entry_held(module: Module, response: Response, scored: str | None) -> str | None:
    """Return what a score of an entry has to say: what it says, where only a takedown came since.

    An entry that its member took back leaves the scores as they were given, too.
    """
    current = entry_fingerprint(module, response)
    is_gone = response.text == MARK and not (response.media or response.reason or response.choice)
    if scored and (is_gone or (current and scored in with_earlier(current, module))):
        return scored
    return current


def amounts_fingerprint(payout: Payout) -> str:
    """Return the fingerprint of what was paid. Names are no part of it: who leaves gets another id."""
    lines = [[line.module, line.seat, line.cash_minor] for line in payout.lines]
    return digest_of({"lines": lines, "currency": payout.currency, "reference": payout.reference})


def _digest(module: Module, name: str) -> str | None:
    media: Mapping[str, MediaFile] = module.content.media if module.content else {}
    file = media.get(name)
    return (file.blob or None) if file else None


def iter_pins(module: Module, limits: Limits, as_of: date) -> Iterator[Pin]:
    """Yield the pins of a module that hold on a day: live claims, waiting invitations, the latest round, …"""
    yield from _seat_pins(module, limits, as_of)
    asked = response_terms(module) if module.responses else None
    for response in module.responses.values():
        where = ("response.terms", response.path, ("terms",), response.member, response.date)
        yield Pin(*where, response.terms, asked)
    yield from _review_pins(module)
    yield from _judging_pins(module)
    text = page_fingerprint(module) if module.signoffs else None
    for signoff in module.signoffs.values():
        where = ("signoff.text", signoff.path, ("text",), signoff.member, signoff.date)
        yield Pin(*where, signoff.text, text)


def _seat_pins(module: Module, limits: Limits, as_of: date) -> Iterator[Pin]:
    wanted = terms_fingerprint(module.brief) if module.claims or module.invitations else None
    earlier = earlier_terms_fingerprint(module.brief) if module.claims else None
    for claim in module.claims.values():
        where = ("claim.terms", claim.path, ("terms",), claim.member, claim.claimed)
        yield Pin(*where, claim.terms, wanted, earlier)
    for invitation in module.invitations:
        state = invitation_state(module, invitation, limits, as_of)
        if state is InvitationState.WAITING:
            whose = (invitation.by, invitation.date)
            name = "invitation.terms"
            yield Pin(name, invitation.path, ("terms",), *whose, invitation.terms, wanted)


def _review_pins(module: Module) -> Iterator[Pin]:
    """Yield what the latest round relied on; earlier ones are history."""
    if not module.reviews:
        return
    text, yardstick = page_fingerprint(module), yardstick_fingerprint(module.brief)
    for review in latest_round(module):
        whose = (review.reviewer, review.date)
        found: tuple[tuple[str, Any, str | None], ...] = (
            ("yardstick", review.yardstick, yardstick),
            ("text", review.text, text),
        )
        for name, value, wanted in found:
            yield Pin(f"review.{name}", review.path, (name,), *whose, value, wanted)


def latest_round(module: Module) -> list[Review]:
    """List the reviews of the latest round, whatever its date."""
    newest = max((review.round for review in module.reviews), default=0)
    return [review for review in module.reviews if review.round == newest]


def _judging_pins(module: Module) -> Iterator[Pin]:
    rubric = rubric_fingerprint(module.brief.rubric) if module.brief.rubric else None
    for judging in module.judgings:
        whose = (judging.judge, judging.date)
        name, path = "judging.yardstick", judging.path
        yield Pin(name, path, ("yardstick",), *whose, judging.yardstick, rubric)
        for member, scored in judging.entries.items():
            response = module.responses.get(member)
            wanted = _entry_held(module, response, scored.entry) if response else None
            pointer = ("entries", member, "entry")
            yield Pin("judging.entries.entry", path, pointer, *whose, scored.entry, wanted)


def iter_seal_pins(module: Module) -> Iterator[Pin]:
    """Yield what the brief holds of an amount that is not public, for who sees the amount."""
    private = module.cash
    if private is not None:
        where = ("cash.seal", private.path, ("cash",), private.by, private.date)
        yield Pin(*where, module.brief.reward.sealed, seal_of(private))


def iter_payout_pins(community: Community) -> Iterator[Pin]:
    """Yield what recorded payments hold: their own amounts."""
    for payout in community.payouts:
        where = ("payout.amounts", payout.path, ("amounts",), payout.by, payout.date)
        yield Pin(*where, payout.amounts, amounts_fingerprint(payout))

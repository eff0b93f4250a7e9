"""The whole community, indexed and read-only: what every fact and rule is computed from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields

from kocbook.markdown.joined import join_texts
from kocbook.model.activity import Judging, Outcome, Service, Triage
from kocbook.model.brief import Brief
from kocbook.model.enums import StaffRole
from kocbook.model.event import Event
from kocbook.model.gifts import Gift, GiftDetail, Offer
from kocbook.model.handbook import Handbook
from kocbook.model.held import NOTHING_HELD, Held
from kocbook.model.loan import Equipment
from kocbook.model.named import Named, find_title
from kocbook.model.payout import Payout
from kocbook.model.people import Member, Recognition
from kocbook.model.plan import Advice, Campaign, Proposal
from kocbook.model.private import Contact, PrivateBudget, PrivateCash
from kocbook.model.questionnaire import Questionnaire
from kocbook.model.settings import Licence, Role, Settings, Term
from kocbook.model.takedown import Takedown
from kocbook.model.work import (
    Answer,
    Arrangement,
    Claim,
    Confirmation,
    Consent,
    Credit,
    Invitation,
    Question,
    Response,
    Reuse,
    Review,
    Signoff,
    Translation,
    Waiver,
)


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A picture, video or caption file of a module.

    `name` is its path below the module's folder: `lake.jpg`, or `photographer/lake.jpg` in a
    part. `kind` is what its bytes are, or None; `blob` is the id that Git has for them.
    """

    name: str
    path: str
    size: int
    kind: str | None
    blob: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """What contributors delivered for one module.

    In a team each seat has a folder of its own for its part, named as the seat; `texts` holds
    every index.md by its folder, "" for the module's own. `media` are by name. `translations` are
    texts by their languages, whose names their folders have.
    """

    folder: str
    texts: Mapping[str, str]
    media: Mapping[str, MediaFile]
    translations: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str | None:
        """The text in the module's own folder, None where there is none."""
        return self.texts.get("")

    def text_path(self, part: str = "") -> str:
        """Return where the text of a part stands in the repository."""
        return f"{self.folder}/{part}/index.md" if part else f"{self.folder}/index.md"

    def holds_part(self, part: str) -> bool:
        """True where a text or a file lies in a part's folder."""
        return part in self.texts or any(name.startswith(f"{part}/") for name in self.media)


@dataclass(frozen=True, slots=True)
class Module:
    """A brief with everything that happened to it. `key` is HANDBOOK/MODULE.

    `responses` and `triage` are kept by their files' names: a member, and of further bug reports
    the number too ("lin-xiaoman--2").
    """

    handbook: str
    id: str
    brief: Brief
    claims: Mapping[str, Claim] = field(default_factory=dict)
    past_claims: tuple[Claim, ...] = ()
    invitations: tuple[Invitation, ...] = ()
    responses: Mapping[str, Response] = field(default_factory=dict)
    reviews: tuple[Review, ...] = ()
    signoffs: Mapping[str, Signoff] = field(default_factory=dict)
    reuse: tuple[Reuse, ...] = ()
    questions: Mapping[str, Question] = field(default_factory=dict)
    answers: Mapping[str, Answer] = field(default_factory=dict)
    credits: tuple[Credit, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    triage: Mapping[str, Triage] = field(default_factory=dict)
    services: tuple[Service, ...] = ()
    judgings: tuple[Judging, ...] = ()
    consents: tuple[Consent, ...] = ()
    takedowns: tuple[Takedown, ...] = ()
    outcome: Outcome | None = None
    questionnaire: Questionnaire | None = None
    translations: Mapping[str, Translation] = field(default_factory=dict)
    content: Content | None = None
    arrangement: Arrangement | None = None
    cash: PrivateCash | None = None

    @property
    def key(self) -> str:
        """The module's name on the command line."""
        return f"{self.handbook}/{self.id}"

    @property
    def folder(self) -> str:
        """Where the module's records stand."""
        return f"modules/{self.handbook}/{self.id}"

    @property
    def path(self) -> str:
        """Where the brief stands."""
        return f"modules/{self.handbook}/{self.id}/module.yml"

    @property
    def relied_on(self) -> tuple[str, ...]:
        """The names of the pictures that votes or scores rely on."""
        names = [option.picture for option in self.brief.options if option.picture]
        if self.brief.rubric:
            names += [name for item in self.responses.values() for name in item.media]
        return tuple(dict.fromkeys(names))

    @property
    def names(self) -> Mapping[str, Named]:
        """Titles and summaries in other languages; a translation that was checked has its own."""
        checked = {
            name: Named(one.title, one.summary)
            for name, one in self.translations.items()
            if one.checked_by
        }
        return {**self.brief.names, **checked}

    def title_in(self, language: str) -> tuple[str, str]:
        """Return the title for readers of `language`, and the language that it is in."""
        return find_title(self.brief.title, self.brief.language, self.names, language)

    @property
    def text(self) -> str | None:
        """What the page shows: the delivered text, or a team's texts joined; None without any.

        Parts follow in the order of the seats, unless the integrator arranged them.
        """
        texts = self.content.texts if self.content else {}
        steps = self.arrangement.order if self.arrangement else ()
        if len(texts) == 1 and "" in texts and not steps:
            return texts[""]  # most pages are one text, and many rules ask for it
        order = ("", *(seat.id for seat in self.brief.seats))
        shown = {part: texts[part] for part in order if part in texts}
        return join_texts(shown, steps) if shown else None


_HOLDINGS = tuple(
    field.name for field in fields(Module) if field.default_factory is dict or field.default == ()
)
"""The fields of a module that hold records."""


@dataclass(frozen=True, slots=True)
class Community:
    """Everything that could be read. `unreadable` holds the paths of records with faults.

    A rule that misses a record must look there first, so that one broken file does not make a
    hundred findings elsewhere. `numbered` holds the paths of records in whose text a long number or
    an @ stands: the others need no search for telephone numbers and addresses. `aliases` are the
    records that were merged into another, by their own ids; nothing else here uses those ids.
    `elsewhere` holds the paths of files that stand in the repository beyond what was read, and
    `half_known` the members part of whose work may stand there: nobody can say what it adds up to.
    `held` says which pages a site of it holds back. `private` holds the paths of the records that
    came from the private repository, None where only the public one was read; `budgets` are those
    with a record of their own, by handbook; `gift_details` are by the gifts' own ids.
    `confirmations` are what members without an account said with their codes, `contacts` how they
    are reached.
    """

    settings: Settings
    members: Mapping[str, Member]
    recognitions: tuple[Recognition, ...]
    handbooks: Mapping[str, Handbook]
    modules: Mapping[str, Module]
    covers: Mapping[str, MediaFile] = field(default_factory=dict)
    unreadable: frozenset[str] = frozenset()
    numbered: frozenset[str] = frozenset()
    aliases: Mapping[str, Member] = field(default_factory=dict)
    payouts: tuple[Payout, ...] = ()
    takedowns: tuple[Takedown, ...] = ()
    elsewhere: frozenset[str] = frozenset()
    half_known: frozenset[str] = frozenset()
    held: Held = NOTHING_HELD
    budgets: Mapping[str, PrivateBudget] = field(default_factory=dict)
    gifts: tuple[Gift, ...] = ()
    offers: Mapping[str, Offer] = field(default_factory=dict)
    gift_details: Mapping[str, GiftDetail] = field(default_factory=dict)
    private: frozenset[str] | None = None
    campaigns: Mapping[str, Campaign] = field(default_factory=dict)
    proposals: Mapping[str, Proposal] = field(default_factory=dict)
    advice: tuple[Advice, ...] = ()
    events: Mapping[str, Event] = field(default_factory=dict)
    equipment: Mapping[str, Equipment] = field(default_factory=dict)
    confirmations: tuple[Confirmation, ...] = ()
    contacts: tuple[Contact, ...] = ()

    @property
    def hides_amounts(self) -> bool:
        """True where amounts stand in a private repository that was not read: sums are not known."""
        return self.settings.private is not None and self.private is None

    @property
    def hides_payments(self) -> bool:
        """True where nobody can tell from what was read what has been paid."""
        return self.hides_amounts and not self.settings.shows("payouts")

    def locate_budget(self, handbook: Handbook) -> tuple[str, tuple[str, ...]]:
        """Return where a handbook's budget stands: a path, and the property there that holds it."""
        own = self.budgets.get(handbook.id)
        return (own.path, ()) if own else (handbook.path, ("budget",))

    def find_person(self, member: str) -> str:
        """Return the id under which everything of a member stands: records may have been merged."""
        alias = self.aliases.get(member)
        return str(alias.same_as) if alias else member

    def iter_accounts(self) -> Iterator[tuple[Member, Member]]:
        """Yield each record that names an account, with the person whose account it is."""
        yield from ((member, member) for member in self.members.values())
        yield from ((old, self.members[str(old.same_as)]) for old in self.aliases.values())

    def iter_records(self) -> Iterator[tuple[str, object]]:
        """Yield the path and the value of every record."""
        yield self.settings.path, self.settings
        yield from ((member.path, member) for member, _ in self.iter_accounts())
        yield from ((recognition.path, recognition) for recognition in self.recognitions)
        yield from ((handbook.path, handbook) for handbook in self.handbooks.values())
        yield from ((payout.path, payout) for payout in self.payouts)
        yield from ((budget.path, budget) for budget in self.budgets.values())
        yield from ((takedown.path, takedown) for takedown in self.takedowns)
        yield from ((campaign.path, campaign) for campaign in self.campaigns.values())
        yield from ((proposal.path, proposal) for proposal in self.proposals.values())
        yield from ((advice.path, advice) for advice in self.advice)
        for event in self.events.values():
            yield event.plan.path, event.plan
            yield from ((one.path, one) for one in event.registrations.values())
            yield from ((one.path, one) for one in event.attendances.values())
            if event.recap:
                yield event.recap.path, event.recap
        for thing in self.equipment.values():
            yield thing.card.path, thing.card
            for held in (thing.bookings, thing.handovers, thing.returns, thing.details):
                yield from ((one.path, one) for one in held.values())
        yield from ((said.path, said) for said in self.confirmations)
        yield from ((contact.path, contact) for contact in self.contacts)
        yield from ((gift.path, gift) for gift in self.gifts)
        yield from ((offer.path, offer) for offer in self.offers.values())
        yield from ((detail.path, detail) for detail in self.gift_details.values())
        for module in self.modules.values():
            yield module.path, module.brief
            if module.cash:
                yield module.cash.path, module.cash
            if module.arrangement:
                yield module.arrangement.path, module.arrangement
            for name in _HOLDINGS:
                held = getattr(module, name)
                for item in held.values() if isinstance(held, Mapping) else held:
                    yield item.path, item
            if module.outcome:
                yield module.outcome.path, module.outcome
            if module.questionnaire:
                yield module.questionnaire.path, module.questionnaire

    def find_skill(self, skill: str) -> Term | None:
        """Return the skill with this id, or None."""
        return next((term for term in self.settings.skills if term.id == skill), None)

    def find_role(self, role: str) -> Role | None:
        """Return the credit role with this id, or None."""
        return next((item for item in self.settings.roles if item.id == role), None)

    def find_licence(self, licence: str) -> Licence | None:
        """Return the licence with this id, or None."""
        return next((item for item in self.settings.licences if item.id == licence), None)

    def find_staff(self, *roles: StaffRole) -> list[str]:
        """List the ids of the staff who have one of the roles; without any, of all staff."""
        staff = (member for member in self.members.values() if member.is_staff)
        return sorted(one.id for one in staff if not roles or not set(roles).isdisjoint(one.staff))

    def knows_member(self, member: str) -> bool:
        """True for a member whose record stands here, even if it has faults."""
        path = f"members/{member}.yml"
        return member in self.members or member in self.aliases or self._stands(path)

    def knows_module(self, key: str) -> bool:
        """True for a module whose brief stands here, even if it has faults."""
        return key in self.modules or self._stands(f"modules/{key}/module.yml")

    def knows_handbook(self, handbook: str) -> bool:
        """True for a handbook whose blueprint stands here, even if it has faults."""
        path = f"modules/{handbook}/handbook.yml"
        return handbook in self.handbooks or self._stands(path)

    def knows_campaign(self, campaign: str) -> bool:
        """True for a date of the calendar whose record stands here, even if it has faults."""
        return campaign in self.campaigns or self._stands(f"plan/campaigns/{campaign}.yml")

    def knows_proposal(self, proposal: str) -> bool:
        """True for a proposal whose record stands here, even if it has faults."""
        return proposal in self.proposals or self._stands(f"plan/proposals/{proposal}.yml")

    def knows_event(self, event: str) -> bool:
        """True for an event whose plan stands here, even if it has faults."""
        return event in self.events or self._stands(f"events/{event}/event.yml")

    def knows_equipment(self, equipment: str) -> bool:
        """True for a thing that is lent and whose record stands here, even if it has faults."""
        path = f"equipment/{equipment}/equipment.yml"
        return equipment in self.equipment or self._stands(path)

    def _stands(self, path: str) -> bool:
        return path in self.unreadable or path in self.elsewhere

    def iter_chapter_modules(self, handbook: str) -> list[Module]:
        """List the handbook's modules in reading order, each once; those in no chapter come last."""
        order = dict.fromkeys(self.handbooks[handbook].module_ids)
        listed = [
            self.modules[key] for name in order if (key := f"{handbook}/{name}") in self.modules
        ]
        rest = [m for m in self.modules.values() if m.handbook == handbook and m.id not in order]
        return listed + sorted(rest, key=lambda module: module.id)

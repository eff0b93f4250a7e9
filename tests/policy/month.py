"""A month of a community, drawn by a seed: what thirty members and four of the staff want each day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from kocbook.base.errors import UsageError
from kocbook.insight.fingerprint import page_fingerprint, terms_fingerprint
from kocbook.insight.parts import part_fingerprints, part_folder
from kocbook.insight.pins import yardstick_fingerprint
from kocbook.insight.state import ModuleFacts, SeatFacts
from kocbook.insight.tiers import all_standings
from kocbook.intake.acts.delivery import Parcel, prepare_delivery
from kocbook.intake.acts.join import member_files
from kocbook.intake.acts.seats import (
    claim_files,
    edit_file,
    extend_files,
    read_text,
    release_files,
)
from kocbook.intake.acts.signoff import signoff_files
from kocbook.model.brief import Reward
from kocbook.model.community import Community
from kocbook.model.enums import State
from kocbook.model.paths import RecordKind
from kocbook.model.people import Member
from kocbook.policy.actor import Account
from kocbook.records.record_text import render_record, set_field
from tests.builders import BRIEF, SETTINGS, TWO_SEATS, member
from tests.policy.forge import to_text

STAFF = {
    "operator": "community-operator",
    "planner": "content-planner",
    "expert": "product-expert",
    "lead": "project-lead",
}
MEMBERS = [f"koc-{name}" for name in "abcdefghijkmnpqrstuvwxyz"] + [
    f"che-{name}" for name in "abcdef"
]
MODULES = [f"task-{name}" for name in "abcdefghjkmnpqrs"]
NEVER_READY = frozenset(MEMBERS[::3])
ONE_SEAT = [{"id": "writer", "role": "writing", "share": 10000, "duty": "写"}]
THREE_SEATS = [
    {"id": "writer", "role": "writing", "share": 3334, "duty": "写"},
    {"id": "camera", "role": "photography", "share": 3333, "duty": "拍"},
    {"id": "tester", "role": "testing", "share": 3333, "duty": "试"},
]
ACCOUNTS = {
    name: Account(f"login-{name}", 5000 + number) for number, name in enumerate([*STAFF, *MEMBERS])
}
Files = dict[str, bytes | None]


@dataclass(frozen=True)
class Wish:
    """A change that somebody wants. Nobody should get a `hostile` one through.

    One that lacks the yes of some, or claims more seats than one may hold, `may_fail`.
    """

    who: str
    kind: str
    files: Files
    approvals: tuple[str, ...] = ()
    account: Account | None = None
    hostile: bool = False
    may_fail: bool = False

    @property
    def by(self) -> Account:
        return self.account or ACCOUNTS[self.who]


def first_files(activities: Mapping[str, Any]) -> dict[str, str]:
    """Return the repository of the first day: staff, briefs with one, two or three seats, activities."""
    files = {"community.yml": to_text(SETTINGS)}
    for name, role in STAFF.items():
        record = member(0, name, staff=[role]) | account_of(name)
        files[f"members/{name}.yml"] = to_text(record)
    chapters = [{"title": "第一章", "modules": [*MODULES, *activities]}]
    handbook = {"title": "手册", "summary": "一句话。", "audience": "新车主", "goal": "会用车"}
    files["modules/guide/handbook.yml"] = to_text(
        {**handbook, "lead": "lead", "chapters": chapters}
    )
    for number, name in enumerate(MODULES):
        # Teams wait until they are complete; those who work alone are those who lapse.
        seats = (ONE_SEAT, TWO_SEATS, ONE_SEAT, THREE_SEATS, ONE_SEAT)[number % 5]
        brief = {**BRIEF, "seats": seats, "contact": "planner", "days": 4 + number % 3}
        brief |= {"opened": "2026-03-01", "reward": {"points": 7 + number}}
        files[f"modules/guide/{name}/module.yml"] = to_text(brief)
    for name, brief in activities.items():
        files[f"modules/guide/{name}/module.yml"] = to_text(brief)
    return files


def account_of(name: str) -> dict[str, object]:
    account = ACCOUNTS[name]
    return {"github": account.login, "github_id": account.number}


@dataclass
class Day:
    """The wishes of one day, from what stands on the desk in the morning."""

    random: Random
    today: date
    desk: Path
    community: Community
    facts: dict[str, ModuleFacts]
    notes: Path
    made: list[Wish] = field(default_factory=list)

    def chance(self, part: float) -> bool:
        return self.random.random() < part

    def wishes(self) -> list[Wish]:
        """Draw what everybody wants; what a command refuses at once is not wished."""
        for name in self.random.sample(MEMBERS, len(MEMBERS)):
            self.made += self.ask(self._member(name))
        for facts in self.facts.values():
            if facts.seats:
                self.made += self.ask(self._staff(facts))
        return self.made

    def ask(self, wishes: Iterator[Wish]) -> Iterator[Wish]:
        """Yield what a command does not refuse at once."""
        try:
            yield from wishes
        except UsageError:
            return  # the command said why, and wrote nothing

    def _member(self, name: str) -> Iterator[Wish]:
        person = self.community.members.get(name)
        if person is None:
            if self.chance(0.3):
                values = {"name": name, "joined": self.today} | account_of(name)
                yield Wish(name, "join", dict(member_files(name, values)))
            return
        held = [
            (facts, seat)
            for facts in self.facts.values()
            for seat in facts.seats
            if seat.claim and seat.claim.member == name
        ]
        for facts, seat in held:
            yield from self._holder(person, facts, seat)
        busy = sum(seat.state.is_under_way for _, seat in held)
        limit = all_standings(self.community, self.facts, self.today)[name].tier.claims
        if busy < limit and self.chance(0.12):
            yield from self._claims(person)

    def _claims(self, person: Member) -> Iterator[Wish]:
        """Claim one of the seats that everybody looks at first; the greedy try two at once."""
        free = [
            (facts, seat)
            for facts in self.facts.values()
            if person.id not in facts.authors and (facts.state.is_claimable or facts.seats)
            for seat in facts.seats
            if seat.state.is_claimable
        ]
        lapsed = [(facts, seat) for facts, seat in free if seat.claim]
        first = (lapsed or free)[:5]
        wanted = self.random.sample(first, min(len(first), 2 if self.chance(0.15) else 1))
        for facts, seat in wanted:
            kind = "take over" if seat.claim else "claim"
            files = claim_files(
                self.desk,
                facts.module,
                seat.seat.id,
                person,
                self.today,
                self.random.choice("甲乙"),
            )
            yield Wish(person.id, kind, dict(files), may_fail=len(wanted) > 1)

    def _holder(self, person: Member, facts: ModuleFacts, seat: SeatFacts) -> Iterator[Wish]:
        claim = seat.claim
        assert claim is not None
        if seat.state is State.CLAIMED or seat.state is State.CHANGES_REQUESTED:
            ready = (
                0.45 if seat.state is State.CLAIMED else 0.8
            )  # who is asked for changes is at it
            if self.chance(0 if person.id in NEVER_READY else ready):
                yield self._delivery(person, facts)
            elif seat.due and (seat.due - self.today).days <= 1 and self.chance(0.4):
                files = extend_files(self.desk, facts, claim, self.today)
                yield Wish(person.id, "extend", dict(files))
            elif self.chance(0.05):
                files = release_files(self.desk, facts, claim, self.today)
                yield Wish(person.id, "release", dict(files))
        elif person.id in facts.unsigned and self.chance(0.5):
            yield Wish(
                person.id, "sign", dict(signoff_files(self.desk, facts.module, person, self.today))
            )

    def _delivery(self, person: Member, facts: ModuleFacts) -> Wish:
        seat = next(seat.seat.id for seat in facts.seats if _is_held(seat, person))
        content = facts.module.content
        part = part_folder(facts.module, seat)
        before = content.texts.get(part, "") if content else ""
        self.notes.write_text(
            f"{before}\n{person.name}在{self.today}写的一段。\n", encoding="utf-8"
        )
        parcel = Parcel([self.notes], seat)
        limits = self.community.settings.limits
        delivery = prepare_delivery(self.desk, facts, person, parcel, self.today, limits)
        kind = "deliver again" if facts.module.reviews else "deliver"
        return Wish(person.id, kind, dict(delivery.files))

    def _staff(self, facts: ModuleFacts) -> Iterator[Wish]:
        live = [seat.claim for seat in facts.seats if seat.claim]
        if facts.state is State.DELIVERED and len(live) == len(facts.seats) and self.chance(0.5):
            yield self._review(facts)
        if facts.state.counts_as_work and self.chance(0.06):
            yield self._edit(facts)
        if live and not facts.state.counts_as_work and self.chance(0.04):
            yield self._new_terms(facts)

    def _review(self, facts: ModuleFacts) -> Wish:
        who = self.random.choice(list(STAFF))
        turn = max((review.round for review in facts.module.reviews), default=0) + 1
        path = f"{facts.module.folder}/reviews/{turn}-{who}.yml"
        met = self.random.choice(["fully", "partly"])
        judged = {"met": met, "evidence": "见正文", "next": "补一张图"}
        values: dict[str, object] = {
            "reviewer": who,
            "date": self.today,
            "goals": {"clear": judged, "short": {"met": "fully"}},
            "text": page_fingerprint(facts.module),
            "parts": part_fingerprints(facts.module) or None,
            "yardstick": yardstick_fingerprint(facts.module.brief),
        }
        if self.chance(0.04):
            values["declined"] = "和另一篇重复了"
        return Wish(who, "review", {path: render_record(RecordKind.REVIEW, path, values).encode()})

    def _edit(self, facts: ModuleFacts) -> Wish:
        """An operator changes words, with the sign-offs prepared; not every author says yes."""
        content = facts.module.content
        assert content is not None
        part, text = self.random.choice(sorted(content.texts.items()))
        texts = {**content.texts, part: f"{text}\n（编辑补充：{self.today}）\n"}
        files: Files = {content.text_path(part): texts[part].encode()}
        words = page_fingerprint(replace(facts.module, content=replace(content, texts=texts)))
        for author in facts.authors:
            path = f"{facts.module.folder}/signoffs/{author}.yml"
            values = {"member": author, "date": self.today, "text": words}
            files[path] = render_record(RecordKind.SIGNOFF, path, values).encode()
        voices = self._voices(facts.authors)
        may_fail = set(voices) != set(facts.authors)
        return Wish("operator", "edit words", files, voices, may_fail=may_fail)

    def _new_terms(self, facts: ModuleFacts) -> Wish:
        brief = facts.module.brief
        better = replace(brief, reward=Reward(brief.reward.points + 1))
        path = facts.module.path
        text = set_field(read_text(self.desk, path), "reward", {"points": better.reward.points})
        files: Files = {path: text.encode()}
        for seat in facts.seats:
            if seat.claim:
                terms = terms_fingerprint(better)
                files |= edit_file(self.desk, seat.claim.path, "terms", terms)
        voices = self._voices(facts.authors)
        may_fail = set(voices) != set(facts.authors)
        return Wish("planner", "new terms", files, voices, may_fail=may_fail)

    def _voices(self, authors: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(author for author in authors if self.chance(0.8))


def _is_held(seat: SeatFacts, person: Member) -> bool:
    return seat.claim is not None and seat.claim.member == person.id

"""What nobody may do, tried day after day by whoever could gain by it: one function a kind of attack.

Each yields changes that have to be refused on the state of that morning; the kinds that were tried
least come first, so that a month holds them all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Any

from kocbook.base.errors import UsageError
from kocbook.insight.accounts import hash_email
from kocbook.insight.fingerprint import page_fingerprint
from kocbook.insight.pins import response_terms
from kocbook.insight.state import ModuleFacts, SeatFacts
from kocbook.intake.acts.join import member_files
from kocbook.intake.acts.judging import judging_files
from kocbook.intake.acts.seats import edit_file, read_text
from kocbook.intake.acts.staff_records import outcome_files
from kocbook.intake.acts.takedown import TakedownOrder, takedown_files
from kocbook.model.brief import Option
from kocbook.model.enums import State
from kocbook.model.paths import RecordKind
from kocbook.model.takedown import MARK, TakedownReason
from kocbook.model.work import Claim, Response
from kocbook.policy.actor import Account
from kocbook.records.record_text import drop_field, render_record, set_field
from tests.policy.crowd import POLLS, closes, is_over
from tests.policy.month import ACCOUNTS, MEMBERS, STAFF, Day, Files, Wish, account_of

Attack = Callable[[Day], Iterator[tuple[str, Files]]]
"""Yields who tries it, and what they change."""


def attack(day: Day, tried: Counter[str], count: int) -> Iterator[Wish]:
    """Yield hostile wishes of `count` kinds; `tried` is counted on."""
    kinds = day.random.sample(sorted(ATTACKS), len(ATTACKS))
    for kind in sorted(kinds, key=lambda kind: tried[kind]):
        try:
            found = list(islice(ATTACKS[kind](day), day.random.choice((1, 2, 3))))
        except UsageError:
            continue  # the command says no already
        if found:
            who, files = found[-1]
            count, tried[kind] = count - 1, tried[kind] + 1
            yield Wish(who, kind, files, hostile=True)
        if not count:
            return


def attack_as_another(day: Day) -> Iterator[Wish]:
    """Yield what somebody tries whose account only has the login that a member had before."""
    people = [name for name in day.community.members if name not in STAFF]
    if people and day.chance(0.3):
        victim = day.random.choice([*people, "lead"])
        again = Account(ACCOUNTS[victim].login, 999)
        files = edit_file(day.desk, f"members/{victim}.yml", "city", "别处")
        yield Wish(victim, "reuse a login", dict(files), account=again, hostile=True)


def _thief(day: Day, *besides: str) -> str | None:
    people = [name for name in day.community.members if name not in (*STAFF, *besides)]
    return day.random.choice(people) if people else None


def _held(day: Day) -> list[tuple[ModuleFacts, SeatFacts, Claim]]:
    """List the seats at which somebody works, and of which nothing is accepted."""
    return [
        (facts, seat, seat.claim)
        for facts in day.facts.values()
        for seat in facts.seats
        if seat.claim and seat.state is State.CLAIMED and not facts.state.counts_as_work
    ]


def _accepted(day: Day) -> list[ModuleFacts]:
    return [one for one in day.facts.values() if one.seats and one.state.counts_as_work]


def _polls(day: Day) -> list[ModuleFacts]:
    return [one for one in day.facts.values() if one.module.id in POLLS and one.module.responses]


def _edit(day: Day, path: str, **values: Any) -> Files:
    """Return a record with values replaced; None takes one out."""
    text = read_text(day.desk, path)
    for name, value in values.items():
        text = drop_field(text, name) if value is None else set_field(text, name, value)
    return {path: text.encode()}


def _record(kind: RecordKind, path: str, values: Mapping[str, Any]) -> Files:
    return {path: render_record(kind, path, values).encode()}


# ---- who somebody is


def _become_staff(day: Day) -> Iterator[tuple[str, Files]]:
    if thief := _thief(day):
        yield thief, _edit(day, f"members/{thief}.yml", staff=["project-lead"])


def _take_an_account(day: Day) -> Iterator[tuple[str, Files]]:
    thief = _thief(day)
    if thief and (victim := _thief(day, thief)):
        number = day.community.members[thief].github_id
        yield thief, _edit(day, f"members/{victim}.yml", github_id=number)


def _join_long_ago(day: Day) -> Iterator[tuple[str, Files]]:
    for name in MEMBERS:
        if name not in day.community.members:
            values = {"name": name, "joined": date(2019, 1, 1)} | account_of(name)
            yield name, dict(member_files(name, values))


def _join_as_a_word(day: Day) -> Iterator[tuple[str, Files]]:
    for name in MEMBERS:
        if name not in day.community.members:
            values = {"name": name, "joined": day.today} | account_of(name)
            for word in ("photo", "former-1"):
                yield name, _record(RecordKind.MEMBER, f"members/{word}.yml", values)


def _take_an_address(day: Day) -> Iterator[tuple[str, Files]]:
    if thief := _thief(day):
        listed = [hash_email("victim@club.example")]
        yield thief, _edit(day, f"members/{thief}.yml", commit_emails=listed)


# ---- seats and terms


def _copy_a_claim(day: Day) -> Iterator[tuple[str, Files]]:
    for wish in day.made:
        if wish.kind == "claim" and (thief := _thief(day, wish.who)):
            yield thief, wish.files


def _take_a_seat(day: Day) -> Iterator[tuple[str, Files]]:
    for _, _, claim in _held(day):
        if thief := _thief(day, claim.member):
            yield thief, _edit(day, claim.path, member=thief)


def _end_a_claim(day: Day) -> Iterator[tuple[str, Files]]:
    for _, _, claim in _held(day):
        if thief := _thief(day, claim.member):
            yield thief, {claim.path: None}


def _fewer_days(day: Day) -> Iterator[tuple[str, Files]]:
    for facts, _, _ in _held(day):
        yield day.random.choice(["planner", "lead"]), _edit(day, facts.module.path, days=1)


def _fewer_days_and_take_over(day: Day) -> Iterator[tuple[str, Files]]:
    for facts, seat, claim in _held(day):
        past = f"{facts.module.folder}/claims/past/{seat.seat.id}-99.yml"
        released = set_field(read_text(day.desk, claim.path), "released", day.today)
        taken = _edit(day, claim.path, member="planner", claimed=day.today)
        shorter = _edit(day, facts.module.path, days=1)
        yield "planner", {**shorter, **taken, past: released.encode()}


def _easier_goals(day: Day) -> Iterator[tuple[str, Files]]:
    """The yardstick moves under who works by it, and under who reviewed by it."""
    reviewed = [one for one in day.facts.values() if one.seats and one.module.reviews]
    for facts in [*reviewed, *(facts for facts, _, _ in _held(day))]:
        goals = [{"id": goal.id, "text": goal.text} for goal in facts.module.brief.goals]
        yield day.random.choice(["planner", "lead"]), _edit(day, facts.module.path, goals=goals)


def _another_size(day: Day) -> Iterator[tuple[str, Files]]:
    for facts in _accepted(day):
        yield "planner", _edit(day, facts.module.path, size="L")


def _revive_a_claim(day: Day) -> Iterator[tuple[str, Files]]:
    """A lapsed claim, delivered on a day that is over, with one sign more in the text."""
    for facts in day.facts.values():
        for seat in facts.seats:
            if seat.state is State.LAPSED and seat.claim and seat.due:
                files = _edit(day, seat.claim.path, delivered=seat.due)
                content = facts.module.content
                for part, text in content.texts.items() if content else ():
                    files[content.text_path(part)] = f"{text}。\n".encode() if content else b""
                yield seat.claim.member, files


# ---- words


def _write_for_a_colleague(day: Day) -> Iterator[tuple[str, Files]]:
    for facts in day.facts.values():
        content = facts.module.content
        holders = {seat.seat.id: seat.claim for seat in facts.seats if seat.claim}
        if content is None or len(holders) < 2:
            continue
        for part, text in content.texts.items():
            owner = holders.get(part)
            for other in holders.values():
                if owner and owner.delivered and other.member != owner.member:
                    yield other.member, {content.text_path(part): f"{text}\n改。\n".encode()}


def _change_accepted_words(day: Day) -> Iterator[tuple[str, Files]]:
    for facts in _accepted(day):
        content = facts.module.content
        for part, text in content.texts.items() if content else ():
            assert content is not None
            yield "operator", {content.text_path(part): f"{text}\n运营加一句。\n".encode()}


def _waive_an_author(day: Day) -> Iterator[tuple[str, Files]]:
    for facts in _accepted(day):
        path = f"{facts.module.folder}/waivers/1.yml"
        values = {"candidate": facts.authors[0], "reason": "declined", "by": "operator"}
        yield "operator", _record(RecordKind.WAIVER, path, {**values, "date": day.today})


# ---- points


def _many_points_for_a_friend(day: Day) -> Iterator[tuple[str, Files]]:
    for who, friend in (("operator", _thief(day)), ("expert", "expert")):
        if friend:
            path = f"members/recognition/{day.today:%Y}/{day.today}-friend.yml"
            values = {"member": friend, "by": who, "date": day.today, "kind": "praise"}
            record = {**values, "reason": "好", "points": 1000}
            yield who, _record(RecordKind.RECOGNITION, path, record)


def _take_praise_away(day: Day) -> Iterator[tuple[str, Files]]:
    for given in day.community.recognitions:
        yield "operator", {given.path: None}


# ---- activities


def _vote_late(day: Day) -> Iterator[tuple[str, Files]]:
    for facts in _polls(day):
        thief = _thief(day, *facts.module.responses)
        if thief and is_over(facts.module.id, day.today):
            for written in (closes(facts.module.id), day.today):
                yield thief, _vote(facts, thief, written, terms=response_terms(facts.module))


def _vote_back_dated(day: Day) -> Iterator[tuple[str, Files]]:
    for facts in _polls(day):
        thief = _thief(day, *facts.module.responses)
        if thief and facts.state.is_claimable:
            long_ago = date(2026, 2, 20)  # before it opened
            terms = response_terms(facts.module)
            yield thief, _vote(facts, thief, long_ago, terms=terms)
            yield thief, _vote(facts, thief, day.today, terms=None)  # what it was for is open


def _vote(facts: ModuleFacts, who: str, day: date, terms: str | None) -> Files:
    path = f"{facts.module.folder}/responses/{who}.yml"
    values = {"member": who, "date": day, "choice": "red", "terms": terms}
    return _record(RecordKind.RESPONSE, path, values)


def _change_anothers_vote(day: Day) -> Iterator[tuple[str, Files]]:
    for facts in _polls(day):
        for response in facts.module.responses.values():
            other = "green" if "green" not in response.choice else "red"
            yield day.random.choice(["lead", "planner"]), _edit(day, response.path, choice=other)
            yield "lead", {response.path: None}


def _swap_options(day: Day) -> Iterator[tuple[str, Files]]:
    """Also where the pins of the votes are renewed, without a word from who voted."""
    for facts in _polls(day):
        brief = facts.module.brief
        words = [option.text for option in brief.options]
        options = [
            {"id": option.id, "text": text}
            for option, text in zip(brief.options, reversed(words), strict=True)
        ]
        swapped = _edit(day, facts.module.path, options=options)
        yield "planner", swapped
        after = replace(brief, options=tuple(Option(**option) for option in options))
        terms = response_terms(replace(facts.module, brief=after))
        files = dict(swapped)
        for response in facts.module.responses.values():
            files |= _edit(day, response.path, terms=terms)
        yield "planner", files


def _score_rivals(day: Day) -> Iterator[tuple[str, Files]]:
    module = day.facts["guide/wall"].module
    rivals = [name for name in module.responses if name != "expert"]
    if "expert" in module.responses and rivals and is_over("wall", day.today):
        entries = [{"id": name, "scores": {"story": 0}} for name in rivals]
        judge = day.community.members["expert"]
        yield "expert", dict(judging_files(module, judge, day.today, entries))


def _tell_an_outcome(day: Day) -> Iterator[tuple[str, Files]]:
    """By a member, or while people still vote."""
    values = {"decided": "我说了算", "because": "我喜欢", "chosen": ["red"], "reached": "yes"}
    for facts in _polls(day):
        who = "operator" if facts.state.is_claimable else _thief(day)
        if who:
            by = day.community.members[who]
            yield who, dict(outcome_files(facts.module, by, day.today, values))


# ---- taking down


def _responses(day: Day) -> list[tuple[ModuleFacts, Response]]:
    return [
        (facts, one)
        for facts in _polls(day)
        for one in facts.module.responses.values()
        if one.reason and MARK not in one.reason
    ]


def _taken(day: Day, path: str) -> Files:
    by = day.community.members["operator"]
    order = TakedownOrder(path, TakedownReason.ABUSE)
    return dict(takedown_files(day.desk, day.community, by, day.today, order)[0])


def _take_down_more(day: Day) -> Iterator[tuple[str, Files]]:
    """With the words goes the choice, or other words come instead."""
    for _, response in _responses(day):
        for more in (
            {"reason": f"{MARK}，我改主意了"},
            {"choice": "green"},
            {"date": "2026-03-01"},
        ):
            down = _taken(day, response.path)
            text = (down[response.path] or b"").decode()
            for name, value in more.items():
                text = set_field(text, name, value)
            if text.encode() != down[response.path]:
                yield "operator", {**down, response.path: text.encode()}


def _take_down_a_signature(day: Day) -> Iterator[tuple[str, Files]]:
    for facts in day.facts.values():
        for signoff in facts.module.signoffs.values():
            path = f"{facts.module.folder}/takedowns/{day.today}-9.yml"
            values = {"by": "operator", "date": day.today, "target": signoff.path}
            record = _record(RecordKind.TAKEDOWN, path, {**values, "reason": "abuse"})
            yield "operator", {**record, signoff.path: None}


def _carry_words_to_come(day: Day) -> Iterator[tuple[str, Files]]:
    """A takedown of something else, with the fingerprints of a page that nobody signed."""
    for facts in _accepted(day):
        for _, response in _responses(day):
            down = _taken(day, response.path)
            path = next(path for path in down if "/takedowns/" in path)
            was = page_fingerprint(facts.module)
            text = set_field((down[path] or b"").decode(), "was", was)
            files = {**down, path: set_field(text, "now", "0123456789ab").encode()}
            yield "operator", files


def _change_the_rules(day: Day) -> Iterator[tuple[str, Files]]:
    if thief := _thief(day):
        yield thief, {"mkdocs.yml": b"x: 1\n"}


ATTACKS: dict[str, Attack] = {
    one.__name__.removeprefix("_").replace("_", " "): one
    for one in (
        *(_become_staff, _take_an_account, _join_long_ago, _join_as_a_word, _take_an_address),
        *(_copy_a_claim, _take_a_seat, _end_a_claim, _fewer_days, _fewer_days_and_take_over),
        *(_easier_goals, _another_size, _revive_a_claim, _write_for_a_colleague),
        *(_change_accepted_words, _waive_an_author, _many_points_for_a_friend, _take_praise_away),
        *(_vote_late, _vote_back_dated, _change_anothers_vote, _swap_options, _score_rivals),
        *(_tell_an_outcome, _take_down_more, _take_down_a_signature, _carry_words_to_come),
        _change_the_rules,
    )
}

"""What a month holds beside seats: polls, a judged wall, praise, results, taking back and taking down."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from kocbook.insight.state import ModuleFacts
from kocbook.intake.acts.judging import judging_files
from kocbook.intake.acts.response import ResponseDraft, prepare_response
from kocbook.intake.acts.staff_records import outcome_files, recognition_files
from kocbook.intake.acts.takedown import TakedownOrder, takedown_files
from kocbook.intake.acts.withdrawal import Withdrawn, withdraw_files
from kocbook.model.enums import ModuleForm
from kocbook.model.people import Member
from kocbook.model.takedown import MARK, TakedownReason
from tests.builders import BRIEF
from tests.policy.month import Day, Wish

OPTIONS = [{"id": "red", "text": "红"}, {"id": "blue", "text": "蓝"}, {"id": "green", "text": "绿"}]
ENOUGH = [{"id": "enough", "must": True, "text": "至少六个人投票"}]
RUBRIC = {"criteria": [{"id": "story", "text": "有故事", "weight": 10000}], "prizes": ["封面"]}
PLAIN = {key: value for key, value in BRIEF.items() if key not in ("seats", "type")}
PLAIN |= {"type": "exploration", "opened": "2026-03-01", "contact": "planner"}
PLAIN |= {"reward": {"points": 2}, "goals": ENOUGH}
POLLS = ("poll-early", "poll-late")
ACTIVITIES: dict[str, dict[str, Any]] = {
    "poll-early": {**PLAIN, "form": "poll", "options": OPTIONS, "closes": "2026-03-12"},
    "poll-late": {**PLAIN, "form": "poll", "options": OPTIONS, "closes": "2026-03-22"},
    "wall": {**PLAIN, "form": "gallery", "rubric": RUBRIC, "closes": "2026-03-16"},
}
REASONS = ("耐看，找我聊 vx-4711", "显年轻", "夜里也看得清")
SECRET = "vx-4711"


def join_in(day: Day) -> Iterator[Wish]:
    """Yield what people want of the activities on a day; what a command refuses is not wished."""
    people = [one for one in day.community.members.values() if not one.is_staff]
    for key, facts in day.facts.items():
        if facts.module.id not in ACTIVITIES:
            yield from day.ask(_take_down_text(day, facts))
        elif facts.state.is_claimable:
            for person in day.random.sample(people, len(people)):
                yield from day.ask(_respond(day, facts, person))
            yield from day.ask(_enter_staff(day, facts))
        else:
            yield from day.ask(_finish(day, facts))
        if key.endswith(POLLS):
            yield from day.ask(_moderate(day, facts))
    if people and day.chance(0.3):
        yield from day.ask(_praise(day, day.random.choice(people)))


def _respond(day: Day, facts: ModuleFacts, person: Member) -> Iterator[Wish]:
    mine = facts.module.responses.get(person.id)
    if mine is not None and day.chance(0.03):
        files = _withdraw(day, facts, person)
        yield Wish(person.id, "take back", files)
    elif day.chance(0.02 if mine else 0.05):
        answer = ResponseDraft(text=f"{person.name}在{day.today}拍的")
        if facts.module.brief.form is ModuleForm.POLL:
            choice = day.random.choice(OPTIONS)["id"]
            answer = ResponseDraft(choice=[choice], reason=day.random.choice(REASONS))
        kind = ("vote" if answer.choice else "enter") if mine is None else "say anew"
        yield Wish(person.id, kind, _answer(day, facts, person, answer))


def _enter_staff(day: Day, facts: ModuleFacts) -> Iterator[Wish]:
    """The expert enters the wall, and so may not judge there."""
    expert = day.community.members["expert"]
    if facts.module.id == "wall" and "expert" not in facts.module.responses:
        yield Wish("expert", "enter", _answer(day, facts, expert, ResponseDraft(text="山口的早晨")))


def _answer(
    day: Day, facts: ModuleFacts, person: Member, answer: ResponseDraft
) -> dict[str, bytes | None]:
    limits = day.community.settings.limits
    return dict(prepare_response(day.desk, facts, person, answer, day.today, limits).files)


def _withdraw(day: Day, facts: ModuleFacts, person: Member) -> dict[str, bytes | None]:
    where = (day.desk, day.community, facts, person, day.today)
    return dict(withdraw_files(*where, Withdrawn.RESPONSE, None))


def _finish(day: Day, facts: ModuleFacts) -> Iterator[Wish]:
    """Staff judge a wall that is over, and tell what came of everything."""
    module = facts.module
    if module.brief.rubric and module.responses and not module.judgings and day.chance(0.6):
        entries = [
            {"id": name, "scores": {"story": day.random.randrange(11)}, "words": "好"}
            for name in module.responses
        ]
        judge = day.community.members["planner"]
        yield Wish("planner", "score", dict(judging_files(module, judge, day.today, entries)))
    if module.outcome is None and day.chance(0.4):
        votes = [vote for one in module.responses.values() for vote in one.choice]
        most = max(sorted(set(votes)), key=votes.count) if votes else None
        values = {"decided": "定了", "because": "投的人多", "chosen": [most] if most else None}
        values["reached"] = "yes" if len(module.responses) >= 6 else "no"
        files = outcome_files(module, day.community.members["operator"], day.today, values)
        yield Wish("operator", "outcome", dict(files))


def _moderate(day: Day, facts: ModuleFacts) -> Iterator[Wish]:
    """An operator strikes what somebody tells in a reason, and leaves the vote as it is."""
    for response in facts.module.responses.values():
        if SECRET in (response.reason or "") and day.chance(0.3):
            order = TakedownOrder(response.path, TakedownReason.PRIVACY, phrases=["vx…11"])
            yield Wish("operator", "take down", _taken(day, order))
            return


def _take_down_text(day: Day, facts: ModuleFacts) -> Iterator[Wish]:
    content = facts.module.content
    if content and facts.state.counts_as_work and day.chance(0.04):
        part, text = day.random.choice(sorted(content.texts.items()))
        lines = [
            n for n, line in enumerate(text.split("\n"), 1) if line.strip() and MARK not in line
        ]
        if lines:
            place = [str(day.random.choice(lines))]
            order = TakedownOrder(content.text_path(part), TakedownReason.ORDER, lines=place)
            yield Wish("operator", "take a line down", _taken(day, order))


def _taken(day: Day, order: TakedownOrder) -> dict[str, bytes | None]:
    by = day.community.members["operator"]
    return dict(takedown_files(day.desk, day.community, by, day.today, order)[0])


def _praise(day: Day, person: Member) -> Iterator[Wish]:
    values = {"member": person.id, "kind": "praise", "reason": "热心"}
    by = day.community.members["expert"]
    yield Wish(
        "expert", "praise", dict(recognition_files(day.desk, by, day.today, person.id, values))
    )


def closes(name: str) -> date:
    """Return the last day of an activity."""
    return date.fromisoformat(ACTIVITIES[name]["closes"])


def is_over(name: str, today: date) -> bool:
    """True where an activity is surely over."""
    return today > closes(name) + timedelta(days=1)

"""The table of `koc remind`: each reminder with its words in both languages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from kocbook.base.languages import LANGUAGES
from kocbook.base.texts import Texts
from kocbook.insight.names import public_name
from kocbook.insight.reminders import Reminder, ReminderKind
from kocbook.model.community import Community
from kocbook.model.event import Event
from kocbook.model.loan import Equipment
from kocbook.model.paths import parse_record_path
from kocbook.report.table import Column, Row, Table, module_key, module_key_on_two_lines, plain
from kocbook.report.words import Words

KEYS = (
    *("kind", "handbook", "module", "seat", "member", "github", "due", "days", "to"),
    *(f"message_{language}" for language in LANGUAGES),
    "key",
)


def reminders_table(
    community: Community, reminders: Sequence[Reminder], as_of: date, texts: Texts
) -> Table:
    """Return a row for each reminder; `days` is how long there is until `due`, below 0 after it."""
    words = Words(community, texts)
    return Table(
        as_of,
        KEYS,
        tuple(_row(community, reminder, as_of) for reminder in reminders),
        (
            Column("reminder", words.column("kind", lambda kind: words.of("reminder", kind))),
            Column("module", module_key, narrow=module_key_on_two_lines),
            Column("seat", plain("seat"), rank=2),
            Column("member", words.column("member", words.member), least=8),
            Column("due", plain("due"), rank=1),
            Column("message", plain(f"message_{texts.language}"), least=24),
        ),
        sort=("handbook", "module", "kind", "key"),
        empty="cli.remind.empty",
    )


def _row(community: Community, reminder: Reminder, as_of: date) -> Row:
    person = community.members.get(reminder.member)
    return {
        "kind": reminder.kind.value,
        "handbook": reminder.handbook,
        "module": reminder.module,
        "seat": reminder.seat,
        "member": reminder.member,
        "github": (person.github or None) if person else None,
        "due": reminder.due,
        "days": (reminder.due - as_of).days if reminder.due else None,
        "to": reminder.to.value,
        **{f"message_{name}": _message(community, reminder, name) for name in LANGUAGES},
        "key": reminder.key,
    }


def _message(community: Community, reminder: Reminder, language: str) -> str:
    texts = community.settings.texts(language)
    key = f"{reminder.handbook}/{reminder.module}"
    known = community.modules.get(key)
    takedowns = known.takedowns if known else community.takedowns
    reason = next((one.reason for one in takedowns if one.path == reminder.path), None)
    data: dict[str, object] = {
        "module": key,
        "title": known.brief.title if known else "",
        "reason": texts(f"words.takedown.{reason}") if reason else "",
        "said": " ".join(find_said(community, reminder)),
        "url": f"{community.settings.site.url.rstrip('/')}/{key + '/' if known else ''}",
        "seat": reminder.seat,
        "due": reminder.due,
        "grace": community.settings.limits.grace_days,
        "about": [public_name(community, member, texts) for member in reminder.about],
    }
    if reminder.clock:
        data["ways"] = texts(f"remind.ways.{reminder.clock}", **data)
    event = find_event(community, reminder)
    if event is not None:
        site = community.settings.site.url.rstrip("/")
        data |= {"title": event.plan.title, "url": f"{site}/events/{event.id}/"}
        data |= {"hours": event.plan.hours or "", "place": event.plan.place or ""}
        data["because"] = event.plan.because or ""
    thing = find_equipment(community, reminder)
    if thing is not None:
        data["title"] = thing.card.title
        data["contact"] = public_name(community, thing.card.contact, texts)
        key = "-staff" if reminder.about else "-loan"
        return texts(f"remind.messages.{reminder.kind}{key}", **data)
    place = "" if known or event else "-profile"
    return texts(f"remind.messages.{reminder.kind}{place}", **data)


def find_event(community: Community, reminder: Reminder) -> Event | None:
    """Return the event that a reminder speaks of, None where it speaks of none."""
    where = parse_record_path(reminder.path)
    return community.events.get(where.parts.get("event", "")) if where else None


def find_equipment(community: Community, reminder: Reminder) -> Equipment | None:
    """Return the thing that is lent of which a reminder speaks, None where it speaks of none."""
    where = parse_record_path(reminder.path.partition(":")[0])
    return community.equipment.get(where.parts.get("equipment", "")) if where else None


def find_said(community: Community, reminder: Reminder) -> Iterator[str]:
    """Yield what somebody wrote whom a piece of news speaks of: a reviewer, who answered, who thanks."""
    path = reminder.path.partition(":")[0]
    module = community.modules.get(f"{reminder.handbook}/{reminder.module}")
    for review in module.reviews if module else ():
        if review.path == path:
            yield from (goal.next for goal in review.goals.values() if goal.next)
            yield from (*review.strengths, *review.improvements)
    for answer in module.answers.values() if module else ():
        if answer.path == path:
            yield answer.text
    for triage in module.triage.values() if module else ():
        if triage.path == path:
            yield from (word for word in (triage.fixed_in, triage.note) if word)
    outcome = module.outcome if module else None
    if outcome is not None and outcome.path == path:
        is_there = reminder.kind is ReminderKind.SHIPPED
        more = outcome.shipped_in if is_there else outcome.next
        yield from (
            word for word in (outcome.decided, None if is_there else outcome.because, more) if word
        )
    yield from (one.reason for one in community.recognitions if one.path == path)

"""The table of `koc inbox`: what waits for one member, with what deals with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kocbook.base.texts import Texts
from kocbook.insight.form_link import form_address
from kocbook.insight.waits.wait import Wait
from kocbook.model.community import Community
from kocbook.report.table import Column, Row, Table, plain
from kocbook.report.words import Words

KEYS = (
    *("kind", "since", "due", "days_left", "handbook", "module", "seat", "title", "about"),
    *("name", "what", "command", "url", "event", "equipment"),
)


def inbox_table(community: Community, waits: Sequence[Wait], as_of: date, texts: Texts) -> Table:
    """Return a row for each wait; `days_left` is how long until `due`, below 0 after it.

    `url` is the form that deals with it, else the page that it is about; `command` does it in a
    terminal.
    """
    words = Words(community, texts)
    return Table(
        as_of,
        KEYS,
        tuple(_row(community, wait, as_of, texts) for wait in waits),
        (
            Column("left", lambda row: say_left(row["days_left"], row["since"], as_of, texts)),
            Column("matter", words.column("kind", lambda kind: texts(f"desk.kinds.{kind}.title"))),
            Column("what-about", lambda row: _about(row, words), least=12, rank=2),
            Column("deal", plain("command"), least=24),
        ),
        sort=("kind", "handbook", "module", "seat", "name", "what", "since"),
        empty="cli.inbox.empty",
    )


def wait_address(community: Community, wait: Wait, texts: Texts) -> str | None:
    """Return the form that deals with a wait, else the page of its module; None without either."""
    module = community.modules.get(wait.key)
    if wait.form is not None and module is not None:
        return form_address(community, texts, wait.form, module, wait.seat)
    base = community.settings.site.url.rstrip("/")
    if wait.event is not None:
        return f"{base}/{community.events[wait.event].page or 'desk/'}"
    if wait.equipment is not None:
        return f"{base}/equipment/"
    return f"{base}/{wait.key}/" if module is not None else None


def say_left(left: object, since: object, as_of: date, texts: Texts) -> str:
    """Say how much time is left, or how long it has waited where nothing was promised."""
    if isinstance(left, int):
        key = "today" if left == 0 else "left" if left > 0 else "over"
        return texts(f"cli.inbox.{key}", n=abs(left))
    days = (as_of - since).days if isinstance(since, date) else 0
    return texts("cli.inbox.waited", n=days) if days else texts("cli.inbox.new")


def _row(community: Community, wait: Wait, as_of: date, texts: Texts) -> Row:
    module = community.modules.get(wait.key)
    return {
        "kind": wait.kind.value,
        "since": wait.since,
        "due": wait.due,
        "days_left": (wait.due - as_of).days if wait.due else None,
        "handbook": wait.handbook,
        "module": wait.module,
        "seat": wait.seat,
        "title": module.brief.title if module else _title(community, wait),
        "about": list(wait.about),
        "name": wait.name,
        "what": wait.what,
        "command": wait.command,
        "url": wait_address(community, wait, texts),
        "event": wait.event,
        "equipment": wait.equipment,
    }


def _title(community: Community, wait: Wait) -> str | None:
    event = community.events.get(wait.event or "")
    thing = community.equipment.get(wait.equipment or "")
    return event.plan.title if event else thing.card.title if thing else None


def _about(row: Row, words: Words) -> str:
    """Show the task and the people that it is about."""
    people = row["about"]
    names = words.members(people) if isinstance(people, list) else ""
    title = words.texts("cli.inbox.title", title=row["title"]) if row["title"] else ""
    return " · ".join(word for word in (title, names) if word) or str(row["what"] or "")

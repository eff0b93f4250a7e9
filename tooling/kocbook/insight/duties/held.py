"""Pages that the site holds back: staff mend what no reader can see."""

from __future__ import annotations

from collections.abc import Iterator

from kocbook.insight.duties.duty import Desk, Duty, DutyKind, Today

_COMMAND = "koc check"


def find_held_back(today: Today, desk: Desk) -> Iterator[Duty]:
    """Yield a row for each page that is held back; whose name is hidden has none."""
    held, since = today.community.held, today.as_of
    told = {"command": _COMMAND, "url": None}
    for key, page in held.modules.items():
        handbook, _, module = key.partition("/")
        place = {"handbook": handbook, "module": module}
        yield today.row(desk, DutyKind.HELD_BACK, since, figure=page.faults, **place, **told)
    for handbook, page in held.handbooks.items():
        yield today.row(
            desk, DutyKind.HELD_BACK, since, handbook=handbook, figure=page.faults, **told
        )
    for member, page in held.members.items():
        yield today.row(desk, DutyKind.HELD_BACK, since, member=member, figure=page.faults, **told)

"""The report of an import: what was taken in, and what could not be kept, with file and line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kocbook.base.texts import Texts
from kocbook.intake.imports.book import NotKept
from kocbook.intake.imports.history import Hand
from kocbook.intake.imports.take_in import TakenIn
from kocbook.report.markdown import render_markdown

_MOST_HANDS = 200


def count_kinds(not_kept: Sequence[NotKept]) -> list[tuple[str, int]]:
    """Return the kinds of what was not kept with their numbers, the most frequent first."""
    counts = Counter(str(one.kind) for one in not_kept)
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def render_import_report(taken: TakenIn, hands: Sequence[Hand], texts: Texts) -> str:
    """Return the whole report as Markdown."""
    groups = [
        (kind, number, sorted(one for one in taken.not_kept if str(one.kind) == kind))
        for kind, number in count_kinds(taken.not_kept)
    ]
    people = Counter((hand.name, hand.login or "", hand.member or "") for hand in hands)
    return render_markdown(
        "import_report.md.j2",
        t=texts,
        taken=taken,
        groups=groups,
        people=people.most_common(_MOST_HANDS),
        further=max(0, len(people) - _MOST_HANDS),
    )

"""Rules about briefs."""

from __future__ import annotations

from collections.abc import Iterator

from kocbook.base.finding import Severity, at, at_key
from kocbook.insight.split import WHOLE
from kocbook.model.enums import Form
from kocbook.rules.context import Context
from kocbook.rules.registry import Hit, rules_for

rule = rules_for("module")


@rule("shares-not-whole", Severity.ERROR)
def shares_not_whole(context: Context) -> Iterator[Hit]:
    """The shares of a module's seats do not add up to 10000 basis points."""
    for module in context.modules:
        total = sum(seat.share for seat in module.brief.seats)
        if module.brief.seats and total != WHOLE:
            variant = "over" if total > WHOLE else "under"
            data = {"total": total, "variant": variant, "gap": abs(WHOLE - total)}
            yield at_key(module.path, "seats"), data


@rule("poll-without-options", Severity.ERROR)
def poll_without_options(context: Context) -> Iterator[Hit]:
    """A poll gives fewer than two options to choose from."""
    for module in context.modules:
        if module.brief.form is Form.POLL and len(module.brief.options) < 2:
            yield at(module.path, "options"), {"title": module.brief.title}

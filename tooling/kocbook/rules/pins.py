"""Rules about what records rely on: it is still what it was when they were written."""

from __future__ import annotations

from collections.abc import Iterator

from kocbook.base.finding import Severity, at
from kocbook.insight.pins import Pin, iter_payout_pins, iter_pins
from kocbook.rules.context import Context
from kocbook.rules.registry import Hit, Reach, rules_for

rule = rules_for("any")

_TOLD_ELSEWHERE = frozenset({"claim.terms", "review.text", "signoff.text"})
"""A claim on other terms has a rule of its own, and whose words changed is asked of the authors."""


def _all(context: Context) -> Iterator[tuple[Pin, str]]:
    """Yield every pin with the title of what it relies on."""
    for module in context.modules:
        if not context.is_unreadable_below(module.folder):
            pins = iter_pins(module, context.community.settings.limits, context.as_of)
            yield from ((pin, module.brief.title) for pin in pins)
    for pin in iter_payout_pins(context.community):
        yield pin, ""


@rule("pin-broken", Severity.ERROR, Reach.MODULE, words=True)
def pin_broken(context: Context) -> Iterator[Hit]:
    """What somebody relied on is not what is there any more."""
    for pin, title in _all(context):
        if pin.is_broken and pin.name not in _TOLD_ELSEWHERE:
            data = {"title": title, "member": pin.member, "value": pin.value, "wanted": pin.wanted}
            variant = pin.name.replace(".", "-")
            yield at(pin.path, *pin.pointer), {**data, "variant": variant}

"""Rules about recognition."""

from __future__ import annotations

from collections.abc import Iterator

from kocbook.base.finding import Severity, at
from kocbook.rules.context import Context
from kocbook.rules.registry import Hit, rules_for

rule = rules_for("recognition")


@rule("recognition-of-oneself", Severity.ERROR)
def recognition_of_oneself(context: Context) -> Iterator[Hit]:
    """A member of the staff gives recognition to themselves."""
    for recognition in context.community.recognitions:
        if recognition.member == recognition.by:
            yield at(recognition.path, "by"), {"member": recognition.member}

"""What is wrong with a computer, a clone or the settings of a repository: one pure function a check."""

from __future__ import annotations

from collections.abc import Callable

from kocbook.insight.doctor import clone, computer, hosting
from kocbook.model.condition import Condition, Symptom

Check = Callable[[Condition], Symptom]

CHECKS: tuple[Check, ...] = (*computer.CHECKS, *clone.CHECKS, *hosting.CHECKS)
"""All checks, in the order in which they are told."""


def diagnose(condition: Condition) -> list[Symptom]:
    """Return what each check says of the facts."""
    return [check(condition) for check in CHECKS]

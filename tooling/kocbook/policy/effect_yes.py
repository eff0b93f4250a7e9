"""Whose yes an effect of a change may need."""

from __future__ import annotations

from enum import StrEnum


class RequiredYes(StrEnum):
    """Whose yes an effect needs."""

    OWN = "own"  # of the person
    STAFF = "staff"  # of one of the staff who gains nothing by it
    SECOND = "second"  # of one of the staff besides the actor
    LEAD = "lead"  # of a project lead


Wanted = tuple[RequiredYes, ...]
RIGHT: Wanted = ()
"""Nobody has to be asked."""

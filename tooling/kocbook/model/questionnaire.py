"""Which question of a form each heading of an exported questionnaire answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class MappedHeading:
    """A column's heading, and the question of the form that it answers."""

    heading: str
    question: str


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """How a module's questionnaire is read: the form that it stands for, and its headings, mapped once."""

    path: str
    by: str
    date: date
    form: str
    headings: tuple[MappedHeading, ...]

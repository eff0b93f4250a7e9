"""What became of the rows of a questionnaire."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kocbook.intake.change import Trial
from kocbook.intake.forms.answers import Ask
from kocbook.intake.imports.answers import AnswerRow
from kocbook.model.community import Module


class RowOutcome(StrEnum):
    """What became of a row: taken now, known from before, or something has to be asked."""

    TAKEN = "taken"
    KNOWN = "known"
    ASKED = "asked"


@dataclass(frozen=True, slots=True)
class RowDone:
    """A row and what became of it; `trial` holds the findings where it came to a check."""

    row: AnswerRow
    outcome: RowOutcome
    asks: tuple[Ask, ...] = ()
    trial: Trial | None = None


@dataclass(slots=True)
class TakenAnswers:
    """A questionnaire that was taken in: public files, and those that the private repository keeps first."""

    module: Module
    headings: Mapping[str, str]
    rows: list[RowDone] = field(default_factory=list)
    files: dict[str, bytes | None] = field(default_factory=dict)
    private: dict[str, bytes] = field(default_factory=dict)

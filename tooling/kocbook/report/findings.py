"""Findings as they are shown: placed, worded in one language, with their source line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from kocbook.base.finding import Severity

_ORDER = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """One finding in the reader's language. `source` is its line, None where it cannot be shown."""

    rule: str
    severity: Severity
    path: str
    line: int
    column: int
    title: str
    message: str
    why: str
    fix: str
    source: str | None

    @property
    def place(self) -> str:
        """`path:line:column`, which terminals and editors make a link of."""
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that a check found, sorted by place.

    `unseen` says what it could not look at, as ids of sentences below `cli.check.unseen`.
    """

    findings: tuple[ShownFinding, ...]
    records: int
    unseen: tuple[str, ...] = ()

    def count(self, severity: Severity) -> int:
        """Return how many findings weigh `severity`."""
        return sum(finding.severity is severity for finding in self.findings)

    @property
    def errors(self) -> int:
        """How many findings stop a build."""
        return self.count(Severity.ERROR)

    @property
    def warnings(self) -> int:
        """How many findings should be looked at."""
        return self.count(Severity.WARNING)

    def iter_files(self) -> Iterator[tuple[str, list[ShownFinding]]]:
        """Yield each path with its findings, in order."""
        for path, group in groupby(self.findings, key=lambda finding: finding.path):
            yield path, list(group)

    def by_weight(self) -> list[ShownFinding]:
        """List errors before warnings before notes: readers may show only the first few."""
        return sorted(self.findings, key=lambda finding: _ORDER.index(finding.severity))

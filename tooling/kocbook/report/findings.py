"""Findings made ready to be shown: placed, worded in one language, with their source line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from kocbook.base.finding import Finding, Severity
from kocbook.base.texts import Texts
from kocbook.load.loader import LoadResult
from kocbook.load.yaml_reader import Fault, decode
from kocbook.rules.messages import render_finding

_READ_LIMIT = 256 * 1024
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
    """Everything that a check found, sorted by place."""

    findings: tuple[ShownFinding, ...]
    records: int

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


def prepare_report(loaded: LoadResult, findings: Iterable[Finding], texts: Texts) -> Report:
    """Place, sort and word `findings`, each once."""
    placed = sorted((loaded.place(finding) for finding in findings), key=Finding.sort_key)
    lines = _Sources(loaded)
    shown = dict.fromkeys(_show(finding, texts, lines) for finding in placed)
    return Report(tuple(shown), loaded.records)


def _show(finding: Finding, texts: Texts, sources: _Sources) -> ShownFinding:
    words, where = render_finding(finding, texts), finding.location
    line, column = where.line or 1, where.column or 1
    return ShownFinding(
        finding.rule,
        finding.severity,
        where.path,
        line,
        column,
        words.title,
        words.message,
        words.why,
        words.fix,
        sources.find_line(where.path, line),
    )


class _Sources:
    """Lines of the files that findings are about; each file is read once."""

    def __init__(self, loaded: LoadResult) -> None:
        self.tree = loaded.tree
        self.lines: dict[str, list[str]] = {}

    def find_line(self, path: str, number: int) -> str | None:
        """Return the line, or None where the file is no text or the line is empty."""
        if path not in self.lines:
            self.lines[path] = self._read(path)
        lines = self.lines[path]
        return (lines[number - 1] or None) if number <= len(lines) else None

    def _read(self, path: str) -> list[str]:
        if not path.endswith((".yml", ".md")):
            return []
        try:
            text = decode(self.tree.read(path, _READ_LIMIT))
        except OSError:
            return []
        return [] if isinstance(text, Fault) else text.split("\n")

"""From findings to a report: placed, sorted, worded, each with the line that it is about."""

from __future__ import annotations

from collections.abc import Iterable

from kocbook.base.finding import Finding
from kocbook.base.texts import Texts
from kocbook.records.loader import LoadResult
from kocbook.records.yaml_reader import Fault, decode
from kocbook.report.findings import Report, ShownFinding
from kocbook.rules.messages import render_finding

_READ_LIMIT = 256 * 1024


def prepare_report(
    loaded: LoadResult, findings: Iterable[Finding], texts: Texts, unseen: tuple[str, ...] = ()
) -> Report:
    """Place, sort and word `findings`, each once; `unseen` says what could not be looked at."""
    placed = sorted(loaded.place_all(findings), key=Finding.sort_key)
    lines = _Sources(loaded)
    shown = dict.fromkeys(_show(finding, texts, lines) for finding in placed)
    return Report(tuple(shown), loaded.records, unseen)


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
        if not path.endswith((".yml", ".md", ".txt")):
            return []
        try:
            text = decode(self.tree.read(path, _READ_LIMIT))
        except OSError:
            return []
        return [] if isinstance(text, Fault) else text.split("\n")

"""Findings for a person at a terminal: grouped by file, each with its line and what to do."""

from __future__ import annotations

from collections.abc import Iterator

from kocbook.base.texts import Texts
from kocbook.report.cells import blank, cell_width, crop, printable, wrap
from kocbook.report.findings import Report, ShownFinding
from kocbook.report.paint import Paint


def render_text(report: Report, texts: Texts, paint: Paint, width: int) -> str:
    """Return all findings and the summary, in lines of at most `width` cells."""
    lines = render_findings(report, texts, paint, width)
    return "\n".join([*lines, *_summary(report, texts, paint, width)])


def render_findings(report: Report, texts: Texts, paint: Paint, width: int) -> list[str]:
    """Return all findings alone, grouped by file, in lines of at most `width` cells."""
    lines: list[str] = []
    for path, findings in report.iter_files():
        lines += [paint(printable(path), "strong"), ""]
        for finding in findings:
            lines += [*_finding(finding, texts, paint, width), ""]
    return lines


def summary_sentence(report: Report, texts: Texts) -> str:
    """Return how many records were checked and how many faults of each weight were found."""
    if not report.findings:
        kind = "clean-as-seen" if report.unseen else "clean"
        return texts(f"cli.check.{kind}", n=report.records)
    return texts(
        "cli.check.summary",
        errors=texts("cli.check.errors", n=report.errors),
        warnings=texts("cli.check.warnings", n=report.warnings),
        records=texts("cli.check.records", n=report.records),
    )


def _finding(finding: ShownFinding, texts: Texts, paint: Paint, width: int) -> Iterator[str]:
    word = texts(f"words.severity.{finding.severity}")
    head = f"{paint(word, finding.severity)} {paint(printable(finding.title), 'strong')}"
    yield f"  {head}  {paint(finding.rule, 'quiet')}"
    yield f"    {paint(printable(finding.place), 'path')}"
    yield from _indented(printable(finding.message), 4, width)
    if finding.source is not None:
        yield from _source(finding, paint, width)
    label = texts("cli.check.fix")
    indent = 4 + cell_width(label)
    first, *rest = wrap(printable(finding.fix), width - indent)
    yield f"    {paint(label, 'note')}{first}"
    yield from (" " * indent + line for line in rest)


def _source(finding: ShownFinding, paint: Paint, width: int) -> Iterator[str]:
    text = blank(finding.source or "")
    number = str(finding.line)
    shown, before = crop(text, min(finding.column, len(text) + 1), width - 10 - len(number))
    margin = f"      {paint(number + ' │', 'quiet')} "
    yield margin + shown
    yield " " * (6 + len(number)) + f" {paint('│', 'quiet')} {' ' * before}{paint('^', 'error')}"


def _summary(report: Report, texts: Texts, paint: Paint, width: int) -> Iterator[str]:
    role = "error" if report.errors else "warning" if report.warnings else "good"
    first, *rest = wrap(summary_sentence(report, texts), width)
    yield from (paint(line, role) for line in (first, *rest))
    for reason in report.unseen:
        yield from wrap(texts(f"cli.check.unseen.{reason}"), width)
    if report.findings:
        first_error = report.by_weight()[0]
        mild = "next-as-seen" if report.unseen else "next-warnings"
        key = f"cli.check.{'next' if report.errors else mild}"
        yield from wrap(texts(key), width)
        yield from wrap(texts("cli.check.learn"), width)
        yield f"  koc explain {first_error.rule}"


def _indented(text: str, indent: int, width: int) -> Iterator[str]:
    yield from (" " * indent + line for line in wrap(text, width - indent))

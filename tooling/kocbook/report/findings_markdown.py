"""Findings as Markdown, for a comment on a pull request."""

from __future__ import annotations

from kocbook.base.texts import Texts
from kocbook.report.findings import Report
from kocbook.report.findings_text import summary_sentence
from kocbook.report.markdown import render_markdown

MOST_SHOWN = 50
"""A comment on GitHub holds 65,536 characters."""


def render_findings_markdown(report: Report, texts: Texts) -> str:
    """Return the summary and a list of the weightiest findings by file."""
    weighty = set(report.by_weight()[:MOST_SHOWN])
    listed = tuple(finding for finding in report.findings if finding in weighty)
    return render_markdown(
        "findings.md.j2",
        files=list(Report(listed, report.records).iter_files()),
        hidden=len(report.findings) - len(listed),
        errors=report.errors,
        summary=summary_sentence(report, texts),
        t=texts,
    )

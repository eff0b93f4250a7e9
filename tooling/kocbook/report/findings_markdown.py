"""Findings as Markdown, for a comment on a pull request."""

from __future__ import annotations

from kocbook.base.texts import Texts
from kocbook.report.findings import Report
from kocbook.report.findings_text import summary_sentence
from kocbook.report.markdown import render_markdown


def render_findings_markdown(report: Report, texts: Texts) -> str:
    """Return the summary and a list of findings by file."""
    return render_markdown(
        "findings.md.j2",
        files=list(report.iter_files()),
        errors=report.errors,
        summary=summary_sentence(report, texts),
        t=texts,
    )

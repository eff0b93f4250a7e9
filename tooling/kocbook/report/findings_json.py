"""Findings as JSON: the contract for other programs."""

from __future__ import annotations

from kocbook.report.findings import Report
from kocbook.report.json_text import to_json


def render_json(report: Report) -> str:
    """Return the summary and every finding as one JSON document."""
    findings = [
        {
            "rule": finding.rule,
            "severity": str(finding.severity),
            "path": finding.path,
            "line": finding.line,
            "column": finding.column,
            "message": finding.message,
            "fix": finding.fix,
        }
        for finding in report.findings
    ]
    summary = {"errors": report.errors, "warnings": report.warnings, "records": report.records}
    return to_json({"summary": summary, "findings": findings})

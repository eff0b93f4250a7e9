"""Findings as GitHub workflow commands, which become annotations on the changed lines."""

from __future__ import annotations

from kocbook.base.finding import Severity
from kocbook.report.cells import printable
from kocbook.report.findings import Report, ShownFinding

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
# Source: actions/toolkit, packages/core/src/command.ts (escapeData, escapeProperty).
_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY = {**_DATA, ":": "%3A", ",": "%2C"}


def render_github(report: Report) -> str:
    """Return a line for each finding; errors first, because GitHub shows ten of a step."""
    return "\n".join(_command(finding) for finding in report.by_weight())


def _command(finding: ShownFinding) -> str:
    properties = {
        "file": finding.path,
        "line": str(finding.line),
        "col": str(finding.column),
        "title": finding.title,
    }
    listed = ",".join(f"{name}={escape_property(value)}" for name, value in properties.items())
    message = escape_data(f"{finding.message}\n{finding.fix} ({finding.rule})")
    return f"::{_COMMANDS[finding.severity]} {listed}::{message}"


def escape_data(text: str) -> str:
    """Return `text` as the message of a command."""
    return _translate(text, _DATA)


def escape_property(text: str) -> str:
    """Return `text` as the value of a command's property."""
    return _translate(text, _PROPERTY)


def _translate(text: str, table: dict[str, str]) -> str:
    return "".join(table.get(char) or printable(char) for char in text)

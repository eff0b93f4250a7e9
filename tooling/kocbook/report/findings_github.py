"""Findings as GitHub workflow commands, which become annotations on the changed lines."""

from __future__ import annotations

from collections.abc import Iterator

from kocbook.base.finding import Severity
from kocbook.base.texts import Texts
from kocbook.model.held import Held
from kocbook.report.cells import printable
from kocbook.report.findings import Report, ShownFinding

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
# Source: actions/toolkit, packages/core/src/command.ts (escapeData, escapeProperty).
_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY = {**_DATA, ":": "%3A", ",": "%2C"}


def render_github(report: Report) -> str:
    """Return a line for each finding; errors first, because GitHub shows ten of a step."""
    return "\n".join(_command(finding) for finding in report.by_weight())


def render_held(held: Held, texts: Texts) -> Iterator[str]:
    """Yield a warning for each page that a build holds back, on the record that it is of."""
    records = {f"modules/{key}/module.yml": page for key, page in held.modules.items()}
    records |= {f"modules/{key}/handbook.yml": page for key, page in held.handbooks.items()}
    records |= {f"members/{key}.yml": page for key, page in held.members.items()}
    title = escape_property(texts("site.held.title"))
    for path, page in records.items():
        name = path.partition("/")[2].removesuffix("module.yml").removesuffix(".yml")
        said = texts("cli.build.held-page", page=name, n=page.faults)
        yield f"::warning file={escape_property(path)},title={title}::{escape_data(said)}"


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

"""Findings as SARIF 2.1.0, for code scanning and editors."""

from __future__ import annotations

import hashlib
import os
from typing import Any
from urllib.parse import quote

from kocbook.base.finding import Severity
from kocbook.report.findings import Report, ShownFinding
from kocbook.report.json_text import to_json

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def render_sarif(report: Report, version: str, language: str) -> str:
    """Return one SARIF log with one run; only the rules that found something are listed."""
    rules = {finding.rule: finding for finding in reversed(report.findings)}
    order = {rule: index for index, rule in enumerate(sorted(rules))}
    driver = {
        "name": "kocbook",
        "version": version,
        "rules": [_rule(rules[rule]) for rule in order],
    }
    run = {
        "tool": {"driver": driver},
        "language": language,
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, order[finding.rule]) for finding in report.findings],
    }
    return to_json({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(finding: ShownFinding) -> dict[str, Any]:
    return {
        "id": finding.rule,
        "shortDescription": {"text": finding.title},
        "fullDescription": {"text": finding.why},
        "defaultConfiguration": {"level": _LEVELS[finding.severity]},
    }


def _result(finding: ShownFinding, index: int) -> dict[str, Any]:
    region = {"startLine": finding.line, "startColumn": finding.column}
    place = {"artifactLocation": {"uri": path_uri(finding.path)}, "region": region}
    return {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{finding.message}\n{finding.fix}"},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {"kocbook/v1": _fingerprint(finding)},
    }


def path_uri(path: str) -> str:
    """Return a repository path as a relative URI reference, whatever bytes its name has."""
    return quote(os.fsencode(path))


def _fingerprint(finding: ShownFinding) -> str:
    """Name the finding by what it says, not by its line, so that it stays the same when moved."""
    said = f"{finding.rule}\0{finding.path}\0{finding.message}"
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:32]

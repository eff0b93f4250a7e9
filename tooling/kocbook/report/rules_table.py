"""The table of `koc rules`."""

from __future__ import annotations

from datetime import date

from kocbook.base.texts import Texts
from kocbook.report.rule_page import rule_title
from kocbook.report.table import Column, Row, Table, plain
from kocbook.rules.registry import Origin, rules_of, tree_rules


def rules_table(as_of: date, texts: Texts) -> Table:
    """Return a row for each rule: first those about records, then those about changes."""
    rows: tuple[Row, ...] = tuple(
        {
            "rule": rule.id,
            "severity": str(rule.severity),
            "record": rule.record,
            "title": rule_title(rule, texts),
        }
        for rule in (*tree_rules(), *rules_of(Origin.CHANGE), *rules_of(Origin.HISTORY))
    )
    return Table(
        as_of,
        ("rule", "severity", "record", "title"),
        rows,
        (
            Column("rule", plain("rule")),
            Column("severity", lambda row: texts(f"words.severity.{row['severity']}")),
            Column("record", lambda row: texts(f"words.record.{row['record']}"), rank=1),
            Column("title", plain("title"), least=16),
        ),
        sort=("rule",),
    )

"""What `koc agreements` prints: who relied on what and when, by which commit, and whether it holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from kocbook.base.texts import Texts
from kocbook.insight.agreement_log import Agreed
from kocbook.model.community import Community
from kocbook.report.table import Column, Row, Table
from kocbook.report.words import Words

_COMMIT = 12
"""So many digits of a commit are shown to people; programs get all."""


def agreements_table(
    community: Community, lines: Iterable[Agreed], as_of: date, texts: Texts
) -> Table:
    """Return one row a line of the log, in the order of history."""
    words = Words(community, texts)
    columns = (
        Column("agreed-day", lambda row: str(row["day"])),
        Column("agreed-by", lambda row: words.member(str(row["member"])), least=6),
        Column("agreed-to", lambda row: _relied_on(row, words), least=10),
        Column("agreed-pin", lambda row: str(row["pin"] or ""), rank=2),
        Column("agreed-commit", lambda row: str(row["commit"] or "")[:_COMMIT], rank=1),
        Column("agreed-holds", lambda row: _holds(row, texts), least=8),
    )
    keys = (
        *("day", "member", "agreed_to", "path", "place", "version", "pin"),
        *("commit", "committed", "was_true", "holds"),
    )
    rows = tuple(_numbered(_row(line) for line in lines))
    sort = ("path", "place", "version")
    return Table(as_of, keys, rows, columns, sort=sort, empty="cli.agreements.empty")


def _row(line: Agreed) -> Row:
    return {
        "day": line.day,
        "member": line.member,
        "agreed_to": line.name,
        "path": line.path,
        "place": ".".join(map(str, line.pointer)),
        "pin": line.value,
        "commit": line.commit,
        "committed": line.committed,
        "was_true": {True: "yes", False: "no", None: None}[line.was_true],
        "holds": str(line.holds),
    }


def _numbered(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield rows with their `version`: the how manieth line of one place in a record each is."""
    seen: Counter[tuple[object, object]] = Counter()
    for row in rows:
        place = (row["path"], row["place"])
        seen[place] += 1
        yield {**row, "version": seen[place]}


def _relied_on(row: Row, words: Words) -> str:
    """Say what somebody relied on; of an entry, whose it is."""
    place = str(row["place"]).split(".")
    entrant = words.member(place[1]) if len(place) > 1 else ""
    return words.texts(f"cli.agreements.what.{_key(row)}", entrant=entrant)


def _key(row: Row) -> str:
    return str(row["agreed_to"]).replace(".", "-")


def _holds(row: Row, texts: Texts) -> str:
    said = texts(f"cli.agreements.holds.{row['holds']}")
    return texts("cli.agreements.made-up", said=said) if row["was_true"] == "no" else said

"""From a record that cannot be read to what its author meant, and to what is still wrong then."""

from __future__ import annotations

from dataclasses import dataclass

from kocbook.base.finding import Finding, Location, Severity
from kocbook.model.paths import RecordKind
from kocbook.records.schema import find_schema_faults, load_schema
from kocbook.records.slips.lines import LineMend, mend_lines
from kocbook.records.slips.names import NameBook
from kocbook.records.yaml_reader import Positions, read_yaml


@dataclass(frozen=True, slots=True)
class Explained:
    """The text as it was meant, the lines that were typed otherwise, and the faults that stay."""

    text: str
    mends: tuple[LineMend, ...]
    faults: tuple[Finding, ...] = ()
    is_read: bool = False


def explain_record(path: str, kind: RecordKind, text: str, names: NameBook) -> Explained | None:
    """Return what was meant in a record's decoded text; None where no slip is seen in it."""
    meant, mends = mend_lines(text, load_schema(kind), names)
    if not mends:
        return None
    positions = Positions()
    value, faults = read_yaml(meant, positions)
    found = [_fault(path, fault.rule, fault.line, fault.column, fault.data) for fault in faults]
    if not faults:
        told = {mend.line for mend in mends if mend.is_open}
        for fault in find_schema_faults(kind, value):
            line, column = positions.find(fault.pointer, fault.on_key)
            if line not in told:
                found.append(_fault(path, fault.rule, line, column, fault.data))
    return Explained(meant, tuple(mends), tuple(found), not faults)


def _fault(path: str, rule: str, line: int, column: int, data: dict[str, object]) -> Finding:
    return Finding(rule, Severity.ERROR, Location(path, line, column), data)


def find_slips(path: str, explained: Explained) -> list[Finding]:
    """Return a finding for each line that was typed with slips, and those that stay."""
    return [*(_slip(path, mend) for mend in explained.mends), *explained.faults]


def _slip(path: str, mend: LineMend) -> Finding:
    data: dict[str, object] = {"slips": list(mend.slips), "line": mend.becomes}
    if mend.is_open:
        data["variant"] = "day" if "no-day" in mend.slips else "name"
        data |= {"near": list(mend.near) or ["-"], "typed": mend.typed}
    location = Location(path, mend.line, mend.column)
    return Finding("record-typed", Severity.ERROR, location, data)

"""Findings in the form in which they are kept: what comes back is what was found, or nothing is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import msgspec

from kocbook.base.finding import Finding, Location, Severity

_DAY, _ROW = 1, 2


class PackedFinding(msgspec.Struct, array_like=True):
    """A finding as it is kept; `data` holds days and tuples in a form that comes back as it was."""

    rule: str
    severity: Severity
    location: Location
    data: dict[str, Any]


def pack_findings(findings: Iterable[Finding]) -> list[PackedFinding] | None:
    """Return findings as they can be kept; None where the data of one would come back as another."""
    try:
        return [
            PackedFinding(
                one.rule, one.severity, one.location, {k: _pack(v) for k, v in one.data.items()}
            )
            for one in findings
        ]
    except TypeError:
        return None


def unpack_findings(faults: Iterable[PackedFinding]) -> tuple[Finding, ...]:
    """Return the findings that were kept."""
    return tuple(
        Finding(one.rule, one.severity, one.location, {k: _unpack(v) for k, v in one.data.items()})
        for one in faults
    )


def _pack(value: object) -> object:
    if isinstance(value, date):
        return msgspec.msgpack.Ext(_DAY, value.isoformat().encode())
    if isinstance(value, tuple):
        return msgspec.msgpack.Ext(_ROW, msgspec.msgpack.encode([_pack(one) for one in value]))
    if isinstance(value, list):
        return [_pack(one) for one in value]
    if value is None or type(value) in (str, int, bool, float):
        return value
    raise TypeError(type(value))


def _unpack(value: object) -> object:
    if isinstance(value, msgspec.msgpack.Ext):
        if value.code == _DAY:
            return date.fromisoformat(bytes(value.data).decode())
        return tuple(_unpack(one) for one in msgspec.msgpack.decode(value.data))
    return [_unpack(one) for one in value] if isinstance(value, list) else value

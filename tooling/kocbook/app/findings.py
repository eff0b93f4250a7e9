"""What all gates find in the working tree, asked again only where something changed."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from kocbook.app.inputs import find_inputs
from kocbook.app.session import Session
from kocbook.base.finding import Finding
from kocbook.git.index_state import TreeState, find_tree_state
from kocbook.records.kept_findings import PackedFinding, pack_findings, unpack_findings

_QUESTION = "findings"


class Judged(NamedTuple):
    """What was found, why a gate saw nothing, as ids of sentences, and how many records were read.

    Where a file changed while the others were read, it `is_of_one_state` no more.
    """

    findings: tuple[Finding, ...]
    unseen: tuple[str, ...]
    records: int
    is_of_one_state: bool = False


class _Kept(msgspec.Struct):
    faults: list[PackedFinding]
    unseen: tuple[str, ...]
    records: int


def _look_again(session: Session) -> TreeState | None:
    return find_tree_state(session.folder) if session.memory.is_open else None


def judge_everything(session: Session) -> Judged:
    """Ask all gates about the working tree, or recall what they found in the same files."""
    inputs = find_inputs(session, session.state)
    kept = session.memory.recall(_QUESTION, _Kept) if inputs else None
    known: _Kept | None = kept.value() if kept and kept.trace == inputs else None
    if known is not None:
        return Judged(unpack_findings(known.faults), known.unseen, known.records, True)
    from kocbook.app.gates import Matter, ask_gates

    passed = ask_gates(Matter(session, session.loaded))
    records = session.loaded.records
    is_of_one_state = inputs == find_inputs(session, _look_again(session))
    if inputs and is_of_one_state:
        faults = pack_findings(passed.findings)
        if faults is not None:
            session.memory.keep(_QUESTION, inputs, _Kept(faults, passed.unseen, records))
    return Judged(passed.findings, passed.unseen, records, is_of_one_state)

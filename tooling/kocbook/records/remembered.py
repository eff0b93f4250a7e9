"""Reading a working tree with the memory: what has not changed since is not read again."""

from __future__ import annotations

from pathlib import Path

import msgspec

from kocbook.base.memory import Memory
from kocbook.git.index_state import TreeState, find_tree_state
from kocbook.model.community import Community
from kocbook.records.kept_findings import PackedFinding, pack_findings, unpack_findings
from kocbook.records.loader import KnownFile, LoadResult, load_community
from kocbook.records.tree import WorkingTree

_WHOLE, _FILES = "community", "files"


class _Whole(msgspec.Struct):
    community: Community | None
    findings: list[PackedFinding]
    records: int


def load_remembered(root: Path, memory: Memory, state: TreeState | None) -> LoadResult:
    """Read the working tree at `root`, whose files are in the `state` that Git found.

    Without a state, or where nothing may be recalled, everything is read.

    Raises:
        KocError: there is no community here at all.
    """
    tree = WorkingTree(root)
    if state is None or not memory.is_open:
        return load_community(tree)
    return _recall_whole(memory, state, tree) or _read_changes(root, memory, state, tree)


def _recall_whole(memory: Memory, state: TreeState, tree: WorkingTree) -> LoadResult | None:
    kept = memory.recall(_WHOLE, _Whole)
    whole = kept.value() if kept and kept.trace == state.trace else None
    if whole is None:
        return None
    return LoadResult(whole.community, unpack_findings(whole.findings), whole.records, tree)


def _read_changes(root: Path, memory: Memory, state: TreeState, tree: WorkingTree) -> LoadResult:
    """Read what changed since the last reading, and keep what is known now."""
    notes: dict[str, KnownFile] = {}
    loaded = load_community(tree, _find_known(root, memory, state), notes)
    # A file may have changed while the others were read: then this is the reading of no state.
    if find_tree_state(root) == state:
        memory.keep(_FILES, state.trace, notes)
        faults = pack_findings(loaded.findings)
        if faults is not None:
            whole = _Whole(loaded.community, faults, loaded.records)
            memory.keep(_WHOLE, state.trace, whole)
    return loaded


def _find_known(root: Path, memory: Memory, state: TreeState) -> dict[str, KnownFile]:
    kept = memory.recall(_FILES, dict[str, KnownFile])
    changes = state.find_changes(root, TreeState.from_trace(kept.trace)) if kept else None
    known = kept.value() if kept and changes is not None else None
    for path in changes or ():
        if known:
            known.pop(path, None)
    return known or {}

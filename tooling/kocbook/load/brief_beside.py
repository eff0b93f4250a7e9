"""The brief that goes with a file in content/, found by the file's place alone."""

from __future__ import annotations

from pathlib import Path

from kocbook.load.assemble_community import to_record
from kocbook.load.loader import read_words
from kocbook.load.tree import WorkingTree
from kocbook.model.brief import Brief

_ABOVE = 3
"""So many folders stand between a file in `content/HANDBOOK/MODULE/` and its community."""


def find_brief(path: Path) -> Brief | None:
    """Return the brief of the module whose text stands at `path`; None where it is of none."""
    parents = path.resolve().parents
    if len(parents) <= _ABOVE or parents[_ABOVE - 1].name != "content":
        return None
    tree = WorkingTree(parents[_ABOVE])
    entry = tree.find_entry(f"modules/{parents[1].name}/{parents[0].name}/module.yml")
    found = read_words(tree, [entry]) if entry else None
    brief = to_record(found.records[0]) if found and found.records else None
    return brief if isinstance(brief, Brief) else None

"""The brief that goes with a file in content/, found by the file's place alone."""

from __future__ import annotations

from pathlib import Path

from kocbook.model.brief import Brief
from kocbook.records.loader import read_words
from kocbook.records.tree import WorkingTree
from kocbook.records.typed_record import to_record


def find_brief(path: Path) -> Brief | None:
    """Return the brief of the module whose text stands at `path`; None where it is of none.

    A text of a whole module lies three folders below its community, one of a part lies four.
    """
    folders = path.resolve().parents
    above = next((n for n in (2, 3) if len(folders) > n + 1 and folders[n].name == "content"), None)
    if above is None:
        return None
    handbook, module = folders[above - 1].name, folders[above - 2].name
    tree = WorkingTree(folders[above + 1])
    entry = tree.find_entry(f"modules/{handbook}/{module}/module.yml")
    found = read_words(tree, [entry]) if entry else None
    brief = to_record(found.records[0]) if found and found.records else None
    return brief if isinstance(brief, Brief) else None

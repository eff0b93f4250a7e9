"""What records cost while they stream: each is read and held against its schema, and let go.

`python -m tests.bench.streaming ROOT` does nothing else, so that its peak says what the reader needs;
`koc check` keeps a typed record of each beside that, for the rules between records.
"""

from __future__ import annotations

import sys
from pathlib import Path

from kocbook.records.loader import read_words
from kocbook.records.tree import WorkingTree


def main(root: Path) -> None:
    """Read every file of a community by itself."""
    tree = WorkingTree(root)
    for entry in tree.iter_entries():
        if read_words(tree, [entry]) is None:
            raise SystemExit(f"{entry.path} has a fault")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

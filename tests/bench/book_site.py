"""Builds the site of a community whatever its check found: `koc build` stops at a book's own errors.

`python -m tests.bench.book_site ROOT SITE`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from kocbook.records.loader import load_community
from kocbook.records.tree import WorkingTree
from kocbook.site.publish.build import build_site
from tests.bench.communities import AS_OF


def main(root: Path, site: Path) -> None:
    """Build what `koc build` builds of a community without errors."""
    community = load_community(WorkingTree(root)).community
    if community is None:
        raise SystemExit(f"{root} holds no community")
    build_site(root, community, AS_OF, site)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

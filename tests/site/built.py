"""The living community, loaded and built once for all tests that look at the site."""

from __future__ import annotations

import fcntl
from datetime import date
from pathlib import Path

from kocbook.model.community import Community
from kocbook.records.loader import load_community
from kocbook.records.tree import WorkingTree
from kocbook.site.publish.build import build_site

ROOT = Path(__file__).parents[2]
AS_OF = date(2026, 11, 20)


def load_living() -> Community:
    """Load the community that this repository holds."""
    community = load_community(WorkingTree(ROOT)).community
    assert community is not None
    return community


def copy_root(target: Path) -> Path:
    """Make a root that builds like the repository, with its own assembled folder."""
    target.mkdir(parents=True, exist_ok=True)
    for name in ("community.yml", "members", "modules", "content", "mkdocs.yml", "mkdocs.en.yml"):
        link = target / name
        if not link.exists():
            link.symlink_to(ROOT / name)
    return target


def build_once(shared: Path) -> Path:
    """Build the living site below `shared` unless another worker did; return where it stands."""
    site = shared / "site"
    with (shared / "site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not site.exists():
            build_site(copy_root(shared / "root"), load_living(), AS_OF, site)
    return site

"""The living community, loaded and built once for all tests that look at the site."""

from __future__ import annotations

import fcntl
import os
from datetime import date
from pathlib import Path

import pytest

from kocbook.model.community import Community
from kocbook.model.tree import READ_FOLDERS
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
    for name in ("community.yml", *READ_FOLDERS, "mkdocs.yml", "mkdocs.en.yml"):
        link = target / name
        if not link.exists():
            link.symlink_to(ROOT / name)
    return target


def build_once(folders: pytest.TempPathFactory) -> Path:
    """Build the living site unless another worker of this run did; return where it stands."""
    own = folders.getbasetemp()
    # Workers have a folder each; what they share stands beside those. Without workers, what stands
    # beside is of earlier runs.
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    site = shared / "site"
    with (shared / "site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not site.exists():
            build_site(copy_root(shared / "root"), load_living(), AS_OF, site)
    return site

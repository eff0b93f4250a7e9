"""The memory of a clone: who may trust it is decided here, once."""

from __future__ import annotations

import os
from pathlib import Path

from kocbook.base.memory import FOLDER, Memory
from kocbook.git.index_state import find_git_folder

_VAULTS: dict[Path, Path] = {}
"""Git's own folders, each asked for once."""


def open_memory(root: Path) -> Memory:
    """Return the memory of the community at `root`.

    It recalls and keeps nothing in CI, where a fork could have written what is there, and where Git
    has no folder of its own for the secret.
    """
    if os.environ.get("CI"):
        return Memory(root / FOLDER, None)
    if root not in _VAULTS and (vault := find_git_folder(root)):
        _VAULTS[root] = vault
    return Memory(root / FOLDER, _VAULTS.get(root))

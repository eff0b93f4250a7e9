"""Two folders change places in one step, so that at no moment one of them is missing."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path

_HERE = -100
"""AT_FDCWD: paths are read as any others."""
_EXCHANGE = 2
"""RENAME_EXCHANGE of linux/fs.h."""


def exchange_folders(one: Path, other: Path) -> bool:
    """Exchange two folders of one file system; False where this system cannot, and nothing moved."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    names = os.fsencode(one), os.fsencode(other)
    return bool(rename(_HERE, names[0], _HERE, names[1], _EXCHANGE) == 0)

"""Files that are given a second name instead of being copied, and how one is known again."""

from __future__ import annotations

import os
import shutil

import msgspec


class KeptFile(msgspec.Struct, array_like=True, frozen=True):
    """Size and time of a file that was kept: one that was edited by hand is not trusted."""

    size: int
    time: int

    @classmethod
    def of(cls, path: str) -> KeptFile:
        """Look at a file.

        Raises:
            OSError: there is none.
        """
        status = os.stat(path)  # noqa: PTH116 (paths as text: there are as many as pages)
        return cls(status.st_size, status.st_mtime_ns)


KeptPages = dict[str, tuple[str, KeptFile]]
"""Finished pages that a cache holds, by the paths of their files in a site: key and file of each."""


def place_file(source: str, target: str) -> None:
    """Give a file a second name in place of what has that name; nothing if it has it already.

    Raises:
        OSError: neither a second name nor a copy can be made.
    """
    try:
        link_file(source, target)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(target), exist_ok=True)  # noqa: PTH103, PTH120
        link_file(source, target)
    except FileExistsError:
        if not os.path.samefile(source, target):  # noqa: PTH121
            os.unlink(target)  # noqa: PTH108
            link_file(source, target)


def link_file(source: str, target: str) -> None:
    """Give a file a second name; where that cannot be, copy it.

    Raises:
        FileExistsError: the name is taken.
        FileNotFoundError: there is no such file, or no folder for the name.
    """
    try:
        os.link(source, target)
    except (FileExistsError, FileNotFoundError):
        raise
    except OSError:
        shutil.copy2(source, target)

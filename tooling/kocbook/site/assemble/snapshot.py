"""What the last assembly knew, for the next one that has no more than new words to look at.

It is kept in Git's own folder, where no branch can bring a file, and read back as Python objects:
whoever can write there can have programs run anyway (hooks, settings). CI reads none of it.
"""

from __future__ import annotations

import os
import pickle
import secrets
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import msgspec

from kocbook.base import frozen_pickle
from kocbook.base.atomic_file import replacing
from kocbook.base.errors import KocError
from kocbook.base.finding import Finding
from kocbook.base.languages import LANGUAGES
from kocbook.base.tool_key import digest, tool_key, tree_key
from kocbook.git.index_state import TreeState, find_git_folder
from kocbook.model.community import Community
from kocbook.site.assemble.assembly import AssembleResult, Ingredients
from kocbook.site.assemble.find_config import find_config
from kocbook.site.pictures.share import find_fonts
from kocbook.site.views.charts import find_chart_library
from kocbook.site.views.context import Download

_SITE, _PAGES = "koc-site", "koc-site.pages"


class Left(msgspec.Struct):
    """How the pages of the assembly `site` were left, once the words of `followed` were in them."""

    site: str
    followed: frozenset[str]
    files: dict[str, tuple[int, int]]
    """How long each file is, and when it was written, in nanoseconds; by its path."""


@dataclass(frozen=True, slots=True)
class KeptSite:
    """A whole assembly: of which files, what was found in them, and what the pages are made of.

    The words of the files `followed` were taken into the pages since; `left` is how the pages were.
    `head` is the commit whose history said whose work they are.
    """

    state: TreeState
    findings: tuple[Finding, ...]
    records: int
    ingredients: Ingredients
    result: AssembleResult
    followed: frozenset[str] = frozenset()
    left: Left | None = None
    head: bytes = b""

    @property
    def community(self) -> Community:
        """The community as it was."""
        return next(iter(self.ingredients.contexts.values())).community


@dataclass(frozen=True, slots=True)
class SiteMemory:
    """The memory of the site that is assembled into `out`, as far as `key` says what it is made of."""

    folder: Path
    out: Path
    key: str

    def recall(self) -> KeptSite | None:
        """Return the last assembly; None if it was another, or its pages are not as it left them."""
        try:
            left = msgspec.msgpack.decode((self.folder / _PAGES).read_bytes(), type=Left)
            with (self.folder / _SITE).open("rb") as file:
                if file.readline().decode().split() != [self.key, left.site]:
                    return None
                if self._list_files() != left.files:
                    return None
                kept = pickle.load(file)  # noqa: S301 (of our own making: see above)
        except Exception:  # noqa: BLE001 (what a damaged file makes of it may be anything)
            return None
        return (
            replace(kept, followed=left.followed, left=left) if isinstance(kept, KeptSite) else None
        )

    def remember(self, kept: KeptSite) -> None:
        """Keep an assembly, and how its pages were left."""
        site = secrets.token_hex(16)
        head = f"{self.key} {site}\n".encode()
        if self._write(_SITE, head, frozen_pickle.dump(kept)):
            self._write(_PAGES, msgspec.msgpack.encode(Left(site, frozenset(), self._list_files())))

    def follow(self, kept: KeptSite, followed: frozenset[str], written: Collection[str]) -> None:
        """Note that the words of these files are in the pages of a recalled assembly as well.

        `written` are the pages that changed: what became of the others is for the next one to see.
        """
        if kept.left:
            now = {name: _look((self.out / name).stat()) for name in written}
            left = Left(kept.left.site, followed, {**kept.left.files, **now})
            self._write(_PAGES, msgspec.msgpack.encode(left))

    def _list_files(self) -> dict[str, tuple[int, int]]:
        """Return what the pages are by; beside them stand other memories."""
        names = sorted(file.stem for file in self.out.glob("*.json"))
        found = {f"{name}.json": _look((self.out / f"{name}.json").stat()) for name in names}
        for name in names:
            found.update(_iter_files(f"{self.out}/{name}", f"{name}/"))
        return found

    def _write(self, name: str, *parts: bytes) -> bool:
        """Write a file whole; where that cannot be, nothing is lost, and False is returned."""
        try:
            with replacing(self.folder / name) as part, part.open("wb") as file:
                file.writelines(parts)
        except OSError:
            return False
        return True


def find_memory(
    root: Path, out: Path, as_of: date, extras: frozenset[Download]
) -> SiteMemory | None:
    """Return the memory of the site at `out`; None in CI, without a Git repository or a configuration."""
    folder = None if os.environ.get("CI") else find_git_folder(root)
    if folder is None:
        return None
    charts = find_chart_library()
    try:
        settings = [find_config(root, language).read_bytes() for language in LANGUAGES]
    except (KocError, OSError):
        return None
    about = (root, out, as_of, *sorted(extras), charts and charts.address, find_fonts())
    key = digest(tool_key(), tree_key(root / "releases"), *settings, *map(str, about))
    return SiteMemory(folder, out, key)


def _iter_files(folder: str, name: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield each file below `folder`, called `name`, and what tells that it is as it was."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _iter_files(entry.path, f"{name}{entry.name}/")
            else:
                yield name + entry.name, _look(entry.stat(follow_symlinks=False))


def _look(status: os.stat_result) -> tuple[int, int]:
    return status.st_size, status.st_mtime_ns

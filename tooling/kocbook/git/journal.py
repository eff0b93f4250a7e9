"""What a write that was killed left behind: noted before it began, undone or finished after."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

_NAME = "koc-switch.json"
# A switch takes moments: a lock of Git's that is younger than this belongs to somebody else.
_SWITCH_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class BranchSwitch:
    """One switch: from the commit `start` to `commit`, on `branch`, where `paths` differ."""

    start: str
    commit: str
    branch: str
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Journal:
    """The note of the switch that is under way, in the folder of a Git repository."""

    git_folder: Path

    @property
    def _file(self) -> Path:
        return self.git_folder / _NAME

    def note(self, step: BranchSwitch) -> None:
        """Write down what is about to happen: wholly, or not at all."""
        draft = self._file.with_suffix(".new")
        with draft.open("w", encoding="utf-8") as file:
            json.dump(asdict(step), file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._file)

    def find(self) -> BranchSwitch | None:
        """Return the switch that nobody has finished, or None."""
        try:
            values = json.loads(self._file.read_text(encoding="utf-8"))
            return BranchSwitch(**{**values, "paths": tuple(values["paths"])})
        except FileNotFoundError:
            return None
        except (ValueError, TypeError, KeyError):
            # It was written wholly, so this is not ours to act on.
            self.clear()
            return None

    def clear(self) -> None:
        """Forget it: everything is in place."""
        self._file.unlink(missing_ok=True)

    def remove_stale_locks(self, shared: Path, branch: str) -> None:
        """Remove Git's own locks that died with the switch. `shared` is the folder of all refs."""
        began = self._file.stat().st_mtime
        for lock in (
            self.git_folder / "index.lock",
            self.git_folder / "HEAD.lock",
            shared / "packed-refs.lock",
            shared / f"refs/heads/{branch}.lock",
        ):
            with contextlib.suppress(FileNotFoundError):
                if -1 <= lock.stat().st_mtime - began <= _SWITCH_SECONDS:
                    lock.unlink()

    def remove_drafts(self) -> None:
        """Remove temporary folders of runs that were killed. The caller holds the lock."""
        for folder in self.iter_drafts():
            shutil.rmtree(folder, ignore_errors=True)

    def iter_drafts(self) -> Iterator[Path]:
        """Yield the temporary folders of writes."""
        return (path for path in self.git_folder.glob("koc-*") if path.is_dir())


def is_part_of(present: bytes, whole: bytes | None) -> bool:
    """True for a file that is `whole`, or the beginning of it that was written before a kill."""
    return whole is not None and whole.startswith(present)


def remove_file(path: Path, top: Path) -> None:
    """Remove a file, and the folders that are empty without it, up to `top`."""
    path.unlink(missing_ok=True)
    for folder in path.parents:
        if folder == top:
            return
        try:
            folder.rmdir()
        except OSError:
            return

"""Which files of the working tree the visual editor may see and write: a short list, by their names.

A path is taken apart and matched as a whole, so that no `..`, no absolute path and no other folder
can be named; and nothing on the way to it may be a symbolic link.
"""

from __future__ import annotations

import stat
from dataclasses import dataclass
from pathlib import Path

from kocbook.base.errors import UsageError
from kocbook.model.paths import RecordKind, parse_content_path, parse_record_path
from kocbook.model.tree import IGNORED_NAMES
from kocbook.records.loader import MAX_TEXT_BYTES
from kocbook.records.yaml_reader import MAX_BYTES

_RECORDS = frozenset({RecordKind.MEMBER, RecordKind.HANDBOOK, RecordKind.MODULE})
_MAX_NAME = 255
TEXT = "index.md"


@dataclass(frozen=True, slots=True)
class EditorFile:
    """A file that the editor may touch. `kind` is None for a text or a picture of a module.

    `module` is the folder below content/: HANDBOOK/MODULE, with the seat where it is a part's.
    """

    path: str
    kind: RecordKind | None = None
    module: str | None = None

    @property
    def is_text(self) -> bool:
        """True for a module's text."""
        return self.kind is None and self.path.endswith(f"/{TEXT}")

    @property
    def is_media(self) -> bool:
        """True for a picture or video beside a text."""
        return self.kind is None and not self.is_text

    @property
    def limit(self) -> int:
        """How many bytes a text or record may have."""
        return MAX_BYTES if self.kind else MAX_TEXT_BYTES


def find_place(root: Path, path: str) -> EditorFile:
    """Return what a path of the editor names.

    Raises:
        UsageError: it is none that the editor may touch.
    """
    place = _parse(path)
    if place is None or _leads_away(root, path):
        raise UsageError("errors.editor-path", path=path[:_MAX_NAME])
    return place


def media_folder(root: Path, folder: str) -> str | None:
    """Return HANDBOOK/MODULE for the folder of a module's pictures; None for any above it.

    Raises:
        UsageError: it is no folder of contributions.
    """
    if folder == "content":
        return None
    return find_place(root, f"{folder}/{TEXT}").module


def list_records(root: Path, folder: str) -> list[str]:
    """List the records of a folder that the editor may touch, sorted by path."""
    found = sorted((root / folder).iterdir()) if folder == "members" else []
    paths = (f"{folder}/{file.name}" for file in found if file.name not in IGNORED_NAMES)
    return [path for path in paths if _parse(path) and not _leads_away(root, path)]


def _parse(path: str) -> EditorFile | None:
    record = parse_record_path(path)
    if record is not None and record.kind in _RECORDS:
        return EditorFile(path, record.kind)
    content = parse_content_path(path)
    if content is None or content["module"] is None:
        return None
    name = str(content["name"])
    if name.startswith(".") or len(name) > _MAX_NAME or not name.isprintable() or "\\" in name:
        return None
    parts = (content["handbook"], content["module"], content["seat"])
    return EditorFile(path, module="/".join(filter(None, parts)))


def _leads_away(root: Path, path: str) -> bool:
    """True where a part of the path is a symbolic link, or no file or folder at all."""
    place = root
    for part in path.split("/"):
        place = place / part
        try:
            mode = place.lstat().st_mode
        except FileNotFoundError:
            return False
        except OSError:
            return True
        if not (stat.S_ISDIR(mode) or stat.S_ISREG(mode)):
            return True
    return False

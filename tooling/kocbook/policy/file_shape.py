"""What no file may be, whoever adds it: a link, a hidden program, a name that reads in two ways."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from functools import cached_property

from kocbook.git.changes import ChangedPath
from kocbook.git.revision_tree import EXECUTABLE_MODE, PLAIN_MODE, SUBMODULE_MODE, SYMLINK_MODE
from kocbook.model.paths import has_device_name, parse_content_path, parse_record_path
from kocbook.model.tree import READ_FOLDERS

_MODES = {SYMLINK_MODE: "symlink", SUBMODULE_MODE: "submodule", EXECUTABLE_MODE: "executable"}
# Windows drops dots and spaces at the end and knows `git~1`; macOS ignores some invisible marks.
_IGNORABLE = re.compile("[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]")
_GIT_FOLDER = re.compile(r"\.git(?:[ .]*|::.*)|(?:git|gitmod|gi7eba)~[0-9]+")
_NOT_ON_WINDOWS = re.compile(r"[<>\"|?*]|[ .](?:/|$)")
_LONGEST = 200
"""Bytes that a name may have; 255 is what disks take, and tools add endings."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\\:\u2028\u2029]")

Fault = tuple[str, dict[str, object]]
"""A policy rule and the values that fill its sentences."""


class NameIndex:
    """All names of a tree by what they look like to a computer that ignores case."""

    def __init__(self, paths: Collection[str]) -> None:
        """Keep the paths; they are looked at when somebody asks."""
        self._paths = paths

    @cached_property
    def _names(self) -> str:
        """All paths in one text, each between marks: folded and counted at once, a hundred times faster."""
        return "\0" + "\1\0".join(self._paths) + "\1"

    @cached_property
    def _folded(self) -> str:
        return _fold(self._names)

    def find_twin(self, path: str) -> str | None:
        """Return another file or folder whose name differs only in case or accents' coding."""
        for prefix in _prefixes(path):
            folded = _fold(prefix)
            if _count(self._folded, folded) == _count(self._names, prefix):
                continue
            names = {name for path in self._paths for name in _prefixes(path)}
            twins = [name for name in names if name != prefix and _fold(name) == folded]
            if twins:
                return min(twins)
        return None


def _count(names: str, prefix: str) -> int:
    """Count the files of this name and those in a folder of this name."""
    return names.count(f"\0{prefix}\1") + names.count(f"\0{prefix}/")


def _prefixes(path: str) -> Iterator[str]:
    end = path.find("/")
    while end >= 0:
        yield path[:end]
        end = path.find("/", end + 1)
    yield path


def _fold(path: str) -> str:
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def find_shape_fault(change: ChangedPath, names: NameIndex, is_lead: bool) -> Fault | None:
    """Return why a file is refused as it is, or None. A file may always be removed."""
    if change.is_deletion:
        return None
    return _find_mode_fault(change, is_lead) or _find_name_fault(change, names)


def _find_mode_fault(change: ChangedPath, is_lead: bool) -> Fault | None:
    if change.new_mode == PLAIN_MODE:
        return None
    variant = _MODES.get(change.new_mode, "other")
    in_records = change.path.split("/", 1)[0] in READ_FOLDERS
    if variant == "executable" and is_lead and not in_records:
        return None  # the tool's own scripts
    return "policy-file-kind", {"variant": variant}


def _find_name_fault(change: ChangedPath, names: NameIndex) -> Fault | None:
    path = change.path
    if not change.is_utf8:
        return "policy-file-name", {"variant": "encoding"}
    if unicodedata.normalize("NFC", path) != path:
        return "policy-file-name", {"variant": "accents"}
    if _CONTROL.search(path) or any(part in ("", ".", "..") for part in path.split("/")):
        return "policy-file-name", {"variant": "characters"}
    if any(_is_git_folder(part) for part in path.split("/")):
        return "policy-file-name", {"variant": "git"}
    if _IGNORABLE.search(path):
        return "policy-file-name", {"variant": "characters"}
    wanted = _canonical_name(path)
    if wanted is not None:
        return "policy-file-name", {"variant": "spelling", "wanted": wanted}
    if _NOT_ON_WINDOWS.search(path) or has_device_name(path):
        return "policy-file-name", {"variant": "windows"}
    if any(len(part.encode()) > _LONGEST for part in path.split("/")):
        return "policy-file-name", {"variant": "long"}
    twin = names.find_twin(path) if change.status == "A" else None
    return ("policy-file-name", {"variant": "twin", "other": twin}) if twin else None


def _is_git_folder(part: str) -> bool:
    return _GIT_FOLDER.fullmatch(_IGNORABLE.sub("", part).lower()) is not None


def _canonical_name(path: str) -> str | None:
    """Return the path that a record or a contribution has, where this one only looks like it."""
    wanted = path.lower()
    if not wanted.startswith("content/"):
        wanted = re.sub(r"\.ya?ml$", ".yml", wanted)
    if wanted == path or not (parse_record_path(wanted) or parse_content_path(wanted)):
        return None
    return wanted

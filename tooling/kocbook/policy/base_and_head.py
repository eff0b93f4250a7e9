"""The two sides of a change: the base, which decides, and the head, which is only data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from kocbook.git.revision_tree import GitTree
from kocbook.model.community import Content, MediaFile
from kocbook.model.paths import parse_record_path
from kocbook.model.people import Member
from kocbook.model.tree import Tree
from kocbook.records.loader import MAX_TEXT_BYTES
from kocbook.records.record_history import RecordHistory
from kocbook.records.schema import find_schema_faults
from kocbook.records.tree import MemoryTree, WorkingTree
from kocbook.records.typed_record import RawRecord, to_record
from kocbook.records.yaml_reader import MAX_BYTES, decode, read_yaml


class Side:
    """One side's files, read one at a time and remembered."""

    def __init__(self, tree: Tree, aliases: Mapping[str, Member] | None = None) -> None:
        """Wrap a tree; it has to stay open while it is asked. `aliases` are those of the base."""
        self.tree = tree
        self._aliases = aliases or {}
        self._records: dict[str, Any] = {}

    def open_history(self) -> RecordHistory:
        """Open what Git tells of the side's revision, of HEAD for a working tree."""
        tree = self.tree
        if isinstance(tree, GitTree):
            return RecordHistory(tree.root, tree.revision)
        return RecordHistory(tree.root if isinstance(tree, WorkingTree) else None)

    @cached_property
    def paths(self) -> frozenset[str]:
        """Every path of the side; of a working tree, those that can hold records or content."""
        if isinstance(self.tree, GitTree):
            return self.tree.names
        if isinstance(self.tree, MemoryTree):
            return frozenset(self.tree.files)
        return frozenset(entry.path for entry in self.tree.iter_entries())

    def record(self, path: str) -> Any:
        """Return the typed record at `path`, or None where there is none, or it has faults."""
        if path not in self._records:
            self._records[path] = self._read_record(path)
        return self._records[path]

    def text(self, path: str) -> str | None:
        """Return a Markdown text, or None where there is none, or it cannot be read."""
        return self._read_text(path, MAX_TEXT_BYTES)

    def record_text(self, path: str) -> str | None:
        """Return the text of the record at `path`, or None where there is none that fits."""
        return None if self.record(path) is None else self._read_text(path, MAX_BYTES)

    def _read_text(self, path: str, limit: int) -> str | None:
        try:
            data = self.tree.read(path, limit)
        except OSError:
            return None
        if len(data) > limit:
            return None
        text = decode(data)
        return text if isinstance(text, str) else None

    def _read_record(self, path: str) -> Any:
        where, text = parse_record_path(path), self._read_text(path, MAX_BYTES)
        if where is None or text is None:
            return None
        value, faults = read_yaml(text)
        if faults or find_schema_faults(where.kind, value):
            return None
        return to_record(RawRecord(where, value), self._aliases)


class MergeResult:
    """What would stand in the repository after the change is merged.

    A path that the change leaves alone is the base's, also where the base moved on since.
    """

    def __init__(self, base: Side, head: Side, changed: Iterable[str]) -> None:
        """Take the head's version of the `changed` paths, and the base's of all others."""
        self._base, self._head, self._changed = base, head, frozenset(changed)

    def side_of(self, path: str) -> Side:
        """Return the side whose version of `path` will stand."""
        return self._head if path in self._changed else self._base

    def record(self, path: str) -> Any:
        """Return the typed record that will stand at `path`, or None."""
        return self.side_of(path).record(path)

    def text(self, path: str) -> str | None:
        """Return the text that will stand at `path`, or None."""
        return self.side_of(path).text(path)

    def content(self, key: str, before: Content | None, changed: Iterable[str]) -> Content:
        """Return what will stand in a module's content, from the base's and the `changed` paths."""
        folder = f"content/{key}"
        texts = dict(before.texts) if before else {}
        media = dict(before.media) if before else {}
        for path in changed:
            if not path.startswith(f"{folder}/"):
                continue
            name = path.removeprefix(f"{folder}/")
            part = name.rpartition("/")[0]
            if name.rpartition("/")[2] == "index.md":
                texts.pop(part, None)
                if (text := self.text(path)) is not None:
                    texts[part] = text
            else:
                media.pop(name, None)
                if self.has(path):
                    blob = self.side_of(path).tree.find_blob(path)
                    media[name] = MediaFile(name, path, 0, None, blob)
        return Content(folder, texts, media)

    def has(self, path: str) -> bool:
        """True where a file will stand at `path`."""
        return path in self.side_of(path).paths

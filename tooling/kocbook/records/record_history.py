"""What stood beside a record when it was written, as Git remembers it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from kocbook.base.errors import KocError
from kocbook.git.revision_tree import ObjectId, decode_name
from kocbook.git.run import run_git
from kocbook.model.brief import Brief
from kocbook.model.community import Content
from kocbook.model.paths import parse_record_path
from kocbook.records.content_history import content_at, iter_contents
from kocbook.records.schema import find_schema_faults
from kocbook.records.typed_record import RawRecord, to_record
from kocbook.records.yaml_reader import Fault, decode, read_yaml


class RecordHistory:
    """The history that `revision` contains of the repository at `root`, read when it is asked for.

    Without a repository it knows of nothing.
    """

    def __init__(self, root: Path | None, revision: str = "HEAD") -> None:
        """Name the revision, a commit."""
        self.root, self.revision = root, revision
        self._versions: dict[tuple[str, ...], tuple[Content, ...]] = {}

    @cached_property
    def _commits(self) -> dict[str, list[tuple[str, bool]]]:
        """The commits that touched each record of a module, newest first: did they add it?"""
        if self.root is None:
            return {}
        log = run_git(
            self.root,
            *("log", "--format=%x01%H", "--name-status", "--relative", "-z", "--no-renames"),
            *(self.revision, "--", "modules"),
        )
        found: dict[str, list[tuple[str, bool]]] = {}
        for entry in log.split(b"\x01")[1:]:
            commit, *words = (word.strip(b"\n") for word in entry.split(b"\0"))
            for status, name in zip(words[::2], words[1::2], strict=False):
                touched = (commit.decode("ascii"), status == b"A")
                found.setdefault(decode_name(name), []).append(touched)
        return found

    def _touched(self, record: str) -> list[tuple[str, bool]]:
        try:
            return self._commits.get(record, [])
        except KocError:
            return []

    def added_with(self, record: str, keys: tuple[str, ...]) -> Content | None:
        """Return a module's content as the commit left it that added the record as it stands."""
        added = next((commit for commit, is_new in self._touched(record) if is_new), None)
        return None if added is None else self._content_at(added, keys)

    def briefs(self, record: str, path: str) -> Iterator[Brief]:
        """Yield the brief at `path` as the commits left it that wrote a record, newest first."""
        for commit, _ in self._touched(record):
            brief = self._brief_at(commit, path)
            if brief is not None:
                yield brief

    def _brief_at(self, commit: str, path: str) -> Brief | None:
        where = parse_record_path(path)
        if self.root is None or where is None:
            return None
        try:
            text = decode(run_git(self.root, "show", f"{commit}:{path}"))
        except KocError:
            return None
        value, faults = (None, [text]) if isinstance(text, Fault) else read_yaml(text)
        if faults or not isinstance(value, dict) or find_schema_faults(where.kind, value):
            return None
        brief = to_record(RawRecord(where, value))
        return brief if isinstance(brief, Brief) else None

    def contents(self, record: str, keys: tuple[str, ...]) -> Iterator[Content]:
        """Yield what a record may speak of: a module's content, under all the names that it had.

        First as the commits left it that wrote the record, newest first; then every other state of
        it, oldest first.
        """
        for commit, _ in self._touched(record):
            content = self._content_at(commit, keys)
            if content is not None:
                yield content
        if keys not in self._versions:
            self._versions[keys] = tuple(reversed(list(self._iter_versions(keys))))
        yield from self._versions[keys]

    def _content_at(self, commit: str, keys: tuple[str, ...]) -> Content | None:
        if self.root is None:
            return None
        try:
            return content_at(self.root, ObjectId(commit), keys)
        except KocError:
            return None

    def _iter_versions(self, keys: tuple[str, ...]) -> Iterator[Content]:
        if self.root is None:
            return
        try:
            yield from (one.content for one in iter_contents(self.root, keys, self.revision))
        except KocError:
            return

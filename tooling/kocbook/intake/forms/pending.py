"""What others have asked for that is not merged yet: claims and ids on branches and in requests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kocbook.git.changes import read_changes
from kocbook.git.revision_tree import GitTree
from kocbook.git.run import run_git
from kocbook.model.paths import RecordKind, parse_record_path
from kocbook.records.yaml_reader import MAX_BYTES, Fault, decode, read_yaml

MOST_BYTES = 32 << 20
BRANCHES = ("refs/remotes/origin/claim", "refs/remotes/origin/issue")


@dataclass(frozen=True, slots=True)
class Pending:
    """Records that stand on a branch or in a request and not here, each with its values and text.

    Of two that ask for one path, the one that was found first counts.
    """

    values: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    texts: Mapping[str, bytes] = field(default_factory=dict)

    def holder(self, path: str) -> str | None:
        """Return the member who asks for a seat, or None."""
        member = self.values.get(path, {}).get("member")
        return member if isinstance(member, str) else None

    def claims_of(self, member: str) -> dict[str, bytes]:
        """Return the live claims that a member asks for, by path."""
        return {path: self.texts[path] for path in self.values if self.holder(path) == member}

    def account(self, path: str) -> object:
        """Return the number of the account that asks for a member's id, or None."""
        return self.values.get(path, {}).get("github_id")


def list_branches(root: Path) -> list[str]:
    """List the branches of forms that the clone knows of."""
    listed = run_git(root, "for-each-ref", "--format=%(objectname)", *BRANCHES)
    return listed.decode("ascii").split()


def find_pending(root: Path, heads: Iterable[str]) -> Pending:
    """Read the claims and members that `heads` add to HEAD, as Git objects.

    Raises:
        UsageError: a revision is unknown.
        KocError: Git failed.
    """
    values: dict[str, Mapping[str, object]] = {}
    texts: dict[str, bytes] = {}
    for head in dict.fromkeys(heads):
        paths = [
            change.path
            for change in read_changes(root, "HEAD", head)
            if not change.is_deletion and _is_wanted(change.path)
        ]
        if not paths:
            continue
        with GitTree(root, head) as tree:
            for path in paths:
                data = tree.read(path, MAX_BYTES)
                text = decode(data[:MAX_BYTES])
                value = None if isinstance(text, Fault) else read_yaml(text)[0]
                if isinstance(value, dict) and path not in values:
                    values[path], texts[path] = value, data
    return Pending(values, texts)


def read_draft(root: Path, branch: str, folder: str) -> dict[str, bytes]:
    """Return the files that a form's branch brings into a folder of texts, by their names there.

    Raises:
        KocError: Git failed.
    """
    ref = f"refs/remotes/origin/{branch}"
    listed = run_git(root, "for-each-ref", "--format=%(objectname)", ref).decode("ascii").split()
    if not listed:
        return {}
    start = f"{folder}/"
    with GitTree(root, listed[0]) as tree:
        return {
            change.path.removeprefix(start): tree.read(change.path, MOST_BYTES)
            for change in read_changes(root, "HEAD", listed[0])
            if change.path.startswith(start) and not change.is_deletion
        }


def _is_wanted(path: str) -> bool:
    where = parse_record_path(path)
    if where is None:
        return False
    return where.kind is RecordKind.MEMBER or (
        where.kind is RecordKind.CLAIM and "number" not in where.parts
    )

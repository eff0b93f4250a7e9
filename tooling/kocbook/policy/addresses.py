"""Under which addresses the commits of a request stand, and which of them are nobody else's."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

from kocbook.insight.accounts import hash_email
from kocbook.load.changes import Change
from kocbook.load.git_tree import run_git
from kocbook.model.community import Community
from kocbook.model.paths import RecordKind, parse_record_path


def find_addresses(
    root: Path, base: str, head: str, changes: Iterable[Change], community: Community | None
) -> frozenset[str]:
    """Return the hashes of those addresses that changed member records list and the request proves.

    Anybody can write any address into a commit. So one under which commits stand in the base
    already proves nothing: a project lead has to say whose that is.

    Raises:
        KocError: Git failed.
    """
    wanted = _listed(changes, community)
    if not wanted:
        return frozenset()
    lines = run_git(root, "log", "--format=%ae", f"{base}..{head}", "--")
    emails = {line.strip() for line in lines.decode("utf-8", "replace").splitlines()}
    mine = {email: hashed for email in emails if (hashed := hash_email(email)) in wanted}
    return frozenset(hashed for email, hashed in mine.items() if not _is_known(root, base, email))


def _listed(changes: Iterable[Change], community: Community | None) -> Collection[str]:
    """Return the hashes in the changed member records of the head."""
    if community is None:
        return ()
    found: set[str] = set()
    for change in changes:
        where = parse_record_path(change.path)
        if where is not None and where.kind is RecordKind.MEMBER and not change.is_deletion:
            member = community.members.get(where.parts["member"])
            found |= set(member.commit_emails) if member else set()
    return found


def _is_known(root: Path, base: str, email: str) -> bool:
    """True where a commit of the base stands under this address."""
    words = ("--fixed-strings", "--regexp-ignore-case", f"--author=<{email}>")
    return bool(run_git(root, "log", "-1", "--format=%H", *words, base, "--").strip())

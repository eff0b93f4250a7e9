"""The check of the private repository, with the public one beside it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kocbook.app.session import Session
from kocbook.base.finding import Finding

if TYPE_CHECKING:
    from kocbook.records.loader import LoadResult
    from kocbook.report.findings import Report


def check_private(session: Session) -> Report:
    """Check both repositories as one; what the public one's own check says is not said again."""
    from kocbook.report.prepare import prepare_report

    seeing = session.with_private()
    found = [*_find_beyond(session, seeing.loaded), *_find_lost_proofs(seeing)]
    return prepare_report(seeing.loaded, found, session.texts)


def check_private_request(
    session: Session, base: str, head: str, actor: str, approved: Sequence[str]
) -> Report:
    """Check what `actor` proposes to the private repository, as it would be once merged."""
    from kocbook.git.changes import diff_trees, merge_revisions
    from kocbook.git.revision_tree import GitTree, resolve_revision
    from kocbook.policy.actor import parse_account
    from kocbook.policy.judge import judge_change
    from kocbook.records.beside import TreeBeside
    from kocbook.records.loader import load_community
    from kocbook.report.prepare import prepare_report

    home, public = session.private_folder, session.tree
    base, head = resolve_revision(home, base), resolve_revision(home, head)
    after = merge_revisions(home, base, head).tree or head
    account, approvals = parse_account(actor), [parse_account(name) for name in approved]
    with GitTree(home, base) as before, GitTree(home, after) as later:
        standing = load_community(TreeBeside(public, before))
        whole = load_community(TreeBeside(public, later))
        changes = diff_trees(home, base, after)
        judged = judge_change(standing, whole, changes, account, session.day, approvals)
        findings = [*_find_beyond(session, whole), *judged.findings]
        return prepare_report(whole, findings, session.texts)


def _find_beyond(session: Session, whole: LoadResult) -> list[Finding]:
    """Return what is found in both repositories and not in the public one alone."""
    known = {_identity(one) for one in _find_all(session, session.loaded)}
    return [one for one in _find_all(session, whole) if _identity(one) not in known]


def _find_lost_proofs(seeing: Session) -> Iterator[Finding]:
    """Yield each yes of a member without an account whose proof is not kept, or is another by now."""
    from kocbook.base.finding import Location, Severity
    from kocbook.intake.acts.carrying import PROOFS, iter_proofs

    community, folder = seeing.loaded.community, seeing.private_folder / PROOFS
    for path, pointer, message in iter_proofs(community) if community else ():
        file = folder / f"{message}.json"
        kept = hash_file(file) if file.is_file() else None
        if kept != message:
            where = Location(path, pointer=pointer)
            data = {"path": f"{PROOFS}/{message}.json", "variant": "altered" if kept else ""}
            yield Finding("proof-missing", Severity.ERROR, where, data)


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _find_all(session: Session, loaded: LoadResult) -> Iterable[Finding]:
    from kocbook.rules.engine import check_community

    community = loaded.community
    rules = check_community(community, session.day) if community else ()
    return [*loaded.findings, *rules]


def _identity(finding: Finding) -> tuple[object, ...]:
    where = finding.location
    return (finding.rule, where.path, where.pointer, repr(sorted(finding.data.items())))

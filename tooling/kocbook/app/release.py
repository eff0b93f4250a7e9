"""Publish a release: write down exactly what stands at a revision, and build that again later."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kocbook.app.audit import check_credits
from kocbook.app.build import NOBODY, BuildListener
from kocbook.app.check import check_everything
from kocbook.app.session import FaultyCommunityError, Session
from kocbook.base.errors import UsageError

if TYPE_CHECKING:
    from kocbook.git.commit_draft import Files
    from kocbook.model.community import Community
    from kocbook.records.release_lock import ReleaseLock
    from kocbook.report.findings import Report
    from kocbook.site.files.writer import BuildResult


@dataclass(frozen=True, slots=True)
class ReleaseDraft:
    """A release that may be locked: the lock, and the files that hold it."""

    lock: ReleaseLock
    files: Files


@dataclass(frozen=True, slots=True)
class RebuiltRelease:
    """What differs from the lock, the day of the release, and its site; None where an error stopped it."""

    report: Report
    day: date
    site: BuildResult | None


def require_new_release(session: Session, tag: str) -> None:
    """Refuse a tag that has a lock already.

    Raises:
        MissingPartError: the extra `site` is not installed.
        UsageError: it has.
    """
    from kocbook.base.extras import Extra, require
    from kocbook.records.release_lock import lock_path

    require(Extra.SITE)
    if (session.folder / lock_path(tag)).exists():
        raise UsageError("errors.release-exists", tag=tag, file=lock_path(tag))


def draft_release(session: Session, tag: str, revision: str) -> ReleaseDraft | Report:
    """Return the lock of what stands at a revision, or the report of what must be mended before.

    `revision` is that of the working tree, which is checked and searched for missing credits.

    Raises:
        FaultyCommunityError: the settings have faults.
        KocError: the clone is shallow, or there is no history.
    """
    from kocbook.records.release_lock import lock_path, render_lock

    missing = check_credits(session).report
    for report in (check_everything(session), missing):
        if report.errors:
            return report
    with _exported(session, tag, revision, session.day) as (_, _, lock):
        return ReleaseDraft(lock, {lock_path(tag): render_lock(lock)})


def rebuild_release(
    session: Session, tag: str, site_dir: Path | None = None, *, listener: BuildListener = NOBODY
) -> RebuiltRelease:
    """Build a release again from its lock; nothing is built that is not what the lock says.

    Raises:
        UsageError: there is no such lock, or it is damaged.
        KocError: the build failed, or `site_dir` holds something that is no site of ours.
    """
    from kocbook.records.release_lock import read_lock
    from kocbook.site.publish.build import build_site
    from kocbook.site.publish.build_lock import building

    with building(session.folder, listener.waits):
        lock = read_lock(session.folder, tag)
        target = (site_dir or session.folder / ".koc" / f"site-{tag}").absolute()
        with _exported(session, tag, lock.revision, lock.day) as (folder, community, again):
            report = _compare(session, lock, again)
            if report.errors:
                return RebuiltRelease(report, lock.day, None)
            with session.progress() as progress:
                site = build_site(folder, community, lock.day, target, progress)
    return RebuiltRelease(report, lock.day, site)


@contextmanager
def _exported(
    session: Session, tag: str, revision: str, day: date
) -> Iterator[tuple[Path, Community, ReleaseLock]]:
    """Give a folder with the revision's files, its community, and the lock that it makes."""
    from kocbook.git.revision_tree import GitTree
    from kocbook.records.loader import load_community
    from kocbook.records.tree import WorkingTree
    from kocbook.site.releases.release import export_revision, make_lock

    with tempfile.TemporaryDirectory(prefix="koc-release-") as name:
        folder = Path(name)
        with GitTree(session.folder, revision) as tree:
            export_revision(tree, folder)
        community = load_community(WorkingTree(folder)).community
        if community is None:
            raise FaultyCommunityError("errors.community-unreadable")
        yield folder, community, make_lock(folder, community, tag, revision, day)


def _compare(session: Session, lock: ReleaseLock, again: ReleaseLock) -> Report:
    from kocbook.records.release_lock import lock_path
    from kocbook.report.prepare import prepare_report
    from kocbook.rules.release import iter_release_findings

    findings = iter_release_findings(
        lock_path(lock.tag), asdict(lock), asdict(again), session.community
    )
    return prepare_report(session.loaded, findings, session.texts)

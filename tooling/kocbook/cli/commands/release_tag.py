"""`koc release TAG` and `koc build --release TAG`: lock what is published, and build it again."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kocbook.app.check import check_everything
from kocbook.app.progress import Progress
from kocbook.app.session import FaultyCommunityError, Session
from kocbook.base.errors import UsageError
from kocbook.base.extras import Extra, require
from kocbook.cli.commands.audit import find_missing
from kocbook.cli.ui.output import paint, print_report, remark
from kocbook.cli.ui.writing import Writing, say

if TYPE_CHECKING:
    from kocbook.model.community import Community
    from kocbook.records.release_lock import ReleaseLock
    from kocbook.report.findings import Report


def publish_release(session: Session, tag: str, member: str | None, opens: bool) -> int:
    """Write the lock of what stands at HEAD, if nothing is wrong and nobody is missing."""
    require(Extra.SITE)
    from kocbook.records.release_lock import lock_path, render_lock

    if (session.folder / lock_path(tag)).exists():
        raise UsageError("errors.release-exists", tag=tag, file=lock_path(tag))
    writing = Writing(session, "release-tag", opens)
    writing.asked = member
    missing, _, _ = find_missing(session, session.loaded, "HEAD")
    for report in (check_everything(session), missing):
        if report.errors:
            print_report(session, report, "text")
            remark(session, "cli.release-tag.stopped")
            return 1
    with _exported(session, tag, writing.repository.start, session.day) as (_, _, lock):
        files = {lock_path(tag): render_lock(lock)}
    data = {"tag": tag, "pages": len(lock.pages), "file": lock_path(tag)}

    def tell() -> None:
        command = f"git tag {tag} {lock.revision} && git push origin {tag}"
        click.echo(session.texts("cli.release-tag.tag", command=paint(command, "strong")))

    return writing.submit(f"release/{tag}", files, data, tell=tell)


def rebuild_release(session: Session, tag: str, site_dir: Path | None) -> int:
    """Build a release again from its lock; nothing is built that is not what the lock says."""
    from kocbook.records.release_lock import read_lock
    from kocbook.site.publish.build import build_site

    lock = read_lock(session.folder, tag)
    target = (site_dir or session.folder / ".koc" / f"site-{tag}").absolute()
    with _exported(session, tag, lock.revision, lock.day) as (folder, community, again):
        report = _compare(session, lock, again)
        if report.findings:
            print_report(session, report, "text")
        if report.errors:
            remark(session, "cli.release-tag.not-built")
            return 1
        with Progress(session.texts) as progress:
            built = build_site(folder, community, lock.day, target, progress)
    data = {"tag": tag, "n": built.pages, "folder": target, "as_of": lock.day}
    say(session, "cli.release-tag.built", **data)
    return 0


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

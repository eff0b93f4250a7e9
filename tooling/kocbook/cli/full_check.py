"""Everything that a check looks at, joined into one report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kocbook.base.finding import Finding
from kocbook.cli.progress import Progress
from kocbook.cli.session import Session
from kocbook.report.findings import Report

if TYPE_CHECKING:
    from kocbook.load.loader import LoadResult
    from kocbook.policy.actor import Account
    from kocbook.policy.judgement import Judgement
    from kocbook.policy.request import Request

_CONFIG = "mkdocs.yml"
_CONFIG_LIMIT = 256 * 1024


def check_everything(session: Session) -> Report:
    """Read and check the whole working tree; nothing stops at the first fault.

    What was checked last time and has not changed since is not looked at again.
    """
    from kocbook.cli.remembered_report import find_report_key, recall_report, remember_report

    key = find_report_key(session.folder, session.day, session.language)
    known = recall_report(session.folder, key) if key else None
    if known is not None:
        return known
    report = _check(session, session.loaded)
    # A file may have changed while the others were read: then the report is of no state at all.
    if key and key == find_report_key(session.folder, session.day, session.language):
        remember_report(session.folder, key, report)
    return report


def check_revision(session: Session, revision: str) -> Report:
    """Check the repository as it is at a revision, from Git objects, without a checkout."""
    from kocbook.load.git_tree import GitTree
    from kocbook.load.loader import load_community

    with GitTree(session.folder, revision) as tree:
        return _check(session, load_community(tree))


def check_merged(session: Session, base: str, head: str, approved: Sequence[str]) -> Report:
    """Check a revision, and the effects of what was merged into it since another."""
    from kocbook.load.git_tree import GitTree
    from kocbook.load.loader import load_community
    from kocbook.policy.actor import parse_account
    from kocbook.policy.merged import judge_merged
    from kocbook.report.prepare import prepare_report

    accounts = [parse_account(name) for name in approved]
    merged = list(judge_merged(session.folder, base, head, session.day, accounts))
    with GitTree(session.folder, head) as tree:
        loaded = load_community(tree)
        findings = [*find_everything(session, loaded), *find_in_media(loaded), *merged]
        return prepare_report(loaded, findings, session.texts)


def check_request(
    session: Session, base: str, head: str, actor: str, approved: Sequence[str]
) -> Report:
    """Check what `actor` proposes: the head as it would be, and who may change what on the base."""
    from kocbook.report.prepare import prepare_report

    with judge_request(session, base, head, actor, approved) as judged:
        return prepare_report(judged.merged, judged.findings, session.texts)


@dataclass(frozen=True, slots=True)
class JudgedRequest:
    """A request with everything found in what its merge would leave, and who its author is."""

    request: Request
    merged: LoadResult
    judgement: Judgement
    findings: tuple[Finding, ...]
    account: Account


@contextmanager
def judge_request(
    session: Session, base: str, head: str, actor: str, approved: Sequence[str]
) -> Iterator[JudgedRequest]:
    """Judge and check a request; its files stay readable in the block."""
    from kocbook.policy.actor import parse_account
    from kocbook.policy.catalogue import tells_names
    from kocbook.policy.request import open_request

    account, approvals = parse_account(actor), [parse_account(name) for name in approved]
    with open_request(session.folder, base, head, [account, *approvals]) as request:
        judged = _judge(session, request, account, approvals)
        # Some sentences name people or modules of the whole community, to choose from.
        if request.is_whole or not any(tells_names(finding.rule) for finding in judged.findings):
            yield judged
            return
    with open_request(session.folder, base, head) as request:
        yield _judge(session, request, account, approvals)


def _judge(
    session: Session, request: Request, account: Account, approvals: Sequence[Account]
) -> JudgedRequest:
    judgement = request.judge(account, session.day, approvals)
    merged = replace(request.head, community=request.community_to_check(account))
    findings = (
        *find_everything(session, merged),
        *judgement.findings,
        *_request_media_findings(request),
    )
    return JudgedRequest(request, merged, judgement, findings, account)


def _request_media_findings(request: Request) -> list[Finding]:
    """Look into the pictures that a request brings; `koc deliver` has cleaned its own."""
    changed = [change.path for change in request.changes if not change.is_deletion]
    if not any(path.startswith("content/") for path in changed):
        return []
    from kocbook.cli.media_check import check_media

    return check_media(request.head.tree, changed)


def _check(session: Session, loaded: LoadResult) -> Report:
    # Imported here, like all that reads or judges: a check that has nothing new to look at needs none.
    from kocbook.report.prepare import prepare_report

    findings = [*find_everything(session, loaded), *find_in_media(loaded)]
    return prepare_report(loaded, findings, session.texts)


def find_in_media(loaded: LoadResult) -> list[Finding]:
    """Look into every picture and video that was read."""
    community = loaded.community
    if community is None:
        return []
    contents = [module.content for module in community.modules.values() if module.content]
    media = [file.path for content in contents for file in content.media.values()]
    paths = [*media, *community.covers]
    if not paths:
        return []
    from kocbook.cli.media_check import check_media

    return check_media(loaded.tree, paths)


def find_everything(session: Session, loaded: LoadResult) -> list[Finding]:
    """List what is wrong in `loaded`, in no order: from reading, by the rules, in the settings."""
    with Progress(session.texts) as report:
        report("check")
        return [
            *loaded.findings,
            *_rule_findings(session, loaded),
            *_config_findings(loaded),
        ]


def _rule_findings(session: Session, loaded: LoadResult) -> list[Finding]:
    from kocbook.rules.engine import check_community

    community = loaded.community
    return [] if community is None else check_community(community, session.day)


def _config_findings(loaded: LoadResult) -> list[Finding]:
    """Check mkdocs.yml where there is one: it is no record, so the loader leaves it alone."""
    try:
        config = loaded.tree.read(_CONFIG, _CONFIG_LIMIT)
    except OSError:
        return []
    from kocbook.rules.site_config import check_site_config

    return check_site_config(config.decode("utf-8", "replace"))

"""Everything that a check looks at, joined into one report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kocbook.app.gates import Matter, ask_gates
from kocbook.app.session import Session
from kocbook.base.finding import Finding
from kocbook.report.findings import Report

if TYPE_CHECKING:
    from kocbook.policy.actor import Account
    from kocbook.policy.judgement import Judgement
    from kocbook.policy.request import Request
    from kocbook.records.loader import LoadResult


_REPORT = "report"


def check_everything(session: Session) -> Report:
    """Read and check the whole working tree; nothing stops at the first fault.

    What was checked last time and has not changed since is not looked at again.

    Raises:
        UsageError: there is no community in the session's folder.
    """
    from kocbook.app.inputs import find_inputs

    inputs = find_inputs(session, session.state)
    inputs = {**inputs, "language": session.language} if inputs else None
    kept = session.memory.recall(_REPORT, Report) if inputs else None
    known: Report | None = kept.value() if kept and kept.trace == inputs else None
    if known is not None:
        return known
    from kocbook.app.findings import judge_everything
    from kocbook.report.prepare import prepare_report

    judged = judge_everything(session)
    report = prepare_report(session.loaded, judged.findings, session.texts, judged.unseen)
    if inputs and judged.is_of_one_state:
        session.memory.keep(_REPORT, inputs, report)
    return report


def check_revision(session: Session, revision: str) -> Report:
    """Check the repository as it is at a revision, from Git objects, without a checkout.

    The settings are those of the revision: its frozen day, its language, its limits.

    Raises:
        UsageError: there is no such revision.
    """
    from kocbook.git.revision_tree import GitTree
    from kocbook.records.loader import load_community

    session = session.at(revision)
    with GitTree(session.folder, revision) as tree:
        return _check(session, load_community(tree), revision)


def check_merged(session: Session, base: str, head: str, approved: Sequence[str]) -> Report:
    """Check a revision, and the effects of what was merged into it since another.

    `approved` are the accounts of those who approved it, each as LOGIN or LOGIN:NUMBER. The settings
    are those of the base.

    Raises:
        UsageError: there is no such revision, or an account is none.
    """
    from kocbook.git.revision_tree import GitTree
    from kocbook.policy.actor import parse_account
    from kocbook.policy.merged import judge_merged
    from kocbook.records.loader import load_community
    from kocbook.report.prepare import prepare_report

    session = session.at(base)
    accounts = [parse_account(name) for name in approved]
    merged = list(judge_merged(session.folder, base, head, session.day, accounts))
    with GitTree(session.folder, head) as tree:
        loaded = load_community(tree)
        passed = ask_gates(Matter(session, loaded, head))
        findings = [*passed.findings, *merged]
        return prepare_report(loaded, findings, session.texts, passed.unseen)


def check_request(
    session: Session, base: str, head: str, actor: str, approved: Sequence[str]
) -> Report:
    """Check what `actor` proposes: the head as it would be, and who may change what on the base.

    `actor` and those who `approved` are accounts, each as LOGIN or LOGIN:NUMBER. The settings are those
    of the base.

    Raises:
        UsageError: there is no such revision, or an account is none.
        KocError: Git failed, the two share no history, or the base is no community.
    """
    from kocbook.report.prepare import prepare_report

    with judge_request(session, base, head, actor, approved) as judged:
        return prepare_report(judged.merged, judged.findings, session.texts, judged.unseen)


@dataclass(frozen=True, slots=True)
class JudgedRequest:
    """A request with everything found in what its merge would leave, and who its author is."""

    request: Request
    merged: LoadResult
    judgement: Judgement
    findings: tuple[Finding, ...]
    account: Account
    unseen: tuple[str, ...] = ()


@contextmanager
def judge_request(
    session: Session, base: str, head: str, actor: str, approved: Sequence[str]
) -> Iterator[JudgedRequest]:
    """Judge and check a request as `check_request` does; its files stay readable in the block."""
    from kocbook.policy.actor import parse_account
    from kocbook.policy.request import open_request
    from kocbook.rules.registry import all_rules

    session = session.at(base)
    account, approvals = parse_account(actor), [parse_account(name) for name in approved]
    with open_request(session.folder, base, head, [account, *approvals]) as request:
        if request.is_whole or not _concerns_everything(request):
            judged = _judge(session, request, account, approvals)
            # Some sentences name people or modules of the whole community, to choose from.
            telling = {rule.id for rule in all_rules() if rule.sight.tells}
            if request.is_whole or not any(one.rule in telling for one in judged.findings):
                yield judged
                return
    with open_request(session.folder, base, head) as request:
        yield _judge(session, request, account, approvals)


def _concerns_everything(request: Request) -> bool:
    """True where a member's record changes who is asked to look at what, or whose work something is."""
    from kocbook.policy.credits import asks_all_history, names_other_staff

    return asks_all_history(request) or names_other_staff(request)


def _judge(
    session: Session, request: Request, account: Account, approvals: Sequence[Account]
) -> JudgedRequest:
    judgement = request.judge(account, session.day, approvals)
    merged = replace(request.head, community=request.community_to_check(account))
    passed = ask_gates(Matter(session, merged, request=request, account=account))
    findings = (*passed.findings, *judgement.findings)
    return JudgedRequest(request, merged, judgement, findings, account, passed.unseen)


def _check(session: Session, loaded: LoadResult, revision: str = "HEAD") -> Report:
    # Imported here, like all that reads or judges: a check that has nothing new to look at needs none.
    from kocbook.report.prepare import prepare_report

    passed = ask_gates(Matter(session, loaded, revision))
    return prepare_report(loaded, passed.findings, session.texts, passed.unseen)

"""What was merged since a revision, judged once more by its effects, before it is published.

Git tells who wrote a commit and who merged it, but no approvals: those are kept by the hosting
service. So a step of the main branch for whose effects nobody's yes is seen in Git is a warning,
and the accounts in `approved` are heard as well. It finds what came in past the requests: pushes,
merges in spite of a verdict, and what somebody changed while they merged.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path

from kocbook.base.finding import Finding
from kocbook.git.changes import diff_trees
from kocbook.git.history import Commit, iter_history
from kocbook.git.revision_tree import GitTree, resolve_revision
from kocbook.git.run import run_git
from kocbook.insight.accounts import AccountBook
from kocbook.model.community import Community
from kocbook.policy.actor import Account, Actor, resolve_actor
from kocbook.policy.case import finding_at
from kocbook.policy.effect_judge import MissingYes, find_all_missing, find_path
from kocbook.policy.effects import Turn
from kocbook.records.loader import load_community


def judge_merged(
    root: Path, base: str, head: str, as_of: date, approved: Collection[Account] = ()
) -> Iterator[Finding]:
    """Yield the effects of each step of the main branch from `base` to `head` that lack a yes.

    Raises:
        UsageError: a revision is unknown.
        KocError: Git failed, or a revision is no community.
    """
    start, end = resolve_revision(root, base), resolve_revision(root, head)
    listed = run_git(root, "rev-list", "--first-parent", "--reverse", f"{start}..{end}")
    commits = {commit.id: commit for commit in iter_history(root, head)}
    for step in listed.decode().split():
        parent = commits[step].parents[0] if commits[step].parents else None
        if parent is not None:
            yield from _judge_step(root, parent, step, commits, as_of, approved)


def _judge_step(
    root: Path,
    parent: str,
    step: str,
    commits: dict[str, Commit],
    as_of: date,
    approved: Collection[Account],
) -> Iterator[Finding]:
    changes = diff_trees(root, parent, step)
    with GitTree(root, parent) as old, GitTree(root, step) as new:
        before, after = load_community(old).community, load_community(new).community
    if before is None or after is None:
        return
    inside = run_git(root, "rev-list", f"{parent}..{step}").decode().split()
    people = [commits[one] for one in reversed(inside) if one in commits]
    actors = _find_actors(before, after, people)
    voices = [*(resolve_actor(before, account) for account in approved), *actors]
    heard = {voice.id for voice in voices if voice.id}
    missing = _least_missing(before, after, actors, heard, as_of)
    paths = sorted(change.path for change in changes)
    for path in dict.fromkeys(find_path(one.effect, paths) for one in missing):
        names = [one.effect.person for one in missing if find_path(one.effect, paths) == path]
        told = [_name(before, name) for name in dict.fromkeys(names)]
        data = {"members": told, "commit": step[:12]}
        yield finding_at(path, "policy-merged-effect", (), data)


def _find_actors(before: Community, after: Community, commits: list[Commit]) -> list[Actor]:
    """Return those who wrote or merged the commits of a step, the first author first."""
    books = (AccountBook(before), AccountBook(after))
    found: dict[str, Actor] = {}
    for commit in commits:
        for person in commit.people:
            for side, book in zip((before, after), books, strict=True):
                name = book.find(person).member
                member = side.members.get(name or "")
                if member is not None and member.github:
                    account = Account(member.github, member.github_id)
                    found.setdefault(member.id, resolve_actor(before, account))
    return list(found.values()) or [Actor(Account("nobody"), None)]


def _least_missing(
    before: Community, after: Community, actors: list[Actor], heard: set[str], as_of: date
) -> list[MissingYes]:
    """Judge a step as each of those who made it; what one of them may do is right."""
    least: list[MissingYes] | None = None
    for actor in actors:
        turn = Turn(before, after, actor, as_of)
        agreed = heard | ({turn.me} if turn.me else set())
        found = [one for one in find_all_missing(turn) if one.who.isdisjoint(agreed)]
        if least is None or len(found) < len(least):
            least = found
        if not least:
            break
    return least or []


def _name(community: Community, person: str) -> str:
    member = community.members.get(person)
    return person if member is None or member.visibility.hides_name else member.name

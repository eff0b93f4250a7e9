"""Who would be missing from the pages that a request touches, once it is merged."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from kocbook.base.finding import Finding
from kocbook.git.changes import ChangedPath
from kocbook.git.history import Commit, Signature, iter_history
from kocbook.git.path_history import list_new_commits, read_path_history
from kocbook.git.revision_tree import GitTree
from kocbook.insight.accounts import AccountBook, CreditCandidate
from kocbook.insight.audit import Audit, audit_credits
from kocbook.insight.authorship import Hands, find_hands
from kocbook.insight.state import module_facts
from kocbook.model.community import Community
from kocbook.model.paths import parse_content_path, parse_record_path
from kocbook.model.tree import Tree
from kocbook.policy.actor import Account
from kocbook.policy.request import Request
from kocbook.records.loader import load_community
from kocbook.rules.audit import iter_audit_findings

_IDENTITY = ("github", "github_id", "commit_emails", "same_as")


@dataclass(frozen=True, slots=True)
class _Pages:
    """The pages whose credits a request can change: of modules, and covers by their files."""

    modules: frozenset[str]
    covers: frozenset[str]

    @property
    def folders(self) -> frozenset[str]:
        """Where the history of their files is to be looked for."""
        return frozenset(f"content/{key}" for key in self.modules) | self.covers


def find_request_gaps(root: Path, request: Request, account: Account, as_of: date) -> list[Finding]:
    """Return who had a hand in a page of the request, and would not be credited there.

    What the base lacks already is left out. Only the commits that touched these pages are read, under
    all names that their files had; where a request says anew whose an account is, all are.

    Raises:
        KocError: Git failed.
    """
    base, head = request.base.community, request.community_to_check(account)
    if base is None or head is None or request.conflicts or not request.tips:
        return []
    is_whole = asks_all_history(request)
    pages = _all_pages(base, head) if is_whole else _touched(request.changes)
    if not (pages.modules or pages.covers):
        return []
    commits = _read_commits(root, request, head, _leave_out_drafts(pages, head, as_of), is_whole)
    signed = {person for commit in commits for person in commit.people}
    new = list_new_commits(root, *request.tips)
    sides = (
        (base, request.base.tree, [one for one in commits if one.id not in new]),
        (head, request.head.tree, commits),
    )
    before, after = (
        _find_gaps(_with_owners(root, tree, side, signed), pages, known, as_of)
        for side, tree, known in sides
    )
    old = {(gap.page, gap.candidate.key) for gap in before.gaps}
    mine = tuple(gap for gap in after.gaps if (gap.page, gap.candidate.key) not in old)
    return list(iter_audit_findings(head, replace(after, gaps=mine), as_of))


def asks_all_history(request: Request) -> bool:
    """True where a request says anew whose an account is, or what the audit looks at."""
    base, head = request.base.community, request.head.community
    if base is None or head is None:
        return False
    old, new = base.settings, head.settings
    if (old.audit, old.site.repository) != (new.audit, new.site.repository):
        return True
    return any(
        _identity(base, name) != _identity(head, name)
        for change in request.changes
        if (name := _member_of(change)) is not None
    )


def names_other_staff(request: Request) -> bool:
    """True where a request gives or takes a staff role, or renames the account of one who has it."""
    base, head = request.base.community, request.head.community
    if base is None or head is None:
        return False
    return any(
        _office(base, name) != _office(head, name)
        for change in request.changes
        if (name := _member_of(change)) is not None
    )


def _office(community: Community, name: str) -> tuple[object, ...] | None:
    member = community.members.get(name)
    return (member.github, member.staff) if member and member.staff else None


def _member_of(change: ChangedPath) -> str | None:
    where = parse_record_path(change.path)
    return where.parts.get("member") if where and where.path.count("/") == 1 else None


def _identity(community: Community, name: str) -> tuple[object, ...] | None:
    """Return what tells which signatures are a member's; None where nothing does."""
    member = community.members.get(name) or community.aliases.get(name)
    if member is None:
        return None
    told = tuple(getattr(member, key) for key in _IDENTITY)
    # Who joins with an account alone claims no signature that another had.
    return told if member.commit_emails or member.same_as or member.has_left else None


def _touched(changes: Iterable[ChangedPath]) -> _Pages:
    modules: set[str] = set()
    covers: set[str] = set()
    for change in changes:
        where, content = parse_record_path(change.path), parse_content_path(change.path)
        if where is not None and where.module_key:
            modules.add(where.module_key)
        elif content is not None and content["module"]:
            modules.add(f"{content['handbook']}/{content['module']}")
        elif content is not None:
            covers.add(change.path)
    return _Pages(frozenset(modules), frozenset(covers))


def _all_pages(*sides: Community) -> _Pages:
    modules = frozenset(key for side in sides for key in side.modules)
    return _Pages(modules, frozenset(path for side in sides for path in side.covers))


def _leave_out_drafts(pages: _Pages, community: Community, as_of: date) -> _Pages:
    """Return the pages whose history counts: nobody has to be credited for what is no work yet."""
    modules = ((key, community.modules.get(key)) for key in pages.modules)
    counted = (
        key
        for key, module in modules
        if module and module.content and module_facts(community, module, as_of).state.counts_as_work
    )
    return replace(pages, modules=frozenset(counted))


def _read_commits(
    root: Path, request: Request, head: Community, pages: _Pages, is_whole: bool
) -> list[Commit]:
    """Return the commits in which somebody may have had a hand in the pages, parents first."""
    if head.settings.audit.history == "records":
        return []
    if not is_whole and not pages.folders:
        return []
    if not is_whole:
        return read_path_history(root, request.tips, pages.folders)
    base, tip = request.tips
    new = list_new_commits(root, base, tip)
    return [*iter_history(root, base), *(one for one in iter_history(root, tip) if one.id in new)]


def _find_gaps(
    community: Community, pages: _Pages, commits: Iterable[Commit], as_of: date
) -> Audit:
    since = community.settings.audit.since
    hands: Mapping[str, Hands] = find_hands(
        (commit, since is None or commit.day >= since) for commit in commits
    )
    facts = {
        key: module_facts(community, module, as_of)
        for key, module in community.modules.items()
        if key in pages.modules
    }
    covers = {path: file for path, file in community.covers.items() if path in pages.covers}
    return audit_credits(replace(community, covers=covers), facts, hands)


def _with_owners(
    root: Path, tree: Tree, community: Community, signed: Collection[Signature]
) -> Community:
    """Return the community with those members, too, whose signatures stand under the commits.

    Of a large community no more was read than the request's own records concern.
    """
    book = AccountBook(community)
    strangers = [found for one in signed if (found := book.find(one)).member is None]
    if not strangers or not isinstance(tree, GitTree) or tree.within is None:
        return community
    wanted = {word for one in strangers for word in _marks(one)}
    paths = set(tree.find_text(wanted | {"same_as", "\\"}, "members"))
    known = _read_members(root, tree, paths)
    merged = {f"members/{one.same_as}.yml" for one in known.members.values() if one.same_as}
    if merged:  # a record that was merged into another names that one
        known = _read_members(root, tree, paths | merged)
    members = {**known.members, **community.members}
    return replace(community, members=members, aliases={**known.aliases, **community.aliases})


def _read_members(root: Path, tree: GitTree, paths: Collection[str]) -> Community:
    with GitTree(root, tree.revision, within={"community.yml", *paths}) as part:
        found = load_community(part).community
    assert found is not None  # its settings were read before
    return found


def _marks(person: CreditCandidate) -> Iterable[str]:
    told = (person.login, person.number and str(person.number), person.email_hash)
    return (str(mark) for mark in told if mark)

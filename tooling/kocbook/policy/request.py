"""A request for change: two revisions of a repository, read as Git objects, never checked out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from kocbook.base.errors import KocError
from kocbook.base.finding import Finding
from kocbook.git.changes import ChangedPath, diff_trees, merge_revisions, read_changes
from kocbook.git.revision_cache import remembered
from kocbook.git.revision_tree import GitTree, resolve_revision
from kocbook.model.community import Community
from kocbook.model.paths import RecordKind, parse_record_path
from kocbook.policy.actor import Account, resolve_actor
from kocbook.policy.addresses import find_addresses
from kocbook.policy.case import finding_at
from kocbook.policy.judge import judge_change
from kocbook.policy.judgement import Judgement
from kocbook.policy.scope import find_scope, open_beyond
from kocbook.records.loader import LoadResult, load_community
from kocbook.rules.registry import tree_rules


@dataclass(frozen=True, slots=True)
class Request:
    """What the base holds, what would stand after the merge, and what changes from one to the other.

    Where the two cannot be merged, `conflicts` names the paths, and the head itself is judged by
    what changed since it departed. Unless the request `is_whole`, both sides hold only what the
    change concerns (see `kocbook.policy.scope`). `addresses` are the hashes of those under which its
    commits stand (see `kocbook.policy.addresses`).
    """

    base: LoadResult
    head: LoadResult
    changes: tuple[ChangedPath, ...]
    conflicts: tuple[str, ...] = ()
    is_whole: bool = True
    addresses: frozenset[str] = frozenset()
    tips: tuple[str, ...] = ()
    """The ids of the base's and of the head's commit."""

    def judge(
        self, account: Account, as_of: date, approvals: Collection[Account] = ()
    ) -> Judgement:
        """Return what the policy says of this request, made by `account`, on the day `as_of`."""
        # A head that cannot be merged lacks what others did meanwhile: that is no effect of it.
        said = judge_change(
            self.base,
            self.head,
            self.changes,
            account,
            as_of,
            approvals,
            self.addresses,
            is_outcome=not self.conflicts,
        )
        # One fault is told once: of a seat that is taken, who holds it says more than "conflict".
        told = {finding.location.path for finding in said.refusals}
        clashes = [
            finding_at(path, "policy-conflict", (), {})
            for path in self.conflicts
            if path not in told
        ]
        return replace(
            said, findings=tuple(sorted([*said.findings, *clashes], key=Finding.sort_key))
        )

    def community_to_check(self, account: Account) -> Community | None:
        """Return the head's community under the settings that will count once it is merged.

        They are the base's: a head may have departed before they changed, and nobody but a lead
        may bring limits of their own.
        """
        base, head = self.base.community, self.head.community
        if base is None or head is None:
            return head
        proposed = any(change.path == base.settings.path for change in self.changes)
        if proposed and resolve_actor(base, account).is_lead:
            return head
        return replace(head, settings=base.settings)


@contextmanager
def open_request(
    root: Path, base: str, head: str, accounts: Collection[Account] | None = None
) -> Iterator[Request]:
    """Read two revisions of the repository at `root`; their files stay readable in the block.

    With `accounts`, those of the author and of who approved, no more is read than the change
    concerns.

    Raises:
        UsageError: a revision is unknown.
        KocError: Git failed, the two share no history, or the base is no community.
    """
    # Each is asked for once, so that a branch that moves meanwhile is judged as it was.
    base, head = resolve_revision(root, base), resolve_revision(root, head)
    changes = read_changes(root, base, head)
    merge = merge_revisions(root, base, head)
    after = merge.tree or head
    if merge.tree:
        effect = diff_trees(root, base, merge.tree)
        changes = (*effect, *_repeated_claims(changes, effect))
    if accounts is not None and merge.tree:
        with (
            GitTree(root, base, within=()) as base_tree,
            GitTree(root, after, within=()) as head_tree,
        ):
            # A name that is no UTF-8 may be shown as another's is: that one is still there.
            gone = [change.path for change in effect if change.is_deletion and change.is_utf8]
            there = [change.path for change in effect if not change.is_deletion]
            head_tree.take_names(base_tree, gone, there)
            request = _read_scope(base_tree, head_tree, changes, accounts)
            if request is not None:
                yield _with_addresses(root, base, head, request)
                return
    with ExitStack() as stack, GitTree(root, after) as head_tree:
        standing = _load_base(root, base, stack)
        request = Request(standing, _load_head(head_tree), changes, merge.conflicts)
        yield _with_addresses(root, base, head, request)


def _load_base(root: Path, base: str, stack: ExitStack) -> LoadResult:
    """Read the whole base; where many requests are compared with it, once for all of them."""
    known = remembered(root, base)
    if known is None:
        return load_community(stack.enter_context(GitTree(root, base)))
    stays_open = known.stays_open
    return known.recall(
        "community", lambda: load_community(stays_open.enter_context(GitTree(root, base)))
    )


def _with_addresses(root: Path, base: str, head: str, request: Request) -> Request:
    found = find_addresses(root, base, head, request.changes, request.head.community)
    return replace(request, addresses=found, tips=(base, head))


def _read_scope(
    base: GitTree, head: GitTree, changes: tuple[ChangedPath, ...], accounts: Collection[Account]
) -> Request | None:
    """Read what a change concerns, or return None where that is everything."""
    scope = find_scope(base, head, changes, accounts)
    if scope is None:
        return None
    base.list_within(scope.within)
    head.list_within(scope.within)
    sides = [open_beyond(load_community(tree), tree, scope) for tree in (base, head)]
    if any(_asks_everybody(side.community) for side in sides):
        return None
    return Request(sides[0], sides[1], changes, is_whole=False)


def _asks_everybody(community: Community | None) -> bool:
    """True where a rule looks at everything there is, such as a seat that is open to a pool."""
    asked = [rule.sight.is_wide for rule in tree_rules()]
    return community is not None and any(is_wide(community) for is_wide in asked if is_wide)


def _repeated_claims(
    own: Iterable[ChangedPath], effect: Iterable[ChangedPath]
) -> Iterator[ChangedPath]:
    """Yield the claims that the head adds and that stand in the base already, byte by byte.

    Such a copy merges without a trace; whoever made it has to hear that the seat is not theirs.
    """
    paths = {change.path for change in effect}
    for change in own:
        where = parse_record_path(change.path)
        is_claim = where is not None and where.kind is RecordKind.CLAIM
        if is_claim and change.status == "A" and change.path not in paths:
            yield change


def _load_head(tree: GitTree) -> LoadResult:
    """Load the head; settings that are gone from it are a finding, for the base decides anyway."""
    try:
        return load_community(tree)
    except KocError as error:
        if error.key != "errors.no-community":
            raise
        missing = finding_at("community.yml", "policy-unreadable", (), {"variant": "gone"})
        return LoadResult(None, (missing,), 0, tree)

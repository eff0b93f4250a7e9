"""Build a large site in shards, on as many machines as one likes, and join them into the whole."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from kocbook.app.build import NOBODY, BuildListener, BuiltSite, SiteCheck
from kocbook.app.gates import Matter, ask_gates
from kocbook.app.session import FaultyCommunityError, Session
from kocbook.base.languages import DEFAULT_LANGUAGE

if TYPE_CHECKING:
    from kocbook.site.shards.join import JoinResult
    from kocbook.site.shards.plan import Plan, PlanSide

BUILT = ".koc/built"
"""Where shards are built, below the repository, unless a folder is named."""
_PRUNES = re.compile(r"^\s*- navigation\.prune\b", re.MULTILINE)


def plan_build(session: Session, base: str | None = None, head: str | None = None) -> Plan:
    """Plan a build of everything, or of the shards that changed from revision `base` to `head`.

    Without `head` the working tree is planned for.

    Raises:
        UsageError: there is no such revision.
        FaultyCommunityError: the settings have faults.
    """
    from kocbook.git.changes import list_changed_paths
    from kocbook.site.assemble.find_config import find_config
    from kocbook.site.shards.plan import plan_change, plan_everything

    session = session.at(head)
    after = _read_side(session, head)
    if base is None:
        return plan_everything(after)
    config = find_config(session.folder, DEFAULT_LANGUAGE).read_text(encoding="utf-8")
    paths = list_changed_paths(session.folder, base, head)
    return plan_change(_read_side(session, base), after, paths, bool(_PRUNES.search(config)))


def _read_side(session: Session, revision: str | None) -> PlanSide:
    """Read the community at a revision, or as it stands here; both sides are of the same day."""
    from kocbook.git.revision_tree import GitTree
    from kocbook.records.loader import load_community
    from kocbook.site.shards.plan import PlanSide

    if revision is None:
        return PlanSide.of(session.community, session.day)
    with GitTree(session.folder, revision) as tree:
        community = load_community(tree).community
    if community is None:
        raise FaultyCommunityError("errors.community-unreadable")
    return PlanSide.of(community, session.day)


def build_shard(
    session: Session,
    shard: str,
    site_dir: Path | None = None,
    *,
    strict: bool = False,
    listener: BuildListener = NOBODY,
) -> BuiltSite:
    """Check a community and build the pages of one shard, as they are in the whole site.

    `shard` is a handbook's id, or `shared` for the pages of all; without `site_dir` it is built below
    `.koc/built`. Several shards may be built at the same time.

    Raises:
        UsageError: there is no such shard.
        FaultyCommunityError: the settings have faults.
        KocError: the build failed, or `site_dir` holds something that is no site of ours.
    """
    from kocbook.insight.held import hold_back
    from kocbook.report.prepare import prepare_report
    from kocbook.rules.impact import find_held
    from kocbook.site.shards.build import build_shard as build

    passed = ask_gates(Matter(session, session.loaded))
    report = prepare_report(session.loaded, passed.findings, session.texts, passed.unseen)
    holding = find_held(passed.findings, session.community, session.day)
    found = SiteCheck(report, holding, strict)
    listener.checked(found)
    if found.is_stopped:
        return BuiltSite(found, None)
    shown = hold_back(session.community, holding.held)
    target = (site_dir or session.folder / BUILT / shard).absolute()
    with session.progress() as progress:
        site = build(session.folder, shown, session.day, shard, target, progress)
    return BuiltSite(found, site)


def join_shards(
    session: Session,
    folder: Path,
    site_dir: Path | None = None,
    *,
    listener: BuildListener = NOBODY,
) -> JoinResult:
    """Join the shards that stand below `folder`, check their links, and put the site in place at once.

    Raises:
        UsageError: there are no shards, or not those that the site is made of.
        KocError: two shards disagree, or a link of the tool's own pages leads nowhere.
    """
    from kocbook.site.publish.build_lock import building
    from kocbook.site.shards.join import join_shards as join

    target = (site_dir or session.folder / "site").absolute()
    with building(session.folder, listener.waits), session.progress() as progress:
        return join(folder, target, progress)

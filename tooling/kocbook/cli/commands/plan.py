"""`koc plan`: which parts of the site are to be built, and on how many machines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from kocbook.app.session import FaultyCommunityError, Session
from kocbook.base.extras import Extra
from kocbook.base.languages import DEFAULT_LANGUAGE
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.options import Count, format_option
from kocbook.cli.ui.output import print_table, remark

if TYPE_CHECKING:
    from kocbook.site.shards.plan import Plan, PlanSide

_PRUNES = re.compile(r"^\s*- navigation\.prune\b", re.MULTILINE)


@click.command(cls=KocCommand, needs=Extra.SITE)
@click.option("--base", metavar="REV")
@click.option("--head", metavar="REV")
@click.option("--parts-from", type=Count(1, 10_000_000))
@format_option(("text", "json"))
@click.pass_obj
def plan(
    session: Session, base: str | None, head: str | None, parts_from: int | None, output: str
) -> None:
    """Plan a build of everything, or of what changed since a revision."""
    from kocbook.report.plan_table import plan_table, render_matrix

    session.revision = head
    planned = _plan(session, base, head)
    mode = planned.mode(parts_from)
    if output == "json":
        click.echo(render_matrix(planned, session.day, mode))
        return
    print_table(session, plan_table(planned, session.day, session.texts), "table")
    if planned.tasks:
        remark(session, f"cli.plan.{mode}", n=planned.pages)


def _plan(session: Session, base: str | None, head: str | None) -> Plan:
    from kocbook.git.changes import list_changed_paths
    from kocbook.site.assemble.find_config import find_config
    from kocbook.site.shards.plan import plan_change, plan_everything

    after = _read_side(session, head)
    if base is None:
        return plan_everything(after)
    config = find_config(session.folder, DEFAULT_LANGUAGE).read_text(encoding="utf-8")
    paths = list_changed_paths(session.folder, base, head)
    return plan_change(_read_side(session, base), after, paths, bool(_PRUNES.search(config)))


def _read_side(session: Session, revision: str | None) -> PlanSide:
    """Read the community at a revision, or as it stands here; both sides are of the same day.

    Raises:
        FaultyCommunityError: its settings have faults.
    """
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

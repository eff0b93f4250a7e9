"""What `koc plan` prints: a row a shard for people, one line for the matrix of a workflow."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from datetime import date

from kocbook.base.texts import Texts
from kocbook.report.table import Column, Table, plain
from kocbook.site.shards.plan import Plan, Task


def plan_table(plan: Plan, as_of: date, texts: Texts) -> Table:
    """Return a row for each shard that is to be built."""
    return Table(
        as_of,
        tuple(field.name for field in fields(Task)),
        tuple(asdict(task) for task in plan.tasks),
        (
            Column("shard", plain("shard")),
            Column("pages", plain("pages"), right=True),
            Column("why", lambda row: texts(f"cli.plan.why.{row['why']}")),
        ),
        sort=("shard",),
        empty="cli.plan.nothing",
    )


def render_matrix(plan: Plan, as_of: date, mode: str) -> str:
    """Return the plan as a line of JSON.

    `include` is what GitHub takes for a matrix, `mode` how to build best: "whole" or "shards".
    `as_of` is the day that all shards have to be built for.
    """
    include = [{"shard": task.shard, "pages": task.pages} for task in plan.tasks]
    about = {"as_of": as_of.isoformat(), "mode": mode, "pages": plan.pages}
    return json.dumps({**about, "include": include}, ensure_ascii=False, sort_keys=True)

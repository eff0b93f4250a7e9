"""`koc build --part` and `koc build --join`: a site built in parts, and made whole again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from kocbook.app.gates import Matter, ask_gates
from kocbook.app.progress import Progress
from kocbook.app.session import Session
from kocbook.base.errors import UsageError
from kocbook.cli.commands.build import remark_dead_links, remark_missing, shown_folder
from kocbook.cli.ui.held_pages import may_publish, tell_held

FOLDER = ".koc/built"
"""Where parts are built, below the repository, unless a folder is named."""


def build_or_join(
    session: Session,
    part: str | None,
    parts: Path | None,
    site_dir: Path | None,
    given: Sequence[str],
    strict: bool,
    output: str,
) -> int:
    """Build one part, or join those that were built.

    Raises:
        UsageError: something else was asked for at the same time (`given` are the options).
    """
    if len(given) > 1:
        raise UsageError("errors.part-alone", options=list(given))
    if part is not None:
        target = site_dir or session.folder / FOLDER / part
        return _build_part(session, part, target, strict, output)
    assert parts is not None
    return _join(session, parts, site_dir or session.folder / "site")


def _build_part(session: Session, part: str, target: Path, strict: bool, output: str) -> int:
    from kocbook.insight.held import hold_back
    from kocbook.report.prepare import prepare_report
    from kocbook.rules.impact import find_held
    from kocbook.site.shards.build import build_part

    passed = ask_gates(Matter(session, session.loaded))
    report = prepare_report(session.loaded, passed.findings, session.texts, passed.unseen)
    holding = find_held(passed.findings, session.community, session.day)
    if not may_publish(session, report, holding, strict):
        return 1
    tell_held(session, holding, output)

    with Progress(session.texts) as progress:
        built = build_part(
            session.folder,
            hold_back(session.community, holding.held),
            session.day,
            part,
            target.absolute(),
            progress,
        )
    remark_missing(session)
    shown = shown_folder(target.absolute())
    click.echo(session.texts("cli.build.part-done", folder=shown, part=part, n=built.pages))
    above = shown_folder(target.absolute().parent)
    click.echo(session.texts("cli.build.join-next", folder=above))
    return 0


def _join(session: Session, parts: Path, target: Path) -> int:
    from kocbook.site.shards.join import join_parts

    with Progress(session.texts) as report:
        joined = join_parts(parts, target.absolute(), report)
    remark_dead_links(session, joined.dead_links)
    counts = {"parts": joined.parts, "n": joined.pages, "links": joined.links}
    shown = shown_folder(target.absolute())
    click.echo(session.texts("cli.build.joined", folder=shown, **counts))
    click.echo(session.texts("cli.build.serve"))
    return 0

"""`koc build --part` and `koc build --join`: a site built in parts, and made whole again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from kocbook.base.errors import UsageError
from kocbook.cli.build import is_clean, remark_dead_links, remark_missing, shown_folder
from kocbook.cli.full_check import check_everything
from kocbook.cli.progress import Progress
from kocbook.cli.session import Session

FOLDER = ".koc/built"
"""Where parts are built, below the repository, unless a folder is named."""


def build_or_join(
    session: Session,
    part: str | None,
    parts: Path | None,
    site_dir: Path | None,
    given: Sequence[str],
) -> int:
    """Build one part, or join those that were built.

    Raises:
        UsageError: something else was asked for at the same time (`given` are the options).
    """
    if len(given) > 1:
        raise UsageError("errors.part-alone", options=list(given))
    if part is not None:
        return _build_part(session, part, site_dir or session.folder / FOLDER / part)
    assert parts is not None
    return _join(session, parts, site_dir or session.folder / "site")


def _build_part(session: Session, part: str, target: Path) -> int:
    if not is_clean(session, check_everything(session)):
        return 1
    from kocbook.site.part_build import build_part

    with Progress(session.texts) as report:
        built = build_part(
            session.folder, session.community, session.day, part, target.absolute(), report
        )
    remark_missing(session)
    shown = shown_folder(target.absolute())
    click.echo(session.texts("cli.build.part-done", folder=shown, part=part, n=built.pages))
    above = shown_folder(target.absolute().parent)
    click.echo(session.texts("cli.build.join-next", folder=above))
    return 0


def _join(session: Session, parts: Path, target: Path) -> int:
    from kocbook.site.join import join_parts

    with Progress(session.texts) as report:
        joined = join_parts(parts, target.absolute(), report)
    remark_dead_links(session, joined.dead_links)
    counts = {"parts": joined.parts, "n": joined.pages, "links": joined.links}
    shown = shown_folder(target.absolute())
    click.echo(session.texts("cli.build.joined", folder=shown, **counts))
    click.echo(session.texts("cli.build.serve"))
    return 0

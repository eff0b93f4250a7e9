"""`koc build` and `koc assemble`: from records and contributions to the site."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kocbook.app.assemble import Assembling
from kocbook.app.progress import Progress
from kocbook.app.session import Session
from kocbook.base.extras import Extra
from kocbook.cli.ui.alone import alone
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.held_pages import may_publish, tell_held
from kocbook.cli.ui.options import Folder, format_option
from kocbook.cli.ui.output import remark

if TYPE_CHECKING:
    from kocbook.site.publish.dead_links import DeadLink


@click.command(cls=KocCommand, needs=Extra.SITE)
@click.option("--site-dir", type=Folder(), metavar="DIR")
@click.option("--pdf", is_flag=True)
@click.option("--zip", "offline", is_flag=True)
@click.option("--release", "tag", metavar="TAG")
@click.option("--part", metavar="PART")
@click.option("--join", "parts", type=Folder(), metavar="DIR")
@click.option("--strict", is_flag=True)
@format_option(("text", "github"))
@click.pass_obj
@alone
def build(
    session: Session,
    site_dir: Path | None,
    pdf: bool,
    offline: bool,
    tag: str | None,
    part: str | None,
    parts: Path | None,
    strict: bool,
    output: str,
) -> int:
    """Check everything, then build the site; a page with errors is held back."""
    if part is not None or parts is not None:
        from kocbook.cli.commands.build_shards import build_or_join

        alone = {"--part": part, "--join": parts, "--pdf": pdf, "--zip": offline, "--release": tag}
        given = [key for key in alone if alone[key]]
        return build_or_join(session, part, parts, site_dir, given, strict, output)
    if tag is not None:
        from kocbook.cli.commands.release_tag import rebuild_release

        return rebuild_release(session, tag, site_dir)
    from kocbook.site.publish.build import ASSEMBLED, build_assembled
    from kocbook.site.views.context import Download

    if pdf:
        from kocbook.site.book.engine import require_engine

        require_engine()
    wanted = {Download.PDF: pdf, Download.ZIP: offline}
    extras = frozenset(extra for extra, is_wanted in wanted.items() if is_wanted)
    assembling = Assembling(session, session.folder / ASSEMBLED, extras)
    if not may_publish(session, assembling.check(), assembling.holding, strict):
        return 1
    tell_held(session, assembling.holding, output)
    target = (site_dir or session.folder / "site").absolute()
    with Progress(session.texts) as progress:
        progress("assemble")
        done = assembling.assemble()
        here, day = assembling.community, session.day
        built = build_assembled(session.folder, here, day, target, done, progress, extras)
    remark_missing(session)
    shown = shown_folder(built.site_dir)
    click.echo(session.texts("cli.build.done", n=built.pages, written=built.written, folder=shown))
    click.echo(session.texts("cli.build.serve"))
    return 0


@click.command(cls=KocCommand, needs=Extra.SITE)
@click.option("--out", type=Folder(), metavar="DIR", required=True)
@click.option("--strict", is_flag=True)
@click.pass_obj
@alone
def assemble(session: Session, out: Path, strict: bool) -> int:
    """Check everything, then write the pages as Markdown, touching only what changed."""
    assembling = Assembling(session, out.absolute())
    if not may_publish(session, assembling.check(), assembling.holding, strict):
        return 1
    tell_held(session, assembling.holding, "text")
    with Progress(session.texts) as progress:
        progress("assemble")
        done = assembling.assemble()
    remark_missing(session)
    counts = {"written": done.written, "unchanged": done.unchanged, "removed": done.removed}
    click.echo(session.texts("cli.assemble.done", n=done.pages, folder=shown_folder(out), **counts))
    return 0


def remark_dead_links(session: Session, links: Sequence[DeadLink]) -> None:
    """List the links of contributed texts that lead nowhere."""
    if links:
        remark(session, "cli.build.dead-links", n=len(links))
    for link in links:
        remark(session, "cli.build.dead-link", page=f"content/{link.page}", target=link.target)


def remark_missing(session: Session) -> None:
    """Say what the site does without, where the chart library or a Chinese font is missing."""
    from kocbook.site.pictures.share import find_fonts
    from kocbook.site.views.charts import find_chart_library

    if find_chart_library() is None:
        remark(session, "cli.build.no-charts")
    if find_fonts() is None:
        remark(session, "cli.build.no-font")


def shown_folder(folder: Path) -> str:
    """Return a folder as a person here would write it."""
    here = Path.cwd()
    return str(folder.relative_to(here) if folder.is_relative_to(here) else folder)

"""`koc build` and `koc assemble`: from records and contributions to the site."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kocbook.app.session import Session
from kocbook.base.errors import UsageError
from kocbook.base.extras import Extra
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.options import Folder, format_option
from kocbook.cli.ui.output import print_report, remark
from kocbook.cli.ui.site_build import remark_dead_links, remark_lacking, show_build, shown_folder

if TYPE_CHECKING:
    from kocbook.app.build import BuildListener


@click.command(cls=KocCommand, needs=Extra.SITE)
@click.option("--site-dir", type=Folder(), metavar="DIR")
@click.option("--pdf", is_flag=True)
@click.option("--epub", is_flag=True)
@click.option("--zip", "offline", is_flag=True)
@click.option("--release", "tag", metavar="TAG")
@click.option("--shard", metavar="SHARD")
@click.option("--join", "shards", type=Folder(), metavar="DIR")
@click.option("--strict", is_flag=True)
@format_option(("text", "github"))
@click.pass_obj
def build(
    session: Session,
    site_dir: Path | None,
    pdf: bool,
    epub: bool,
    offline: bool,
    tag: str | None,
    shard: str | None,
    shards: Path | None,
    strict: bool,
    output: str,
) -> int:
    """Check everything, then build the site; a page with errors is held back."""
    _refuse_together({"--shard": shard, "--join": shards}, pdf, epub, offline, tag)
    listener = show_build(session, output)
    if shard is not None:
        return _build_shard(session, shard, site_dir, strict, listener)
    if shards is not None:
        return _join(session, shards, site_dir, listener)
    if tag is not None:
        return _rebuild(session, tag, site_dir, listener)
    from kocbook.app.build import build_site

    site = build_site(
        session,
        site_dir,
        pdf=pdf,
        epub=epub,
        offline=offline,
        strict=strict,
        listener=listener,
    ).site
    if site is None:
        return 1
    remark_lacking(session)
    shown = shown_folder(site.site_dir)
    click.echo(session.texts("cli.build.done", n=site.pages, written=site.written, folder=shown))
    click.echo(session.texts("cli.build.serve"))
    return 0


def _refuse_together(
    alone: dict[str, object], pdf: bool, epub: bool, offline: bool, tag: str | None
) -> None:
    """Refuse a shard, or the joining of shards, together with something else.

    Raises:
        UsageError: it is so.
    """
    others = {"--pdf": pdf, "--epub": epub, "--zip": offline, "--release": tag}
    given = [name for name, value in {**alone, **others}.items() if value]
    if any(value is not None for value in alone.values()) and len(given) > 1:
        raise UsageError("errors.shard-alone", options=given)


def _build_shard(
    session: Session, shard: str, site_dir: Path | None, strict: bool, listener: BuildListener
) -> int:
    from kocbook.app.shards import build_shard

    site = build_shard(session, shard, site_dir, strict=strict, listener=listener).site
    if site is None:
        return 1
    remark_lacking(session)
    shown, above = shown_folder(site.site_dir), shown_folder(site.site_dir.parent)
    click.echo(session.texts("cli.build.shard-done", folder=shown, shard=shard, n=site.pages))
    click.echo(session.texts("cli.build.join-next", folder=above))
    return 0


def _join(session: Session, shards: Path, site_dir: Path | None, listener: BuildListener) -> int:
    from kocbook.app.shards import join_shards

    joined = join_shards(session, shards, site_dir, listener=listener)
    remark_dead_links(session, joined.dead_links)
    counts = {"shards": joined.shards, "n": joined.pages, "links": joined.links}
    click.echo(session.texts("cli.build.joined", folder=shown_folder(joined.site_dir), **counts))
    click.echo(session.texts("cli.build.serve"))
    return 0


def _rebuild(session: Session, tag: str, site_dir: Path | None, listener: BuildListener) -> int:
    from kocbook.app.release import rebuild_release
    from kocbook.cli.ui.writing import say

    done = rebuild_release(session, tag, site_dir, listener=listener)
    if done.report.findings:
        print_report(session, done.report, "text")
    if done.site is None:
        remark(session, "cli.publish.not-built")
        return 1
    data = {"tag": tag, "n": done.site.pages, "folder": done.site.site_dir, "as_of": done.day}
    say(session, "cli.publish.built", **data)
    return 0


@click.command(cls=KocCommand, needs=Extra.SITE)
@click.option("--out", type=Folder(), metavar="DIR", required=True)
@click.option("--strict", is_flag=True)
@click.pass_obj
def assemble(session: Session, out: Path, strict: bool) -> int:
    """Check everything, then write the pages as Markdown, touching only what changed."""
    from kocbook.app.build import assemble_pages

    listener = show_build(session, "text")
    done = assemble_pages(session, out, strict=strict, listener=listener).pages
    if done is None:
        return 1
    remark_lacking(session)
    counts = {"written": done.written, "unchanged": done.unchanged, "removed": done.removed}
    click.echo(session.texts("cli.assemble.done", n=done.pages, folder=shown_folder(out), **counts))
    return 0

"""`koc assets`: every published text, picture and video, and who may use it."""

from __future__ import annotations

import click

from kocbook.app.session import Session
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.options import OneOf, filter_options, format_option
from kocbook.cli.ui.output import print_table, remark_unreadable
from kocbook.model.enums import ModuleForm


@click.command(cls=KocCommand)
@filter_options
@click.option("--form", type=OneOf([str(form) for form in ModuleForm], "form"))
@click.option("--tag", metavar="TAG")
@format_option()
@click.pass_obj
def assets(
    session: Session,
    handbook: str | None,
    member: str | None,
    form: str | None,
    tag: str | None,
    output: str,
) -> None:
    """Print the asset library."""
    from kocbook.app.library import list_assets
    from kocbook.records.file_hash import hash_file
    from kocbook.report.assets_table import assets_table

    found = list_assets(session, handbook, member, form, tag)
    tree = session.loaded.tree
    table = assets_table(
        session.community, found, session.day, session.texts, lambda path: hash_file(tree, path)
    )
    print_table(session, table, output)
    remark_unreadable(session)

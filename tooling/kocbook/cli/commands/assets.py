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
@click.option("--form", type=OneOf([str(form) for form in ModuleForm]))
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
    from kocbook.insight.assets import all_assets
    from kocbook.records.file_hash import hash_file
    from kocbook.report.assets_table import assets_table

    session.check_names(handbook, member)
    found = [
        asset
        for asset in all_assets(session.community, session.facts, session.day)
        if handbook in (None, asset.handbook)
        and form in (None, asset.form)
        and (member is None or member in asset.members)
        and (tag is None or tag in asset.tags)
    ]
    tree = session.loaded.tree
    table = assets_table(
        session.community, found, session.day, session.texts, lambda path: hash_file(tree, path)
    )
    print_table(session, table, output)
    remark_unreadable(session)

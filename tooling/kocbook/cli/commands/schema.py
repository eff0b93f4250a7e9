"""`koc schema`: the JSON Schemas of the records, for people and editors."""

from __future__ import annotations

import click

from kocbook.app.session import Session
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.options import OneOf, format_option
from kocbook.cli.ui.output import print_table
from kocbook.model.paths import RecordKind


@click.command(cls=KocCommand)
@click.argument(
    "record", type=OneOf([str(kind) for kind in RecordKind]), required=False, metavar="[RECORD]"
)
@format_option()
@click.pass_obj
def schema(session: Session, record: str | None, output: str) -> None:
    """List the kinds of records, or print the schema of one."""
    if record is None:
        from kocbook.report.schema_table import schema_table

        print_table(session, schema_table(session.day, session.texts), output)
    else:
        from kocbook.records.schema import schema_text

        click.echo(schema_text(RecordKind(record)), nl=False)

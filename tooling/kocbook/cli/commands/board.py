"""`koc board`: every seat, how it stands, and who holds it; or the desk of a staff role."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kocbook.app.session import Session
from kocbook.base.errors import UsageError
from kocbook.cli.ui.command import KocCommand
from kocbook.cli.ui.options import OneOf, filter_options, format_option
from kocbook.cli.ui.output import print_table, remark_unreadable
from kocbook.insight.duties.duty import Desk
from kocbook.model.enums import State

if TYPE_CHECKING:
    from kocbook.report.table import Table


class DeskName(OneOf):
    """A desk: its id, or its name in one of the languages."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the desk's id."""
        from kocbook.report.desk_table import find_desk

        return super().convert(find_desk(str(value)) or value, param, ctx)

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """Show that a role is meant."""
        del param, ctx
        return "ROLE"


@click.command(cls=KocCommand)
@click.option("--for", "desk", type=DeskName([str(desk) for desk in Desk]))
@filter_options
@click.option("--state", type=OneOf([str(state) for state in State], "state"), multiple=True)
@format_option()
@click.pass_obj
def board(
    session: Session,
    desk: str | None,
    handbook: str | None,
    member: str | None,
    state: tuple[str, ...],
    output: str,
) -> None:
    """Print the board, or what waits on a desk."""
    if desk is not None and state:
        raise UsageError("errors.desk-and-state")
    if desk is not None:
        session = session.with_private_if_here()
    table = _desk(session, Desk(desk)) if desk else _seats(session)
    session.check_names(handbook, member)
    filters = {"handbook": handbook, "member": member, "state": state}
    print_table(session, table.only(**filters), output)
    remark_unreadable(session)


def _seats(session: Session) -> Table:
    from kocbook.report.board_table import board_table

    return board_table(session.community, session.facts, session.day, session.texts)


def _desk(session: Session, desk: Desk) -> Table:
    from kocbook.app.desk import list_duties
    from kocbook.report.desk_table import desk_table

    return desk_table(session.community, list_duties(session, desk), session.day, session.texts)
